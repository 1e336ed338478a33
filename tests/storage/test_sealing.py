import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis.strategies import text

from bot.chat.settings.config_port import SealError
from bot.storage.sealing import FernetSafe
from tests.config_fakes import FakeSafe

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))


@given(text())
def test_what_was_sealed_is_opened_and_cannot_be_read_before(words: str) -> None:
    sealed = FernetSafe([NEW]).seal(words)
    assert FernetSafe([NEW]).open(sealed) == (words, None)
    assert not words[3:] or words not in sealed
    assert sealed.isascii()


def test_the_same_is_never_sealed_alike() -> None:
    safe = FernetSafe([NEW])
    assert safe.seal("sk-marker") != safe.seal("sk-marker")


@pytest.mark.parametrize("safe", [FernetSafe([NEW, OLD]), FakeSafe("new", "old")])
def test_what_an_older_secret_opens_is_given_sealed_with_the_newest(
    safe: FernetSafe | FakeSafe,
) -> None:
    older, newest = (
        (FernetSafe([OLD]), FernetSafe([NEW]))
        if isinstance(safe, FernetSafe)
        else (FakeSafe("old"), FakeSafe("new"))
    )
    words, anew = safe.open(older.seal("sk-marker"))
    assert words == "sk-marker"
    assert anew is not None
    assert newest.open(anew) == ("sk-marker", None)
    with pytest.raises(SealError):
        older.open(anew)


def test_another_secret_or_none_opens_nothing_and_tells_nothing() -> None:
    sealed = FernetSafe([NEW]).seal("sk-marker")
    broken = sealed[:-10] + ("A" if sealed[-10] != "A" else "B") + sealed[-9:]
    for safe, given_ in (
        (FernetSafe([OTHER]), sealed),
        (FernetSafe([]), sealed),
        (FernetSafe([NEW]), broken),
        (FernetSafe([NEW]), ""),
        (FernetSafe([NEW]), "sk-marker"),
    ):
        with pytest.raises(SealError) as failure:
            safe.open(given_)
        assert "marker" not in str(failure.value)


def test_without_a_secret_nothing_is_sealed() -> None:
    safe = FernetSafe([])
    assert not safe.can_seal
    with pytest.raises(SealError):
        safe.seal("sk-marker")
