"""Files that came with messages, kept in memory and served on the loopback."""

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from sandbox.errors import refusal
from sandbox.model import Attachment

FILE_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in."""

    filename: str
    data: bytes = field(repr=False)
    content_type: str = ""
    description: str | None = None


# What clients say who say nothing of a file, discord.py among them.
_UNTOLD = ("", "application/octet-stream")


class FileShelf:
    """Keeps uploads and gives them addresses."""

    def __init__(self, make_id: Callable[[], int]) -> None:
        self._make_id = make_id
        self._files: dict[int, Attachment] = {}
        self.base_url = ""

    def keep(self, upload: Upload, channel_id: int) -> Attachment:
        """Store an upload, or refuse one that is too large."""
        if len(upload.data) > FILE_LIMIT:
            raise refusal(40005)
        file_id = self._make_id()
        name = upload.filename
        guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
        kept = Attachment(
            id=file_id,
            filename=name,
            size=len(upload.data),
            content_type=guessed if upload.content_type in _UNTOLD else upload.content_type,
            url=f"{self.base_url}/attachments/{channel_id}/{file_id}/{quote(name)}",
            description=upload.description,
            data=upload.data,
        )
        self._files[file_id] = kept
        return kept

    def get(self, file_id: int) -> Attachment | None:
        """Find a file by its id."""
        return self._files.get(file_id)
