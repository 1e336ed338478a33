import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.settings.config_port import (
    ChangedSinceError,
    ConfigStore,
    NoChangeError,
    SealedKey,
    Stored,
)
from bot.core.config.document import Slot
from bot.core.config.options import Layer
from bot.core.errors import StorageError
from bot.storage.config import SqlConfig
from bot.storage.memory import SqlMemory
from bot.storage.opening import open_database
from bot.storage.schema import server_keys
from tests.config_fakes import FakeConfigStore

MODEL = Slot(Layer.SERVER, 7, "model")
FOOTER = Slot(Layer.SERVER, 7, "footer")
KEY = Slot(Layer.SERVER, 7, "key")
IN_CHANNEL = Slot(Layer.CHANNEL, 1, "model")


@pytest.fixture(params=["sqlite", "postgres", "fake"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[ConfigStore]:
    """An empty store; the fake of the other tests has to keep the same promises."""
    if request.param == "fake":
        yield FakeConfigStore()
        return
    async with open_database(request.getfixturevalue(f"{request.param}_url")) as engine:
        yield SqlConfig(engine)


async def keys_of(engine: AsyncEngine) -> list[int]:
    """The servers that a key is stored of."""
    async with engine.connect() as connection:
        return list((await connection.execute(select(server_keys.c.owner_id))).scalars())


async def values(store: ConfigStore, owner: int = 7) -> dict[Slot, str]:
    stored = await store.load(owner)
    return dict(stored.values) if stored else {}


async def test_what_was_set_comes_back(store: ConfigStore) -> None:
    assert await store.load(7) is None
    (change,) = await store.change(7, {MODEL: '"large"'}, 5, 100.0)
    assert (change.number, change.before, change.after) == (1, None, '"large"')
    assert await store.load(7) == Stored(1, {MODEL: '"large"'})
    assert await store.load(7, known=1) is None
    assert await store.load(8) is None


async def test_every_change_is_kept_with_its_author(store: ConfigStore) -> None:
    await store.change(7, {MODEL: '"large"', IN_CHANNEL: '"small"'}, 5, 100.0)
    await store.change(7, {MODEL: '"작은 것"'}, 6, 200.0)
    await store.change(8, {MODEL: '"small"'}, 9, 300.0)
    found = await store.history(7, 10)
    assert [(each.number, each.slot, each.author_id, each.at) for each in found] == [
        (2, MODEL, 6, 200.0),
        (1, IN_CHANNEL, 5, 100.0),
        (1, MODEL, 5, 100.0),
    ]
    assert (found[0].before, found[0].after) == ('"large"', '"작은 것"')
    assert await store.history(7, 1) == found[:1]


async def test_setting_the_same_again_is_no_change(store: ConfigStore) -> None:
    await store.change(7, {MODEL: '"large"'}, 5, 100.0)
    assert await store.change(7, {MODEL: '"large"', FOOTER: None}, 6, 200.0) == []
    assert len(await store.history(7, 10)) == 1
    assert await store.load(7, known=1) is None


async def test_a_whole_change_unsets_what_it_does_not_name(store: ConfigStore) -> None:
    await store.change(7, {MODEL: '"large"', FOOTER: "true"}, 5, 100.0)
    await store.change(7, {IN_CHANNEL: '"small"', FOOTER: "true"}, 5, 200.0, whole=True)
    assert await values(store) == {IN_CHANNEL: '"small"', FOOTER: "true"}
    await store.undo(7, 5, 300.0)
    assert await values(store) == {MODEL: '"large"', FOOTER: "true"}


async def test_undoing_again_and_again_goes_back_step_by_step(store: ConfigStore) -> None:
    for name in ("a", "b", "c"):
        await store.change(7, {MODEL: f'"{name}"'}, 5, 100.0)
    (undone,) = await store.undo(7, 6, 200.0)
    assert (undone.before, undone.after, undone.author_id, undone.undoes) == ('"c"', '"b"', 6, 3)
    await store.undo(7, 6, 300.0)
    assert await values(store) == {MODEL: '"a"'}
    await store.undo(7, 6, 400.0)
    assert await values(store) == {}
    with pytest.raises(NoChangeError):
        await store.undo(7, 6, 500.0)


async def test_an_undoing_can_be_undone(store: ConfigStore) -> None:
    for name in ("a", "b"):
        await store.change(7, {MODEL: f'"{name}"'}, 5, 100.0)
    (undoing,) = await store.undo(7, 5, 200.0)
    await store.undo(7, 5, 300.0, undoing.number)
    assert await values(store) == {MODEL: '"b"'}
    assert (await store.undo(7, 5, 400.0))[0].undoes == 2
    assert (await store.undo(7, 5, 500.0))[0].undoes == 1
    assert await values(store) == {}


async def test_an_undoing_overwrites_no_later_change(store: ConfigStore) -> None:
    await store.change(7, {MODEL: '"a"', FOOTER: "true"}, 5, 100.0)
    await store.change(7, {MODEL: '"b"'}, 6, 200.0)
    with pytest.raises(ChangedSinceError):
        await store.undo(7, 5, 300.0, 1)
    assert await values(store) == {MODEL: '"b"', FOOTER: "true"}
    with pytest.raises(NoChangeError):
        await store.undo(7, 5, 300.0, 99)
    with pytest.raises(NoChangeError):
        await store.undo(8, 5, 300.0)


async def test_many_admins_at_once_lose_nothing(store: ConfigStore) -> None:
    slots = [Slot(Layer.CHANNEL, number, "model") for number in range(10)]
    each_sets = [
        store.change(7, {slot: '"x"', MODEL: f'"{n}"'}, n, 1.0) for n, slot in enumerate(slots)
    ]
    await asyncio.gather(*each_sets)
    assert set(await values(store)) == {MODEL, *slots}
    # Each saw what the one before had set.
    found = [each for each in reversed(await store.history(7, 99)) if each.slot == MODEL]
    assert [each.before for each in found] == [None, *(each.after for each in found[:-1])]
    assert [each.number for each in found] == list(range(1, 11))
    for _ in slots:
        await store.undo(7, 5, 2.0)
    assert await values(store) == {}


async def test_two_processes_that_undo_at_once_undo_two_changes(url: str) -> None:
    async with open_database(url) as first, open_database(url) as second:
        one, two = SqlConfig(first), SqlConfig(second)
        for name in range(8):
            await one.change(7, {MODEL: f"{name}"}, 5, 1.0)
        await asyncio.gather(*(each.undo(7, 5, 2.0) for each in (one, two) * 3))
        assert await values(two) == {MODEL: "1"}


async def test_a_notice_is_new_once_until_it_is_over(store: ConfigStore) -> None:
    assert await store.note(7, "day:80", until=200.0, now=100.0)
    assert not await store.note(7, "day:80", until=200.0, now=150.0)
    assert await store.note(7, "day:100", until=200.0, now=150.0)
    assert await store.note(8, "day:80", until=200.0, now=150.0)
    assert await store.note(7, "day:80", until=300.0, now=200.0)


async def test_a_notice_is_new_for_one_of_many(store: ConfigStore) -> None:
    notes = (store.note(7, "day:80", 200.0, 100.0) for _ in range(8))
    assert sum(await asyncio.gather(*notes)) == 1


async def test_a_long_text_is_kept_as_it_is(store: ConfigStore) -> None:
    facts = "배송은 사흘 걸립니다. 😀\n" * 2000
    await store.change(7, {Slot(Layer.SERVER, 7, "facts"): facts}, 5, 1.0)
    assert list((await values(store)).values()) == [facts]


async def test_a_large_import_fits_one_change(store: ConfigStore) -> None:
    slots = {Slot(Layer.CHANNEL, 1 + n // 60, f"key{n % 60}"): "1" for n in range(15_000)}
    assert len(await store.change(7, dict(slots), 5, 1.0)) == 15_000
    assert len(await values(store)) == 15_000


async def test_a_server_that_left_takes_its_settings_along(url: str) -> None:
    async with open_database(url) as engine:
        store, memory = SqlConfig(engine), SqlMemory(engine, "one")
        for server in (7, 8):
            await store.change(server, {Slot(Layer.SERVER, server, "model"): '"a"'}, 5, 1.0)
            await store.note(server, "day:80", until=9e9, now=1.0)
            await store.put_key(server, "sealed", 5, 1.0)
        await memory.server_left(7, at=1.0)
        assert await memory.sweep_left(before=2.0) == [7]
        assert await store.load(7) is None
        assert await keys_of(engine) == [8]
        assert await store.history(7, 10) == []
        assert await store.note(7, "day:80", until=9e9, now=1.0)
        assert await values(store, 8)
        assert not await store.note(8, "day:80", until=9e9, now=1.0)


async def test_a_server_that_only_has_settings_or_a_key_is_known_and_no_person(url: str) -> None:
    async with open_database(url) as engine:
        store, memory = SqlConfig(engine), SqlMemory(engine, "one")
        await store.change(7, {IN_CHANNEL: '"a"'}, 5, 1.0)
        await store.put_key(8, "sealed", 5, 1.0)
        await store.change(5, {Slot(Layer.PERSON, 5, "model"): '"a"'}, 5, 1.0)
        assert await memory.servers() == [7, 8]
        await memory.server_left(7, at=1.0)
        assert await memory.servers() == [8]


async def test_the_newest_changes_of_every_server_are_kept_and_all_its_values(url: str) -> None:
    async with open_database(url) as engine:
        store, names = SqlConfig(engine), ("model", "footer", "persona", "model")
        for server, count in ((7, 4), (8, 2)):
            for name in names[:count]:
                slots = (Slot(Layer.SERVER, server, name), Slot(Layer.CHANNEL, 1, name))
                current = await values(store, server)
                wanted = dict.fromkeys(slots, f"{len(current)}")
                await store.change(server, wanted, 5, 1.0)
        before = [await values(store, server) for server in (7, 8)]
        await SqlMemory(engine, "one").sweep_records(before=0.0, newest=2)
        assert [each.number for each in await store.history(7, 10)] == [4, 4, 3, 3]
        assert [each.number for each in await store.history(8, 10)] == [2, 2, 1, 1]
        assert [await values(store, server) for server in (7, 8)] == before
        with pytest.raises(NoChangeError):
            await store.undo(7, 5, 1.0, 2)
        assert len(await store.undo(7, 5, 1.0)) == 2


async def test_a_key_is_kept_with_its_author_and_told_without_itself(store: ConfigStore) -> None:
    assert await store.put_key(7, "sealed", 5, 100.0)
    assert await store.put_key(7, "other", 6, 200.0)
    stored = await store.load(7)
    assert stored == Stored(2, {}, SealedKey("other", 6, 200.0))
    assert "other" not in repr(stored)
    assert await store.put_key(7, None, 5, 300.0)
    assert await store.load(7, known=2) == Stored(3, {})
    assert [
        (each.number, each.slot, each.before, each.after, each.author_id)
        for each in await store.history(7, 10)
    ] == [
        (3, KEY, '"set"', None, 5),
        (2, KEY, '"set"', '"renewed"', 6),
        (1, KEY, None, '"set"', 5),
    ]


async def test_a_key_that_is_not_there_is_not_removed(store: ConfigStore) -> None:
    await store.put_key(8, "sealed", 5, 100.0)
    assert not await store.put_key(7, None, 5, 200.0)
    assert await store.history(7, 10) == []
    assert (await store.load(8)) == Stored(1, {}, SealedKey("sealed", 5, 100.0))


async def test_an_import_leaves_the_key_alone(store: ConfigStore) -> None:
    await store.put_key(7, "sealed", 5, 100.0)
    assert await store.change(7, {MODEL: '"a"'}, 5, 200.0, whole=True)
    assert await store.load(7) == Stored(2, {MODEL: '"a"'}, SealedKey("sealed", 5, 100.0))


async def test_no_undoing_touches_a_key(store: ConfigStore) -> None:
    await store.change(7, {MODEL: '"a"'}, 5, 100.0)
    await store.put_key(7, "sealed", 5, 200.0)
    with pytest.raises(NoChangeError):
        await store.undo(7, 5, 300.0, 2)
    (undone,) = await store.undo(7, 5, 300.0)
    assert (undone.slot, undone.undoes) == (MODEL, 1)
    with pytest.raises(NoChangeError):
        await store.undo(7, 5, 400.0)
    assert await store.load(7) == Stored(3, {}, SealedKey("sealed", 5, 200.0))


async def test_a_key_is_sealed_anew_unless_it_was_changed_meanwhile(store: ConfigStore) -> None:
    await store.put_key(7, "sealed", 5, 100.0)
    await store.reseal(7, "sealed", "anew")
    await store.reseal(7, "sealed", "too late")
    await store.put_key(8, "another", 5, 100.0)
    assert await store.sealed_keys() == {7: "anew", 8: "another"}
    assert await store.load(7) == Stored(1, {}, SealedKey("anew", 5, 100.0))


async def test_admins_who_set_a_key_at_once_leave_one_of_them(store: ConfigStore) -> None:
    await asyncio.gather(*(store.put_key(7, f"sealed {n}", n, 1.0) for n in range(8)))
    stored = await store.load(7)
    assert stored
    assert stored.version == 8
    assert stored.key
    newest = (await store.history(7, 1))[0]
    assert stored.key.author_id == newest.author_id


async def test_a_table_that_is_gone_is_a_storage_error(url: str) -> None:
    async with open_database(url) as engine:
        async with engine.begin() as connection:
            await connection.exec_driver_sql("DROP TABLE config_values")
        with pytest.raises(StorageError):
            await SqlConfig(engine).change(7, {MODEL: '"a"'}, 5, 1.0)
        assert await SqlConfig(engine).load(7) is None
