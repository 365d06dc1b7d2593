"""Words of a figure that can be read: none lies on another or leaves the figure, at any stop of any control.

On the paper that the author thought of, on that of JupyterLab beside its file browser on a small projector, on that of
a lecture, and on that of a narrow page, where panels stand under each other.
"""

import pytest
from explorers import NAMES, make
from pictures import everywhere, illegible

from lossviz.words import using

# Width of the page and height of its window, and the size of type; and how thoroughly it is tried: what lies side by
# side there has more room than somewhere else.
ALL, SOME = {}, {"count": 4, "wander": 20}
ROOMS = {
    "as thought of": (None, "normal", SOME),
    "beside the file browser": ((800, 720), "normal", ALL),
    "lecture": ((1240, 720), "lecture", ALL),
    "narrow": ((500, 720), "normal", SOME),
}


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("name", NAMES)
def test_no_word_lies_on_another(name, room, language):
    room, size, how = ROOMS[room]
    with using(language=language, size=size):
        explorer = make(name)
        if room:
            explorer.fit(room)
        found = {}
        for _ in everywhere(explorer, **how):
            for problem in illegible(explorer):
                found.setdefault(problem, explorer.state)
    assert not found
