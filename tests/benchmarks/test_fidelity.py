import pytest

from benchmarks import fidelity
from benchmarks._corpus import Document, own_texts


def test_the_corpus_holds_what_it_should() -> None:
    kinds = [document.name.split("/")[0] for document in own_texts()]

    assert kinds.count("generated") == 200
    assert len({d.name.split("/")[1] for d in own_texts() if d.name.startswith("code/")}) == 10
    assert max(len(d.text) for d in own_texts() if d.name.startswith("korean/")) > 4000


def test_texts_come_through(capsys: pytest.CaptureFixture[str]) -> None:
    assert fidelity.main(["--offline", "--only", "code/python"]) == 0
    assert "100.0 %" in capsys.readouterr().out


def test_a_text_that_does_not_come_through_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fidelity, "complaints", lambda _source, _visible: ["a word is lost"])
    monkeypatch.setattr(fidelity, "own_texts", lambda: [Document("one/1", "some words")])

    assert fidelity.main(["--offline"]) == 1
    assert "one/1: a word is lost" in capsys.readouterr().out
