"""What a cell that shows an explorer puts into its notebook."""

import base64
from collections.abc import Callable
from typing import Any

from lossviz.words import t


def output(explorer: Any, picture: Callable[..., bytes]) -> tuple[dict, dict]:
    """Data and metadata of the output: a widget, for as long as there is a kernel, and a still picture.

    picture: draws the picture, with lines of words below it.
    """
    sentence = explorer.describe()
    data, words = {"text/plain": sentence}, [sentence]
    try:
        model = explorer.panel.model_id
    except ImportError:  # no widgets here: the picture, and its sentence
        pass
    else:
        data["application/vnd.jupyter.widget-view+json"] = {"version_major": 2, "version_minor": 0, "model_id": model}
        # Where the picture is seen, nothing moves.
        words.append(t("explorer.still"))
    data["image/png"] = base64.b64encode(picture(*words)).decode()
    # By the last entry `lossviz.stills` knows an explorer.
    return data, {"image/png": {"alt": " ".join(words), "width": int(explorer.size[0])}, "lossviz": {}}
