"""The gradients of the losses, against difference quotients, and at the kinks."""

import math

import numpy as np
import pytest
from loss_table import BY_NAME, EXACT, each_case, each_reducing_case, samples, shapes
from numpy.testing import assert_allclose, assert_array_equal

from lossviz import losses


def difference_quotients(function, y_pred, step=1e-6):
    result = np.empty_like(y_pred)
    for index in np.ndindex(y_pred.shape):
        up, down = y_pred.copy(), y_pred.copy()
        up[index] += step
        down[index] -= step
        result[index] = (function(up) - function(down)) / (up[index] - down[index])
    return result


@each_case
@pytest.mark.parametrize("seed", [1, 2])
def test_gradient_is_the_difference_quotient(case, seed):
    # Step 1e-6: a row still has the sum 1 to within 1e-5. The quotient misses by rounding, 1e-15 / 1e-6 at losses up to
    # about 10, and by step²/6 · f''', which is largest for −log p at p = 0.05: 1e-12 / 6 · 2 / 0.05³ = 3e-9.
    for shape in shapes(case):
        y_true, y_pred = case.data(shape, seed)
        for options in [{}, {"reduction": "sum"}] if case.reduces else [{}]:
            expected = difference_quotients(lambda p, y=y_true, o=options: case.loss(y, p, **o), y_pred)
            assert_allclose(case.gradient(y_true, y_pred, **options), expected, rtol=1e-7, atol=2e-8)


@each_reducing_case
def test_only_the_mean_divides_the_gradient(case):
    for shape in shapes(case):
        y_true, y_pred = case.data(shape)
        own = case.gradient(y_true, y_pred, reduction="none")
        assert_array_equal(case.gradient(y_true, y_pred, reduction="sum"), own)
        assert_allclose(case.gradient(y_true, y_pred), own / samples(case, y_pred), rtol=EXACT)


@each_case
def test_a_small_step_against_the_gradient_lowers_the_loss(case):
    y_true, y_pred = case.data(seed=3)
    step = case.gradient(y_true, y_pred)
    if case.rows and case.argument == "y_pred":
        step -= step.mean(axis=-1, keepdims=True)  # stay among rows with the sum 1
    assert case.loss(y_true, y_pred - 1e-4 * step) < case.loss(y_true, y_pred)


@pytest.mark.parametrize(
    ("name", "at_the_kink"),
    [
        ("mae", ([2.0], [2.0])),
        ("quantile(q=0.9)", ([2.0], [2.0])),
        ("rmse", ([2.0, 3.0], [2.0, 3.0])),
        ("hinge", ([1.0], [1.0])),
        ("hinge", ([-1.0], [-1.0])),
    ],
    ids=["mae", "quantile", "rmse", "hinge +1", "hinge -1"],
)
def test_at_a_kink_the_gradient_is_the_subgradient_zero(name, at_the_kink):
    case = BY_NAME[name]
    assert case.loss(*at_the_kink) == 0
    gradient = case.gradient(*at_the_kink)
    assert_array_equal(gradient, np.zeros_like(gradient))


def test_huber_has_one_slope_on_both_sides_of_delta():
    assert_array_equal(losses.huber_grad([0, 0, 0], [0.7, 0.7000001, -9], delta=0.7, reduction="sum"), [0.7, 0.7, -0.7])


@pytest.mark.parametrize("scale", [1e-300, 1e-170, 1.0, 1e170, 1e308])
def test_rmse_has_the_same_gradient_at_every_scale(scale):
    assert_allclose(losses.rmse_grad([0, 0], [0.75 * scale, -scale]), [0.6 / math.sqrt(2), -0.8 / math.sqrt(2)])
    assert_allclose(losses.rmse_grad([-scale, scale], [scale, -scale]), [0.5, -0.5])
