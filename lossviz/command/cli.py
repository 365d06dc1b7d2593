"""The command line of `lossviz`: JupyterLab on the start notebook, `lossviz fresh`, `doctor` and `notebooks`.

Each part is imported when it is asked for: a broken environment must not keep `lossviz doctor` from saying so.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from lossviz import words
from lossviz.words import t


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A console without Hangul shows question marks rather than a traceback.
        stream.reconfigure(errors="replace")
    ours, labs = _split(list(sys.argv[1:] if arguments is None else arguments))
    words.use(_language(ours))
    parser = _parser()
    chosen = parser.parse_args(ours)
    words.use(chosen.lang)
    if labs and chosen.command:
        parser.error(t("command.only_lab", options=" ".join(labs)))
    try:
        return _run(chosen, labs)
    except KeyboardInterrupt:
        return 130  # as a shell counts Ctrl-C


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """What is ours and, after the first `--`, what is JupyterLab's."""
    if "--" not in arguments:
        return arguments, []
    place = arguments.index("--")
    return arguments[:place], arguments[place + 1 :]


def _language(arguments: list[str]) -> str:
    """The language of help and of mistakes, before the command line is read in earnest."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--lang")
    try:
        named = early.parse_known_args(arguments)[0].lang
    except argparse.ArgumentError:
        named = None
    return named if named in words.LANGUAGES else words.system_language()


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:
        self.exit(2, f"{self.format_usage()}{t('command.misused', reason=message)}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="lossviz", description=t("command.about"), epilog=t("command.after_dashes"), add_help=False)
    commands = parser.add_subparsers(dest="command", title=t("command.commands"), metavar="")
    options = _options(parser, words.language())
    options.add_argument("--no-browser", action="store_true", help=t("command.no_browser"))
    options.add_argument("--port", type=int, help=t("command.choose_port"))
    # The commands have no default language, which would hide a `--lang` that stands before them.
    about = t("copies.about")
    fresh = commands.add_parser("fresh", help=about, description=about, add_help=False)
    _options(fresh, argparse.SUPPRESS).add_argument("chapters", nargs="*", help=t("copies.chapters"))
    doctor = commands.add_parser("doctor", help=t("doctor.about"), description=t("doctor.about"), add_help=False)
    _options(doctor, argparse.SUPPRESS).add_argument("--quick", action="store_true", help=t("doctor.quick"))
    about = t("notebooks.about")
    notebooks = commands.add_parser("notebooks", help=about, description=about, add_help=False)
    options = _options(notebooks, argparse.SUPPRESS)
    options.add_argument("paths", nargs="*", type=Path, help=t("notebooks.paths"))
    options.add_argument("--check", action="store_true", help=t("notebooks.check"))
    site = commands.add_parser("site", help=t("site.about"), description=t("site.about"), add_help=False)
    options = _options(site, argparse.SUPPRESS)
    options.add_argument("out", type=Path, metavar="OUT", help=t("site.out"))
    options.add_argument("--pyodide", type=Path, metavar="DIR", help=t("site.pyodide"))
    return parser


def _options(parser: argparse.ArgumentParser, language: str) -> argparse._ArgumentGroup:
    """A group for the options of a command, with the two that every command has."""
    group = parser.add_argument_group(t("command.options"))
    group.add_argument("-h", "--help", action="help", help=t("command.help"))
    group.add_argument("--lang", choices=words.LANGUAGES, default=language, help=t("command.lang"))
    return group


def _run(chosen: argparse.Namespace, labs: list[str]) -> int:
    match chosen.command:
        case "fresh":
            return _run_fresh(chosen)
        case "doctor":
            return _run_doctor(chosen)
        case "notebooks":
            return _run_notebooks(chosen)
        case "site":
            return _run_site(chosen)
        case _:
            return _run_lab(chosen, labs)


def _run_lab(chosen: argparse.Namespace, options: list[str]) -> int:
    from lossviz.command.launch import CannotOpenError, open_lab

    try:
        open_lab(chosen.lang, browser=not chosen.no_browser, port=chosen.port, options=options)
    except CannotOpenError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _run_fresh(chosen: argparse.Namespace) -> int:
    from lossviz.command.launch import CannotOpenError, no_lab

    try:
        from lossviz.command.copies import fresh
    except ImportError as problem:
        print(no_lab(problem), file=sys.stderr)
        return 1
    try:
        fresh(chosen.lang, chosen.chapters, print)
    except CannotOpenError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _run_doctor(chosen: argparse.Namespace) -> int:
    from lossviz.command.doctor import examine

    return examine(print, measured=not chosen.quick)


def _run_notebooks(chosen: argparse.Namespace) -> int:
    from lossviz.command.notebooks import renew

    return renew(chosen.paths, print, check=chosen.check)


def _run_site(chosen: argparse.Namespace) -> int:
    try:
        # Of the extra `site`.
        import jupyterlite_core  # noqa: F401
        import jupyterlite_pyodide_kernel  # noqa: F401

        from lossviz.command.site import build
    except ImportError as problem:
        print(t("site.not_installed", reason=problem, python=sys.executable), file=sys.stderr)
        return 1
    return build(chosen.out, print, pyodide=chosen.pyodide)
