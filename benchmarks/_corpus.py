"""The texts on which fidelity is tried: a specification's examples, our own texts, and generated ones.

The examples of CommonMark come from the npm package ``commonmark-spec``, fetched when they are needed.
"""

import random
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = "commonmark-spec"
_FETCH_WITHIN = 120.0
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)
_GENERATED = 200
_Chance = random.Random


class OfflineError(Exception):
    """A package could not be fetched; the text says which, and why."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text with a name to find it by."""

    name: str
    text: str


def own_texts() -> Iterator[Document]:
    """Give the texts that need no network: Korean, mixed, code and generated ones."""
    yield from _korean()
    yield from _code()
    for seed in range(_GENERATED):
        yield Document(f"generated/{seed}", _generated(_Chance(seed)))


def commonmark() -> Iterator[Document]:
    """Give the examples of the CommonMark specification, one by one and by the dozen."""
    examples = [found.replace("→", "\t") for found in _EXAMPLE.findall(_specification())]
    for number, example in enumerate(examples, start=1):
        yield Document(f"commonmark/{number}", example)
    for first in range(0, len(examples), 12):
        text = "\n\n".join(examples[first : first + 12])
        yield Document(f"commonmark/{first + 1}-{first + 12}", text)


def _specification() -> str:
    npm = shutil.which("npm")
    if npm is None:
        raise OfflineError(f"npm is not installed; it fetches the package {_PACKAGE}.")
    with tempfile.TemporaryDirectory(prefix="tokki-bench-") as folder:
        try:
            subprocess.run(  # noqa: S603 - the arguments are constants
                [npm, "pack", _PACKAGE, "--silent", "--pack-destination", folder],
                check=True,
                capture_output=True,
                timeout=_FETCH_WITHIN,
                cwd=folder,
            )
        except subprocess.SubprocessError as error:
            raise OfflineError(f"The package {_PACKAGE} could not be fetched: {error}.") from error
        return _unpacked(next(Path(folder).glob("*.tgz")))


def _unpacked(package: Path) -> str:
    with tarfile.open(package) as archive:
        file = archive.extractfile("package/spec.txt")
        if file is None:
            raise OfflineError(f"The package {_PACKAGE} holds no spec.txt.")
        return file.read().decode()


_KOREAN_TEXT = """\
토끼는 밤이 되면 들판으로 나와 달빛 아래에서 귀를 세웁니다.
바람이 불 때마다 **풀잎**이 흔들리고, 멀리서 `물소리`가 들립니다.
할머니는 "서두르지 말고 한 걸음씩 가라"고 말씀하셨습니다.
그 말씀은 *오래도록* 마음에 남아, 길을 잃을 때마다 등불이 되었습니다.
겨울에는 눈이 무릎까지 쌓여서 아무도 산을 넘지 못했습니다!
그렇다면 봄은 언제 올까요? 아무도 대답하지 않았습니다.
시장에는 사과 3,000원, 배 5,000원, 그리고 값을 매길 수 없는 이야기가 있었습니다.
||비밀은 우물 속에 있다||고 아이는 속삭였습니다.
__가장 중요한 것__은 눈에 보이지 않는다는 말을 그는 믿지 않았습니다.
~~어제~~ 오늘 아침, 첫 기차가 역에 닿았습니다."""
_KOREAN = _KOREAN_TEXT.split("\n")
_MIXED_TEXT = """\
The word 토끼 means rabbit; 달토끼 is the *rabbit in the moon* 🐇.
Use `print("안녕")` to greet, then see [the guide](https://example.com/guide_(ko)).
漢字とかな are wide, too: 幅は二つ, and **강조**는 조사 앞에서도 굵게 보입니다.
Ask <@123456789012345678> or look into <#987654321098765432> before <t:1700000000:R>.
A family 👨‍👩‍👧‍👦, a flag 🇰🇷, a thumb 👍🏽, and e\u0301 with its accent apart.
C'est déjà l'été — naïve façade, “quotes” and ‘more’ … and so on.
The price rose from $5 to $10 (that is 2 × 5), while a_b_c and x * y stayed.
Line with trailing punctuation?! Yes: e.g. v1.2.3, i.e. not v1.2."""
_MIXED = _MIXED_TEXT.split("\n")


def _korean() -> Iterator[Document]:
    for name, sentences in {"korean": _KOREAN, "mixed": _MIXED, "both": _KOREAN + _MIXED}.items():
        for seed in range(4):
            chance = _Chance(seed)
            paragraphs = (
                " ".join(chance.choices(sentences, k=chance.randint(2, 12)))
                for _ in range(10 * (seed + 1))
            )
            yield Document(f"{name}/{seed}", "\n\n".join(paragraphs))
    # Without a space or a line end to cut at.
    yield Document("korean/unbroken", re.sub(r"[^가-힣]", "", "".join(_KOREAN)) * 20)
    yield Document("korean/lines", "\n".join(_KOREAN * 12))


_SNIPPETS = {
    "python": 'def hop_{n}(x: int) -> str:\n    """Say `x` {n} times."""\n    return f"{{x}}" * {n}  # *not* bold\n',
    "js": "const hop{n} = (x) => {{\n\t// a | b || c\n\treturn `${{x}} ${{x ** {n}}}`;\n}};\n",
    "rust": "fn hop_{n}<'a>(x: &'a str) -> Option<&'a str> {{\n    x.get(..{n})\n}}\n",
    "c++": "template <typename T>\nauto hop_{n}(T&& x) {{ return x << {n}; }}\n\n",
    "go": 'func hop{n}(x []byte) (int, error) {{\n\tfmt.Printf("%d\\n", {n})\n\treturn len(x), nil\n}}\n',
    "sql": "SELECT r.name, COUNT(*) AS hops_{n}\n  FROM rabbits r\n WHERE r.id > {n} AND r.name LIKE '_%'\n;\n",
    "sh": 'for f in *.txt; do\n  # hop {n}\n  echo "`basename $f`" | sed \'s/_/-/g\' >> "out_{n}"\ndone\n',
    "java": "class Hop{n}<T extends Comparable<T>> {{\n    /** {n} */ int[] hops = new int[{n}];\n}}\n",
    "html": '<p id="hop{n}" class="a_b">달 &amp; <b>토끼</b> {n}</p>\n<!-- - {n} -->\n',
    "yaml": "- hop: {n}\n  list: [a, *b, 'c']\n  # note\n  text: |\n    토끼 {n}\n",
}


def _code() -> Iterator[Document]:
    for language, snippet in _SNIPPETS.items():
        for count in (2, 60):
            body = "".join(snippet.format(n=n) for n in range(count))
            text = f"Here is the code:\n\n```{language}\n{body}```\n\nIt hops **{count}** times."
            yield Document(f"code/{language}/{count}", text)


def _generated(chance: _Chance) -> str:
    blocks = chance.choices(_BLOCKS, k=chance.randint(3, 30))
    return "\n\n".join(block(chance) for block in blocks)


def _sentence(chance: _Chance) -> str:
    return chance.choice(_KOREAN if chance.random() < 0.3 else _MIXED)  # noqa: PLR2004 - a third


def _paragraph(chance: _Chance) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(1, 6)))


def _header(chance: _Chance) -> str:
    return f"{'#' * chance.randint(1, 6)} {chance.choice(['토끼', 'The moon', 'Part **two**', 'A `b`'])}"


def _list(chance: _Chance) -> str:
    marks = chance.choice(
        [("- ", "  "), ("* ", "  "), ("1. ", "   "), ("- [x] ", "  "), ("- [ ] ", "  ")]
    )
    lines = []
    for _ in range(chance.randint(2, 9)):
        depth = chance.choice([0, 0, 1, 2])
        lines.append(marks[1] * depth + marks[0] + _sentence(chance))
    return "\n".join(lines)


def _quote(chance: _Chance) -> str:
    return "\n".join(f"> {_sentence(chance)}" for _ in range(chance.randint(1, 4)))


def _table(chance: _Chance) -> str:
    columns = chance.randint(2, 5)
    cells = [
        "토끼",
        "moon",
        "1,234",
        "**bold**",
        "`code`",
        "a longer cell of text",
        "",
        "👍",
        "漢字",
        r"x \| y",
    ]
    rows = [[chance.choice(cells) for _ in range(columns)] for _ in range(chance.randint(1, 25))]
    head = [
        f"{title} {n}" for n, title in enumerate(chance.choices(["이름", "Value", "값"], k=columns))
    ]
    dashes = [chance.choice(["---", ":--", "--:", ":-:"]) for _ in range(columns)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, dashes, *rows])


def _fenced(chance: _Chance) -> str:
    language, snippet = chance.choice(list(_SNIPPETS.items()))
    mark = chance.choice(["```", "```", "```", "~~~", "````"])
    body = "".join(snippet.format(n=n) for n in range(chance.randint(1, 30)))
    inner = "```\nnot the end\n```\n" if mark == "````" else ""
    return f"{mark}{language}\n{body}{inner}{mark}"


def _math(chance: _Chance) -> str:
    return chance.choice(
        [
            r"The sum \( a + b_1 \) is small.",
            "\\[\nx = \\frac{1}{2}\n\\]",
            "$$\ny = z^2\n$$",
            "It is $$q$$.",
        ]
    )


def _other(chance: _Chance) -> str:
    return chance.choice(
        [
            "---",
            "***",
            "![a rabbit](https://example.com/r.png)",
            "See https://example.com/a_b?c=1.",
            "-# small",
        ]
    )


_BLOCKS: tuple[Callable[[_Chance], str], ...] = (
    *(_paragraph,) * 4,
    _header,
    _list,
    _list,
    _quote,
    _table,
    _fenced,
    _fenced,
    _math,
    _other,
)
