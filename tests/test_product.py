"""What lies in the repository: only what belongs there, the same words in both languages, no trace of a machine."""

import ast
import fnmatch
import json
import re
import string
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOP = {
    "README.md", "CONTRIBUTING.md", "LICENSE", "pyproject.toml", "requirements.txt", "notebooks", "lossviz", "tests",
    ".ci", ".github", ".gitignore",
}  # fmt: skip
LOCALES = {path.stem: path for path in sorted((ROOT / "lossviz" / "words" / "locale").glob("*.toml"))}


def files():
    """The files of the repository; without git, all that its .gitignore does not name."""
    git = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if git.returncode == 0 and git.stdout:
        return [ROOT / name for name in git.stdout.decode().split("\0") if name and (ROOT / name).exists()]
    ignored = [".git", *(line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split())]
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not any(fnmatch.fnmatch(part, name) for part in path.relative_to(ROOT).parts for name in ignored)
    ]


FILES = sorted(files())


def texts(path):
    """What a person reads of a file. Of a notebook: sources and outputs without pictures, whose letters are chance."""
    if path.suffix == ".ipynb":
        notebook = json.loads(path.read_text(encoding="utf-8"))
        yield json.dumps(notebook["metadata"])
        for cell in notebook["cells"]:
            yield "".join(cell["source"])
            for output in cell.get("outputs", []):
                data = {kind: shown for kind, shown in output.get("data", {}).items() if not kind.startswith("image/")}
                yield json.dumps({**output, "data": data}, ensure_ascii=False)
    else:
        try:
            yield path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            assert path.suffix in (".otf", ".png"), f"{path} is not text"


# Each is written so that it does not match itself.
TRACES = {
    "a folder of somebody's machine": r"(?<![\w./])/(?:root|work|tmp|home|mnt|opt|Users)(?:/|\b(?=[\"'`\s]))",
    "a Windows folder": r"\b[A-Z]:\\{1,2}[\w]",
    "a folder beside the repository": r"\.\./(?:shared\b)",
    "an index of packages": r"(?:--(?:extra-)?index-url[ =]|--find-links[ =]|\b(?:test\.)?pypi\.(?:org|python)\b)",
}


@pytest.mark.parametrize("name", [path.relative_to(ROOT).as_posix() for path in FILES if path != Path(__file__)])
def test_no_trace_of_a_machine(name):
    found = [
        (what, line.strip()[:100])
        for text in texts(ROOT / name)
        for line in text.splitlines()
        for what, pattern in TRACES.items()
        if re.search(pattern, line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line", ['"/root/x"', "see /work/main", "(/tmp/a)", "C:\\Users", "../shared/x", "cd /home/me", "at '/tmp' it"]
)
def test_a_trace_would_be_seen(line):
    assert any(re.search(pattern, line) for pattern in TRACES.values())


@pytest.mark.parametrize("line", ["/usr/share/fonts", "a/work/b", "losses/tmp/x", "1/work", "#!/usr/bin/env bash"])
def test_what_only_looks_like_a_trace_is_let_through(line):
    assert not any(re.search(pattern, line) for pattern in TRACES.values())


def test_the_top_level_has_what_belongs_there():
    assert {path.relative_to(ROOT).parts[0] for path in FILES} == TOP


def test_the_readme_gives_one_test_command():
    """`.ci/run` runs it; the Korean half shows the same one."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"<!-- test command -->\s*```\w*\n(.+?)\n```", readme, flags=re.DOTALL)
    assert len(commands) == 2
    assert len(set(commands)) == 1


# Words -------------------------------------------------------------------------------------------------------------


def flat(table, prefix=""):
    for name, entry in table.items():
        if isinstance(entry, dict):
            yield from flat(entry, f"{prefix}{name}.")
        else:
            yield prefix + name, entry


def words(language):
    return dict(flat(tomllib.loads(LOCALES[language].read_text(encoding="utf-8"))))


def placeholders(text):
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def calls_of_t():
    """Every `t(…)` of the package: where it stands, the first argument, the names of the others (None with `**`)."""
    for path in sorted((ROOT / "lossviz").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", "") == "t":
                names = {keyword.arg for keyword in node.keywords}
                yield f"{path.name}:{node.lineno}", node.args[0], None if None in names else names


def strings():
    """Every string of the package that is written out, in a call of `t` or in a table that one reads."""
    for path in (ROOT / "lossviz").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def keys_of(argument):
    """The keys that the first argument of `t` may stand for, as patterns: `f"preset.{name}"` is any preset."""
    if isinstance(argument, ast.Constant):
        return [re.escape(argument.value)]
    if isinstance(argument, ast.IfExp):
        return keys_of(argument.body) + keys_of(argument.orelse)
    if isinstance(argument, ast.JoinedStr):
        return ["".join(re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in argument.values)]
    return []


def test_both_languages_are_there():
    assert list(LOCALES) == ["en", "ko"]


def test_both_languages_have_the_same_keys():
    assert words("en").keys() == words("ko").keys()


@pytest.mark.parametrize("key", words("en"))
def test_both_languages_fill_in_the_same_values(key):
    assert placeholders(words("ko")[key]) == placeholders(words("en")[key])


@pytest.mark.parametrize("language", LOCALES)
def test_no_text_is_empty_or_left_in_the_other_language(language):
    hangul = re.compile("[가-힣]")
    assert [key for key, text in words(language).items() if not text.strip()] == []
    if language == "en":
        assert [key for key, text in words(language).items() if hangul.search(text)] == []


def test_every_key_in_the_code_exists():
    known = words("en")
    missing = [
        (where, pattern)
        for where, argument, _ in calls_of_t()
        for pattern in keys_of(argument)
        if not any(re.fullmatch(pattern, key) for key in known)
    ]
    assert missing == []


def test_every_key_is_used():
    patterns = {pattern for _, argument, _ in calls_of_t() for pattern in keys_of(argument)}
    not_named = sorted(words("en").keys() - set(strings()))
    assert [key for key in not_named if not any(re.fullmatch(pattern, key) for pattern in patterns)] == []


def test_every_call_gives_the_values_that_its_text_asks_for():
    known, wrong = words("en"), []
    for where, argument, given in calls_of_t():
        if given is None:
            continue
        asked = [
            [placeholders(known[key]) for key in known if re.fullmatch(pattern, key)] for pattern in keys_of(argument)
        ]
        # A pattern stands for many texts: it is enough that one of them can be filled in.
        enough = all(any(one <= given for one in texts) for texts in asked if texts)
        if asked and not (enough and given <= set().union(*chain(*asked))):
            wrong.append((where, sorted(given)))
    assert wrong == []
