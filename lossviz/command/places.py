"""Where notebooks are: the reader's, the repository's, and those that an installed lossviz brings."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from lossviz.words import LANGUAGES

START = "00_start_here.ipynb"
# The folder of a reader's own copies.
FOLDER = "lossviz-notebooks"
# Where `pyproject.toml` puts the notebooks that a wheel brings.
_BROUGHT = "share/lossviz/notebooks/*/*.ipynb"


class CannotOpenError(Exception):
    """JupyterLab cannot be opened; the message tells the reader why and what to do."""


def notebooks_folder(languages: Sequence[str] = LANGUAGES) -> Path | None:
    """The folder that has the start notebook in one of `languages`; None where there is none.

    A teacher's own copy, in the current directory, comes before the notebooks of the repository that the package is
    installed from. A package installed as a wheel has no notebooks beside it; see `bundled`.
    """
    here, repository = Path.cwd(), Path(__file__).parents[2]
    places = (here / "notebooks", here, repository / "notebooks")
    return next((place for place in places for tongue in languages if (place / tongue / START).is_file()), None)


def bundled() -> Path | None:
    """The folder of the notebooks that an installed wheel has brought, to be copied; None where it has brought none."""
    try:
        files = distribution("lossviz").files or ()
    except PackageNotFoundError:
        return None
    # By the list of what was installed: the folder differs between environments, users and systems.
    brought = (Path(file.locate()).resolve() for file in files if file.match(_BROUGHT))
    return next((notebook.parents[1] for notebook in brought if notebook.is_file()), None)


def own_folder() -> Path:
    """The reader's folder: the one that they stand in, or one in the current directory."""
    here = Path.cwd()
    return next((place for place in (here, *here.parents) if place.name == FOLDER), here / FOLDER)
