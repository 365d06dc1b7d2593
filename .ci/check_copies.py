"""Whether `lossviz` from a wheel opens the start notebook in an empty folder, in both languages: run by `.ci/run`."""

import sys
import tempfile
from pathlib import Path

from lossviz import words
from lossviz.command.jupyter import running

source = Path(sys.argv[1]).resolve()
lossviz = [str(Path(sys.executable).with_name("lossviz"))]

with tempfile.TemporaryDirectory() as empty:
    for language in words.LANGUAGES:
        with running([*lossviz, "--lang", language, "--"], {"JUPYTER_CONFIG_DIR": empty}, Path(empty)) as server:
            start = f"{language}/{language}_00_start_here.ipynb"
            if f"/tree/{start}?token=" not in server.log.read_text(encoding="utf-8"):
                sys.exit(f"lossviz does not open {start}")
            if not server.ask(f"api/contents/{start}")["content"]["cells"]:
                sys.exit(f"{start} is empty")
    copies = sorted(path.name for path in Path(empty, "lossviz-notebooks").rglob("*.ipynb"))

expected = sorted(f"{path.parent.name}_{path.name}" for path in (source / "notebooks").rglob("*.ipynb"))
if copies != expected:
    sys.exit(f"Copied: {', '.join(copies)}; expected: {', '.join(expected)}")
print(f"lossviz opens the start notebook in an empty folder, where it has copied {len(copies)} notebooks.")
