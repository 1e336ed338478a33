"""The sentences of /usage."""

from collections.abc import Mapping, Sequence

from bot.chat import texts
from bot.chat.books import Totals
from bot.chat.languages import _, plural
from bot.core.account.prices import NANO_DOLLARS
from bot.core.config.limits import Measure, Subject
from bot.core.config.quotas import Standing

CHART_FILE = "usage.png"
_MOST_MODELS = 10  # lines


def title(subject: Subject, since: float, *, in_server: bool) -> str:
    """Name whose usage it is, and since when (seconds since the epoch)."""
    titles = {
        Subject.PERSON: _("Your usage on this server") if in_server else _("Your usage here"),
        Subject.CHANNEL: _("Usage of this channel"),
        Subject.SERVER: _("Usage of this server"),
    }
    return _("**{title}** since {when}").format(title=titles[subject], when=f"<t:{since:.0f}:f>")


def usage(total: Totals, by_model: Mapping[str, Totals]) -> str:
    """Tell answers, tokens and cost, in all and of each model."""
    if not total.prompt_tokens and not total.completion_tokens:
        return _("Nothing was used in this time.")
    cached = _(", {count:,} of them from the cache").format(count=total.cached_tokens)
    thinking = _(", {count:,} of them for thinking").format(count=total.reasoning_tokens)
    prompt = texts.amount(Measure.TOKENS, total.prompt_tokens)
    answer = texts.amount(Measure.TOKENS, total.completion_tokens)
    lines = [
        _answers(total),
        _("**Prompt** {tokens}").format(tokens=prompt) + (cached if total.cached_tokens else ""),
        _("**Answer** {tokens}").format(tokens=answer)
        + (thinking if total.reasoning_tokens else ""),
        _("**Cost** {cost}").format(cost=_cost(total)),
    ]
    dearest = sorted(by_model, key=lambda name: -_tokens(by_model[name]))
    for name in dearest[:_MOST_MODELS]:
        of_model = by_model[name]
        count = texts.amount(Measure.TOKENS, _tokens(of_model))
        lines.append(f"- `{name}` {_answers(of_model)} · {count} · {_cost(of_model)}")
    return "\n".join(lines)


def left(standings: Sequence[Standing]) -> str:
    """Tell what is left of each limit, and when more of it is there."""
    if not standings:
        return _("No limits hold.")
    return "\n".join([_("**Left**"), *map(_left, standings)])


def _left(standing: Standing) -> str:
    is_money = standing.limit.measure is Measure.DOLLARS
    amount = texts.amount(Measure.DOLLARS, standing.left) if is_money else f"{standing.left:,}"
    line = _("- {left} of {limit}").format(left=amount, limit=texts.quota(standing))
    if standing.back is None:
        return line
    return _("{line} · more {when}").format(line=line, when=texts.moment(standing.back))


def charted(*, money: bool, days: int) -> str:
    """Say what the picture shows."""
    if money:
        return _("The picture: cost a day over the last {days} days (UTC).").format(days=days)
    return _("The picture: tokens a day over the last {days} days (UTC).").format(days=days)


def not_here() -> str:
    """Refuse the usage of a server where there is none."""
    return _("There is no server here: in direct messages I can only tell you your own usage.")


def not_for_you(subject: Subject) -> str:
    """Refuse somebody else's usage."""
    if subject is Subject.CHANNEL:
        return _("Only who may manage messages here can see the usage of the channel.")
    return _("Only who may manage the server can see its usage.")


def dollars(amount: float) -> str:
    """Write US dollars in short."""
    return f"${amount:,.6f}".rstrip("0").rstrip(".")


def tokens(amount: float) -> str:
    """Write a number of tokens in short: 1.2k, 3M."""
    for size, sign in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if amount >= size:
            return f"{amount / size:.3g}{sign}"
    return f"{amount:.0f}"


def _answers(total: Totals) -> str:
    return plural("{count:,} answer", "{count:,} answers", total.answers).format(
        count=total.answers
    )


def _tokens(total: Totals) -> int:
    return total.prompt_tokens + total.completion_tokens


def _cost(total: Totals) -> str:
    unknown = plural(
        "unknown for {count:,} request", "unknown for {count:,} requests", total.unpriced
    ).format(count=total.unpriced)
    known = dollars(total.cost / NANO_DOLLARS)
    if not total.unpriced:
        return known
    return f"{known} ({unknown})" if total.cost else unknown
