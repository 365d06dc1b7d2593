"""Whether an installed lossviz, without the repository, has all its files and works: run by `.ci/run`."""

import sys
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath

source = Path(sys.argv[1]).resolve()
installed = {PurePosixPath(file) for file in distribution("lossviz").files}

left_out = {"lossviz/words/fonts/subset.py"}  # makes the fonts; of no use without the repository
expected = {
    PurePosixPath(file.relative_to(source).as_posix())
    for file in (source / "lossviz").rglob("*")
    if file.is_file() and "__pycache__" not in file.parts
} - {PurePosixPath(name) for name in left_out}
if missing := sorted(map(str, expected - installed)):
    sys.exit(f"The wheel lacks {', '.join(missing)}")

# Where Jupyter looks for server extensions that are on.
server_config = Path(sys.prefix, "etc", "jupyter", "jupyter_server_config.d", "lossviz.json")
if not server_config.is_file():
    sys.exit(f"The wheel does not install {server_config}")

# What the command copies for a reader.
brought = {file.parent.name + "/" + file.name for file in installed if file.match("share/lossviz/notebooks/*/*.ipynb")}
notebooks = {file.parent.name + "/" + file.name for file in (source / "notebooks").glob("*/*.ipynb")}
if missing := sorted(notebooks - brought):
    sys.exit(f"The wheel lacks the notebooks {', '.join(missing)}")

import lossviz  # noqa: E402 - after the lists, whose messages say more than an import that fails

if not Path(lossviz.__file__).is_relative_to(sys.prefix):
    sys.exit(f"{lossviz.__file__} is not what the wheel installed.")
lossviz.use("ko")
lossviz.explore.mse()
print(f"lossviz {distribution('lossviz').version}: {len(expected)} files, and an explorer opens.")
