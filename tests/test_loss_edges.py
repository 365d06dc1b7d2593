"""The losses where numbers end: certain answers, impossible ones, the largest floats, clipping, any valid input."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from loss_table import BY_NAME, EXACT, each_case, one_hot
from numpy.testing import assert_allclose, assert_array_equal
from scipy import special

from lossviz import losses
from lossviz.losses._common import BLOCK, FEW

examples = settings(deadline=None, derandomize=True, database=None, max_examples=40)

# Edges ----------------------------------------------------------------------------------------------------------------

INF = math.inf
TINY, HUGE = 5e-324, 1.7976931348623157e308
EDGES = [
    # squares, differences and sums past the largest float
    ("mse", ([1e200], [-1e200]), {}, INF, [-4e200]),
    ("sse", ([0, 0], [1e200, 1]), {}, INF, [2e200, 2]),
    ("rmse", ([1e200], [-1e200]), {}, INF, [-1]),
    ("mae", ([HUGE], [-HUGE]), {}, INF, [-1]),
    ("huber", ([HUGE], [-HUGE]), {}, INF, [-1]),
    ("huber", ([0], [1e200]), {}, 1e200, [1]),
    ("huber", ([0], [1e-5]), {"delta": 1e300}, 5e-11, [1e-5]),
    ("log_cosh", ([HUGE], [-HUGE]), {}, INF, [-1]),
    ("log_cosh", ([0], [1e300]), {}, 1e300, [1]),
    ("log_cosh", ([0], [1000]), {}, 1000 - math.log(2), [1]),
    ("log_cosh", ([0], [1e-4]), {}, 1e-8 / 2 - 1e-16 / 12, [1e-4 - 1e-12 / 3]),
    ("log_cosh", ([0], [1e-150]), {}, 5e-301, [1e-150]),
    ("quantile", ([HUGE], [-HUGE]), {"q": 0.9}, INF, [-0.9]),
    # a probability of 0 or 1, right or wrong
    ("cross_entropy", (0, [1, 0]), {}, 0, [-1, 0]),
    ("cross_entropy", (1, [1, 0]), {}, INF, [0, -INF]),
    ("cross_entropy", ([0, 1], [1, 0]), {}, INF, [0, -INF]),
    ("cross_entropy", ([0.5, 0.5], [1, 0]), {}, INF, [-0.5, -INF]),
    ("cross_entropy", (1, [1, 0]), {"clip": 1e-7}, -math.log(1e-7), [0, 0]),
    ("cross_entropy", (1, [1 - TINY, TINY]), {}, -math.log(TINY), [0, -INF]),
    ("kl_divergence", ([1, 0], [1, 0]), {}, 0, [-1, 0]),
    ("kl_divergence", ([0, 1], [1, 0]), {}, INF, [0, -INF]),
    ("kl_divergence", ([0.5, 0.5], [1, 0]), {"clip": 1e-7}, math.log(0.5 / math.sqrt(1e-7 * (1 - 1e-7))), [0, 0]),
    ("kl_divergence", ([1, 1e-300], [1, TINY]), {}, 1e-300 * math.log(1e-300 / TINY), [-1, -INF]),
    ("binary_cross_entropy", (1, 1), {}, 0, -1),
    ("binary_cross_entropy", (0, 0), {}, 0, 1),
    ("binary_cross_entropy", (1, 0), {}, INF, -INF),
    ("binary_cross_entropy", (0, 1), {}, INF, INF),
    ("binary_cross_entropy", (0.5, 0), {}, INF, -INF),
    ("binary_cross_entropy", (0, 1), {"clip": 1e-16}, -math.log(1 - (1 - 1e-16)), 0),
    ("focal", (1, 1), {}, 0, 0),
    ("focal", (0, 0), {"gamma": 0.5}, 0, 0),
    ("focal", (1, 1), {"gamma": 0}, 0, -1),
    ("focal", (1, 0), {}, INF, -INF),
    ("focal", (0, 1), {"gamma": 0}, INF, INF),
    ("focal", (1, 0.5), {"gamma": 1e300}, 0, 0),
    ("focal", (1, 0), {"clip": 0.1}, -(0.9**2) * math.log(0.1), 0),
    # logits of any size
    ("softmax_cross_entropy", (0, [1e308, -1e308]), {}, 0, [0, 0]),
    ("softmax_cross_entropy", (1, [1e4, -1e4]), {}, 2e4, [1, -1]),
    ("softmax_cross_entropy", (1, [1e308, -1e308]), {}, INF, [1, -1]),
    ("softmax_cross_entropy", ([1, 0], [1e308, -1e308]), {}, 0, [0, 0]),
    ("softmax_cross_entropy", (0, [40, 0]), {}, math.exp(-40), [0, math.exp(-40)]),
    ("softmax_cross_entropy", (0, [7, 7, 7]), {}, math.log(3), [-2 / 3, 1 / 3, 1 / 3]),
    ("sigmoid_cross_entropy", (1, 1e308), {}, 0, 0),
    ("sigmoid_cross_entropy", (0, 1e308), {}, 1e308, 1),
    ("sigmoid_cross_entropy", (1, -1e4), {}, 1e4, -1),
    ("sigmoid_cross_entropy", (1, 40), {}, math.exp(-40), 0),
    ("sigmoid_cross_entropy", (0, -800), {}, 0, 0),
    ("sigmoid_cross_entropy", (0.5, 1e308), {}, 0.5e308, 0.5),
    ("hinge", (1, -1e308), {}, 1e308, -1),
    ("hinge", (1, 1e308), {}, 0, 0),
]


@pytest.mark.parametrize(
    ("name", "inputs", "options", "value", "gradient"),
    [pytest.param(*edge, id=f"{edge[0]}{edge[1]}{edge[2] or ''}") for edge in EDGES],
)
def test_value_and_gradient_at_the_edge(name, inputs, options, value, gradient):
    # A warning would be an error here.
    assert getattr(losses, name)(*inputs, **options) == pytest.approx(value, rel=EXACT, abs=1e-320)
    assert_allclose(getattr(losses, f"{name}_grad")(*inputs, **options), gradient, rtol=EXACT, atol=1e-17)


@pytest.mark.parametrize(
    ("name", "inputs", "options", "value"),
    # The sum of so many must be a float still.
    [pytest.param(*edge[:4], id=f"{edge[0]}{edge[1]}{edge[2] or ''}") for edge in EDGES if not 1e300 < edge[3] < INF],
)
def test_many_at_the_edge_have_the_mean_of_one(name, inputs, options, value):
    many = [np.stack([np.asarray(each)] * (FEW + 1)) for each in inputs]
    assert getattr(losses, name)(*many, **options) == pytest.approx(value, rel=EXACT, abs=1e-320)


@each_case
@pytest.mark.parametrize("argument", [0, 1], ids=["y_true", "y_pred"])
@pytest.mark.parametrize("bad", [math.nan, INF, -INF])
def test_one_bad_number_among_many_is_named(case, argument, bad):
    arrays = [np.asarray(each, dtype=float) for each in case.data((FEW + 1, 4) if case.rows else (FEW + 1,))]
    arrays[argument][100] = bad
    with pytest.raises(ValueError, match=rf"\[100.*{bad}"):
        case.loss(*arrays)


def test_edges_are_silent_whatever_the_reader_has_set():
    with np.errstate(all="raise"):
        for name, inputs, options, _, _ in EDGES:
            getattr(losses, name)(*inputs, **options)
            getattr(losses, f"{name}_grad")(*inputs, **options)
        losses.sigmoid([-1e308, -800, 800]), losses.softmax([-1e308, 1e308], temperature=1e-300)
        losses.log_softmax([-1e308, 1e308])


@each_case
def test_a_zero_has_no_minus_sign(case):
    y_true, y_pred = {
        "binary_cross_entropy": ([0, 1], [0, 1]),
        "focal": ([0, 1], [0, 1]),
        "sigmoid_cross_entropy": ([0, 1], [-800, 800]),
        "hinge": ([-1, 1], [-2, 2]),
        "cross_entropy": (np.eye(2), np.eye(2)),
        "kl_divergence": (np.eye(2), np.eye(2)),
        "softmax_cross_entropy": (np.eye(2), 800 * np.eye(2)),
    }.get(case.name, ([1, 2], [1, 2]))
    results = [case.loss(y_true, y_pred), case.gradient(y_true, y_pred)]
    if case.reduces:
        results.append(case.loss(y_true, y_pred, reduction="none"))
    if "clip" not in case.options:
        assert results[0] == 0
    for result in results:
        assert not np.any(np.signbit(result) & (np.asarray(result) == 0))


TINY_PROBABILITIES = np.array([5e-324, 1e-300, 1e-20, 1e-12, 1e-8, 1e-5, 1e-3, 0.0099, 0.01, 0.02])


@pytest.mark.parametrize("repeated", [1, BLOCK // 8], ids=["few", "many"])
@pytest.mark.parametrize("label", [0.0, 0.25])
def test_a_tiny_probability_keeps_its_digits_in_binary_cross_entropy(label, repeated):
    # SciPy xlogy and xlog1py. All together, so that the small and the others meet in one array; and each p alone, so
    # that none is lost beside the larger ones.
    p = np.repeat(TINY_PROBABILITIES, repeated)
    y = np.full_like(p, label)
    expected = -special.xlogy(y, p) - special.xlog1py(1 - y, -p)
    assert_allclose(losses.binary_cross_entropy(y, p, reduction="none"), expected, rtol=EXACT)
    assert losses.binary_cross_entropy(y, p) == pytest.approx(expected.mean(), rel=EXACT, abs=0)
    for one in TINY_PROBABILITIES:
        alike = np.full(10 * repeated, one)
        expected = -special.xlogy(label, one) - special.xlog1py(1 - label, -one)
        assert losses.binary_cross_entropy(np.full_like(alike, label), alike) == pytest.approx(
            expected, rel=EXACT, abs=0
        )


@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0])
def test_a_tiny_probability_keeps_its_digits_in_focal(gamma):
    # −p^γ log(1 − p) and its derivative, with SciPy's xlog1py; what is below the smallest float is 0.
    p = TINY_PROBABILITIES
    weight, log_q = p**gamma, special.xlog1py(1, -p)
    y = np.zeros_like(p)
    assert_allclose(losses.focal(y, p, gamma=gamma, reduction="none"), weight * -log_q, rtol=EXACT)
    expected = weight / (1 - p) + gamma * weight * (-log_q / p)
    assert_allclose(losses.focal_grad(y, p, gamma=gamma, reduction="none"), expected, rtol=EXACT)


@pytest.mark.parametrize(
    ("p", "loss", "focal", "focal_slope"),
    # SymPy 1.14.0: −log(1 − p), −p² log(1 − p) and its derivative, with 80 digits.
    [
        (1e-20, 1e-20, 1e-60, 3e-40),
        (1e-12, 1.0000000000005e-12, 1.0000000000005e-36, 3.000000000002e-24),
        (1e-5, 1.0000050000333335e-05, 1.0000050000333337e-15, 3.000020000166668e-10),
        (0.005, 0.005012541823544282, 1.2531354558860706e-07, 7.525104637614633e-05),
    ],
)
def test_a_tiny_probability_has_the_loss_of_sympy(p, loss, focal, focal_slope):
    assert losses.binary_cross_entropy([0], [p]) == pytest.approx(loss, rel=EXACT, abs=0)
    assert losses.focal([0], [p], gamma=0) == losses.binary_cross_entropy([0], [p])
    assert losses.focal([0], [p]) == pytest.approx(focal, rel=EXACT, abs=0)
    assert losses.focal_grad([0], [p]).item() == pytest.approx(focal_slope, rel=EXACT, abs=0)


# Clipping -------------------------------------------------------------------------------------------------------------

CLIPPING = ["cross_entropy", "kl_divergence", "binary_cross_entropy", "focal"]


@pytest.mark.parametrize("name", CLIPPING)
def test_clipping_bounds_the_loss_and_flattens_the_gradient(name):
    rows = name in ("cross_entropy", "kl_divergence")
    y_true, y_pred = (
        ([[0, 1], [0, 1], [1, 0]], [[1, 0], [0.2, 0.8], [0.99, 0.01]]) if rows else ([1, 1, 0], [0, 0.8, 0.99])
    )
    loss, slope = getattr(losses, name), getattr(losses, f"{name}_grad")
    clipped = np.clip(y_pred, 0.1, 0.9)
    assert loss(y_true, y_pred) == INF
    assert_array_equal(
        loss(y_true, y_pred, clip=0.1, reduction="none"),
        loss(y_true, clipped, reduction="none"),
    )
    gradient = slope(y_true, y_pred, clip=0.1, reduction="sum")
    inside = clipped == y_pred
    assert np.count_nonzero(inside) == (2 if rows else 1)
    assert_array_equal(gradient[inside], slope(y_true, clipped, reduction="sum")[inside])
    assert np.count_nonzero(gradient[~inside]) == 0


@pytest.mark.parametrize("name", CLIPPING)
def test_clipping_that_meets_no_probability_changes_nothing(name):
    case = BY_NAME.get(name) or BY_NAME[f"{name} soft labels"]
    y_true, y_pred = case.data()
    assert case.loss(y_true, y_pred, clip=1e-7) == case.loss(y_true, y_pred)
    assert_array_equal(case.gradient(y_true, y_pred, clip=1e-7), case.gradient(y_true, y_pred))


def test_nothing_is_clipped_unasked():
    p = 1e-30
    assert losses.binary_cross_entropy(1, p) == -math.log(p)
    assert losses.cross_entropy(0, [p, 1]) == -math.log(p)
    assert losses.binary_cross_entropy_grad(1, p).item() == -1 / p


# Any valid input ------------------------------------------------------------------------------------------------------


def any_float(low=None, high=None):
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


def anything(case):
    """Whatever a case allows, the largest and the smallest floats among it."""
    n = 3
    vector = {
        "numbers": arrays(float, n, elements=any_float()),
        "unit": arrays(float, n, elements=any_float(0, 1) | st.sampled_from([0.0, TINY, 1 - 2**-53, 1.0])),
        "labels": arrays(float, n, elements=st.sampled_from([0.0, 1.0])),
        "signs": arrays(float, n, elements=st.sampled_from([-1.0, 1.0])),
    }
    row = vector["unit"].map(lambda v: v / v.sum() if v.sum() > 1e-300 else one_hot(0, n))
    kinds = {
        "binary_cross_entropy": (vector["unit"], vector["unit"]),
        "focal": (vector["labels"], vector["unit"]),
        "sigmoid_cross_entropy": (vector["unit"], vector["numbers"]),
        "hinge": (vector["signs"], vector["numbers"]),
        "cross_entropy": (row, row),
        "kl_divergence": (row, row),
        "softmax_cross_entropy": (row, vector["numbers"]),
    }
    return st.tuples(*kinds.get(case.name, (vector["numbers"], vector["numbers"])))


@each_case
@examples
@given(data=st.data())
def test_valid_input_has_a_loss_of_zero_or_more_and_a_gradient(case, data):
    if case.note == "class indices":
        n = 3
        logits = arrays(float, n, elements=any_float())
        pairs = st.tuples(
            st.integers(0, n - 1), logits if case.argument == "logits" else anything(case).map(lambda p: p[1])
        )
    else:
        pairs = anything(case)
    y_true, y_pred = data.draw(pairs)
    # Not NaN and not negative; what is subtracted in the divergence, an entropy of up to log 3, leaves its rounding,
    # and rows may miss the sum 1 by a rounding as well. With clipping it can be below 0 by up to −log(1 − clip).
    lowest = (math.log(1 - case.options.get("clip", 0)) - 1e-15) if case.name == "kl_divergence" else 0
    if case.reduces:
        assert np.all(case.loss(y_true, y_pred, reduction="none") >= lowest)
    assert case.loss(y_true, y_pred) >= lowest
    assert not np.any(np.isnan(case.gradient(y_true, y_pred)))


# Differences of such numbers are at least 1e-10, so that their squares do not vanish.
moderate = st.tuples(*[arrays(float, 5, elements=any_float(-1e6, 1e6).map(lambda x: round(x, 6)))] * 2)


@examples
@given(moderate)
def test_mean_inequalities(pair):
    mae, rmse = losses.mae(*pair), losses.rmse(*pair)
    assert mae <= rmse * (1 + EXACT)
    assert rmse <= math.sqrt(5) * mae * (1 + EXACT)
    assert losses.huber(*pair) <= min(losses.mse(*pair) / 2, mae) * (1 + EXACT)
    log_cosh = losses.log_cosh(*pair)
    assert mae - math.log(2) <= log_cosh * (1 + EXACT) + EXACT
    assert log_cosh <= losses.mse(*pair) / 2 * (1 + EXACT)


@examples
@given(moderate, st.floats(0.01, 0.99))
def test_regression_losses_do_not_see_a_shift_of_both(pair, q):
    y_true, y_pred = (np.round(values) for values in pair)  # whole numbers, so that the shift does not round
    for loss in (losses.mse, losses.mae, losses.huber, losses.log_cosh, lambda y, p: losses.quantile(y, p, q=q)):
        assert loss(y_true + 1000, y_pred + 1000) == loss(y_true, y_pred)


@examples
@given(arrays(float, 7, elements=any_float(-100, 100)), st.floats(0.05, 0.95))
def test_the_constant_with_the_least_quantile_loss_is_the_quantile(y, q):
    def loss(constant):
        return losses.quantile(y, np.full_like(y, constant), q=q)

    best = np.quantile(y, q, method="inverted_cdf")
    assert all(loss(best) <= loss(other) + 1e-12 for other in y)


@examples
@given(st.integers(0, 2), arrays(float, 3, elements=any_float(-1e300, 1e300)), any_float(-1e300, 1e300))
def test_softmax_is_a_distribution_and_its_loss_is_its_logarithm(label, logits, shift):
    p = losses.softmax(logits)
    assert np.all((p >= 0) & (p <= 1))
    assert p.sum() == pytest.approx(1, rel=EXACT)
    if p[label] > 1e-300:
        assert losses.softmax_cross_entropy(label, logits) == pytest.approx(-math.log(p[label]), rel=1e-15, abs=4e-16)


@examples
@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999), st.floats(0, 5))
def test_focal_never_exceeds_binary_cross_entropy_and_both_fall_towards_the_label(p, other, gamma):
    low, high = sorted([p, other])
    for loss in (losses.binary_cross_entropy, lambda y, p: losses.focal(y, p, gamma=gamma)):
        assert loss(1, low) >= loss(1, high) * (1 - EXACT)
        assert loss(0, low) <= loss(0, high) * (1 + EXACT)
        assert loss(1, p) <= losses.binary_cross_entropy(1, p)
