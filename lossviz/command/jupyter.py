"""How long a widget message takes to the kernel and back, measured through a real Jupyter Server."""

import asyncio
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

# A comm that sends back what it gets: a slider and the picture that answers to it, without the picture.
_ECHO = """
from comm import get_comm_manager
def _echo(comm, _):
    comm.on_msg(lambda message: comm.send(message["content"]["data"]))
get_comm_manager().register_target("echo", _echo)
"""

_SECONDS_TO_START = 60


@dataclass(frozen=True)
class Server:
    """A running Jupyter Server: where it is, the token it asks for, the file that takes its log."""

    url: str
    token: str
    log: Path

    def ask(self, path: str, method: str = "GET") -> Any:
        """The answer to one request of the server's REST interface; None where it answers with nothing."""
        body = b"{}" if method == "POST" else None
        request = Request(self.url + path, body, {"Authorization": f"token {self.token}"}, method=method)
        with urlopen(request, timeout=_SECONDS_TO_START) as answer:
            return json.loads(answer.read() or "null")

    def channels(self, kernel: str) -> str:
        """The address of a kernel's websocket."""
        return f"{self.url.replace('http', 'ws', 1)}api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"


def measure(count: int = 30) -> float:
    """The median of `count` round trips in milliseconds, with our server extension on.

    The reader's own Jupyter configuration is left out, so that the number means the same everywhere.
    """
    options = ["--ServerApp.jpserver_extensions=lossviz.server=True"]
    with running([sys.executable, "-m", "jupyter_server", *options], {"JUPYTER_NO_CONFIG": "1"}) as server:
        kernel = server.ask("api/kernels", "POST")["id"]
        try:
            return median(asyncio.run(asyncio.wait_for(_echoes(server, kernel, count), _SECONDS_TO_START)))
        finally:
            server.ask(f"api/kernels/{kernel}", "DELETE")


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str], folder: Path | None = None) -> Iterator[Server]:
    """A server started by `command` in `folder` (else one that goes with it) for as long as the block lasts.

    It has a free port, a token of its own and Jupyter's defaults for the rest: it listens on loopback alone.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as private:
        home = Path(private)
        token = secrets.token_hex(16)
        surroundings = {
            "JUPYTER_RUNTIME_DIR": private,
            "JUPYTER_TOKEN": token,
            # Jupyter leaves a folder behind for JUPYTER_NO_CONFIG.
            **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), private),
            **environment,
        }
        log = home / "server.log"
        with log.open("wb") as sink:
            process = subprocess.Popen(
                # Root may start it, since a container often has no other user.
                [*command, "--no-browser", "--allow-root", f"--ServerApp.port={free_port()}"],
                cwd=folder or home,
                env={**os.environ, **surroundings},
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
            )
            try:
                yield _started(process, home, token, log)
            finally:
                _stop(process)


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _started(process: subprocess.Popen, home: Path, token: str, log: Path) -> Server:
    """The server, once it answers."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        for info in home.glob("jpserver-*.json"):
            # The file that tells where the server is may be half written, and is there before the server listens.
            with suppress(ValueError, URLError):
                server = Server(json.loads(info.read_text(encoding="utf-8"))["url"], token, log)
                server.ask("api/status")
                return server
        time.sleep(0.05)
    said = log.read_text(encoding="utf-8", errors="replace").strip()
    raise RuntimeError(said.splitlines()[-1] if said else f"exit code {process.poll()}")


def _stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


async def _echoes(server: Server, kernel: str, count: int) -> list[float]:
    """Milliseconds of each of `count` messages to the comm and back."""
    from tornado.httpclient import HTTPRequest
    from tornado.websocket import websocket_connect

    request = HTTPRequest(server.channels(kernel), headers={"Authorization": f"token {server.token}"})
    channel = await websocket_connect(request)
    try:
        comm = uuid.uuid4().hex
        await say(channel, "execute_request", {"code": _ECHO, "silent": True})
        await say(channel, "comm_open", {"comm_id": comm, "target_name": "echo", "data": {}})
        return [await _echo(channel, comm, turn) for turn in range(count)]
    finally:
        await hang_up(channel)


async def _echo(channel: Any, comm: str, turn: int) -> float:
    start = time.perf_counter()
    await say(channel, "comm_msg", {"comm_id": comm, "data": {"turn": turn}})
    while (text := await channel.read_message()) is not None:
        message = json.loads(text)
        if message["msg_type"] == "comm_msg" and message["content"]["data"] == {"turn": turn}:
            return (time.perf_counter() - start) * 1000
    raise ConnectionError(f"{channel.close_code} {channel.close_reason or ''}".strip())


async def hang_up(channel: Any) -> None:
    """Close a websocket and wait until the other side has closed it too."""
    channel.close()
    while await channel.read_message() is not None:
        pass


async def say(channel: Any, kind: str, content: dict) -> str:
    """Send a message to the kernel; the message's id."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": "", "version": "5.3"}
    message = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}
    await channel.write_message(json.dumps(message))
    return header["msg_id"]
