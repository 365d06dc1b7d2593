"""The values of the losses. Every oracle is named where it is used."""

import itertools
import math
from importlib.util import find_spec

import numpy as np
import pytest
from loss_table import BY_NAME, EXACT, NAMES, indices, labelled_probabilities, one_hot, soft_rows
from numpy.testing import assert_allclose
from scipy import special
from scipy.spatial import distance
from sklearn import metrics

from lossviz import losses
from lossviz.losses._common import BLOCK

Y, Y_HAT = [1, 3, 5, 6, 7], [3, 2, 7, 5, 8]
ROWS = [[0.3, 0.1, 0.6], [0.3, 0.5, 0.2], [0.4, 0.1, 0.5]]
BETTER_ROWS = [[0.6, 0.1, 0.3], *ROWS[1:]]
LABELS, P = [0, 1, 0, 0, 1, 1], [0.5, 0.7, 0.3, 0.2, 0.7, 0.9]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("half_sse", 5.5), ("sse", 11.0), ("mse", 2.2), ("rmse", math.sqrt(2.2)), ("mae", 1.4)],
)
def test_what_is_called_a_mean_is_a_mean(name, expected):
    assert getattr(losses, name)(Y, Y_HAT) == expected


@pytest.mark.parametrize("targets", [[0, 1, 2], np.eye(3)], ids=["class indices", "one-hot rows"])
@pytest.mark.parametrize(
    ("rows", "first", "mean"),
    [(ROWS, 1.2039728043259361, 0.8634223884819422), (BETTER_ROWS, 0.5108256237659907, 0.6323733282952938)],
    ids=["first prediction", "better prediction"],
)
def test_cross_entropy_of_three_samples_to_the_last_digit(rows, first, mean, targets):
    each = losses.cross_entropy(targets, rows, reduction="none")
    assert each.tolist() == [first, 0.6931471805599453, 0.6931471805599453]
    assert losses.cross_entropy(targets, rows) == mean


def test_binary_cross_entropy_of_six_samples_to_the_last_digit():
    right_at_07 = 0.35667494393873245
    assert losses.binary_cross_entropy(LABELS, P, reduction="none").tolist() == [
        0.6931471805599453,
        right_at_07,
        right_at_07,
        0.2231435513142097,
        right_at_07,
        0.10536051565782628,
    ]
    assert losses.binary_cross_entropy(LABELS, P) == 0.34861267989136313


def test_a_binary_cross_entropy_has_the_last_digit_of_the_formula_as_it_stands():
    p = np.arange(1, 101) / 100
    with np.errstate(divide="ignore"):
        expected = 0.0 - np.log(p), 0.0 - np.log(1 - p)
    for label in (1, 0):
        each = losses.binary_cross_entropy(np.full(100, label), p, reduction="none")
        assert each.tolist() == expected[1 - label].tolist()


# Closed forms, each sample on its own, computed here with the math module.
CLOSED_FORMS = {
    "mse": lambda y, p: (y - p) ** 2,
    "mae": lambda y, p: abs(y - p),
    "huber": lambda y, p: 0.5 * (y - p) ** 2 if abs(y - p) <= 1 else abs(y - p) - 0.5,
    "huber(delta=0.7)": lambda y, p: 0.5 * (y - p) ** 2 if abs(y - p) <= 0.7 else 0.7 * (abs(y - p) - 0.35),
    "log_cosh": lambda y, p: math.log(math.cosh(y - p)),
    "quantile": lambda y, p: 0.5 * abs(y - p),
    "quantile(q=0.9)": lambda y, p: 0.9 * (y - p) if y > p else 0.1 * (p - y),
    "binary_cross_entropy": lambda y, p: -math.log(p if y else 1 - p),
    "binary_cross_entropy soft labels": lambda y, p: -(y * math.log(p) + (1 - y) * math.log(1 - p)),
    "focal": lambda y, p: -((1 - p) ** 2 * math.log(p) if y else p**2 * math.log(1 - p)),
    "focal(gamma=0.5)": lambda y, p: -((1 - p) ** 0.5 * math.log(p) if y else p**0.5 * math.log(1 - p)),
    "focal(gamma=0.0)": lambda y, p: -math.log(p if y else 1 - p),
    "sigmoid_cross_entropy": lambda y, z: math.log1p(math.exp(-z if y else z)),
    "hinge": lambda y, s: max(0.0, 1 - y * s),
    "cross_entropy one-hot rows": lambda t, p: -sum(a * math.log(b) for a, b in zip(t, p, strict=True)),
    "cross_entropy soft labels": lambda t, p: -sum(a * math.log(b) for a, b in zip(t, p, strict=True)),
    "cross_entropy class indices": lambda k, p: -math.log(p[k]),
    "kl_divergence": lambda t, p: sum(a * math.log(a / b) for a, b in zip(t, p, strict=True)),
    "softmax_cross_entropy class indices": lambda k, z: math.log(sum(map(math.exp, z))) - z[k],
}


@pytest.mark.parametrize("name", CLOSED_FORMS)
def test_each_sample_has_the_closed_form(name):
    case = BY_NAME[name]
    y_true, y_pred = case.data()
    expected = [CLOSED_FORMS[name](t, p) for t, p in zip(y_true, y_pred, strict=True)]
    # A divergence is a small difference of large terms: what it keeps of their rounding is at most 1e-15.
    assert_allclose(case.loss(y_true, y_pred, reduction="none"), expected, rtol=EXACT, atol=1e-15)


def mean_of(elementwise):
    return lambda y_true, y_pred: np.mean(elementwise(y_true, y_pred))


def mean_of_rows(elementwise):
    return lambda y_true, y_pred: np.mean(np.sum(elementwise(y_true, y_pred), axis=-1))


# (case, oracle, its function of y_true and y_pred)
ORACLES = [
    ("mse", "scikit-learn mean_squared_error", metrics.mean_squared_error),
    ("rmse", "scikit-learn root_mean_squared_error", metrics.root_mean_squared_error),
    ("mae", "scikit-learn mean_absolute_error", metrics.mean_absolute_error),
    ("quantile", "scikit-learn mean_pinball_loss", metrics.mean_pinball_loss),
    ("quantile(q=0.9)", "scikit-learn mean_pinball_loss", lambda y, p: metrics.mean_pinball_loss(y, p, alpha=0.9)),
    ("huber", "SciPy huber", mean_of(lambda y, p: special.huber(1.0, p - y))),
    ("huber(delta=0.7)", "SciPy huber", mean_of(lambda y, p: special.huber(0.7, p - y))),
    ("binary_cross_entropy", "scikit-learn log_loss", metrics.log_loss),
    (
        "binary_cross_entropy soft labels",
        "SciPy xlogy",
        mean_of(lambda y, p: -special.xlogy(y, p) - special.xlog1py(1 - y, -p)),
    ),
    (
        "sigmoid_cross_entropy",
        "SciPy log_expit",
        mean_of(lambda y, z: -y * special.log_expit(z) - (1 - y) * special.log_expit(-z)),
    ),
    ("hinge", "scikit-learn hinge_loss", metrics.hinge_loss),
    ("sse", "SciPy sqeuclidean", distance.sqeuclidean),
    ("half_sse", "SciPy sqeuclidean", lambda y, p: distance.sqeuclidean(y, p) / 2),
    ("log_cosh", "SciPy logsumexp", mean_of(lambda y, p: special.logsumexp([p - y, y - p], axis=0) - math.log(2))),
    ("focal", "SciPy xlogy", mean_of(lambda y, p: -special.xlogy(np.abs(y - p) ** 2, np.where(y == 1, p, 1 - p)))),
    ("cross_entropy class indices", "scikit-learn log_loss", lambda k, p: metrics.log_loss(k, p, labels=range(4))),
    ("cross_entropy one-hot rows", "scikit-learn log_loss", metrics.log_loss),
    ("cross_entropy soft labels", "SciPy xlogy", mean_of_rows(lambda t, p: -special.xlogy(t, p))),
    ("kl_divergence", "SciPy rel_entr", mean_of_rows(special.rel_entr)),
    ("kl_divergence", "SciPy kl_div", mean_of_rows(special.kl_div)),
    (
        "softmax_cross_entropy class indices",
        "SciPy logsumexp",
        lambda k, z: np.mean(special.logsumexp(z, axis=1) - z[np.arange(len(z)), k]),
    ),
    (
        "softmax_cross_entropy soft labels",
        "SciPy log_softmax",
        mean_of_rows(lambda t, z: -t * special.log_softmax(z, axis=1)),
    ),
]


@pytest.mark.parametrize(
    ("name", "oracle"), [pytest.param(name, call, id=f"{name} - {source}") for name, source, call in ORACLES]
)
@pytest.mark.parametrize("samples", [6, 500])
def test_mean_agrees_with(name, oracle, samples):
    case = BY_NAME[name]
    y_true, y_pred = case.data((samples, 4) if case.rows else (samples,))
    assert case.loss(y_true, y_pred) == pytest.approx(oracle(y_true, y_pred), rel=EXACT)


# PyTorch 2.13.0 in float64, with F = torch.nn.functional: value.item() and x.grad of
#   F.mse_loss(x, y), F.l1_loss(x, y), F.huber_loss(x, y, delta=1.5), F.binary_cross_entropy(x, y),
#   F.binary_cross_entropy_with_logits(x, y), F.cross_entropy(x, y) (indices, then soft labels), F.nll_loss(x.log(), y),
#   F.kl_div(x.log(), y, reduction="batchmean")
NEAR = [3, 2, 7, 5.25, 8.5]
LOGITS = [[0, 1, 2], [3, -1, 0.5]]
SOFT = [[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]]
PREDICTED = [[0.3, 0.1, 0.6], [0.25, 0.5, 0.25]]
PYTORCH = {
    "mse": ((Y, NEAR), {}, 2.3625, [0.8, -0.4, 0.8, -0.30000000000000004, 0.6000000000000001]),
    "mae": ((Y, NEAR), {}, 1.45, [0.2, -0.2, 0.2, -0.2, 0.2]),
    "huber": (
        (Y, NEAR),
        {"delta": 1.5},
        1.13125,
        [0.30000000000000004, -0.2, 0.30000000000000004, -0.15000000000000002, 0.30000000000000004],
    ),
    "binary_cross_entropy": (
        (LABELS, P),
        {},
        0.3486126798913631,
        [
            0.3333333333333333,
            -0.2380952380952381,
            0.2380952380952381,
            0.2083333333333333,
            -0.2380952380952381,
            -0.1851851851851852,
        ],
    ),
    "sigmoid_cross_entropy": (
        (LABELS, [-3, -1, 0, 0.5, 2, 40]),
        {},
        0.5260002024791649,
        [
            0.00790431219626113,
            -0.12184309643833414,
            0.08333333333333333,
            0.10374322186697577,
            -0.01986715367035295,
            0.0,
        ],
    ),
    "softmax_cross_entropy": (
        ([2, 1], LOGITS),
        {},
        2.2516401469293816,
        [
            [0.04501528658519022, 0.12236423552739882, -0.1673795221125891],
            [0.45437996212925663, -0.49167774069536385, 0.03729777856610721],
        ],
    ),
    "softmax_cross_entropy soft": (
        (SOFT, LOGITS),
        {},
        1.3266401469293814,
        [
            [-0.05498471341480979, -0.027635764472601174, 0.08262047788741089],
            [0.1543799621292566, -0.14167774069536382, -0.012702221433892793],
        ],
    ),
    "cross_entropy": (
        ([2, 1], PREDICTED),
        {},
        0.601986402162968,
        [[0.0, 0.0, -0.8333333333333334], [0.0, -1.0, 0.0]],
    ),
    "kl_divergence": (
        (SOFT, PREDICTED),
        {},
        0.2188671843384749,
        [[-0.33333333333333337, -1.4999999999999998, -0.4166666666666667], [-1.2, -0.3, -0.2]],
    ),
}


# SymPy 1.14.0: the textbook formula of the whole loss with symbols for the predictions, and sympy.diff of it by each,
# evaluated with 40 digits and rounded to a float.
SYMPY = {
    "mse": ((Y, NEAR), {}, 2.3625, [0.8, -0.4, 0.8, -0.3, 0.6]),
    "sse": ((Y, NEAR), {}, 11.8125, [4.0, -2.0, 4.0, -1.5, 3.0]),
    "half_sse": ((Y, NEAR), {}, 5.90625, [2.0, -1.0, 2.0, -0.75, 1.5]),
    "rmse": (
        (Y, NEAR),
        {},
        1.5370426148939398,
        [0.2602400194529422, -0.1301200097264711, 0.2602400194529422, -0.09759000729485331, 0.19518001458970663],
    ),
    "log_cosh": (
        (Y, NEAR),
        {},
        0.8394985187270719,
        [0.19280551601516338, -0.15231883119115297, 0.19280551601516338, -0.12702979047745747, 0.18102965072897328],
    ),
    "quantile": ((Y, NEAR), {"q": 0.9}, 0.425, [0.02, -0.18, 0.02, -0.18, 0.02]),
    "hinge": (([1, 1, -1, -1, 1], [2.5, 0.25, -3, 0.5, -1.5]), {}, 0.95, [0.0, -0.2, 0.0, 0.2, -0.2]),
    "focal": (
        (LABELS, P),
        {},
        0.04659472953543179,
        [
            0.19885786342665754,
            -0.05709606582244467,
            0.05709606582244467,
            0.023209570087613984,
            -0.05709606582244467,
            -0.005363869040446062,
        ],
    ),
    "focal gamma=0.5": (
        (LABELS, P),
        {"gamma": 0.5},
        0.20155275993323166,
        [
            0.31739043901789477,
            -0.18467649732047367,
            0.18467649732047367,
            0.1347498448524317,
            -0.18467649732047367,
            -0.08632563115457262,
        ],
    ),
}
FIGURES = [(f"{figure} - PyTorch", *PYTORCH[figure]) for figure in PYTORCH]
FIGURES += [(f"{figure} - SymPy", *SYMPY[figure]) for figure in SYMPY]


def test_every_loss_and_its_gradient_have_an_oracle_that_is_not_ours():
    assert {figure.split()[0] for figure, *_ in FIGURES} == set(NAMES)


@pytest.mark.parametrize(
    ("figure", "data", "options", "value", "gradient"),
    [pytest.param(*each, id=each[0]) for each in FIGURES],
)
def test_value_and_gradient_agree_with_the_figures_of(figure, data, options, value, gradient):
    name = figure.split()[0]
    assert getattr(losses, name)(*data, **options) == pytest.approx(value, rel=EXACT)
    assert_allclose(getattr(losses, f"{name}_grad")(*data, **options), gradient, rtol=EXACT, atol=1e-16)


def live_pytorch():
    """Value and gradient of PyTorch, for each case that it knows."""
    import torch
    import torch.nn.functional as F

    functions = {
        "mse": lambda x, t: F.mse_loss(x, t),
        "mae": lambda x, t: F.l1_loss(x, t),
        "huber": lambda x, t: F.huber_loss(x, t),
        "huber(delta=0.7)": lambda x, t: F.huber_loss(x, t, delta=0.7),
        "binary_cross_entropy": lambda x, t: F.binary_cross_entropy(x, t),
        "binary_cross_entropy soft labels": lambda x, t: F.binary_cross_entropy(x, t),
        "sigmoid_cross_entropy": lambda x, t: F.binary_cross_entropy_with_logits(x, t),
        "cross_entropy class indices": lambda x, t: F.nll_loss(x.log(), t),
        "kl_divergence": lambda x, t: F.kl_div(x.log(), t, reduction="batchmean"),
        "softmax_cross_entropy class indices": lambda x, t: F.cross_entropy(x, t),
        "softmax_cross_entropy soft labels": lambda x, t: F.cross_entropy(x, t),
    }

    def compare(name):
        def oracle(y_true, y_pred):
            x = torch.tensor(y_pred, requires_grad=True)
            value = functions[name](x, torch.tensor(y_true))
            value.backward()
            return value.item(), x.grad.numpy()

        return oracle

    return [(name, "PyTorch, live", compare(name)) for name in functions]


def numpy_sketches():
    """Value and gradient in one line of NumPy each, as the formulas stand in a textbook."""

    def softmax(z):
        return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)

    return [
        ("mse", "textbook", lambda y, p: (np.mean((p - y) ** 2), 2 * (p - y) / len(y))),
        (
            "softmax_cross_entropy soft labels",
            "textbook",
            lambda t, z: (-np.sum(t * np.log(softmax(z))) / len(t), (softmax(z) - t) / len(t)),
        ),
        (
            "sigmoid_cross_entropy",
            "textbook",
            lambda y, z: (
                np.mean(np.log1p(np.exp(z)) - y * z),
                (1 / (1 + np.exp(-z)) - y) / len(y),
            ),
        ),
    ]


# PyTorch is no requirement: where it is installed it is one more oracle, elsewhere there is nothing to skip.
BOTH = numpy_sketches() + (live_pytorch() if find_spec("torch") else [])


@pytest.mark.parametrize(
    ("name", "oracle"), [pytest.param(name, call, id=f"{name} - {source}") for name, source, call in BOTH]
)
def test_value_and_gradient_agree_with(name, oracle):
    case = BY_NAME[name]
    y_true, y_pred = case.data(seed=5)
    value, gradient = oracle(y_true, y_pred)
    assert case.loss(y_true, y_pred) == pytest.approx(value, rel=EXACT)
    assert_allclose(case.gradient(y_true, y_pred), gradient, rtol=EXACT, atol=1e-15)


# Siblings -------------------------------------------------------------------------------------------------------------


def data(name, shape=None):
    return BY_NAME[name].data(shape, seed=4)


N = data("mse")
B = data("binary_cross_entropy")
S = data("binary_cross_entropy soft labels")
T = data("kl_divergence")
Z = data("softmax_cross_entropy soft labels")
W = data("sigmoid_cross_entropy")


def stack(p):
    return np.stack([1 - p, p], axis=-1)


IDENTITIES = {
    "mse = sse / N": lambda: (losses.mse(*N), losses.sse(*N) / 6),
    "half_sse = sse / 2": lambda: (losses.half_sse(*N), losses.sse(*N) / 2),
    "rmse² = mse": lambda: (losses.rmse(*N) ** 2, losses.mse(*N)),
    "mae = 2 quantile(0.5)": lambda: (losses.mae(*N), 2 * losses.quantile(*N)),
    "quantile(q) + quantile(1 - q) = mae": lambda: (
        losses.quantile(*N, q=0.2) + losses.quantile(*N, q=0.8),
        losses.mae(*N),
    ),
    "huber = mse / 2 for a large delta": lambda: (losses.huber(*N, delta=100), losses.mse(*N) / 2),
    "huber / delta = mae for a small delta": lambda: (losses.huber(*N, delta=1e-14) / 1e-14, losses.mae(*N)),
    "focal(0) = binary_cross_entropy": lambda: (losses.focal(*B, gamma=0), losses.binary_cross_entropy(*B)),
    "focal_grad(0) = binary_cross_entropy_grad": lambda: (
        losses.focal_grad(*B, gamma=0),
        losses.binary_cross_entropy_grad(*B),
    ),
    "binary_cross_entropy = cross_entropy of two classes": lambda: (
        losses.binary_cross_entropy(*S),
        losses.cross_entropy(stack(S[0]), stack(S[1])),
    ),
    "cross_entropy = kl_divergence + entropy": lambda: (
        losses.cross_entropy(*T),
        losses.kl_divergence(*T) + losses.cross_entropy(T[0], T[0]),
    ),
    "kl_divergence_grad = cross_entropy_grad": lambda: (losses.kl_divergence_grad(*T), losses.cross_entropy_grad(*T)),
    "softmax_cross_entropy = cross_entropy of softmax": lambda: (
        losses.softmax_cross_entropy(*Z),
        losses.cross_entropy(Z[0], losses.softmax(Z[1])),
    ),
    "sigmoid_cross_entropy = binary_cross_entropy of sigmoid": lambda: (
        losses.sigmoid_cross_entropy(*W),
        losses.binary_cross_entropy(W[0], losses.sigmoid(W[1])),
    ),
    "sigmoid_cross_entropy = softmax_cross_entropy of [0, z]": lambda: (
        losses.sigmoid_cross_entropy(*W),
        losses.softmax_cross_entropy(stack(W[0]), np.stack([0 * W[1], W[1]], axis=-1)),
    ),
    "log_softmax = log softmax": lambda: (losses.log_softmax(Z[1]), np.log(losses.softmax(Z[1]))),
    "softmax of [z, 0] = sigmoid": lambda: (
        losses.softmax(np.stack([W[1], 0 * W[1]], axis=-1))[:, 0],
        losses.sigmoid(W[1]),
    ),
    "sigmoid(-z) = 1 - sigmoid(z)": lambda: (losses.sigmoid(-W[1]), 1 - losses.sigmoid(W[1])),
    "softmax(z + c) = softmax(z)": lambda: (losses.softmax(Z[1] + 7), losses.softmax(Z[1])),
    "softmax(z, T) = softmax(z / T)": lambda: (losses.softmax(Z[1], temperature=2.5), losses.softmax(Z[1] / 2.5)),
}


@pytest.mark.parametrize("identity", IDENTITIES)
def test_identity(identity):
    left, right = IDENTITIES[identity]()
    # 1e-12: subtracting from 1, and adding 7, cost a digit more than the losses themselves.
    assert_allclose(left, right, rtol=1e-12)


def test_a_chain_of_gradients_is_the_gradient_of_the_whole():
    # d softmax_cross_entropy / dz = dp/dz · d cross_entropy / dp, with dp_i/dz_j = p_i ([i = j] − p_j)
    t, z = [0.2, 0.3, 0.5], [0.0, 1.0, -1.0]
    p = losses.softmax(z)
    jacobian = np.diag(p) - np.outer(p, p)
    assert_allclose(jacobian @ losses.cross_entropy_grad(t, p), losses.softmax_cross_entropy_grad(t, z), rtol=1e-12)


def test_label_smoothing_mixes_the_losses_of_the_labels():
    smooth = 0.9 * np.eye(3) + 0.1 / 3
    each_class = [losses.cross_entropy([k] * 3, ROWS) for k in range(3)]
    expected = 0.9 * losses.cross_entropy(np.eye(3), ROWS) + 0.1 * np.mean(each_class)
    assert losses.cross_entropy(smooth, ROWS) == pytest.approx(expected, rel=EXACT)


# Probabilities from scores, and accuracy ------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(), (5,), (4, 3), (BLOCK + 1,)], ids=str)
def test_sigmoid_agrees_with_scipy_expit(shape):
    z = np.random.default_rng(0).normal(0, 20, shape)
    result = losses.sigmoid(z)
    assert_allclose(result, special.expit(z), rtol=EXACT)
    assert type(result) is np.ndarray
    assert result.shape == shape


@pytest.mark.parametrize("shape", [(5,), (4, 3), (BLOCK, 2)], ids=str)
def test_softmax_and_log_softmax_agree_with_scipy(shape):
    z = np.random.default_rng(0).normal(0, 20, shape)
    assert_allclose(losses.softmax(z), special.softmax(z, axis=-1), rtol=EXACT)
    assert_allclose(losses.softmax(z, temperature=3), special.softmax(z / 3, axis=-1), rtol=EXACT)
    # SciPy loses what log1p keeps: where a class is nearly certain, it answers 0 for the last digits of a tiny number.
    assert_allclose(losses.log_softmax(z), special.log_softmax(z, axis=-1), rtol=EXACT, atol=1e-15)


def test_probabilities_at_the_edge():
    assert losses.sigmoid([-1e308, -1e4, 0, 1e4, 1e308]).tolist() == [0, 0, 0.5, 1, 1]
    assert losses.softmax([1e308, -1e308, 1e308]).tolist() == [0.5, 0, 0.5]
    assert losses.log_softmax([1e4, -1e4]).tolist() == [0, -2e4]
    assert losses.softmax([1, 2], temperature=1e-300).tolist() == [0, 1]
    assert losses.softmax([1, 2], temperature=1e300).tolist() == [0.5, 0.5]
    assert losses.softmax([1e308, -1e308], temperature=5e-324).tolist() == [1, 0]
    assert losses.log_softmax([[40, 0]])[0, 0] == pytest.approx(-math.exp(-40), rel=EXACT)


def test_accuracy_agrees_with_scikit_learn():
    rng = np.random.default_rng(0)
    y_true, y_pred = labelled_probabilities(rng, 200)
    assert losses.accuracy(y_true, y_pred) == metrics.accuracy_score(y_true, y_pred >= 0.5)
    assert losses.accuracy(y_true, y_pred, threshold=0.8) == metrics.accuracy_score(y_true, y_pred >= 0.8)
    labels, rows = indices(rng, (200, 4)), soft_rows(rng, (200, 4))
    expected = metrics.accuracy_score(labels, rows.argmax(axis=1))
    assert losses.accuracy(labels, rows) == losses.accuracy(one_hot(labels, 4), rows) == expected


def test_accuracy_of_the_small_and_the_undecided():
    assert losses.accuracy(1, 0.5) == 1.0
    assert losses.accuracy(0, 0.5) == 0.0
    assert losses.accuracy([1, 0], [0.0, 0.0], threshold=0) == 0.5
    assert losses.accuracy([0, 1], [[0.5, 0.5], [0.5, 0.5]]) == 0.5
    assert type(losses.accuracy([1], [0.7])) is float
    assert losses.accuracy([0, 1, 2], ROWS) == 2 / 3
    assert losses.accuracy([0, 1, 2], BETTER_ROWS) == 1.0


def test_accuracy_is_a_staircase_where_the_loss_is_a_slope():
    # One probability moves from 0.1 to 0.9: the loss falls at every step, accuracy jumps once.
    steps = np.linspace(0.1, 0.9, 82)
    losses_on_the_way = [losses.binary_cross_entropy([1, 0], [p, 0.2]) for p in steps]
    accuracies = [losses.accuracy([1, 0], [p, 0.2]) for p in steps]
    assert all(later < earlier for earlier, later in itertools.pairwise(losses_on_the_way))
    assert sorted(set(accuracies)) == [0.5, 1.0]
    assert accuracies == sorted(accuracies)
