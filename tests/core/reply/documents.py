"""Documents such as a language model writes, for the laws to be tried on."""

from hypothesis import strategies as st

WORDS = [
    "the",
    "quick",
    "model",
    "answers",
    "안녕하세요",
    "토끼가",
    "답합니다.",
    "漢字かな。",
    "Done!",
    "really?",
    "e.g.",
    "x_y_z",
    "snake_case",
    "3*4",
    "a*b",
    "$5",
    "$10",
    "5",
    "1.",
    "-",
    "#",
    ">",
    ">>>",
    "|",
    "||",
    "~",
    "`",
    "*",
    "_",
    "**",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "\\",
    "\\(",
    "\\)",
    "\\[",
    "$$",
    "```",
    "~~~",
    "![",
    "👨\u200d👩\u200d👧",
    "🇰🇷",
    "🇰🇷🇺🇸",
    "❤️",
    "👍🏽",
    "각",
    "é",
    "<@123>",
    "<@&45>",
    "<#6>",
    "</ask",
    "me:7>",
    "<:tokki:8>",
    "<a:hop:9>",
    "<t:1700000000:R>",
    "https://example.com/a_b?c=*d*",
    "<https://example.com>",
    "<br>",
    "&amp;",
]
SPANS = (
    "**bold words here**",
    "*it*",
    "_it is_",
    "__under line__",
    "~~gone~~",
    "||secret words||",
    "`code()`",
    "``a ` b``",
    "***both of it***",
    "**굵은 글씨**는",
    "[a link](https://example.com/x_(y))",
    "![image](https://example.com/i.png)",
    r"\( x^2 \)",
    "$$y$$",
    "\\*not\\*",
    "**bold `code` and ||spoiler||**",
    "**open",
    "`open",
    "||open",
)
CODE = (
    "def f():",
    "    return 1",
    "",
    "x = '```'",
    "# no header",
    "- no item",
    "> no quote",
    ">>> no_quote()",
    "| no | table |",
    "a" * 90,
)


def _lines(piece: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(piece, min_size=1, max_size=most).map("\n".join)


words = st.lists(st.sampled_from(WORDS) | st.sampled_from(SPANS), min_size=1, max_size=40).map(
    " ".join
)
calm_words = st.lists(st.sampled_from([*SPANS[:13], *WORDS[:13]]), min_size=1, max_size=30).map(
    " ".join
)
paragraph = _lines(words | calm_words, 4)
header = st.tuples(st.sampled_from(["#", "##", "###", "####", "######", "-#"]), calm_words).map(
    " ".join
)
item = st.tuples(
    st.sampled_from(["- ", "* ", "  - ", "1. ", "23. ", "   2) ", "- [ ] ", "- [x] "]), words
).map("".join)
quote = st.lists(
    st.tuples(st.sampled_from(["> ", ">", "> > "]), words).map("".join), min_size=1, max_size=4
).map("\n".join)
sticky = words.map(">>> ".__add__)
rule = st.sampled_from(["---", "***", "___", "* * *", "- - -", "-----------"])
cell = st.sampled_from(
    ["a", "이름", "👍", "**b**", "`c|`", "x \\| y", "", "a longer cell of text", "1", "漢字"]
)
row = st.lists(cell, min_size=1, max_size=4).map(lambda cells: f"| {' | '.join(cells)} |")
bare_row = st.lists(cell, min_size=2, max_size=4).map(" | ".join)
delimiter = st.lists(
    st.sampled_from(["---", ":--", "--:", ":-:", "-"]), min_size=1, max_size=4
).map(lambda cells: f"|{'|'.join(cells)}|")
table = st.tuples(row, delimiter, _lines(row, 12)).map("\n".join) | st.tuples(
    bare_row, delimiter, _lines(bare_row, 5)
).map("\n".join)
language = st.sampled_from(["", "py", "c++", "python title=x", "{.r}", " js"])
fence = st.sampled_from(["```", "````", "~~~"])
prefix = st.sampled_from(["", "", "   ", "> ", "- "])


@st.composite
def code(draw: st.DrawFn, *, closed: bool = False) -> str:
    mark, before = draw(fence), draw(prefix)
    body = draw(st.lists(st.sampled_from(CODE), max_size=25))
    margin = before if before == "> " else " " * len(before)
    closing = [mark] if closed else draw(st.sampled_from([[mark], [mark], []]))
    return "\n".join(
        [f"{before}{mark}{draw(language)}", *(margin + line for line in [*body, *closing])]
    )


formula = st.sampled_from(
    ["\\[\na + b\n\\]", "$$\nx = `1`\n$$", "\\[ x \\]", "$$\nopen", "\\[\n\nx"]
)
flood = st.sampled_from(["a" * 700, "안녕" * 300, "\n" * 300, "*" * 300, "|" * 300, "> " * 100])
block = st.one_of(
    paragraph,
    calm_words,
    header,
    item,
    _lines(item, 6),
    quote,
    sticky,
    rule,
    table,
    code(),
    formula,
)
document = st.lists(
    st.tuples(block | block | block | block | flood, st.sampled_from(["\n\n", "\n", "\n\n\n"])),
    max_size=12,
).map(lambda blocks: "".join(text + gap for text, gap in blocks))
noise = st.text(st.sampled_from("`*_~|<>[]()#-+.!:@\\$ \n\tab1가👨‍🇰❤️"), max_size=600)
calm_item = st.tuples(
    st.sampled_from(["- ", "  - ", "1. ", "   2) ", "- [ ] ", "- [x] "]), calm_words
)
calm_quote = _lines(calm_words.map("> ".__add__), 4)
prose = st.lists(
    st.one_of(_lines(calm_words, 4), header, calm_item.map("".join), calm_quote, code(closed=True)),
    max_size=12,
).map(lambda blocks: "".join(f"{text}\n\n" for text in blocks))
