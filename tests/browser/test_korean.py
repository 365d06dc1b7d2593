"""The Korean notebooks in a browser."""

import pytest
from browser.lessons import Lessons

pytestmark = pytest.mark.browser


class TestKorean(Lessons):
    language = "ko"
