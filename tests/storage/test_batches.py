import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.batching.batch_port import Batch
from bot.core.errors import StorageError
from bot.core.talk.batch import Result, Row
from bot.core.talk.turns import TurnState
from bot.core.wire.usage import Usage
from bot.storage.batches import SqlBatches
from bot.storage.opening import open_database

A_BATCH = Batch(500, 1, 7, 5, "questions.csv", "fake-model", "Be brief.")
RESULT = Result(TurnState.COMPLETE, "Because.", "", "fake-model", Usage(10, 3, 4), 1234)


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    async with open_database(url) as engine:
        yield engine


@pytest.fixture
def batches(engine: AsyncEngine) -> SqlBatches:
    return SqlBatches(engine, "one")


async def test_what_was_stored_comes_back(batches: SqlBatches) -> None:
    assert await batches.find(500) is None
    assert await batches.add(A_BATCH, ["Why?", "왜?\0"], 100.0)
    assert await batches.find(500) == A_BATCH
    assert await batches.rows(500) == [Row(1, "Why?"), Row(2, "왜?")]


async def test_a_server_has_one_batch_at_a_time(batches: SqlBatches) -> None:
    assert await batches.add(A_BATCH, ["Why?"], 100.0)
    assert not await batches.add(replace(A_BATCH, id=501, channel_id=2), ["How?"], 100.0)
    assert await batches.rows(501) == []
    assert await batches.add(replace(A_BATCH, id=502, server_id=None), ["How?"], 100.0)
    await batches.remove(500)
    assert await batches.add(replace(A_BATCH, id=501), ["How?"], 100.0)


async def test_of_many_starts_at_once_one_wins(batches: SqlBatches) -> None:
    starts = (batches.add(replace(A_BATCH, id=number), ["Why?"], 1.0) for number in range(8))
    assert sum(await asyncio.gather(*starts)) == 1


async def test_a_result_is_kept_as_it_was(batches: SqlBatches) -> None:
    await batches.add(A_BATCH, ["Why?", "How?", "Who?"], 100.0)
    failed = Result(TurnState.INTERRUPTED, "", "It broke.", "fake-model", None, None)
    await batches.put_result(500, 3, RESULT)
    await batches.put_result(500, 1, failed)
    assert [row.result for row in await batches.rows(500)] == [failed, None, RESULT]


async def test_a_batch_whose_process_is_alive_is_not_claimed(engine: AsyncEngine) -> None:
    one, two = SqlBatches(engine, "one"), SqlBatches(engine, "two")
    await one.add(A_BATCH, ["Why?"], 100.0)
    assert await two.claim(before=100.0, now=130.0) == []
    await one.keep(A_BATCH, 120.0)
    assert await two.claim(before=110.0, now=140.0) == []
    assert await two.claim(before=120.5, now=150.0) == [A_BATCH]


async def test_who_lost_a_batch_is_told(engine: AsyncEngine) -> None:
    one, two = SqlBatches(engine, "one"), SqlBatches(engine, "two")
    await one.add(A_BATCH, ["Why?"], 100.0)
    shown = replace(A_BATCH, message_id=77)
    assert await one.keep(shown, 101.0) == shown
    assert await two.keep(A_BATCH, 101.0) is None
    assert await two.claim(before=200.0, now=230.0) == [shown]
    assert await one.keep(A_BATCH, 231.0) is None
    assert await two.find(500) == shown


async def test_no_two_processes_claim_the_same_batch(url: str) -> None:
    async with open_database(url) as first, open_database(url) as second:
        one, two = SqlBatches(first, "one"), SqlBatches(second, "two")
        for server in range(1, 21):
            await one.add(replace(A_BATCH, id=server, server_id=server), ["Why?"], 0.0)
        claims = (each.claim(before=50.0, now=100.0) for each in (one, two) * 4)
        claimed = [batch.id for found in await asyncio.gather(*claims) for batch in found]
    assert sorted(claimed) == list(range(1, 21))


async def test_a_batch_that_was_given_up_is_claimed_at_once(batches: SqlBatches) -> None:
    await batches.add(A_BATCH, ["Why?"], 100.0)
    await batches.keep(A_BATCH, 0.0)
    assert await batches.claim(before=1.0, now=100.0) == [A_BATCH]


async def test_a_stop_is_seen_by_whoever_runs_it(engine: AsyncEngine) -> None:
    one, two = SqlBatches(engine, "one"), SqlBatches(engine, "two")
    await one.add(A_BATCH, ["Why?"], 100.0)
    await two.stop(500)
    assert await one.keep(A_BATCH, 101.0) == replace(A_BATCH, stopped=True)


async def test_what_is_removed_leaves_nothing(batches: SqlBatches) -> None:
    await batches.add(A_BATCH, ["Why?"], 100.0)
    await batches.remove(500)
    assert await batches.find(500) is None
    assert await batches.rows(500) == []
    await batches.put_result(500, 1, RESULT)
    assert await batches.rows(500) == []


async def test_a_table_that_is_gone_is_a_storage_error(
    batches: SqlBatches, engine: AsyncEngine
) -> None:
    async with engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE batch_rows")
    with pytest.raises(StorageError):
        await batches.rows(500)
