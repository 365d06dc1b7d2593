"""Day two: a notebook whose kernel is gone shows the still pictures of its explorers, and the words of its questions.

An explorer's output has a picture and a widget's view. JupyterLab shows the view, and where no kernel has that widget
the bare line "Error displaying widget: model not found": it does not fall back on the picture. So

- a notebook is saved with the picture alone; the view stays in the metadata of the output;
- a page that opens the notebook is given the views of those explorers that the notebook's kernel still has (it is
  asked: it may have been restarted) and of the others the picture, even where another program saved the view.

The page that saves keeps all that it shows, and reading changes no file. What goes wrong is a line in the server's log:
the notebook is saved, or served, as it is.
"""

from collections.abc import Awaitable, Callable, Container
from typing import Any
from uuid import uuid4

from jupyter_core.utils import ensure_async

from lossviz.words import t

PICTURE = "image/png"
# What stands for a view: the picture of an explorer, the words of a quiz.
STILLS = {PICTURE, "text/html"}
VIEW = "application/vnd.jupyter.widget-view+json"
# The metadata by which an explorer's output is known, and which keeps its view: {"lossviz": {"view": …}}.
MARK = "lossviz"

# How many seconds a kernel has to say which widgets it has: it may be about to start. (A busy one answers at once.)
PATIENCE = 3


def install(serverapp: Any) -> None:
    """Have a server do this, whose web application stands."""
    from jupyter_server.services.contents.handlers import ContentsHandler

    # What pages ask. The server's own ways to a notebook stay as they are: it copies what is in a file, and signs that.
    (rule,) = (rule for rule in serverapp.web_app.wildcard_router.rules if rule.target is ContentsHandler)
    rule.target = with_live_views(ContentsHandler)
    # Not before: of a notebook that is saved without views a page would find no explorer alive.
    serverapp.contents_manager.register_pre_save_hook(lay_to_rest)


def lay_to_rest(model: dict, path: str, contents_manager: Any, **_: Any) -> None:
    """Before a notebook is saved: move the views of its explorers out of the way of their pictures."""
    try:
        for output in _explorers(model):
            if VIEW in output["data"]:
                output["metadata"][MARK] = {"view": output["data"].pop(VIEW)}
    except Exception as problem:
        contents_manager.log.warning(t("server.not_stilled", path=path, reason=f"{type(problem).__name__}: {problem}"))


async def wake(model: dict, living: Callable[[], Awaitable[Container[str] | None]]) -> None:
    """Show the views of those explorers of a notebook whose widgets are `living`, and the pictures of the others.

    Where that cannot be told (None) all are shown, and the page finds out.
    """
    views = [(output, output["data"].get(VIEW) or output["metadata"][MARK].get("view")) for output in _explorers(model)]
    alive = await living() if any(view for _, view in views) else ()
    # All is known before anything is changed.
    lives = [bool(view) and (alive is None or view["model_id"] in alive) for _, view in views]
    for (output, view), lives_on in zip(views, lives, strict=True):
        output["metadata"][MARK] = {}
        output["data"].pop(VIEW, None)
        if lives_on:
            output["data"][VIEW] = view


def _explorers(model: dict) -> list[dict]:
    """The outputs of a notebook that explorers have made, or whatever else has a view and a still."""
    cells = (model.get("content") or {}).get("cells", ()) if model.get("type") == "notebook" else ()
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return [output for output in outputs if MARK in output.get("metadata", ()) and STILLS & {*output.get("data", ())}]


def with_live_views(stock: type) -> type:
    """A handler like `stock`, through which a page finds those explorers alive that are."""

    class LiveViewsHandler(stock):
        """Answers what pages ask about files."""

        @property
        def contents_manager(self) -> Any:
            return _Contents(super().contents_manager, self)

    return LiveViewsHandler


class _Contents:
    """A contents manager that gives a notebook with its live views."""

    def __init__(self, stock: Any, handler: Any):
        self._stock, self._handler = stock, handler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stock, name)

    async def get(self, path: str, **options: Any) -> dict:
        model = await ensure_async(self._stock.get(path=path, **options))
        path = path.strip("/")
        try:
            await wake(model, lambda: self._living(path))
        except Exception as problem:
            reason = f"{type(problem).__name__}: {problem}"
            self._stock.log.warning(t("server.not_woken", path=path, reason=reason))
        return model

    async def _living(self, path: str) -> Container[str] | None:
        sessions = await ensure_async(self._handler.session_manager.list_sessions())
        kernels = {session["kernel"]["id"] for session in sessions if session["path"] == path}
        try:
            return {one for kernel in kernels for one in await widgets(self._handler.kernel_manager.get_kernel(kernel))}
        except Exception:
            return None


async def widgets(kernel: Any) -> list[str]:
    """The ids of the widgets that a kernel has."""
    client = kernel.client(context=kernel.context)
    # A name of its own: two pages may ask at once.
    client.session.session = uuid4().hex
    # This channel is read while cells run.
    channel = client.control_channel
    try:
        channel.send(client.session.msg("comm_info_request", {"target_name": "jupyter.widget"}))
        reply = await ensure_async(channel.get_msg(timeout=PATIENCE))
    finally:
        channel.stop()
    return list(reply["content"]["comms"])
