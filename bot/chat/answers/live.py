"""A reply that grows: text goes in from the model, and somebody waits until its end is shown."""

import asyncio
import logging
from collections.abc import Callable, Collection

from bot.chat import texts
from bot.chat.languages import spoken
from bot.chat.ports import Surface
from bot.chat.tracing import current
from bot.core.errors import GoneError, SurfaceError, UnavailableError
from bot.core.reply.draft import Controls, Draft
from bot.core.reply.pacing import Urgency

log = logging.getLogger(__name__)


class LiveReply:
    """A reply that grows; made by Dispatcher.open.

    Text goes in by `push` and `end`, which never wait. `settled` returns once Discord shows
    the final text, or raises the SurfaceError that made it impossible.
    """

    def __init__(
        self,
        surface: Surface,
        poke: Callable[["LiveReply", Urgency], None],
        forget: Callable[["LiveReply"], None],
        draft: Draft,
    ) -> None:
        self.surface = surface
        self.draft = draft
        self.language = spoken()
        self.span = current()
        self.failures = 0
        self.sealed = False  # it ends without what the model may still write
        self.as_file = False
        self.in_doubt = False  # a message of it may stand whose id nobody knows
        self.gone: set[int] = set()  # what was deleted meanwhile, be it of this reply or not
        self.failing_since: float | None = None
        self.unseen_since: float | None = None  # when the oldest text came that nobody has seen
        self.lost: SurfaceError | None = None
        self._poke = poke
        self._forget = forget
        self._done = asyncio.Event()
        self._when_lost: Callable[[], object] | None = None
        self.news = asyncio.Event()  # set with every new message, and when the text has ended
        self.begun = False  # its first text is shown or on its way

    def push(self, text: str) -> None:
        """Add what the model wrote."""
        if self.sealed:
            return
        self.draft.push(text)
        self._poke(self, Urgency.COSMETIC if self.begun else Urgency.DECISIVE)

    def notice(self, sentence: str) -> None:
        """Say why there is no text yet; the first text takes its place."""
        self.draft.notice(sentence)
        self._poke(self, Urgency.COSMETIC)

    def head(self, heading: str) -> None:
        """Put *heading* above the text; before the first text only."""
        self.draft.head(heading)

    def end(self, footer: str, controls: Controls) -> None:
        """Tell that no more text comes; small print and buttons go below it."""
        if not self.sealed:
            self.draft.end(footer, controls)
        self.news.set()
        self._poke(self, Urgency.DECISIVE)

    def seal(self) -> None:
        """Take no more text, and tell whoever writes."""
        self.sealed = True
        self.abandon()

    def curtail(self, sentence: str) -> None:
        """End the messages that stand with *sentence*; no other follows."""
        self.seal()
        self.draft.curtail(sentence)
        self._poke(self, Urgency.DECISIVE)

    def deleted(self, message_ids: Collection[int]) -> bool:
        """Note that messages were deleted; gives whether any is known to be of this reply.

        Then what else stands, or is on its way, ends, too.
        """
        self.gone.update(message_ids)
        if self.gone.isdisjoint(self.draft.message_ids):
            return False
        if self.draft.drop(message_ids) or self.in_doubt:
            self.curtail(texts.stopping())
        else:
            self.close(GoneError("the reply was deleted"))
        return True

    def when_lost(self, callback: Callable[[], object]) -> None:
        """Have *callback* called at once when the reply can no longer be shown."""
        self._when_lost = callback
        if self.lost is not None:
            callback()

    def close(self, lost: SurfaceError | None = None) -> None:
        """Wake whoever waits in `settled`; *lost* says why the final text is not shown."""
        if self.closed:
            return
        self.lost = lost
        self._done.set()
        self._forget(self)
        if lost is not None:
            self.abandon()

    def abandon(self) -> None:
        """Tell whoever writes that nobody will see it."""
        if self._when_lost is not None:
            self._when_lost()

    @property
    def unfinished(self) -> bool:
        """Whether its end is not shown, and perhaps can be later."""
        may_stand = self.draft.stands or self.in_doubt
        return self.lost is not None and self.lost.passing and may_stand

    @property
    def closed(self) -> bool:
        """Whether no further request will be sent for it."""
        return self._done.is_set()

    async def settled(self) -> None:
        """Wait until the final text is shown; raises the SurfaceError when it never will be."""
        await self._done.wait()
        if self.lost is not None:
            raise self.lost


async def look_behind(surface: Surface, draft: Draft) -> None:
    """Let *draft* take over what Discord has of it and nobody knows.

    UnavailableError when Discord cannot tell now.
    """
    try:
        draft.adopt(await surface.left_behind(draft.message_ids))
    except UnavailableError:
        raise
    except SurfaceError as error:  # the bot may not read there any more: the known ones it is
        log.info("reply.not_searched lane=%s error=%s", surface.lane, error)
