"""The English notebooks in a browser."""

import pytest
from browser.lessons import Lessons

pytestmark = pytest.mark.browser


class TestEnglish(Lessons):
    language = "en"
