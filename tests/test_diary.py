"""The diary: what is written and when it is not, what it says, and when something is due again."""

import json
import re
import subprocess
import sys
import threading
from datetime import date, datetime, timedelta

import nbformat
import numpy as np
import pytest

import lossviz
from lossviz import explore, practice, words
from lossviz.command import notebooks as renewing
from lossviz.practice import diaries, entries, progress, repetition
from lossviz.practice.drill_table import DRILLS
from lossviz.practice.entries import Entry
from lossviz.words.answers import answered

NOON = datetime(2026, 3, 2, 12)


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Where the diary is."""
    path = tmp_path / entries.NAME
    monkeypatch.setenv(entries.VARIABLE, str(path))
    # What a verdict says depends on how often somebody has tried.
    progress.forget()
    return path


def day(number, id, right, *mistakes, chapter=""):
    return Entry(NOON + timedelta(days=number), id, "", right, mistakes, chapter)


def test_an_answer_is_a_line_that_can_be_read(file, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "notebooks/ko/04_softmax_cross_entropy.ipynb")
    answered("exercise/cross_entropy", "0,51", False, ["n_times_c"])
    (line,) = file.read_text(encoding="utf-8").splitlines()
    found = json.loads(line)
    assert datetime.fromisoformat(found.pop("when")) - datetime.now() < timedelta(seconds=10)
    assert found == {
        "id": "exercise/cross_entropy", "given": "0,51", "right": False, "mistakes": ["n_times_c"], "chapter": "04",
    }  # fmt: skip
    (entry,) = practice.diary().entries
    assert (entry.id, entry.mistakes, entry.chapter) == ("exercise/cross_entropy", ("n_times_c",), "04")


def test_quizzes_write(file):
    quiz = practice.quiz("cross-entropy-1")
    for place in (1, 2, 3, 4):
        quiz.check(place)
    found = practice.diary().entries
    assert {entry.id for entry in found} == {"quiz/cross-entropy-1"}
    assert {entry.mistakes for entry in found} == {(), ("log2",), ("log10",), ("any_base",)}


def test_predictions_write(file):
    explore.mse(predict="mse-number")._asking.answered(5.5)
    (entry,) = practice.diary().entries
    assert (entry.id, entry.given, entry.right) == ("predict/mse-number", "5.5", False)
    assert entry.mistakes == ("sum_for_mean", "half")


def test_a_cell_that_is_run_again_is_no_new_answer(file):
    for _ in range(3):
        answered("exercise/mse", "", False, ["sum_for_mean"])
    answered("exercise/mse", "", True)
    answered("exercise/mse", "", False, ["sum_for_mean"])
    assert [entry.right for entry in practice.diary().entries] == [False, True, False]


def test_the_same_answer_on_another_day_is_a_new_one(file):
    entries.write(day(0, "exercise/mse", False, "sum_for_mean"))
    answered("exercise/mse", "", False, ["sum_for_mean"])
    assert len(practice.diary().entries) == 2


@pytest.mark.parametrize("way", ["variable", "setting", "tests", "no notebook"])
def test_nothing_is_written_where_nobody_wants_it(way, file, monkeypatch, tmp_path):
    monkeypatch.setattr(entries, "_FOLDER", tmp_path)
    monkeypatch.setattr("pathlib.Path.home", lambda: tmp_path)
    settings = {}
    if way == "variable":
        monkeypatch.setenv(entries.VARIABLE, "")
    elif way == "setting":
        settings = {"diary": False}
    else:
        monkeypatch.delenv(entries.VARIABLE)
        monkeypatch.setattr(entries, "_in_notebook", lambda: way == "tests")
        if way == "no notebook":
            monkeypatch.delenv("PYTEST_VERSION")
    with words.using(**settings):
        answered("exercise/mse", "", False, ["sum_for_mean"])
        assert practice.diary().entries == []
        assert repr(practice.diary()) == words.t("diary.empty")
    assert list(tmp_path.iterdir()) == []


def test_use_switches_it_off_and_on(file):
    quiz = practice.quiz("mse-1")
    try:
        lossviz.use(diary=False)
        answered("exercise/mse", "", True)
        quiz.check(1)
        lossviz.use(diary=True)
        assert not file.exists()
        assert words.language() == "en"
        answered("exercise/mse", "", True)
        assert file.exists()
    finally:
        lossviz.use(diary=True)


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """A notebook's folder and a home, as a reader's kernel has them."""
    folder, home = tmp_path / "notebook", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    monkeypatch.delenv(entries.VARIABLE, raising=False)
    monkeypatch.delenv("PYTEST_VERSION")
    monkeypatch.setattr(entries, "_in_notebook", lambda: True)
    monkeypatch.setattr(entries, "_FOLDER", folder)
    monkeypatch.setattr("pathlib.Path.home", lambda: home)
    return folder, home


def test_it_lies_beside_the_notebook(notebook):
    folder, home = notebook
    answered("exercise/mse", "", True)
    assert [path.name for path in folder.iterdir()] == [entries.NAME]
    assert not list(home.iterdir())


def test_where_the_folder_cannot_be_written_it_lies_at_home(notebook):
    folder, home = notebook
    folder.rmdir()
    answered("exercise/mse", "", True)
    assert [path.name for path in home.iterdir()] == [entries.NAME]
    assert len(practice.diary().entries) == 1


def test_where_it_cannot_be_written_at_all_that_is_said_once_and_nothing_breaks(notebook, monkeypatch, each_language):
    monkeypatch.setattr(diaries, "_complained", False)
    for path in notebook:
        path.rmdir()
    quiz = practice.quiz("mse-1")
    start = words.t("diary.not_written", reason="|").partition("|")[0]
    with pytest.warns(UserWarning, match=re.escape(start)):
        assert quiz.check(1)
    # A warning would be an error here.
    assert quiz.check(2)


def test_what_is_no_line_is_left_out(file):
    answered("exercise/mse", "", True)
    broken = ["", "no json", "[]", "{}", '{"when": "yesterday", "id": "a", "right": true}', "7", '"half a li']
    with file.open("a", encoding="utf-8") as writer:
        writer.write("\n".join(broken))
    # After half a line, a new one.
    answered("exercise/sse", "", True)
    assert [entry.id for entry in practice.diary().entries] == ["exercise/mse", "exercise/sse"]


def test_two_kernels_at_once(file):
    def write(name):
        for number in range(50):
            entries.write(day(number, f"exercise/{name}", True))

    threads = [threading.Thread(target=write, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(practice.diary().entries) == len(file.read_text(encoding="utf-8").splitlines()) == 150


def test_it_survives_a_restart(file):
    code = "from lossviz import practice; practice.quiz('mse-1').check(1)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert [entry.id for entry in practice.diary().entries] == ["quiz/mse-1"]


def test_a_mistake_that_was_made_elsewhere_is_met_again(file, each_language):
    assert diaries.again("exercise/mse", ["sum_for_mean"]) == ""
    entries.write(day(0, "exercise/cross_entropy", False, "sum_for_mean", chapter="04"))
    said = diaries.again("exercise/mse", ["sign", "sum_for_mean"])
    assert "cross_entropy (04)" in said
    assert diaries.again("exercise/mse", ["sign"]) == ""


def test_another_try_of_the_same_day_is_not_met_again(file):
    answered("exercise/mse", "", False, ["sum_for_mean"])
    assert diaries.again("exercise/mse", ["sum_for_mean"]) == ""
    assert "exercise mse" in diaries.again("drill/mse", ["sum_for_mean"])


def test_exercises_write_and_say_what_is_met_again(file, each_language):
    def root_of_sum(y_true, y_pred):
        return np.sqrt(np.sum((y_true - y_pred) ** 2))

    before = practice.check("rmse", root_of_sum).text
    practice.check("rents_mse", 2.75)
    first, second = practice.diary().entries
    assert (first.id, first.right, first.mistakes) == ("exercise/rmse", False, ("sum_for_mean",))
    assert (second.id, second.given, second.right, second.mistakes) == ("exercise/rents_mse", "2.75", True, ())
    entries.write(day(0, "exercise/mse", False, "sum_for_mean", chapter="03"))
    after = practice.check("rmse", root_of_sum).text
    assert after.startswith(before)
    assert " mse (03)" in after.removeprefix(before)


@pytest.mark.parametrize("answer", [..., 7, lambda y_true, y_pred: ...])
def test_an_exercise_that_nobody_has_answered_is_no_entry(answer, file):
    practice.check("mse", answer)
    assert practice.diary().entries == []


def test_a_quiz_says_it_first_thing_only_to_a_reader_with_a_history(file):
    question = diaries.asked(diaries.QUESTIONS["loss-4"]).choices
    place = 1 + [one.mistake for one in question].index("loss_as_score")
    plain = str(practice.quiz("loss-4").check(place))
    file.unlink()
    entries.write(day(0, "quiz/loss-1", False, "loss_as_score", chapter="00"))
    said = str(practice.quiz("loss-4").check(place))
    assert said.startswith(plain)
    assert "“A, because its loss is larger.”" in said
    assert said.endswith("quiz loss-1 (00).")


def test_what_it_says(file, each_language):
    for entry in (
        day(0, "exercise/mse", False, "sum_for_mean", chapter="03"), day(1, "exercise/mse", True, chapter="03"),
        day(1, "quiz/softmax-1", False, "softmax_twice"), day(2, "quiz/loss-1", True, chapter="00"),
    ):  # fmt: skip
        entries.write(entry)
    said = repr(practice.diary())
    heads = [words.t(f"diary.{name}") for name in ("overcome", "open", "at_once", "due")]
    assert [line for line in said.splitlines() if line in heads] == heads
    assert "mse (03), 2026-03-03" in said
    assert "softmax-1, 2026-03-03" in said
    assert "2026-03-02" in said.splitlines()[0]
    assert 'drill("softmax")' in said
    html = practice.diary()._repr_html_()
    assert html.count("<li>") == said.count("\n  - ") == 5


def test_export_and_delete(file, tmp_path):
    answered("exercise/mse", "", True)
    target = practice.diary().export(tmp_path / "mine.txt")
    assert target.read_text(encoding="utf-8").strip() == repr(practice.diary())
    with pytest.raises(FileExistsError, match=r"mine\.txt"):
        practice.diary().export(target)
    practice.diary().delete()
    assert not file.exists()
    assert repr(practice.diary()) == words.t("diary.empty")
    # Twice is no error.
    practice.diary().delete()


# When something is due again -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("id", "drill"), [
    ("exercise/rents_mse", "mse"), ("quiz/mse-3", "mse"), ("exercise/mse_grad", "mse_grad"),
    ("quiz/cross-entropy-2", "cross_entropy"), ("exercise/binary_cross_entropy", "binary_cross_entropy"),
    ("quiz/binary-1", "binary_cross_entropy"), ("quiz/step-1", "next_weight"), ("exercise/log_loss", "cross_entropy"),
    ("exercise/half_sse", "half_sse"), ("predict/accuracy-nudge", "accuracy"), ("predict/slope-way", "next_weight"),
    ("quiz/loss-1", None), ("mse", None),
])  # fmt: skip
def test_the_drill_for_a_question(id, drill):
    assert repetition.topic(id, DRILLS) == drill


def due(found, today):
    return repetition.due(found, NOON.date() + timedelta(days=today), DRILLS)


def test_a_mistake_is_due_the_day_after():
    found = [day(0, "exercise/mse", False)]
    assert due(found, 0) == []
    assert due(found, 1) == ["mse"]


@pytest.mark.parametrize(("right_on", "next_day"), [((1,), 4), ((1, 4), 11), ((1, 4, 11), 32)])
def test_each_day_on_which_it_is_right_makes_the_wait_longer(right_on, next_day):
    found = [day(0, "exercise/mse", False), *(day(number, "drill/mse", True) for number in right_on)]
    assert due(found, next_day - 1) == []
    assert due(found, next_day) == ["mse"]


def test_in_the_end_it_is_known():
    found = [day(0, "exercise/mse", False), *(day(number, "drill/mse", True) for number in (1, 4, 11, 32))]
    assert due(found, 1000) == []


def test_another_mistake_begins_anew():
    found = [day(0, "exercise/mse", False), day(1, "drill/mse", True), day(4, "drill/mse", False)]
    assert due(found, 4) == []
    assert due(found, 5) == ["mse"]


def test_right_after_a_mistake_on_one_day_is_still_a_day_with_a_mistake():
    assert due([day(0, "exercise/mse", False), day(0, "exercise/mse", True)], 1) == ["mse"]


def test_what_was_never_wrong_is_never_due():
    assert due([day(0, "exercise/mse", True), day(0, "quiz/loss-1", False)], 100) == []


def test_the_drill_of_today():
    names, today = list(DRILLS), NOON.date()
    assert repetition.chosen_drill([], today, names) == names[0]
    tried = [day(-9 + place, f"drill/{name}", True) for place, name in enumerate(names)]
    assert repetition.chosen_drill(tried[:3], today, names) == names[3]
    assert repetition.chosen_drill(tried, today, names) == names[0]
    late = [*tried, day(-2, "quiz/mse-1", False), day(-1, "exercise/softmax", False)]
    # What has waited longest.
    assert repetition.due(late, today, names) == ["mse", "softmax"]
    assert repetition.chosen_drill(late, today, names) == "mse"


def test_a_drill_without_a_name_is_chosen_by_the_diary(file):
    entries.write(day(0, "exercise/softmax", False))
    assert date.today() > NOON.date()
    assert "softmax" in repr(practice.drill())


def test_what_renews_the_notebooks_writes_none(tmp_path, monkeypatch):
    seen = {}

    async def execute(notebook, folder, environment):
        seen.update(environment)
        return []

    monkeypatch.setattr(renewing, "_execute", execute)
    path = tmp_path / "a.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)
    assert renewing.renew([path], lambda line: None) == 0
    assert seen[entries.VARIABLE] == ""
