import random
import warnings
from collections.abc import Callable
from statistics import mean

import pytest
from hypothesis import given, strategies as st

from bot.core.account.tokens import TokenEstimator
from bot.core.talk.prompt import Message, estimate_tokens
from bot.core.talk.turns import Role
from bot.core.wire.usage import Usage

KOREAN = [
    "오늘 저녁에 친구들이랑 한강에서 치킨 먹기로 했는데 비가 온대. 실내로 바꾸는 게 나을까?",
    "제주도 2박 3일 여행 일정을 짜 줘. 첫날은 오후 세 시에 도착하고, 렌터카는 빌리지 않을 거야.",
    "면접에서 단점을 물어보면 어떻게 대답하는 게 좋을까요? 너무 꾸며낸 것처럼 들리지 않으면 좋겠어요.",
    "ㅋㅋㅋㅋ 그건 진짜 아니지 ㅠㅠ 다시 한번만 설명해줄래?",
    "인덕션과 가스레인지의 장단점을 비교하고, 네 식구가 사는 집에는 무엇이 어울리는지 알려 주세요.",
    "조선 후기의 실학자들은 토지 제도를 어떻게 바꾸려고 했는지 세 사람의 주장을 나누어 설명해 줘.",
    "고양이가 새벽마다 깨워요. 밥은 충분히 주는데 왜 그럴까요?",
    "이 문장을 조금 더 공손하게 바꿔 주세요: 내일까지 자료 보내. 늦으면 안 돼.",
]
ENGLISH = [
    "Could you explain why the sky is blue, as you would to a ten-year-old who likes dinosaurs?",
    "We are four people with two days in Lisbon and no car. What should we see, and in which order?",
    "lol no way, that is so wrong. try again but shorter pls",
    "Summarise the argument for a four-day week in three sentences, then the best one against it.",
    "My sourdough spreads flat in the oven. The dough is at 78 % hydration and proofs overnight.",
    "Rewrite this politely: send me the report by Friday, I have asked for it three times already.",
    "What is the difference between an index fund and an ETF, and does it matter for small sums?",
    "Give me a short, kind message for a colleague whose father has died.",
]
_LISTINGS = """
def window(turns, budget):
    total = 0
    for turn in reversed(turns):
        total += turn.cost
        if total > budget:
            break
        yield turn
---
const groups = items.reduce((all, item) => {
  (all[item.kind] ??= []).push(item);
  return all;
}, {});
console.log(Object.keys(groups).length);
---
SELECT u.name, COUNT(*) AS answers FROM users u JOIN answers a ON a.user_id = u.id
WHERE a.created > '2026-11-01' GROUP BY u.name HAVING COUNT(*) > 3 ORDER BY 2 DESC;
---
fn main() -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string("in.txt")?;
    let sum: u64 = text.lines().map(|l| l.parse::<u64>().unwrap_or(0)).sum();
    println!("{sum}");
    Ok(())
}
---
Traceback (most recent call last):
  File "bot.py", line 42, in <module>
    run()
KeyError: 'DISCORD_TOKEN'
---
docker run --rm -p 8080:80 -v $PWD/site:/usr/share/nginx/html:ro nginx:1.29-alpine
"""
CODE = _LISTINGS.split("---")

Tokenizer = Callable[[str], int]


@pytest.fixture(scope="module")
def o200k() -> Tokenizer:
    """The truth. Opening it warns of an old way to read its own files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import bpe_openai  # type: ignore[import-untyped]  # noqa: PLC0415 - the warning comes here

        encoding = bpe_openai.get_encoding("o200k_base")
    return lambda text: len(encoding.encode(text))


def prompts(count: int) -> list[list[Message]]:
    """Conversations of 1 to 12 messages, each of one to six pieces, mostly of one language."""
    chance = random.Random(2026)  # noqa: S311 - the same prompts in every run
    found = []
    for _ in range(count):
        main = chance.choice([KOREAN, ENGLISH, CODE])
        texts = [
            "\n".join(
                chance.choice(main if chance.random() < 0.8 else KOREAN + ENGLISH + CODE)
                for _ in range(chance.randint(1, 6))
            )
            for _ in range(chance.randint(1, 12))
        ]
        found.append([Message(Role.USER, text) for text in texts])
    return found


def counted(messages: list[Message], tokenizer: Tokenizer) -> int:
    # OpenAI's template: three tokens around each message and its role, three before the answer.
    return sum(tokenizer(message.content) + 4 for message in messages) + 3


def test_after_fifty_prompts_the_estimate_is_within_twelve_percent_on_average(
    o200k: Tokenizer,
) -> None:
    estimator, errors = TokenEstimator(), []
    for messages in prompts(450):
        real = counted(messages, o200k)
        errors.append(abs(estimator.prompt("m", messages) - real) / real)
        estimator.learn("m", messages, Usage(real, 0))
    assert mean(errors[50:]) < 0.12
    assert mean(errors[50:]) < mean(errors[:5])


def test_a_new_model_starts_with_the_plain_estimate_of_the_window() -> None:
    messages = [Message(Role.USER, "안녕하세요?"), Message(Role.ASSISTANT, "Hello!")]
    plain = sum(estimate_tokens(message.content) for message in messages)
    assert TokenEstimator().prompt("new", messages) == plain


def test_what_one_model_teaches_does_not_change_another() -> None:
    estimator, messages = TokenEstimator(), [Message(Role.USER, "x" * 300)]
    before = estimator.prompt("b", messages)
    estimator.learn("a", messages, Usage(53, 0))
    assert estimator.prompt("a", messages) == round(106 * 0.95)
    assert estimator.prompt("b", messages) == before


@pytest.mark.parametrize("usage", [Usage(0, 9), Usage(999, 9, estimated=True)])
def test_what_no_server_counted_teaches_nothing(usage: Usage) -> None:
    estimator, messages = TokenEstimator(), [Message(Role.USER, "x" * 300)]
    before = estimator.prompt("m", messages)
    estimator.learn("m", messages, usage)
    assert estimator.prompt("m", messages) == before


def test_an_estimated_usage_is_marked_so() -> None:
    messages = [Message(Role.USER, "x" * 300)]
    guess = TokenEstimator().usage("m", messages, "y" * 30)
    assert guess == Usage(106, 10, estimated=True)


@given(st.lists(st.tuples(st.text(max_size=50), st.integers(0, 10**12)), max_size=60))
def test_no_count_whatever_makes_the_estimate_absurd(seen: list[tuple[str, int]]) -> None:
    estimator = TokenEstimator()
    for text, tokens in seen:
        estimator.learn("m", [Message(Role.USER, text)], Usage(tokens, 0))
    assert 25 <= estimator.text("m", "x" * 300) <= 300
