"""The sentences of /model, /models and /stop."""

from collections.abc import Sequence

from bot.chat.languages import _, command_name, plural
from bot.core.account.cards import ModelCard
from bot.core.account.routing import AUTO, Routes
from bot.core.config.options import Layer

_MESSAGE_LIMIT = 2000
_THOUSAND, _MILLION = 10**3, 10**6


def about(card: ModelCard) -> str:
    """Tell a model's price, context and vision in one line."""
    parts = [_price(card)]
    if card.context_tokens:
        parts.append(_("{size} context").format(size=_size(card.context_tokens)))
    if card.vision:
        parts.append(_("sees pictures"))
    return " · ".join(parts)


def about_auto(routes: Routes) -> str:
    """Explain the model `auto`."""
    if routes.chat == routes.code:
        return _("every question goes to {model}").format(model=routes.chat)
    return _("questions about code go to {code}, all others to {chat}").format(
        code=routes.code, chat=routes.chat
    )


def reset_choice() -> str:
    """Name the choice that takes a choice back."""
    return _("Take my choice back")


def listing(
    cards: Sequence[ModelCard], routes: Routes | None, default: str, holds: tuple[str, Layer]
) -> str:
    """List the models that may be chosen.

    *routes* are those of `auto`, None where that is not allowed; *default* is the model where
    nobody chose, *holds* the one that holds for the reader here, and who chose it.
    """
    name, origin = holds
    head = _("For you, `{model}` answers here ({origin}).").format(
        model=name, origin=_origins()[origin]
    )
    tail = _("Prices are in US dollars for a million tokens. Choose with `/{command}`.").format(
        command=command_name("model")
    )
    auto = [f"- `{AUTO}`: {about_auto(routes)}"] if routes else []
    lines = [_line(card, default) for card in cards]
    room = _MESSAGE_LIMIT - len(head) - len(tail) - sum(map(len, auto)) - 100
    shown = _fitting(lines, room)
    if more := len(lines) - len(shown):
        shown.append(
            plural(
                "… and {count:,} more: `/{command}` finds it by its name.",
                "… and {count:,} more: `/{command}` finds them by their names.",
                more,
            ).format(count=more, command=command_name("model"))
        )
    return "\n".join([head, *auto, *shown, tail])


def chosen(model: str, *, for_channel: bool) -> str:
    """Confirm a choice."""
    if for_channel:
        return _("From now on `{model}` answers in this channel.").format(model=model)
    return _("From now on `{model}` answers you, where it is allowed.").format(model=model)


def chosen_but(model: str, other: str) -> str:
    """Confirm a choice for the channel that does not change what holds for whoever made it."""
    return _(
        "From now on `{model}` answers in this channel; your own choice stays `{other}`."
    ).format(model=model, other=other)


def taken_back(model: str) -> str:
    """Confirm that a choice was taken back; *model* holds now."""
    return _("Your choice is taken back: `{model}` answers now.").format(model=model)


def unknown(name: str, allowed: Sequence[str]) -> str:
    """Refuse a model, and name what is allowed."""
    names = ", ".join(f"`{each}`" for each in allowed[:20])
    more = " …" if len(allowed) > 20 else ""  # noqa: PLR2004 - as above
    return _("`{name}` cannot be chosen here. Allowed: {names}").format(
        name=name[:100].replace("`", ""), names=names + more
    )


def not_in_direct_messages() -> str:
    """Refuse the choice for a channel that has only one person."""
    return _("Here the choice is yours alone: choose it for yourself.")


def not_for_channel() -> str:
    """Refuse the choice for a channel."""
    return _("Only who may manage this channel or its messages can choose its model.")


def stopped(count: int, *, everybody: bool) -> str:
    """Tell how many answers were stopped."""
    if not count:
        if everybody:
            return _("There is no open answer in this channel.")
        return _("There is no open answer of yours in this channel.")
    return plural(
        "Stopped {count} answer in this channel.",
        "Stopped {count} answers in this channel.",
        count,
    ).format(count=count)


def _price(card: ModelCard) -> str:
    if card.tariff is None:
        return _("price unknown")
    price, peak = card.tariff.price, card.tariff.peak
    words = _("${input} in, ${output} out").format(
        input=f"{price.input.normalize():f}", output=f"{price.output.normalize():f}"
    )
    return _("{price}, dearer at peak hours").format(price=words) if peak else words


def _size(tokens: int) -> str:
    if tokens >= _MILLION:
        return f"{tokens / _MILLION:.3g}M"
    return f"{tokens / _THOUSAND:.0f}k"


def _line(card: ModelCard, default: str) -> str:
    mark = _(" (default)") if card.name == default else ""
    return f"- `{card.name}`{mark}: {about(card)}"


def _fitting(lines: Sequence[str], room: int) -> list[str]:
    shown: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        shown.append(line)
    return shown


def _origins() -> dict[Layer, str]:
    return {
        Layer.BUILT_IN: _("the default"),
        Layer.ENVIRONMENT: _("the default"),
        Layer.SERVER: _("chosen for this server"),
        Layer.CHANNEL: _("chosen for this channel"),
        Layer.PERSON: _("your own choice"),
    }
