from typing import Any

import pytest
from simcord import interactions

from bot.chat.languages import Language, speak


@pytest.fixture
def korean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's Discord is in Korean; simcord's is in English."""
    plain = interactions.base_payload

    def in_korean(backend: object, **given: Any) -> tuple[Any, dict[str, Any]]:  # noqa: ANN401 - simcord's own
        record, payload = plain(backend, **given)  # type: ignore[arg-type]  # simcord does not export its type
        return record, {**payload, "locale": "ko"}

    monkeypatch.setattr(interactions, "base_payload", in_korean)


@pytest.fixture(autouse=True)
def english() -> None:
    """What a test itself says is in English, whatever was spoken before it."""
    speak(Language.ENGLISH)
