import pytest

from bot.core.account.routing import Routes, is_code

CODE = [
    # It shows code.
    "What does this do?\n```\nx = 1\n```",
    "이거 왜 안 돼?\n```py\nprint(x)\n```",
    "why is `list.sort()` faster than `sorted(x)`?",
    "`useEffect`가 두 번 불려요",
    "what is `--no-cache` for?",
    "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\nKeyError: 'x'",
    "I get TypeError: 'NoneType' object is not subscriptable",
    "java.lang.NullPointerException at com.shop.Cart.total(Cart.java:42)",
    "error[E0382]: borrow of moved value",
    "Uncaught ReferenceError: foo is not defined 라고 떠요",
    "bash: cargo: command not found",
    "Segmentation fault (core dumped)가 나는데 왜일까",
    "main.rs 파일에서 모듈을 어떻게 나눠?",
    "how should I split settings.py",
    "discord.py로 봇 만들고 싶어",
    "def total(xs): return sum(xs)  is this fine",
    "const a = [1,2,3] 에서 합을 구하려면?",
    "SELECT name FROM users WHERE age > 3 이 느려요",
    "why is `x` None after foo() returns",
    "pip install torch 하면 멈춰",
    "how do I undo git push",
    "<div>hello</div> is not centred",
    # What only programmers say.
    "How do I reverse a linked list?",
    "python으로 웹 크롤러 만들어줘",
    "파이썬에서 딕셔너리 정렬하는 법",
    "explain async and await to me",
    "정규식으로 이메일 검사하려면?",
    "정규 표현식 좀 알려줘",
    "C언어 포인터가 이해가 안 돼",
    "C#이랑 C++ 차이가 뭐야",
    "I have a merge conflict, what now?",
    "자바스크립트 클로저가 뭐야?",
    "Docker 이미지를 줄이는 방법",
    "What is a race condition?",
    "재귀를 반복문으로 바꾸려면?",
    "Write a function that adds two numbers",
    "please fix this little code for me",
    "why doesn't my code work",
    "내 코드가 너무 느려",
    "로그인 코드 짜줘",
    "함수 하나 작성해줘",
    "write a program that prints primes",
    "SQL join 종류 설명해줘",
    "for문이랑 while문 중에 뭐가 빨라",
    # A shared word with a word of the trade, or two shared words.
    "How do I sort a list of strings in Java?",
    "Rust or Java for a beginner?",
    "자바 클래스 상속 설명해줘",
    "러스트 문법 어려워?",
    "스프링이랑 리액트 같이 쓰는 법",
    "what does this code do when the array is empty?",
    "이 코드에 버그가 있어?",
    "swift struct vs class",
    "is this Rust lifetime error my fault?",
    "쿼리 튜닝 어떻게 해",
    "변수랑 상수 차이가 뭐야",
    "What's wrong with O(n log n) here",
]

TALK = [
    "Hello! How are you?",
    "안녕, 오늘 뭐 먹지?",
    # Codes that are no programs.
    "what is the dress code?",
    "coupon code",
    "쿠폰 코드 알려줘",
    "쿠폰 코드 입력하면 오류가 나요",
    "what's the zip code of Gangnam?",
    "My washing machine shows error code E4",
    "세탁기 오류 코드 E4가 뭐야",
    "Is there a list of Roblox codes?",
    "a QR code for my wedding",
    "what is the code of conduct here",
    "국가 코드 82는 어디야?",
    "드레스코드가 뭐야?",
    "기타 코드 쉽게 잡는 법",
    "이 노래 코드 진행 분석해줘",
    "the da vinci code ending explained",
    "I forgot the code to my bike lock",
    # Words that programmers share.
    "Is Java island worth a visit?",
    "자바섬 여행 일정 짜줘",
    "my bike has rust on it",
    "Taylor Swift songs for a party",
    "a ruby ring for my wife",
    "best spring flowers",
    "코딩 학원 추천해줘",
    "how do you react when a friend lies?",
    # Words of the trade in other lives.
    "What is the function of the liver?",
    "이차함수 그래프가 뭐야?",
    "write a movie script about rabbits",
    "유튜브 스크립트 써줘",
    "운동 프로그램 짜줘",
    "compile a list of good restaurants",
    "a bug bit me",
    "방에 벌레가 많아",
    "my class starts at nine",
    "select one from the menu for me",
    "a list of string quartets",
    "import duties into Korea?",
    "the exception proves the rule",
    "let me think; is it far?",
    "아 진짜 뭐지;;",
    "the table of contents of a book",
    "variable or fixed interest rate?",
    "유튜브 알고리즘은 왜 이래",
    "키보드 배열 추천해줘",
    "냉장고 에러 E2",
    "C# 코드 잡기 어려워",
    "discount code not working at checkout",
    "My error was trusting him",
    "what are the rules of Go?",
    # Forms that look like code.
    "`important` means what exactly?",
    "||spoiler|| was the end good?",
    "what is at https://shop.example/index.php?id=3",
    "I live in the U.S.A. and like a.c. in summer",
    "이거 -> 저거 순서로 하면 돼?",
    "(웃음) 그래서?",
    "50% off, 3 > 2, 1+1=2",
]


@pytest.mark.parametrize("question", CODE)
def test_a_question_about_code_goes_to_the_code_model(question: str) -> None:
    assert is_code(question)
    assert Routes("talker", "coder").pick(question) == "coder"


@pytest.mark.parametrize("question", TALK)
def test_any_other_question_goes_to_the_chat_model(question: str) -> None:
    assert not is_code(question)
    assert Routes("talker", "coder").pick(question) == "talker"


def test_only_the_head_of_a_very_long_question_decides() -> None:
    assert is_code("```" + "x" * 9000)
    assert not is_code("x" * 9000 + "```")


def test_an_empty_question_is_talk() -> None:
    assert not is_code("")
