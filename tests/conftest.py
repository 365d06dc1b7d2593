"""What every test starts from."""

import pytest

from lossviz import text


@pytest.fixture(autouse=True)
def english():
    """Each test starts in English, whatever the machine speaks and whatever the test before chose."""
    with text.speaking("en"):
        yield


@pytest.fixture(params=text.LANGUAGES)
def each_language(request):
    """A test for each language, spoken inside it."""
    with text.speaking(request.param):
        yield request.param
