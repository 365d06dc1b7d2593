"""The server extension in real servers, whose own sockets tell whether messages leave at once."""

import asyncio
import json
import os
import selectors
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_client.session import Session
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from lossviz import words
from lossviz.command.jupyter import Server, hang_up, running, say
from lossviz.server import PATIENCE, _load_jupyter_server_extension, quietly, without_delay

REPOSITORY = Path(__file__).parents[1]

# An extension for the tests, inside the server: it tells TCP_NODELAY of each kernel websocket, and takes the server's
# patience from an environment variable.
PROBE = """
import json, os, socket
import lossviz.server
from jupyter_server.base.handlers import APIHandler
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from tornado.web import authenticated

class HubConnection(ZMQChannelsWebsocketConnection):
    pass

opened = []
lossviz.server.PATIENCE = float(os.environ.get("PATIENCE", lossviz.server.PATIENCE))

class NoDelay(APIHandler):
    @authenticated
    def get(self):
        sockets = [handler.ws_connection.stream.socket for handler in opened]
        self.finish(json.dumps([bool(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)) for one in sockets]))

def _jupyter_server_extension_points():
    return [{"module": "nodelay_probe"}]

def _load_jupyter_server_extension(serverapp):
    stock_open = KernelWebsocketHandler.open
    async def open(self, kernel_id):
        await stock_open(self, kernel_id)
        opened.append(self)
    KernelWebsocketHandler.open = open
    serverapp.web_app.add_handlers(".*$", [(serverapp.base_url + "api/nodelay", NoDelay)])
"""

# A Jupyter Server in which the stock connection class is not where it was.
ANOTHER_VERSION = """
import sys
def _jupyter_server_extension_points():
    return [{"module": "another_version"}]
def _load_jupyter_server_extension(serverapp):
    sys.modules["jupyter_server.services.kernels.connection.channels"] = None
"""


@pytest.fixture
def surroundings(tmp_path):
    """What a server sees: the extensions above, English, and nobody's configuration."""
    (tmp_path / "nodelay_probe.py").write_text(PROBE, encoding="utf-8")
    (tmp_path / "another_version.py").write_text(ANOTHER_VERSION, encoding="utf-8")
    return {"PYTHONPATH": str(tmp_path), "JUPYTER_NO_CONFIG": "1", "LC_ALL": "en_US.UTF-8"}


def command(*extensions: str, options: tuple[str, ...] = ()) -> list[str]:
    switches = [f"--ServerApp.jpserver_extensions={extension}=True" for extension in extensions]
    return [sys.executable, "-m", "jupyter_server", *switches, *options]


def nodelay(server: Server) -> list[bool]:
    """TCP_NODELAY of a kernel websocket that is open and in use."""

    async def connected() -> list[bool]:
        request = HTTPRequest(server.channels(kernel), headers={"Authorization": f"token {server.token}"})
        channel = await websocket_connect(request)
        await asyncio.to_thread(wait_until_opened)
        flags = await asyncio.to_thread(server.ask, "api/nodelay")
        await hang_up(channel)
        return flags

    def wait_until_opened() -> None:
        while not server.ask("api/nodelay"):
            time.sleep(0.05)

    kernel = server.ask("api/kernels", "POST")["id"]
    try:
        return asyncio.run(asyncio.wait_for(connected(), 60))
    finally:
        server.ask(f"api/kernels/{kernel}", "DELETE")


def our_lines(server: Server) -> list[str]:
    """What the extension said, without the time; Jupyter's own lines name the module, `lossviz.server |`."""
    said = server.log.read_text(encoding="utf-8").splitlines()
    return [line[line.index("lossviz: ") :] for line in said if "lossviz: " in line]


def expected(key: str, **values: object) -> str:
    with words.using(language="en"):
        return words.t(key, **values)


def test_a_connection_class_of_the_servers_own_is_left_alone(surroundings):
    own = "nodelay_probe.HubConnection"
    options = (f"--ServerApp.kernel_websocket_connection_class={own}",)
    with running(command("lossviz.server", "nodelay_probe", options=options), surroundings) as server:
        # As in a server without the extension, which is how this test shows that the others see something.
        assert nodelay(server) == [False]
        assert our_lines(server) == [expected("server.left_alone", used=own)]


def test_the_server_starts_where_the_extension_cannot_work(surroundings):
    # Extensions are loaded in alphabetical order.
    with running(command("another_version", "lossviz.server"), surroundings) as server:
        assert server.ask("api/status")["kernels"] == 0
        (line,) = our_lines(server)
        assert "ModuleNotFoundError" in line
        assert "Traceback" not in server.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_whatever_is_wrong_is_a_line_and_no_exception(language):
    said = []
    serverapp = SimpleNamespace(web_app=None, log=SimpleNamespace(warning=said.append))
    with words.using(language=language):
        _load_jupyter_server_extension(serverapp)
        assert said == [
            words.t("server.failed", reason="AttributeError: 'NoneType' object has no attribute 'settings'"),
            words.t("server.no_stills", reason="AttributeError: 'NoneType' object has no attribute 'wildcard_router'"),
        ]


def test_a_socket_that_cannot_be_set_still_connects():
    # Its `websocket_handler` is None: a connection that is closed already.
    assert without_delay(Stock)().connect() == "connected"


class Waited(selectors.SelectSelector):
    """Time passes at once: who waits for nothing but the clock finds it moved."""

    now = 0.0

    def select(self, timeout=None):
        self.now += timeout or 0
        return super().select(0)


def run(work):
    """Run `work` with a clock of its own, however slow this machine is."""

    def loop():
        waited = Waited()
        made = asyncio.SelectorEventLoop(waited)
        made.time = lambda: waited.now
        return made

    with asyncio.Runner(loop_factory=loop) as runner:
        return runner.run(work)


class Stock:
    """A kernel connection that keeps what it is to send to the page."""

    websocket_handler = None
    session = Session(key=b"")

    def __init__(self):
        self.sent = []

    def connect(self):
        return "connected"

    def disconnect(self):
        return "disconnected"

    def handle_outgoing_message(self, stream, outgoing_msg):
        self.sent.append(outgoing_msg)


def message(kind="status", content=None, *, about="comm_msg", request="1", topic=b"kernel.1.status"):
    """A message of a kernel as it comes to the server."""
    parent = {"header": {"msg_type": about, "msg_id": request}}
    return Stock.session.serialize(Stock.session.msg(kind, content or {}, parent=parent), ident=topic)


def status(state, **keys):
    return message(content={"execution_state": state}, **keys)


def sent(*steps: list[bytes] | float) -> list[list[bytes]]:
    """What the page is sent of these messages; a number is a pause."""

    async def page():
        connection = quietly(Stock)()
        for step in steps:
            if isinstance(step, float):
                await asyncio.sleep(step)
            else:
                connection.handle_outgoing_message("iopub", step)
        return connection.sent

    return run(page())


def test_of_short_work_for_a_widget_only_the_end_is_told():
    picture, idle = message("comm_msg", topic=b"comm-1"), status("idle")
    assert sent(status("busy"), 0.9 * PATIENCE, picture, idle, 2 * PATIENCE) == [picture, idle]


def test_longer_work_for_a_widget_is_shown():
    busy, idle = status("busy"), status("idle")
    assert sent(busy, 1.1 * PATIENCE, idle) == [busy, idle]


def test_each_work_for_a_widget_waits_for_itself():
    second, first = status("busy", request="2"), status("idle", request="1")
    assert sent(status("busy", request="1"), second, first, 2 * PATIENCE) == [first, second]


@pytest.mark.parametrize(
    "other",
    [
        status("busy", about="execute_request"),
        status("starting"),
        message("comm_msg", topic=b"comm-1"),
        Stock.session.serialize(Stock.session.msg("status", {"execution_state": "busy"}), ident=b"kernel.1.status"),
        [b"kernel.1.status", b"<IDS|MSG>", b"", b"{", b"{", b"{", b"{"],
        [b"nothing", b"like", b"it"],
    ],
)
def test_whatever_else_a_kernel_says_goes_on_at_once(other):
    assert sent(other) == [other]


def test_a_closed_connection_sends_nothing_more():
    complaints = []

    async def page():
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: complaints.append(context))
        connection = quietly(Stock)()
        connection.handle_outgoing_message("iopub", status("busy"))
        assert connection.disconnect() == "disconnected"
        await asyncio.sleep(2 * PATIENCE)
        return connection.sent

    assert run(page()) == []
    assert complaints == []


# A comm that works until the file that it is told of is there; at once, where that is none.
WORK = """
import pathlib, time
from comm import get_comm_manager
def work(message):
    while (name := message["content"]["data"]) and not pathlib.Path(name).exists():
        time.sleep(0.01)
get_comm_manager().register_target("work", lambda comm, _: comm.on_msg(work))
"""


def states(server: Server, until: Path | None = None) -> list[str]:
    """What a kernel's page hears of its state while a widget's message is worked at: until `until` is there, which
    comes when the page hears "busy", or for no time at all."""

    async def page() -> list[str]:
        request = HTTPRequest(server.channels(kernel), headers={"Authorization": f"token {server.token}"})
        channel = await websocket_connect(request)
        await heard(channel, "execute_request", {"code": WORK, "silent": True})
        await heard(channel, "comm_open", {"comm_id": "1", "target_name": "work", "data": {}})
        found = await heard(channel, "comm_msg", {"comm_id": "1", "data": until and str(until)})
        await hang_up(channel)
        return found

    async def heard(channel, kind: str, content: dict) -> list[str]:
        request, found = await say(channel, kind, content), []
        while "idle" not in found:
            answer = json.loads(await channel.read_message())
            if answer["parent_header"].get("msg_id") == request and answer["msg_type"] == "status":
                found.append(answer["content"]["execution_state"])
                if kind == "comm_msg" and until and "busy" in found:
                    until.touch()
        return found

    kernel = server.ask("api/kernels", "POST")["id"]
    try:
        return asyncio.run(asyncio.wait_for(page(), 60))
    finally:
        server.ask(f"api/kernels/{kernel}", "DELETE")


QUIET = ("--Lossviz.quiet_widgets=True",)


def test_a_page_hears_of_all_work_for_widgets(surroundings):
    """Of each little one too, as from a server without the extension, unless somebody wants it otherwise."""
    with running(command("lossviz.server"), surroundings) as server:
        assert states(server) == ["busy", "idle"]
        assert our_lines(server) == [expected("server.active")]


def test_where_it_is_to_be_quiet_a_page_hears_of_no_short_work_for_widgets(surroundings):
    # Which no machine is so slow as to make long.
    patient = {**surroundings, "PATIENCE": "600"}
    with running(command("lossviz.server", "nodelay_probe", options=QUIET), patient) as server:
        assert nodelay(server) == [True]
        assert states(server) == ["idle"]


def test_where_it_is_to_be_quiet_a_page_hears_of_long_work_for_widgets(surroundings, tmp_path):
    with running(command("lossviz.server", options=QUIET), surroundings) as server:
        assert states(server, until=tmp_path / "heard") == ["busy", "idle"]
        assert our_lines(server) == [expected("server.quiet", limit=1000 * PATIENCE)]


@pytest.mark.parametrize("wrong", ["maybe", "[]"])
def test_a_setting_that_is_none_is_one_line_and_the_server_starts(surroundings, wrong):
    options = (f"--Lossviz.quiet_widgets={wrong}",)
    with running(command("lossviz.server", options=options), surroundings) as server:
        assert server.ask("api/status")["kernels"] == 0
        (line,) = our_lines(server)
        assert wrong in line
        assert "Traceback" not in server.log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from a copy, since building leaves folders behind."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, source)
    shutil.copytree(REPOSITORY / "lossviz", source / "lossviz", ignore=shutil.ignore_patterns("__pycache__"))
    build = "from setuptools import build_meta; build_meta.build_wheel('.')"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    return next(source.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The Python of a fresh environment with the wheel in it; the other packages are those of this environment."""
    place = tmp_path_factory.mktemp("fresh")
    builder = venv.EnvBuilder(symlinks=os.name != "nt")
    builder.create(place)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(place), "platbase": str(place)}))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    (data,) = packages.glob("lossviz-*.data/data")
    shutil.copytree(data, place, dirs_exist_ok=True)
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return builder.ensure_directories(place).env_exe


def test_installed_as_a_wheel_it_is_on_by_itself(installed, surroundings, tmp_path):
    # Configuration is read here as it is for a reader, apart from that of whoever runs the tests.
    plain = {**surroundings, "JUPYTER_NO_CONFIG": "", "JUPYTER_CONFIG_DIR": str(tmp_path / "none")}
    extra = ["--ServerApp.jpserver_extensions=nodelay_probe=True"]
    with running([installed, "-m", "jupyter_server", *extra], plain) as server:
        assert nodelay(server) == [True]
        assert our_lines(server) == [expected("server.active")]


def test_the_wheel_is_what_was_installed(installed, tmp_path):
    """Else the test above would show the repository's configuration."""
    where = [installed, "-c", "import lossviz; print(lossviz.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, capture_output=True, check=True).stdout.decode().strip()
    assert Path(found).is_relative_to(Path(installed).parents[1])


def test_the_wheel_has_the_configuration_of_every_server_and_that_of_the_command(wheel):
    """The extension's switch once where Jupyter looks and once in the package, the same file; the rest in the package
    alone, for the `lossviz` command."""
    with zipfile.ZipFile(wheel) as archive:
        files = {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}
    files = {name: content for name, content in files.items() if "/site_page/" not in name}
    everywhere = {"ServerApp": {"jpserver_extensions": {"lossviz.server": True}}}
    data = "lossviz-0.1.0.data/data/etc/jupyter/jupyter_server_config.d/lossviz.json"
    assert files == {
        data: everywhere,
        "lossviz/jupyter/jupyter_server_config.d/lossviz.json": everywhere,
        "lossviz/jupyter/jupyter_config.json": {"Lossviz": {"quiet_widgets": True}},
        "lossviz/jupyter/labconfig/page_config.json": {
            "disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}
        },
    }
