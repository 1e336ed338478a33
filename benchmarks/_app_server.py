"""An aiohttp application on a port of the loopback."""

from abc import abstractmethod
from collections.abc import Iterable

from aiohttp import web

from sandbox.listening import HOST, Server

_AT_ONCE = 0.01  # seconds; to aiohttp 0 means for ever


class AppServer(Server):
    """Serves its routes at `url`, on *port*; 0 takes a free one. Ends a request with its client."""

    port: int = 0
    path: str = ""  # what the url ends with
    url: str = ""

    @abstractmethod
    def routes(self) -> Iterable[web.RouteDef]:
        """Give what it answers."""

    async def start(self) -> None:
        """Open the socket."""
        app = web.Application()
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=_AT_ONCE)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self.port).start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://{HOST}:{self.port}{self.path}"

    async def stop(self) -> None:
        """Break off what is being answered, and close the socket."""
        await self._runner.cleanup()
