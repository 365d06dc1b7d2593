"""Notebooks whose kernels are gone, in a real Jupyter Server: what is in the file, and what a page is given."""

import asyncio
import copy
import json
import sys
from types import SimpleNamespace
from urllib.request import Request, urlopen

import nbformat
import pytest
from nbconvert import HTMLExporter
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

import lossviz
from lossviz import words
from lossviz.command.jupyter import hang_up, running, say
from lossviz.stills import MARK, PICTURE, VIEW, lay_to_rest, wake

# What makes a kernel have a widget with the id "alive": no more is known of one.
MAKE = "import comm; widget = comm.create_comm('jupyter.widget', comm_id='alive')"
MANAGERS = {
    "asynchronous": "jupyter_server.services.contents.largefilemanager.AsyncLargeFileManager",
    "synchronous": "jupyter_server.services.contents.largefilemanager.LargeFileManager",
}


def output(model: str | None = "dead", **metadata) -> dict:
    """An explorer's output as a kernel sends it; without a model, as it is in a file."""
    data, found = lossviz.explore.cross_entropy()._repr_mimebundle_()
    data[VIEW]["model_id"] = model
    if model is None:
        del data[VIEW]
    return nbformat.v4.new_output("display_data", data, metadata={**found, **metadata})


def notebook(*outputs: dict) -> dict:
    cell = nbformat.v4.new_code_cell("lossviz.explore.cross_entropy()", outputs=list(outputs))
    return nbformat.v4.new_notebook(cells=[cell])


def model(*outputs: dict) -> dict:
    """A notebook as the server hands it about."""
    return {"type": "notebook", "format": "json", "path": "a.ipynb", "content": notebook(*outputs)}


def outputs(model: dict) -> list[dict]:
    return model["content"]["cells"][0]["outputs"]


def woken(model: dict, *living: str) -> list[dict]:
    async def known() -> tuple[str, ...]:
        return living

    asyncio.run(wake(model, known))
    return outputs(model)


def resting(model: dict) -> list[dict]:
    lay_to_rest(model, "a.ipynb", None)
    return outputs(model)


def test_a_saved_notebook_has_the_picture_alone():
    (rests,) = resting(model(output("one")))
    assert set(rests["data"]) == {PICTURE, "text/plain"}
    assert rests["metadata"][MARK]["view"]["model_id"] == "one"


def test_who_opens_it_sees_as_before_what_lives_and_the_picture_of_what_does_not():
    saved = model(output("alive"), output("dead"))
    alive, dead = copy.deepcopy(outputs(saved))
    resting(saved)
    del dead["data"][VIEW]
    assert woken(saved, "alive") == [alive, dead]


def test_views_that_were_saved_elsewhere_are_shown_only_if_they_live():
    alive, dead = woken(model(output("alive"), output("dead")), "alive")
    assert alive["data"][VIEW]["model_id"] == "alive"
    assert VIEW not in dead["data"]
    assert MARK in dead["metadata"]


def test_where_nobody_can_tell_the_page_finds_out():
    async def unknown() -> None:
        return None

    saved = model(output("one"))
    resting(saved)
    asyncio.run(wake(saved, unknown))
    assert outputs(saved) == [output("one")]


def test_a_notebook_that_was_saved_twice_is_the_same():
    saved = model(output("one"), output(None))
    once = copy.deepcopy(resting(saved))
    assert resting(saved) == once


def test_without_views_no_kernel_is_asked():
    async def asked() -> tuple[str, ...]:
        raise AssertionError

    asyncio.run(wake(model(output(None)), asked))


OTHERS = [
    nbformat.v4.new_output("stream", text="1"),
    nbformat.v4.new_output("display_data", {VIEW: {"model_id": "one"}, PICTURE: "", "text/plain": "somebody else's"}),
    nbformat.v4.new_output("display_data", {VIEW: {"model_id": "one"}}, metadata={MARK: {}}),
    nbformat.v4.new_output("error", ename="a", evalue="b"),
]


@pytest.mark.parametrize("other", OTHERS, ids=["text", "theirs", "no picture", "error"])
def test_what_is_no_explorers_picture_stays_as_it_is(other):
    assert resting(model(copy.deepcopy(other))) == [other]
    assert woken(model(copy.deepcopy(other))) == [other]


@pytest.mark.parametrize(
    "other",
    [
        {"type": "file", "content": "text"},
        {"type": "directory", "content": [{"type": "notebook", "content": None}]},
        {"type": "notebook", "content": None},
        {"type": "notebook", "content": {"worksheets": []}},
        {"content": "no type"},
    ],
)
def test_what_is_no_notebook_stays_as_it_is(other):
    before = copy.deepcopy(other)
    lay_to_rest(other, "a.ipynb", None)
    asyncio.run(wake(other, None))
    assert other == before


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_notebook_that_is_not_understood_is_saved_as_it_is_with_one_line(language):
    broken, said = model(output("one")), []
    outputs(broken).append(5)
    before = copy.deepcopy(broken)
    with words.using(language=language):
        lay_to_rest(broken, "a.ipynb", SimpleNamespace(log=SimpleNamespace(warning=said.append)))
        reason = "AttributeError: 'int' object has no attribute 'get'"
        assert said == [words.t("server.not_stilled", path="a.ipynb", reason=reason)]
    assert broken == before


class Jupyter:
    """A running server with our extension, and what a page does with it."""

    def __init__(self, server, folder):
        self.server, self.folder = server, folder

    def ask(self, method, path, body=None):
        headers = {"Authorization": f"token {self.server.token}"}
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.server.url + path, data, headers, method=method), timeout=60) as answer:
            return json.loads(answer.read() or "null")

    def save(self, content, path="a.ipynb"):
        self.ask("PUT", f"api/contents/{path}", {"type": "notebook", "format": "json", "content": content})

    def open(self, path="a.ipynb"):
        return self.ask("GET", f"api/contents/{path}?content=1&hash=1")

    def file(self, path="a.ipynb"):
        return {"content": nbformat.read(self.folder / path, as_version=4)}

    def kernel(self, path="a.ipynb"):
        """The kernel of a notebook, which is started if there is none."""
        session = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        return self.ask("POST", "api/sessions", session)["kernel"]["id"]

    def run(self, kernel, code, *, until="execute_reply"):
        """Run a cell; the content of the first message of a kind."""

        async def page():
            request = HTTPRequest(self.server.channels(kernel), headers={"Authorization": f"token {self.server.token}"})
            channel = await websocket_connect(request, max_message_size=10**8)
            sent = await say(channel, "execute_request", {"code": code})
            while True:
                message = await channel.read_message()
                # Pictures come as bytes.
                answer = json.loads(message) if isinstance(message, str) else {"msg_type": None}
                if answer["msg_type"] == until and answer["parent_header"].get("msg_id") == sent:
                    await hang_up(channel)
                    return answer["content"]

        return asyncio.run(asyncio.wait_for(page(), 60))

    def said(self):
        return self.server.log.read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=MANAGERS)
def jupyter(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebooks")
    command = [sys.executable, "-m", "jupyter_server", "--ServerApp.jpserver_extensions=lossviz.server=True"]
    command += [f"--ServerApp.root_dir={folder}", f"--ServerApp.contents_manager_class={MANAGERS[request.param]}"]
    private = {
        "JUPYTER_NO_CONFIG": "1",
        "LC_ALL": "en_US.UTF-8",
        "JUPYTER_DATA_DIR": str(tmp_path_factory.mktemp("data")),
    }
    with running(command, private) as server:
        yield Jupyter(server, folder)
        assert "Traceback" not in server.log.read_text(encoding="utf-8")


@pytest.fixture
def shown(jupyter):
    """A notebook that was run and saved: its kernel, and the output that the page has."""
    kernel, result = jupyter.kernel(), output("alive")
    jupyter.run(kernel, MAKE)
    content = notebook(result)
    content["cells"][0]["metadata"]["trusted"] = True
    jupyter.save(content)
    return kernel, result


def picture(result):
    data = {kind: shown for kind, shown in result["data"].items() if kind != VIEW}
    return {**result, "data": data}


def test_a_reload_finds_the_explorer_alive(jupyter, shown):
    _, result = shown
    assert outputs(jupyter.open()) == [result]
    assert VIEW not in outputs(jupyter.file())[0]["data"]


def test_also_while_the_kernel_is_busy(jupyter, shown, tmp_path):
    kernel, result = shown
    wait = f"import pathlib, time\nwhile not pathlib.Path({str(tmp_path / 'seen')!r}).exists(): time.sleep(0.01)"
    jupyter.run(kernel, wait, until="execute_input")
    assert outputs(jupyter.open()) == [result]
    (tmp_path / "seen").touch()
    jupyter.run(kernel, "")


def test_on_day_two_there_is_the_picture(jupyter, shown):
    _, result = shown
    for session in jupyter.ask("GET", "api/sessions"):
        jupyter.ask("DELETE", f"api/sessions/{session['id']}")
    assert outputs(jupyter.open()) == [picture(result)]
    # A kernel of another notebook, or one that has just been started, changes nothing.
    jupyter.kernel("b.ipynb")
    jupyter.kernel()
    assert outputs(jupyter.open()) == [picture(result)]


def test_after_a_restart_there_is_the_picture(jupyter, shown):
    kernel, result = shown
    jupyter.ask("POST", f"api/kernels/{kernel}/restart", {})
    assert outputs(jupyter.open()) == [picture(result)]


def test_a_widget_that_was_freed_is_a_picture(jupyter, shown):
    kernel, result = shown
    jupyter.run(kernel, "widget.close()")
    assert outputs(jupyter.open()) == [picture(result)]


def test_a_notebook_that_is_trusted_stays_trusted(jupyter, shown):
    def trusted():
        return [cell["metadata"]["trusted"] for cell in jupyter.open()["content"]["cells"]]

    _, result = shown
    assert trusted() == [True]
    # Saved by another program, with its view, and trusted here, while the kernel runs.
    nbformat.write(notebook(result, result), jupyter.folder / "a.ipynb")
    assert trusted() == [False]
    jupyter.ask("POST", "api/contents/a.ipynb/trust", {})
    assert trusted() == [True]
    assert outputs(jupyter.file()) == [result, result]


def test_reading_changes_no_file_and_a_copy_is_the_file(jupyter, shown):
    before = (jupyter.folder / "a.ipynb").read_bytes()
    first, second = jupyter.open(), jupyter.open()
    assert first["hash"] == second["hash"] == jupyter.ask("GET", "api/contents/a.ipynb?content=0&hash=1")["hash"]
    copied = jupyter.ask("POST", "api/contents", {"copy_from": "a.ipynb"})["path"]
    assert (jupyter.folder / "a.ipynb").read_bytes() == before
    assert outputs(jupyter.file(copied)) == outputs(jupyter.file())


def test_a_notebook_that_is_not_understood_is_served_as_it_is_with_one_line(jupyter):
    nbformat.write(notebook(output(None, **{MARK: 5})), jupyter.folder / "strange.ipynb")
    (found,) = outputs(jupyter.open("strange.ipynb"))
    assert found["metadata"][MARK] == 5
    said = [line for line in jupyter.said().splitlines() if "lossviz: strange.ipynb" in line]
    reason = "AttributeError: 'int' object has no attribute 'get'"
    assert [line[line.index("lossviz: ") :] for line in said] == [
        words.t("server.not_woken", path="strange.ipynb", reason=reason)
    ]


def test_an_export_of_a_saved_notebook_has_the_picture():
    saved = model(output("one"))
    resting(saved)
    page, _ = HTMLExporter().from_notebook_node(nbformat.from_dict(saved["content"]))
    assert f"data:{PICTURE}" in page
    assert VIEW not in page
