"""The chat page as it is sent: one file, and a policy that lets nothing else run in it."""

import base64
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

PAGE = (Path(__file__).parent / "page.html").read_text(encoding="utf-8")


def page_policy(origins: Sequence[str]) -> str:
    """Give the page's Content-Security-Policy; pages of *origins* may show it in a frame."""
    [script], [style] = _inline("script"), _inline("style")
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(script)}'",
            f"style-src '{_digest(style)}'",
            "img-src data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors " + " ".join(("'self'", *origins)),
        )
    )


def _inline(tag: str) -> list[str]:
    return re.findall(f"<{tag}[^>]*>(.*?)</{tag}>", PAGE, re.DOTALL)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
