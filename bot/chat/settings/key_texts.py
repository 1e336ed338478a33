"""The sentences about a server's own key for the language model."""

from bot.chat.languages import _
from bot.chat.settings.config_port import SealedKey
from bot.chat.settings.keys import Verdict


def verdict(which: Verdict) -> str:
    """Say what came of a key that somebody gave."""
    sentences = {
        Verdict.STORED: _(
            "This server's own key is set: from the next question on, this server asks with it and "
            "pays for itself. Nobody can read it again. `/config key remove:True` removes it."
        ),
        Verdict.MALFORMED: _("That is no key: a key is one word. Nothing was changed."),
        Verdict.REFUSED: _(
            "The provider of the language model does not accept this key. Nothing was changed."
        ),
        Verdict.UNTRIED: _(
            "The provider of the language model did not answer, so I could not try the key. "
            "Nothing was changed. Please try again in a minute."
        ),
    }
    return sentences[which]


def not_switched_on() -> str:
    """Say what the operator has to do before servers can have keys."""
    return _("I cannot keep keys safely yet: whoever runs me has to set KEYS_SECRET first.")


def removed() -> str:
    """Say that a key is gone."""
    return _("This server's own key is removed: from the next question on I ask with mine.")


def none() -> str:
    """Say that there is no key to remove."""
    return _("This server has no key of its own.")


def standing(key: SealedKey | None) -> str:
    """Say whether a server has a key, and who has set it when; nothing of the key itself."""
    if key is None:
        return _("Own key: not set")
    return _("Own key: set by {person} {when}").format(
        person=f"<@{key.author_id}>", when=f"<t:{key.at:.0f}:R>"
    )
