"""The Jupyter Server extension: widget messages that leave at once, and arrive at a page that has time for them; and
notebooks that show their pictures when their kernel is gone, which is a matter of its own (`stills.py`).

A widget answers a slider with several small messages. Nagle's algorithm, which the stock server leaves on for its
kernel websockets, holds each back until the one before it is acknowledged: some 40 ms at every step of a slider.
`TCP_NODELAY` ends that, in every server in whose environment lossviz is installed.

The first of these messages says that the kernel is busy. JupyterLab then draws its toolbar, status bar and tab icon
again, and only after that reads the message with the picture, some 5 ms later; and all of it once more when the kernel
is idle. So where `Lossviz.quiet_widgets` is on, the page is told of work for a widget that is done within `PATIENCE`
only that it is done: its indicators keep still, and show whatever takes longer. (The end must be told: widgets wait for
it before they send the next value.) This touches every notebook of the server, ours or not. So it is on where the
`lossviz` command has started the server, by `jupyter/jupyter_config.json`, and elsewhere where somebody asks for it.

The place for both is the server's official `ServerApp.kernel_websocket_connection_class`. A server where one thing or
the other does not work starts all the same and says so in a line of its log. jupyter_server is imported late for that
reason: this module must load whatever is wrong with it.
"""

import asyncio
import contextlib
from typing import Any

from traitlets import Bool
from traitlets.config import LoggingConfigurable

from lossviz.words import t

# Work for a widget that takes longer than this many seconds is shown; what is quicker looks immediate anyway.
PATIENCE = 0.1

_SETTING = "kernel_websocket_connection_class"


class Lossviz(LoggingConfigurable):
    """What Jupyter's configuration says about lossviz."""

    quiet_widgets = Bool(
        False,
        help="Whether a kernel that works for a widget, for a tenth of a second at most, still counts as idle.",
    ).tag(config=True)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(serverapp: Any) -> None:
    """Called by Jupyter Server when its web application stands, so that the connection class in use is known."""
    _quicken(serverapp)
    try:
        from lossviz import stills

        stills.install(serverapp)
    except Exception as problem:
        serverapp.log.warning(t("server.no_stills", reason=f"{type(problem).__name__}: {problem}"))


def _quicken(serverapp: Any) -> None:
    try:
        from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection as stock

        used = serverapp.web_app.settings[_SETTING]
        if used is not stock:
            # A hub's or a gateway's own class knows why it is there.
            serverapp.log.warning(t("server.left_alone", used=f"{used.__module__}.{used.__qualname__}"))
            return
        quiet = Lossviz(parent=serverapp).quiet_widgets
        _use(serverapp, quietly(without_delay(stock)) if quiet else without_delay(stock))
    except Exception as problem:
        serverapp.log.warning(t("server.failed", reason=f"{type(problem).__name__}: {problem}"))
    else:
        serverapp.log.info(t("server.quiet", limit=1000 * PATIENCE) if quiet else t("server.active"))


def _use(serverapp: Any, connection_class: type) -> None:
    # The setting is what the websocket handler reads at each connection, the trait what the server reads when it stops.
    setattr(serverapp, _SETTING, connection_class)
    serverapp.web_app.settings[_SETTING] = connection_class


def without_delay(stock: type) -> type:
    """A kernel connection like `stock` whose messages are not held back."""

    class LowLatencyConnection(stock):
        """A kernel connection with `TCP_NODELAY` on its websocket."""

        def connect(self) -> Any:
            # A socket that is gone already cannot be set; what becomes of it is the stock connection's business.
            with contextlib.suppress(Exception):
                self.websocket_handler.set_nodelay(True)
            return super().connect()

    return LowLatencyConnection


def quietly(stock: type) -> type:
    """A kernel connection like `stock` that does not tell of "busy" for a widget when that is soon over."""

    class QuietConnection(stock):
        """A kernel connection that keeps short work for widgets to itself."""

        def __init__(self, *args: Any, **kwargs: Any):
            super().__init__(*args, **kwargs)
            # The id of a widget's message -> what will tell that the kernel is busy with it.
            self._waiting: dict[str, asyncio.TimerHandle] = {}

        def disconnect(self) -> Any:
            for timer in self._waiting.values():
                timer.cancel()
            self._waiting.clear()
            return super().disconnect()

        def handle_outgoing_message(self, stream: Any, outgoing_msg: list[bytes]) -> None:
            state, request = _widget_status(self.session, outgoing_msg)
            if state == "busy":
                loop = asyncio.get_running_loop()
                self._waiting[request] = loop.call_later(PATIENCE, self._tell, request, stream, outgoing_msg)
                return
            if state == "idle" and request in self._waiting:
                self._waiting.pop(request).cancel()
            super().handle_outgoing_message(stream, outgoing_msg)

        def _tell(self, request: str, stream: Any, busy: list[bytes]) -> None:
            del self._waiting[request]
            super().handle_outgoing_message(stream, busy)

    return QuietConnection


def _widget_status(session: Any, message: list[bytes]) -> tuple[str, str]:
    """The state that a kernel tells about its work for a widget, and the id of that work's message; else nothing."""
    # What is not as expected is left to the stock connection.
    with contextlib.suppress(Exception):
        topics, parts = session.feed_identities(message)
        if topics[-1].endswith(b".status"):
            _, _, parent, _, content = parts[:5]
            parent = session.unpack(parent)
            if parent["msg_type"] == "comm_msg":
                return session.unpack(content)["execution_state"], parent["msg_id"]
    return "", ""
