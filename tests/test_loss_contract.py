"""What all losses have in common: signatures, reductions, kinds of input, memory, refusals."""

import inspect
import math
import pickle
import re
import tracemalloc

import numpy as np
import pytest
from loss_table import EXACT, NAMES, each_case, each_reducing_case, one_hot, samples, shapes
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import ArrayLike

from lossviz import losses
from lossviz.losses._common import BLOCK, Reduction


def test_the_table_holds_every_loss():
    public = set(losses.__all__)
    with_gradient = {name for name in public if f"{name}_grad" in public}
    assert with_gradient == set(NAMES)
    assert public - with_gradient - {f"{name}_grad" for name in with_gradient} == {
        "accuracy",
        "sigmoid",
        "softmax",
        "log_softmax",
    }


@pytest.mark.parametrize("name", losses.__all__)
def test_documentation_is_complete(name):
    text = inspect.getdoc(getattr(losses, name))
    assert ">>> " in text
    if not name.endswith("_grad"):
        for part in ("Identity: ", "Source: "):
            assert part in text
        assert "rrors: " in text


# Reductions, shapes and kinds of input --------------------------------------------------------------------------------


@each_reducing_case
def test_reductions_belong_together(case):
    for shape in shapes(case):
        y_true, y_pred = case.data(shape)
        each = case.loss(y_true, y_pred, reduction="none")
        total, mean = case.loss(y_true, y_pred, reduction="sum"), case.loss(y_true, y_pred)
        assert total == pytest.approx(each.sum(), rel=EXACT)
        assert mean == case.loss(y_true, y_pred, reduction="mean") == total / samples(case, y_pred)


@each_reducing_case
def test_types_and_shapes_of_results(case):
    for shape in shapes(case):
        y_true, y_pred = case.data(shape)
        each = case.loss(y_true, y_pred, reduction="none")
        assert type(each) is np.ndarray
        assert each.dtype == np.float64
        assert each.shape == (shape[:-1] if case.rows else shape)
        for reduction in ("mean", "sum"):
            assert type(case.loss(y_true, y_pred, reduction=reduction)) is float
        for reduction in ("mean", "sum", "none"):
            gradient = case.gradient(y_true, y_pred, reduction=reduction)
            assert type(gradient) is np.ndarray
            assert gradient.dtype == np.float64
            assert gradient.shape == shape


@pytest.mark.parametrize("name", ["sse", "half_sse", "rmse"])
def test_a_name_that_fixes_the_reduction_takes_none(name):
    assert type(getattr(losses, name)([1, 2], [3, 4])) is float
    for function in (name, f"{name}_grad"):
        assert "reduction" not in inspect.signature(getattr(losses, function)).parameters
    assert getattr(losses, f"{name}_grad")([[1, 2]], [[3, 4]]).shape == (1, 2)


@pytest.mark.parametrize("name", losses.__all__)
def test_options_are_keyword_only_and_those_of_the_gradient(name):
    parameters = inspect.signature(getattr(losses, name)).parameters.values()
    positional = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    second = "logits" if "max_cross" in name or "moid_cross" in name else "y_pred"
    assert positional == (["logits"] if name in ("sigmoid", "softmax", "log_softmax") else ["y_true", second])
    if f"{name}_grad" in losses.__all__:
        of_gradient = inspect.signature(getattr(losses, f"{name}_grad")).parameters.values()
        assert [(p.name, p.default) for p in parameters] == [(p.name, p.default) for p in of_gradient]


@pytest.mark.parametrize("name", losses.__all__)
def test_help_shows_what_the_source_says(name):
    function = getattr(losses, name)
    parameters = inspect.signature(function).parameters
    text = inspect.getsource(function)
    assert f"def {name}(" in text
    for parameter in parameters.values():
        arrays = parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        assert (parameter.annotation == ArrayLike) == arrays
        assert f"{parameter.name}: {'ArrayLike' if arrays else ''}" in text
    if "reduction" in parameters:
        assert parameters["reduction"].annotation == Reduction
        assert parameters["reduction"].default == "mean"
    assert function.__name__ == function.__qualname__ == name
    assert pickle.loads(pickle.dumps(function)) is function


@each_case
def test_arguments_may_be_given_by_name(case):
    y_true, y_pred = case.data()
    for name in (case.name, f"{case.name}_grad"):
        function = getattr(losses, name)
        expected = function(y_true, y_pred, **case.options)
        assert_array_equal(function(y_true, **{case.argument: y_pred}, **case.options), expected)
        assert_array_equal(function(**{case.argument: y_pred, "y_true": y_true}, **case.options), expected)


@pytest.mark.parametrize("name", losses.__all__)
def test_a_wrong_call_is_refused_as_python_does(name):
    function = getattr(losses, name)
    arguments = [[0.5, 0.5]] * sum(p.default is p.empty for p in inspect.signature(function).parameters.values())
    for wrong, options, words in [
        ([], {}, "missing"),
        (arguments[:-1], {}, "missing"),
        ([*arguments, "mean"], {}, "positional"),
        (arguments, {"colour": "red"}, "colour"),
    ]:
        with pytest.raises(TypeError, match=rf"^{name}\(\).*{words}"):
            function(*wrong, **options)


def as_tuples(values):
    return tuple(map(tuple, values)) if np.ndim(values) == 2 else tuple(values)


def with_gaps(values):
    """The same values in memory with holes between them."""
    holey = np.full([2 * n for n in values.shape], 99, dtype=values.dtype)
    view = holey[tuple(slice(None, None, 2) for _ in values.shape)]
    view[...] = values
    return view


@each_case
@pytest.mark.parametrize("kind", [np.ndarray.tolist, as_tuples, np.asfortranarray, with_gaps], ids=lambda f: f.__name__)
def test_the_container_does_not_matter(case, kind):
    y_true, y_pred = case.data()
    assert case.loss(kind(y_true), kind(y_pred)) == pytest.approx(case.loss(y_true, y_pred), rel=EXACT)
    expected = case.gradient(y_true, y_pred)
    assert_allclose(case.gradient(kind(y_true), kind(y_pred)), expected, rtol=EXACT, atol=1e-16)


@each_case
@pytest.mark.parametrize("dtype", ["float32", ">f8", "longdouble", object])
def test_all_is_computed_in_float64(case, dtype):
    y_true, y_pred = case.data()
    y_pred = y_pred.astype(dtype)
    same = y_pred.astype(np.float64)
    assert case.loss(y_true, y_pred) == case.loss(y_true, same)
    assert_array_equal(case.gradient(y_true, y_pred), case.gradient(y_true, same))


@pytest.mark.parametrize("dtype", ["int8", "int64", "uint8", "float32", bool])
def test_labels_and_indices_come_in_every_kind_of_number(dtype):
    y_true, y_pred = np.array([0, 1, 1, 0]), np.array([0.25, 0.5, 0.75, 0.5])
    typed = y_true.astype(dtype)
    rows = np.stack([1 - y_pred, y_pred], axis=1)
    expected = losses.binary_cross_entropy(y_true.tolist(), y_pred.tolist())
    assert losses.binary_cross_entropy(typed, y_pred) == expected
    assert losses.focal(typed, y_pred, gamma=0) == expected
    assert losses.cross_entropy(typed, rows) == expected
    assert losses.cross_entropy(one_hot(y_true, 2).astype(dtype), rows) == expected
    assert losses.softmax_cross_entropy(typed, np.log(rows)) == pytest.approx(expected, rel=EXACT)
    # Where both classes have 0.5, the threshold says 1 and the first of equals says 0.
    assert losses.accuracy(typed, y_pred) == losses.accuracy(typed, rows) == 0.75


def test_integers_are_no_obstacle():
    assert losses.mse(np.array([0, 255], dtype=np.uint8), np.array([255, 0], dtype=np.uint8)) == 255.0**2
    assert losses.mae(3, 5) == 2.0
    assert losses.cross_entropy(1, [0.25, 0.75]) == -math.log(0.75)
    assert losses.hinge(-1, 2) == 3.0


@each_case
def test_input_is_only_read(case):
    y_true, y_pred = case.data()
    before = y_true.copy(), y_pred.copy()
    for array in (y_true, y_pred):
        array.flags.writeable = False
    case.loss(y_true, y_pred)
    gradient = case.gradient(y_true, y_pred)
    gradient += 1  # the result is the caller's own
    assert_array_equal(y_true, before[0])
    assert_array_equal(y_pred, before[1])


@each_case
def test_blocks_leave_no_trace(case):
    n = 2 * BLOCK + 7
    y_true, y_pred = case.data((n, 3) if case.rows else (n,))
    gradient = case.gradient(y_true, y_pred)
    if case.reduces:
        halves = [slice(None, n // 2), slice(n // 2, None)]
        each = case.loss(y_true, y_pred, reduction="none")
        parts = [case.loss(y_true[half], y_pred[half], reduction="none") for half in halves]
        assert_allclose(each, np.concatenate(parts), rtol=EXACT)
        assert case.loss(y_true, y_pred) == pytest.approx(each.mean(), rel=EXACT)
        parts = [case.gradient(y_true[half], y_pred[half], reduction="sum") for half in halves]
        assert_allclose(gradient * n, np.concatenate(parts), rtol=EXACT)
    assert gradient.shape == y_pred.shape


def test_one_row_of_very_many_classes_is_one_sample():
    logits = np.zeros(3 * BLOCK)
    assert losses.softmax_cross_entropy(7, logits) == pytest.approx(math.log(3 * BLOCK), rel=EXACT)
    assert losses.softmax(logits).sum() == pytest.approx(1, rel=EXACT)
    gradient = losses.softmax_cross_entropy_grad(7, logits)
    assert gradient[7] == pytest.approx(1 / (3 * BLOCK) - 1, rel=EXACT)
    assert gradient.sum() == pytest.approx(0, abs=1e-12)


@each_case
def test_memory_at_the_peak_is_at_most_three_times_the_input(case):
    y_true, y_pred = case.data((20_000, 10) if case.rows else (200_000,))
    for function, allowed in [(case.loss, 1), (case.gradient, 2)]:
        tracemalloc.start()
        try:
            function(y_true, y_pred)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        # The input is there already: what is added may be twice its size, for a loss even once.
        assert peak <= allowed * (y_true.nbytes + y_pred.nbytes)


# Refusals: every loss, in the chosen language; all messages are in test_checks.py -------------------------------------


@each_case
def test_each_loss_refuses_bad_input(case, each_language):
    y_true, y_pred = case.data()
    first = (0,) * y_pred.ndim
    masked = {"en": "masked", "ko": "마스크"}
    where = f"{case.argument}[{', '.join(map(str, first))}]"

    def put(value):
        array = y_pred.astype(object)
        array[first] = value
        return array.tolist()

    for function in (case.loss, case.gradient):
        with pytest.raises(ValueError, match=r"y_true.*\(5,.*\(6,"):
            function(y_true[:5], y_pred)
        with pytest.raises(ValueError, match=rf"^{re.escape(where)}.* nan"):
            function(y_true, put(math.nan))
        with pytest.raises(TypeError, match=rf"^{re.escape(where)}.* '0.5' \(str\)"):
            function(y_true, put("0.5"))
        with pytest.raises(ValueError, match=rf"^{re.escape(where)}.* 1.00e\+400"):
            function(y_true, put(10**400))
        mask = np.zeros(y_pred.shape, dtype=bool)
        assert_array_equal(function(y_true, np.ma.array(y_pred, mask=mask)), function(y_true, y_pred))
        mask[first] = True
        with pytest.raises(ValueError, match=rf"^{re.escape(where)}.*{masked[each_language]}"):
            function(y_true, np.ma.array(y_pred, mask=mask))
        with pytest.raises(ValueError, match=r"^(y_true|y_pred|logits).*\(0,\)"):
            function([], [])
        with pytest.raises(ValueError, match=r"\(1, 1, 6"):
            function(y_true, y_pred[np.newaxis, np.newaxis])
        if case.reduces:
            with pytest.raises(ValueError, match=r"^reduction.* 'average'.* 'mean', 'sum', 'none'"):
                function(y_true, y_pred, reduction="average")
