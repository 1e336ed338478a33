r"""The model `auto`: questions about code go to the code model, all others to the chat model.

The rule reads only the question, without its links. It is about code when one of these holds:

1. it shows code: a fence, code in backticks, a trace, the name of a source file, a statement;
2. it says what only programmers say ("regex", "merge conflict", "파이썬", "write code");
3. it says a word that programmers share with others (Java, Swift, code, 코드) beside a second
   one or a word of the trade (function, compile, 함수, 버그).

Codes that are no programs ("dress code", "쿠폰 코드") are taken out before 2 and 3. Everything
else is talk. A wrong guess costs little: either model answers either question.

The patterns are matched as ASCII, so that \b ends an English word before a Korean particle, too
("python으로"). Korean words stand without \b, for particles grow onto them.
"""

import re
from dataclasses import dataclass
from typing import Final

AUTO: Final = "auto"
# Characters of a question that are looked at: the longest message of Discord, without its files.
_READ: Final = 4000


@dataclass(frozen=True, slots=True)
class Routes:
    """The names of the two models behind `auto`."""

    chat: str
    code: str

    def pick(self, question: str) -> str:
        """Give the name of the model that *question* goes to."""
        return self.code if is_code(question) else self.chat


def is_code(question: str) -> bool:
    """Tell whether *question* is about code, by the rule at the head of this file."""
    text = _LINK.sub(" ", question[:_READ])
    if _SHOWN.search(text) or any(_CODE_LIKE.search(span) for span in _BACKTICKS.findall(text)):
        return True
    text = _OTHER_CODES.sub(" ", text)
    if _OURS.search(text):
        return True
    shared = {found.lower() for found in _SHARED.findall(text)}
    return len(shared) > 1 or bool(shared and _TRADE.search(text))


def _shape(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.ASCII | re.MULTILINE)


def _words(english: str, korean: str) -> re.Pattern[str]:
    """Build the pattern of words; an English one may have a plural s."""
    return re.compile(rf"\b(?:{english})s?\b|{korean}", re.ASCII | re.IGNORECASE)


_LINK: Final = _shape(r"https?://\S+")
_BACKTICKS: Final = _shape(r"`([^`\n]+)`")
# A mere word in backticks may be emphasis; a bracket, a dot inside, an option hardly is.
_CODE_LIKE: Final = _shape(r"[(){}\[\]=;<>$|\\]", r"\w[._:]\w", r"(?:^|\s)--?\w", r"[a-z][A-Z]")

_SHOWN: Final = _shape(
    r"```",
    # Traces, and what compilers and shells say.
    r"Traceback \(most recent call last\)",
    r"\b[A-Z][A-Za-z]+(?:Error|Exception)\b",
    r"\bat [\w.$]+\([\w.]+:\d+\)",
    r'File "[^"\n]+", line \d',
    r"\berror(?:\[E\d{4}\]|:? (?:C|CS|LNK|TS)\d{4})",
    r"(?i:segmentation fault|undefined reference|command not found|npm ERR!|panicked at)",
    r"(?i:cannot read propert|is not (?:defined|a function)\b|unexpected token|exit code \d)",
    # Names of source files; a single letter before the dot is an initial.
    r"\w{2}\.(?:c|cc|cpp|cs|css|go|h|hpp|html|ipynb|java|js|json|jsx|kt|lua|mjs|php|ps1)\b",
    r"\w{2}\.(?:py|rb|rs|scss|sh|sql|svelte|swift|toml|ts|tsx|vue|xml|yaml|yml)\b",
    # Statements, as they are pasted without a fence.
    r"\w\(\)",
    r"\b(?:console\.log|len|malloc|print|printf|println|range|require)\(",
    r"\b(?:def|fn|func|function) \w+\s*\(",
    r"\b(?:const|let|var) \w+\s*=",
    r"^[ \t]*(?:from [\w.]+ import\b|import [\w.]+(?: as |;)|#include\s*<|class \w+\s*[:({])",
    r"\bpublic (?:static|class|void)\b",
    r"\bSELECT\s[^?]+\sFROM\s|(?i:\bselect\b[^?]+\bfrom \w+ (?:group|join|limit|order|where)\b)",
    r"(?i:\bselect \* from\b)|\bO\((?:1|n|log)",
    r"\w\s?(?:==|!=|\+=|&&|=>)\s?\w",
    r"</\w+>|<\w+/>|\{[ \t]*$",
    r"\b(?:pip3?|npm|yarn|apt|brew|cargo) (?:add|i|install|run)\b",
    r"\bgit (?:add|checkout|clone|commit|merge|pull|push|rebase|reset|stash)\b",
)

# Kinds of code that are no programs; of 코드, a chord too. "A list of codes" has the plural.
_OTHER_CODES: Final = _words(
    r"(?:access|activation|area|bar|building|cheat|civil|country|coupon|creator|discount|door|dress|"
    r"error|fault|friend|gift|invit(?:e|ation)|login|morse|penal|pin|post(?:al)?|promo|promotion|qr|"
    r"redeem|referral|security|tax|verification|voucher|zip)[ -]?code|codes|code of \w+|code name|"
    r"(?:ball|burmese|monty|pet) python|taylor swift|stainless steel rust",
    r"(?:가입|건물|결제|국가|기타|기프트|노래|드레스|리딤|모스|바|복장|비밀|상품|색상|선물|악보|에러|오류|"
    r"우쿨렐레|우편|은행|인증|종목|지역|참여|초대|추천|추천인|친구|쿠폰|큐알|프로모션|피아노|할인|QR) ?코드|"
    r"(?:C# ?)?코드를? ?(?:네임|번호|잡|진행)|자바 ?섬|테일러 ?스위프트",
)

_OURS: Final = _words(
    # Languages and tools that are nothing else.
    r"api|bash|bfs|cmake|cors|cron|css|dfs|django|dockerfile|docker|fastapi|gcc|github|gitlab|git|"
    r"golang|gradle|graphql|html|javascript|jdk|json|junit|jvm|k8s|kotlin|kubernetes|leetcode|"
    r"makefile|mongodb|mysql|npm|numpy|php|postgres|postgresql|powershell|pytest|python|pytorch|regex|sql|sqlite|ssh|"
    r"tensorflow|typescript|vim|vscode|webpack|yaml|"
    # What only programmers say.
    r"async|backend|big[- ]o notation|binary (?:search|tree)|boolean|codebase|compiler|data ?class|"
    r"data structure|debugger|debug|debugging|div|flexbox|for[- ]loop|frontend|hash ?(?:map|table)|"
    r"if statement|linked list|localhost|memory leak|merge conflict|(?:bubble|heap|merge|quick) ?sort|"
    r"middleware|mutex|null ?pointer|object[- ]oriented|oop|polymorphism|programming|pull request|"
    r"race condition|recursion|refactor|refactoring|regular expression|segfault|source code|"
    r"stack ?overflow|stack ?trace|dependency injection|(?:compile|import|linker|runtime|syntax) error|unit test|webhook|websocket|"
    r"web ?(?:crawler|scraper|scraping)|while[- ]loop|"
    # Asking for a program.
    r"(?:clean up|explain|fix|optimi[sz]e|review|write)(?: [\w']+){0,3} code|code review|my code|"
    r"(?:implement|write)(?: [\w']+){0,2} (?:algorithm|class|function|method|query)|"
    r"program that|script that|(?-i:(?:errors?|written) in (?:C|Go)|in Go)",
    r"C#(?! ?(?:m|단조|장조))|C\+\+|C ?언어|개발 ?환경|객체 ?지향|고랭|깃 ?허브|깃헙|넘파이|널 ?포인터|단위 ?테스트|도커|"
    r"디버[그깅]|런타임 ?(?:에러|오류)|리눅스 ?명령|리액트|리팩[터토]링|메모리 ?누수|반복문|백엔드|백준|"
    r"(?:공간|시간) ?복잡도|소스 ?코드|안드로이드 ?스튜디오|알고리즘 ?문제|어셈블리|언리얼|유니티|"
    r"스택 ?오버플로|웹 ?소켓|이진 ?탐색|자료 ?구조|자바 ?스크립트|재귀|정규 ?(?:표현)?식|조건문|컴파일|코딩 ?테스트|코틀린|"
    r"쿠버네티스|크롤[러링]|타입 ?스크립트|파이썬|프로그래밍|프론트 ?엔드|(?:for|if|while) ?문|"
    r"코드(?:를|을|도|만|로)? ?(?:좀|한번)? ?(?:고쳐|구현|디버|리뷰|만들|봐|분석|수정|실행|작성|짜|최적화|해석)|"
    r"(?:메서드|메소드|쿼리|클래스|함수)(?:를|을)? ?(?:하나|좀)? ?(?:구현|작성|짜)|"
    r"(?<![가-힣])(?:내|제) 코드",
)

_SHARED: Final = _words(
    r"code|coding|dart|express|flask|java|julia|linux|lua|node|pandas|perl|query|react|ruby|rust|"
    r"scala|spring|swift|unity|unreal|vue",
    r"(?<![가-힣])(?:노드|러스트|루비|리눅스|변수|스위프트|스택|스프링|자바|장고|쿼리|판다스|플라스크)|코드|코딩",
)

_TRADE: Final = _words(
    r"algorithm|array|branch|bug|class|classes|compile|component|crash|crashes|dict|error|exception|framework|function|"
    r"generic|import|inheritance|install|interface|librar(?:y|ies)|list|loop|method|module|object|"
    r"package|parse|pointer|program|project|repo|repositor(?:y|ies)|runtime|script|server|string|"
    r"struct|syntax|terminal|thread|tuple|variable",
    r"구현|라이브러리|리스트|메서드|메소드|모듈|문법|문자열|배열|버그|상속|상수|설치|스레드|쓰레드|"
    r"알고리즘|에러|예외|오류|자료형|컴포넌트|클래스|튜닝|패키지|포인터|프레임워크|프로젝트|함수|객체",
)
