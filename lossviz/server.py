"""The Jupyter Server extension: widget messages that leave at once.

A widget answers a slider with several small messages. Nagle's algorithm, which the stock server leaves on for its
kernel websockets, holds each back until the one before it is acknowledged: some 40 ms at every step of a slider.
`TCP_NODELAY` ends that. The place for it is the server's official `ServerApp.kernel_websocket_connection_class`.

Nothing else changes, and a server where this does not work starts all the same and says so in one line of its log.
jupyter_server is imported late for that reason: this module must load whatever is wrong with it.
"""

import contextlib
from typing import Any

from lossviz.text import t

_SETTING = "kernel_websocket_connection_class"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(serverapp: Any) -> None:
    """Called by Jupyter Server when its web application stands, so that the connection class in use is known."""
    try:
        from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection as stock

        used = serverapp.web_app.settings[_SETTING]
        if used is not stock:
            # A hub's or a gateway's own class knows why it is there.
            serverapp.log.warning(t("server.left_alone", used=f"{used.__module__}.{used.__qualname__}"))
            return
        _use(serverapp, without_delay(stock))
    except Exception as problem:
        serverapp.log.warning(t("server.failed", reason=f"{type(problem).__name__}: {problem}"))
    else:
        serverapp.log.info(t("server.active"))


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
