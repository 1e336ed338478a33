"""The browser of the tests and pictures, and what keeps it to this machine."""

import shutil

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Without these Chromium calls its maker at every start.
SILENT = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
