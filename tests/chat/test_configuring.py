import asyncio
import json
from contextlib import suppress

import pytest
from hypothesis import given

from bot.chat.remembering.prompting import MemoryMode, Style
from bot.chat.settings.config_port import NoChangeError
from bot.chat.settings.configuring import KEEP_SECONDS, Configuration
from bot.core.config import table
from bot.core.config.document import Slot
from bot.core.config.kinds import Value
from bot.core.config.layers import Asking, Scope
from bot.core.config.mistakes import ConfigError, Problem
from bot.core.config.options import Layer
from bot.core.config.personas import READY, Scene, prompt
from bot.core.errors import StorageError
from bot.core.reply.draft import Layout
from bot.core.reply.thoughts import Reasoning
from bot.core.talk.prompt import estimate_tokens
from tests.config_fakes import ASKING, MODELS, FakeConfigStore, a_configuration
from tests.core.config.settings import some_settings

ADMIN = 9
SERVER = Scope.server(7)
CHANNEL = Scope.channel(7, 1)
SCENE = Scene("토끼 상점", "문의", "2026-02-03 (UTC)")


@pytest.fixture
def store() -> FakeConfigStore:
    return FakeConfigStore()


async def put_all(configuration: Configuration, settings: dict[Slot, Value]) -> int:
    """Set all that can be; gives how many changes that made."""
    changes = 0
    for slot, value in settings.items():
        with suppress(ConfigError):  # a model that is not allowed
            scope = Scope(slot.layer, 7, slot.scope_id)
            changes += bool(await configuration.put(scope, slot.key, value, ADMIN))
    return changes


async def test_channel_beats_server_beats_environment(store: FakeConfigStore) -> None:
    configuration = a_configuration(store, environment={"parts": 2, "footer": False})
    await configuration.set(SERVER, "parts", "3", ADMIN)
    await configuration.set(CHANNEL, "parts", "4", ADMIN)
    assert (await configuration.effective(ASKING))[table.PARTS] == 4
    assert (await configuration.effective(Asking(7, 2, 5)))[table.PARTS] == 3
    assert (await configuration.effective(Asking(8, 2, 5)))[table.PARTS] == 2
    assert not (await configuration.effective(ASKING))[table.FOOTER]


async def test_a_thread_has_its_channels_settings(store: FakeConfigStore) -> None:
    configuration = a_configuration(store)
    await configuration.set(CHANNEL, "persona", "code", ADMIN)
    in_thread = await configuration.effective(Asking(7, 11, 5, parent_id=1))
    assert in_thread[table.PERSONA] == "code"


async def test_a_persons_model_goes_along_everywhere(store: FakeConfigStore) -> None:
    configuration = a_configuration(store)
    await configuration.set(SERVER, "model", "small", ADMIN)
    await configuration.set(Scope.person(5), "model", "large", 5)
    for asking in (ASKING, Asking(8, 2, 5), Asking(None, 3, 5)):
        assert (await configuration.effective(asking))[table.MODEL] == "large"
    assert (await configuration.effective(Asking(7, 1, 6)))[table.MODEL] == "small"


async def test_a_persons_model_stays_within_what_a_server_allows(store: FakeConfigStore) -> None:
    configuration = a_configuration(store)
    await configuration.set(SERVER, "allowed_models", "small", ADMIN)
    await configuration.set(Scope.person(5), "model", "large", 5)
    assert (await configuration.effective(ASKING))[table.MODEL] == "small"
    assert (await configuration.effective(Asking(8, 2, 5)))[table.MODEL] == "large"


async def test_an_answer_that_runs_keeps_its_settings(store: FakeConfigStore) -> None:
    configuration = a_configuration(store)
    before = await configuration.effective(ASKING)
    await configuration.set(SERVER, "parts", "3", ADMIN)
    assert before[table.PARTS] == 5


@pytest.mark.parametrize(
    ("scope", "key", "text", "problem"),
    [
        (SERVER, "colour", "red", Problem.UNKNOWN_OPTION),
        (Scope.person(5), "parts", "3", Problem.WRONG_SCOPE),
        (SERVER, "parts", "99", Problem.OUT_OF_RANGE),
        (SERVER, "model", "huge", Problem.NOT_A_CHOICE),
        (CHANNEL, "model", "large", Problem.NOT_A_CHOICE),  # not allowed in the server
        (SERVER, "allowed_models", "small huge", Problem.NOT_A_CHOICE),
        (CHANNEL, "persona", "pirate", Problem.NOT_A_CHOICE),
        (SERVER, "personas.code", "Hm.", Problem.NAME_TAKEN),
    ],
)
async def test_a_wrong_value_changes_nothing(
    store: FakeConfigStore, scope: Scope, key: str, text: str, problem: Problem
) -> None:
    configuration = a_configuration(store)
    await configuration.set(SERVER, "allowed_models", "small", ADMIN)
    with pytest.raises(ConfigError) as caught:
        await configuration.set(scope, key, text, ADMIN)
    assert [each.problem for each in caught.value.mistakes] == [problem]
    assert len(await configuration.history(7)) == 1


async def test_an_own_persona_speaks_and_goes_with_its_uses(store: FakeConfigStore) -> None:
    configuration = a_configuration(store)
    await configuration.set(SERVER, "personas.해적", "You sail {server}.", ADMIN)
    await configuration.set(CHANNEL, "persona", "해적", ADMIN)
    assert await configuration.personas(7) == {"해적": "You sail {server}."}
    asked = await configuration.effective(ASKING)
    assert asked.prompt(SCENE, "ko") == "You sail 토끼 상점."
    changes = await configuration.reset(SERVER, "personas.해적", ADMIN)
    assert {each.slot.key for each in changes} == {"persona", "personas.해적"}
    asked = await configuration.effective(ASKING)
    assert asked.prompt(SCENE, "ko") == prompt(READY["assistant"]["ko"], "", SCENE)
    await configuration.undo(7, ADMIN)
    assert (await configuration.effective(ASKING)).prompt(SCENE, "en") == "You sail 토끼 상점."


async def test_a_persona_whose_making_was_undone_is_the_assistant(store: FakeConfigStore) -> None:
    configuration = a_configuration(store)
    (made,) = await configuration.set(SERVER, "personas.pirate", "Arr.", ADMIN)
    await configuration.set(CHANNEL, "persona", "pirate", ADMIN)
    await configuration.undo(7, ADMIN, made.number)
    asked = await configuration.effective(ASKING)
    assert asked.prompt(SCENE, "en") == prompt(READY["assistant"]["en"], "", SCENE)


async def test_every_value_is_shown_with_where_it_comes_from(store: FakeConfigStore) -> None:
    configuration = a_configuration(store, environment={"footer": False})
    await configuration.set(SERVER, "parts", "3", ADMIN)
    await configuration.set(SERVER, "language", "ko", ADMIN)
    await configuration.set(CHANNEL, "parts", "4", ADMIN)
    shown = {each.option.key: each for each in await configuration.show(CHANNEL)}
    assert set(shown) == {option.key for option in table.OPTIONS}
    found = {
        key: (shown[key].value, shown[key].origin)
        for key in ("parts", "language", "footer", "threads")
    }
    assert found == {
        "parts": (4, Layer.CHANNEL),
        "language": ("ko", Layer.SERVER),
        "footer": (False, Layer.ENVIRONMENT),
        "threads": (False, Layer.BUILT_IN),
    }
    of_server = {each.option.key: each.value for each in await configuration.show(SERVER)}
    assert of_server["parts"] == 3


async def test_a_change_is_in_the_history_with_its_author(store: FakeConfigStore) -> None:
    configuration = a_configuration(store)
    await configuration.set(SERVER, "parts", "3", ADMIN)
    await configuration.reset(SERVER, "parts", 10)
    found = [(each.author_id, each.before, each.after) for each in await configuration.history(7)]
    assert found == [(10, "3", None), (ADMIN, None, "3")]
    assert await configuration.reset(SERVER, "parts", 10) == []
    assert await configuration.set(Scope.person(5), "model", "large", 5)
    assert len(await configuration.history(7)) == 2


@given(some_settings(), some_settings())
def test_changing_and_undoing_restores(before: dict[Slot, Value], after: dict[Slot, Value]) -> None:
    async def body() -> None:
        configuration = a_configuration(FakeConfigStore())
        await put_all(configuration, before)
        exported = await configuration.export(7)
        for _ in range(await put_all(configuration, after)):
            await configuration.undo(7, ADMIN)
        assert await configuration.export(7) == exported

    with asyncio.Runner() as runner:
        runner.run(body())


@given(some_settings())
def test_exporting_and_importing_changes_nothing(settings: dict[Slot, Value]) -> None:
    async def body() -> None:
        configuration = a_configuration(FakeConfigStore())
        await put_all(configuration, settings)
        exported = await configuration.export(7)
        assert await configuration.import_(7, exported, ADMIN) == []
        await configuration.import_(8, exported, ADMIN)
        assert await configuration.export(8) == exported

    with asyncio.Runner() as runner:
        runner.run(body())


async def test_an_import_is_all_or_nothing_and_one_change(store: FakeConfigStore) -> None:
    configuration = a_configuration(store)
    await configuration.set(SERVER, "parts", "3", ADMIN)
    before = await configuration.export(7)
    document = {"version": 1, "server": {"footer": False}, "channels": {"1": {"parts": 99, "x": 1}}}
    with pytest.raises(ConfigError) as caught:
        await configuration.import_(7, json.dumps(document), ADMIN)
    assert [each.channel_id for each in caught.value.mistakes] == [1, 1]
    assert await configuration.export(7) == before
    document["channels"] = {"1": {"parts": 9}}
    assert len(await configuration.import_(7, json.dumps(document), ADMIN)) == 3
    await configuration.undo(7, ADMIN)
    assert await configuration.export(7) == before


async def test_what_another_process_changes_is_seen_within_a_second(store: FakeConfigStore) -> None:
    one, two = a_configuration(store), a_configuration(store)
    assert (await one.effective(ASKING))[table.PARTS] == 5
    await two.set(SERVER, "parts", "3", ADMIN)
    assert (await two.effective(ASKING))[table.PARTS] == 3
    assert (await one.effective(ASKING))[table.PARTS] == 5
    await asyncio.sleep(KEEP_SECONDS)
    assert (await one.effective(ASKING))[table.PARTS] == 3


async def test_what_another_process_tells_is_seen_at_once(store: FakeConfigStore) -> None:
    one, two = a_configuration(store), a_configuration(store)
    await one.effective(ASKING)
    await two.set(SERVER, "parts", "3", ADMIN)
    one.changed(7)
    assert (await one.effective(ASKING))[table.PARTS] == 3


async def test_what_was_being_read_during_a_change_is_not_kept(store: FakeConfigStore) -> None:
    class SlowStore(FakeConfigStore):
        async def load(self, owner_id: int, known: int = 0) -> None:
            found = await super().load(owner_id, known)
            await asyncio.sleep(0.5)
            return found  # type: ignore[return-value]

    slow = SlowStore()
    configuration = a_configuration(slow)
    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(configuration.effective(ASKING))
        await asyncio.sleep(0.1)
        await slow.change(7, {Slot(Layer.SERVER, 7, "parts"): "3"}, ADMIN, 1.0)
        configuration.changed(7)
    assert reading.result()[table.PARTS] == 5
    assert (await configuration.effective(ASKING))[table.PARTS] == 3


async def test_questions_within_a_second_read_once(store: FakeConfigStore) -> None:
    configuration = a_configuration(store)
    for _ in range(10):
        await configuration.effective(ASKING)
    assert store.loads == 2  # the server's and the person's


async def test_the_messages_of_a_minute_read_a_server_once_and_no_person(
    store: FakeConfigStore,
) -> None:
    configuration = a_configuration(store)
    for person_id in range(10):
        await configuration.of_place(Asking(7, 1, person_id))
        await asyncio.sleep(5)
    assert store.loads == 1


async def test_what_this_process_changes_in_a_place_holds_at_once(store: FakeConfigStore) -> None:
    configuration = a_configuration(store)
    await configuration.of_place(ASKING)
    await configuration.set(CHANNEL, "parts", "4", ADMIN)
    assert (await configuration.of_place(ASKING))[table.PARTS] == 4


async def test_a_server_that_was_forgotten_and_is_back_begins_anew(store: FakeConfigStore) -> None:
    configuration = a_configuration(store)
    await configuration.set(SERVER, "parts", "3", ADMIN)
    await configuration.effective(ASKING)
    store.changes.clear()
    await asyncio.sleep(3600)
    await store.change(7, {Slot(Layer.SERVER, 7, "footer"): "false"}, ADMIN, 1.0)
    assert (await configuration.effective(ASKING))[table.PARTS] == 5


async def test_settings_out_of_reach_are_an_error_and_not_the_defaults(
    store: FakeConfigStore,
) -> None:
    store.broken = True
    with pytest.raises(StorageError):
        await a_configuration(store).effective(ASKING)


async def test_what_an_older_version_stored_and_nobody_understands_is_left_out(
    store: FakeConfigStore,
) -> None:
    old = {"parts": "999", "gone": "1", "footer": "false"}
    values = {Slot(Layer.SERVER, 7, key): value for key, value in old.items()}
    await store.change(7, dict(values), ADMIN, 1.0)
    asked = await a_configuration(store).effective(ASKING)
    assert (asked[table.PARTS], asked[table.FOOTER]) == (5, False)


async def test_nothing_to_undo_is_said(store: FakeConfigStore) -> None:
    with pytest.raises(NoChangeError):
        await a_configuration(store).undo(7, ADMIN)


@pytest.mark.parametrize(
    ("channels", "asking", "answers"),
    [
        ("", ASKING, True),
        ("1", ASKING, True),
        ("2 3", ASKING, False),
        ("1", Asking(7, 11, 5, parent_id=1), True),
        ("11", Asking(7, 11, 5, parent_id=1), True),
        ("12", Asking(7, 11, 5, parent_id=1), False),
    ],
)
async def test_it_answers_in_its_channels_and_their_threads(
    store: FakeConfigStore, channels: str, asking: Asking, *, answers: bool
) -> None:
    configuration = a_configuration(store)
    await configuration.set(SERVER, "channels", channels, ADMIN)
    assert (await configuration.effective(asking)).answers_here is answers


@pytest.mark.parametrize(("roles", "may"), [((), False), ((2,), False), ((2, 3), True)])
async def test_only_people_with_a_role_may_ask(
    store: FakeConfigStore, roles: tuple[int, ...], *, may: bool
) -> None:
    configuration = a_configuration(store)
    assert (await configuration.effective(Asking(7, 1, 5, roles=roles))).may_ask
    await configuration.set(SERVER, "roles", "<@&3> <@&4>", ADMIN)
    assert (await configuration.effective(Asking(7, 1, 5, roles=roles))).may_ask is may


async def test_an_answers_style_is_what_was_set(store: FakeConfigStore) -> None:
    configuration = a_configuration(store)
    for key, text in {
        "model": "large",
        "persona": "support",
        "facts": "배송은 사흘 걸립니다.",
        "temperature": "0.2",
        "answer_tokens": "500",
        "memory_tokens": "9000",
        "memory_mode": "chain",
        "footer": "no",
        "reasoning": "spoiler",
        "notice_seconds": "0",
        "side_by_side": "2",
        "parts": "7",
    }.items():
        await configuration.set(SERVER, key, text, ADMIN)
    base = Style("deepseek-chat", layout=Layout(5, "more", "file"))
    style = (await configuration.effective(ASKING)).style(base, SCENE, "ko")
    assert style == Style(
        model="large",
        persona=prompt(READY["support"]["ko"], "배송은 사흘 걸립니다.", SCENE),
        temperature=0.2,
        max_tokens=500,
        context_tokens=9000 + estimate_tokens("배송은 사흘 걸립니다."),
        facts=False,
        notice_after=0.0,
        reasoning=Reasoning.SPOILER,
        memory=MemoryMode.CHAIN,
        side_by_side=2,
        layout=Layout(7, "more", "file"),
    )


async def test_the_built_in_style_is_the_one_of_an_answer(store: FakeConfigStore) -> None:
    base = Style("deepseek-chat")
    style = (await a_configuration(store).effective(ASKING)).style(base, SCENE, "en")
    assert style.persona == prompt(READY["assistant"]["en"], "", SCENE)
    assert Style(style.model, layout=base.layout) == base
    assert (style.temperature, style.max_tokens, style.context_tokens) == (0.7, 2000, 16_000)
    assert MODELS[0] == style.model
