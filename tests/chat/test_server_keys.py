"""A server's own key: tried, kept sealed, opened for questions, and never shown."""

import logging

import pytest

from bot.chat.settings.configuring import KEEP_SECONDS
from bot.chat.settings.keys import LONGEST_KEY, ServerKeys, Verdict
from bot.core.config.layers import Scope
from bot.core.errors import Fault, ModelError, StorageError
from tests.config_fakes import FakeConfigStore, FakeSafe, FakeTrial, a_configuration
from tests.fakes import FakeClock

SERVER, SORA, KEY = 7, 5, "sk-marker-1234"


class Office:
    """One process: the keys over a store that it may share with others."""

    def __init__(self, store: FakeConfigStore | None = None, *secrets: str) -> None:
        self.store = store or FakeConfigStore()
        self.trial = FakeTrial()
        self.configuration = a_configuration(self.store)
        safe = FakeSafe(*(secrets or ("new",)))
        self.keys = ServerKeys(self.configuration, self.store, safe, self.trial, FakeClock())

    async def refusal(self) -> ModelError:
        with pytest.raises(ModelError) as failure:
            await self.keys.of(SERVER)
        return failure.value


async def test_a_key_that_was_tried_is_kept_sealed_and_opened_for_its_server() -> None:
    office = Office()
    assert await office.keys.of(SERVER) is None
    assert await office.keys.put(SERVER, f" {KEY}\n", SORA) is Verdict.STORED
    assert office.trial.keys == [KEY]
    assert await office.keys.of(SERVER) == KEY
    assert await office.keys.of(8) is None
    assert KEY not in repr(office.store)
    standing = await office.keys.standing(SERVER)
    assert standing
    assert (standing.author_id, standing.at) == (SORA, FakeClock().wall())


@pytest.mark.parametrize(
    "text", ["", "  ", "two words", "two\nlines", "키", "a\x7fb", "x" * (LONGEST_KEY + 1)]
)
async def test_what_no_header_can_carry_is_not_even_tried(text: str) -> None:
    office = Office()
    assert await office.keys.put(SERVER, text, SORA) is Verdict.MALFORMED
    assert not office.trial.keys
    assert not office.store.keys


@pytest.mark.parametrize("fault", Fault)
async def test_a_key_that_was_not_taken_is_not_kept(
    fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office()
    office.trial.error = ModelError(fault, f"not with {KEY}")
    with caplog.at_level(logging.DEBUG):
        verdict = await office.keys.put(SERVER, KEY, SORA)
    passing = {Fault.UNREACHABLE, Fault.TIMED_OUT, Fault.OVERLOADED, Fault.RATE_LIMITED}
    if fault in passing:
        assert verdict is Verdict.UNTRIED
    if fault in {Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.UNPAID, Fault.REJECTED}:
        assert verdict is Verdict.REFUSED
    assert verdict in (Verdict.UNTRIED, Verdict.REFUSED)
    assert not office.store.keys
    assert not office.store.changes
    assert KEY not in caplog.text


async def test_a_key_that_was_refused_leaves_the_one_before() -> None:
    office = Office()
    await office.keys.put(SERVER, KEY, SORA)
    office.trial.error = ModelError(Fault.UNAUTHORIZED)
    await office.keys.put(SERVER, "sk-other", SORA)
    assert await office.keys.of(SERVER) == KEY


async def test_a_change_holds_at_once_here_and_within_a_second_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = Office()
    there = Office(here.store)
    now = 0.0
    monkeypatch.setattr(FakeClock, "now", lambda _self: now)
    assert await there.keys.of(SERVER) is None
    await here.keys.put(SERVER, KEY, SORA)
    assert await here.keys.of(SERVER) == KEY
    now = KEEP_SECONDS
    assert await there.keys.of(SERVER) == KEY
    await here.keys.put(SERVER, "sk-other", SORA)
    assert await here.keys.of(SERVER) == "sk-other"
    assert await here.keys.remove(SERVER, SORA)
    assert not await here.keys.remove(SERVER, SORA)
    assert await here.keys.of(SERVER) is None
    now = 2 * KEEP_SECONDS
    assert await there.keys.of(SERVER) is None


async def test_a_key_is_looked_up_no_more_often_than_the_settings() -> None:
    office = Office()
    await office.keys.put(SERVER, KEY, SORA)
    before = office.store.loads
    for _ in range(5):
        assert await office.keys.of(SERVER) == KEY
    assert office.store.loads == before + 1


async def test_what_an_older_secret_opens_is_sealed_anew_once_and_without_being_used() -> None:
    office = Office(None, "old")
    await office.keys.put(SERVER, KEY, SORA)
    await office.store.put_key(8, "lost:key", SORA, 1.0)
    both = Office(office.store, "new", "old")
    assert await both.keys.of(SERVER) == KEY  # as its cache has it from here on
    await both.keys.renew()
    sealed = office.store.keys[SERVER]
    assert sealed.sealed.startswith("new:")
    assert (sealed.author_id, office.store.keys[8].sealed) == (SORA, "lost:key")
    await both.keys.renew()
    assert office.store.keys[SERVER] is sealed
    for process in (both, Office(office.store, "new")):
        assert await process.keys.of(SERVER) == KEY


async def test_a_storage_that_fails_at_the_start_leaves_the_keys_as_they_are(
    caplog: pytest.LogCaptureFixture,
) -> None:
    office = Office(None, "old")
    await office.keys.put(SERVER, KEY, SORA)
    office.store.broken = True
    both = Office(office.store, "new", "old")
    await both.keys.renew()
    assert "keys.not_renewed error=the disk is full" in caplog.text
    office.store.broken = False
    assert await both.keys.of(SERVER) == KEY


async def test_a_key_that_cannot_be_opened_is_a_refusal_and_not_no_key(
    caplog: pytest.LogCaptureFixture,
) -> None:
    office = Office(None, "old")
    await office.keys.put(SERVER, KEY, SORA)
    other = Office(office.store, "new")
    assert (await other.refusal()).fault is Fault.KEY_REFUSED
    assert "KEYS_SECRET" in caplog.text
    assert KEY[::-1] not in caplog.text  # as the fake seals it
    assert await other.keys.remove(SERVER, SORA)
    assert await other.keys.of(SERVER) is None


async def test_a_key_that_was_copied_from_another_server_is_not_used() -> None:
    office = Office()
    await office.keys.put(8, KEY, SORA)
    await office.store.put_key(SERVER, office.store.keys[8].sealed, SORA, 1.0)
    assert (await office.refusal()).fault is Fault.KEY_REFUSED


async def test_no_export_and_no_list_of_settings_holds_the_key() -> None:
    office = Office()
    await office.keys.put(SERVER, KEY, SORA)
    assert "key" not in await office.configuration.export(SERVER)
    shown = await office.configuration.show(Scope.server(SERVER))
    assert "key" not in {each.option.key for each in shown}
    history = await office.configuration.history(SERVER)
    assert [(each.slot.key, each.after) for each in history] == [("key", '"set"')]


async def test_a_storage_that_fails_is_told_and_nobody_else_pays() -> None:
    office = Office()
    office.store.broken = True
    with pytest.raises(StorageError):
        await office.keys.of(SERVER)
