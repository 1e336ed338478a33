from collections.abc import Coroutine
from typing import Any

import discord
import pytest
from simcord import interactions

from bot.chat.languages import Language, speak
from cogs import _files


@pytest.fixture
def korean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's Discord is in Korean; simcord's is in English."""
    plain = interactions.base_payload

    def in_korean(backend: object, **given: Any) -> tuple[Any, dict[str, Any]]:  # noqa: ANN401 - simcord's own
        record, payload = plain(backend, **given)  # type: ignore[arg-type]  # simcord does not export its type
        return record, {**payload, "locale": "ko"}

    monkeypatch.setattr(interactions, "base_payload", in_korean)


@pytest.fixture(autouse=True)
def files_of_simcord(monkeypatch: pytest.MonkeyPatch) -> None:
    """simcord has no sockets: it stands in for discord.py's own way to a file."""

    def fetch(file: discord.Attachment, _most: int) -> Coroutine[object, object, bytes]:
        return file.read()

    monkeypatch.setattr(_files, "_fetch", fetch)


@pytest.fixture(autouse=True)
def english() -> None:
    """What a test itself says is in English, whatever was spoken before it."""
    speak(Language.ENGLISH)
