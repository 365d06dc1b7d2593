"""Every message about input, word for word in both languages, and what passes."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from lossviz import losses
from lossviz.losses import (
    accuracy,
    binary_cross_entropy,
    checks,
    cross_entropy,
    focal,
    hinge,
    huber,
    kl_divergence,
    log_softmax,
    mse,
    quantile,
    sigmoid,
    sigmoid_cross_entropy,
    softmax,
    softmax_cross_entropy,
)

ROWS = [[0.3, 0.1, 0.6], [0.3, 0.5, 0.2]]
FINITE = "allowed: finite numbers", "유한한 수만 쓸 수 있습니다."
REAL = "allowed: real numbers", "실수만 쓸 수 있습니다."
UNIT = "allowed: numbers from 0 to 1", "0 이상 1 이하의 수만 쓸 수 있습니다."
INDEX = "allowed: class indices, the whole numbers from 0 to 2", "0부터 2까지의 정수인 클래스 번호만 쓸 수 있습니다."
FLOAT = (
    "allowed: numbers that fit into a float, from -1.8e308 to 1.8e308",
    "float에 담을 수 있는 -1.8e308 이상 1.8e308 이하의 수만 쓸 수 있습니다.",
)
EQUAL_ROWS = "allowed: rows as long as the first", "첫 행과 길이가 같은 행만 쓸 수 있습니다."
POSITIVE = "allowed: finite numbers above 0", "0보다 큰 유한한 수만 쓸 수 있습니다."
OPEN = "allowed: numbers between 0 and 1, both excluded", "0보다 크고 1보다 작은 수만 쓸 수 있습니다."
CLIP = "allowed: None, or numbers from 1e-16 to below 0.5", "None, 또는 1e-16 이상 0.5 미만의 수만 쓸 수 있습니다."
REDUCTION = "allowed: 'mean', 'sum', 'none'", "'mean', 'sum', 'none'만 쓸 수 있습니다."


def value(where, received, allowed):
    return f"{where}: received {received}; {allowed[0]}", f"{where}의 값이 {received}입니다. {allowed[1]}"


def masked(where):
    return (
        f"{where}: received a masked value; allowed: values that are not masked",
        f"{where}의 값이 마스크로 가려져 있습니다. 가려지지 않은 값만 쓸 수 있습니다.",
    )


def shape(name, received, english, korean):
    return (
        f"{name}: received shape {received}; allowed: {english}",
        f"{name}의 모양이 {received}입니다. {korean}만 쓸 수 있습니다.",
    )


def same_shape(name, first, second):
    return (
        f"y_true and {name} must have the same shape: received {first} and {second}",
        f"y_true의 모양과 {name}의 모양이 같아야 합니다. 받은 모양은 {first}, {second}입니다.",
    )


def target_shape(received, same, indices, name="y_pred"):
    english = (
        f"y_true: received shape {received}; allowed: {same}, the shape of {name}, "
        f"or {indices}, one class index for each row"
    )
    korean = (
        f"y_true의 모양이 {received}입니다. {name}의 모양과 같은 {same}, "
        f"또는 행마다 클래스 번호가 하나씩 있는 {indices}만 쓸 수 있습니다."
    )
    return english, korean


def row_sum(where, received):
    return (
        f"{where}: received a row with the sum {received}; allowed: the sum 1 (to 1e-05)",
        f"{where}의 합이 {received}입니다. 확률의 합은 1이어야 합니다(허용 오차 1e-05).",
    )


def labels(received, low, high, where="y_true[1]"):
    return value(where, received, (f"allowed: the labels {low} and {high}", f"레이블 {low}, {high}만 쓸 수 있습니다."))


DIMENSIONS = "a number, a list, or a table (0, 1 or 2 dimensions)", "수 하나, 1차원 목록, 2차원 표"
NOT_EMPTY = "at least one value", "값이 하나 이상 들어 있는 입력"
CLASS_ROWS = (
    "one value for each class, of one sample or in rows (1 or 2 dimensions)",
    "클래스마다 값이 하나씩 있는 1차원 샘플 하나, 또는 그런 행이 모인 2차원 표",
)

# id: (call, error, the message in English and in Korean)
MESSAGES = {
    # shapes
    "unequal lengths": (lambda: mse([1] * 5, [1] * 4), ValueError, same_shape("y_pred", (5,), (4,))),
    "no broadcasting of one": (lambda: mse([1, 2], 1), ValueError, same_shape("y_pred", (2,), ())),
    "no broadcasting of a row": (lambda: mse([[1, 2]], [1, 2]), ValueError, same_shape("y_pred", (1, 2), (2,))),
    "the name of the logits": (
        lambda: sigmoid_cross_entropy([1], [1, 2]),
        ValueError,
        same_shape("logits", (1,), (2,)),
    ),
    "indices are no distribution": (
        lambda: kl_divergence([0, 2], ROWS),
        ValueError,
        same_shape("y_pred", (2,), (2, 3)),
    ),
    "too many indices": (lambda: cross_entropy([0] * 3, ROWS), ValueError, target_shape((3,), (2, 3), (2,))),
    "one index for two rows": (
        lambda: softmax_cross_entropy(0, ROWS),
        ValueError,
        target_shape((), (2, 3), (2,), "logits"),
    ),
    "one-hot rows of two classes": (
        lambda: accuracy([[0, 1], [1, 0]], ROWS),
        ValueError,
        target_shape((2, 2), (2, 3), (2,)),
    ),
    "three dimensions": (lambda: mse([[[1]]], [[[1]]]), ValueError, shape("y_true", (1, 1, 1), *DIMENSIONS)),
    "empty": (lambda: mse([], []), ValueError, shape("y_true", (0,), *NOT_EMPTY)),
    "empty rows": (lambda: softmax([[], []]), ValueError, shape("logits", (2, 0), *NOT_EMPTY)),
    "no classes": (lambda: cross_entropy(1, 0.5), ValueError, shape("y_pred", (), *CLASS_ROWS)),
    "no classes for softmax": (lambda: log_softmax(3), ValueError, shape("logits", (), *CLASS_ROWS)),
    "no classes for a divergence": (lambda: kl_divergence(1, 1), ValueError, shape("y_true", (), *CLASS_ROWS)),
    "a short row": (lambda: mse([[1, 2], [3]], [[1, 2], [3, 4]]), ValueError, value("y_true[1]", "[3]", EQUAL_ROWS)),
    "a number among rows": (lambda: sigmoid([[1, 2], 3]), ValueError, value("logits[1]", "3", EQUAL_ROWS)),
    "a ragged row": (lambda: sigmoid([[1, [2, 3]], [4, 5]]), ValueError, value("logits[0]", "[1, [2, 3]]", EQUAL_ROWS)),
    # what is not a real number
    "text": (lambda: mse([1, 2], ["1", "zwei"]), TypeError, value("y_pred[0]", "'1' (str)", REAL)),
    "text among numbers": (lambda: mse([1, 2], [1, "zwei"]), TypeError, value("y_pred[1]", "'zwei' (str)", REAL)),
    "one text": (lambda: sigmoid("3"), TypeError, value("logits", "'3' (str)", REAL)),
    "long text": (
        lambda: sigmoid("a" * 99),
        TypeError,
        value("logits", "'aaaaaaaaaaaa...aaaaaaaaaaaaa' (str)", REAL),
    ),
    "complex": (lambda: mse([1, 2 + 1j], [1, 2]), TypeError, value("y_true[1]", "(2+1j) (complex)", REAL)),
    "complex array": (lambda: mse(1, np.array(2j)), TypeError, value("y_pred", "2j (complex)", REAL)),
    "nothing": (lambda: mse([[1, None]], [[1, 2]]), TypeError, value("y_true[0, 1]", "None (NoneType)", REAL)),
    "a set": (lambda: sigmoid({1}), TypeError, value("logits", "{1} (set)", REAL)),
    "text in a table": (
        lambda: mse([[1, 2], [3, 4]], [[1, 2], [3, "4"]]),
        TypeError,
        value("y_pred[1, 1]", "'4' (str)", REAL),
    ),
    "a time": (
        lambda: sigmoid(np.array([0, 3], dtype="m8[s]")),
        TypeError,
        value("logits[0]", "np.timedelta64(0,'s') (timedelta64)", REAL),
    ),
    "a date": (
        lambda: sigmoid(np.array(["2024"], dtype="M8[Y]")),
        TypeError,
        value("logits[0]", "np.datetime64('2024') (datetime64)", REAL),
    ),
    "a set of a number too long to write": (lambda: sigmoid({10**5000}), TypeError, value("logits", "… (set)", REAL)),
    # what NumPy would forget to be masked
    "masked": (lambda: mse(np.ma.array([1.0, 2.0, 999.0], mask=[0, 0, 1]), [1, 2, 3]), ValueError, masked("y_true[2]")),
    "two masked": (
        lambda: mse([1] * 3, np.ma.masked_less([3, 1, 1], 2)),
        ValueError,
        masked("y_pred[1]"),
    ),
    "masked in a table": (
        lambda: softmax(np.ma.array([[1, 2], [3, 4]], mask=[[0, 0], [1, 0]])),
        ValueError,
        masked("logits[1, 0]"),
    ),
    "masked in a list of rows": (
        lambda: sigmoid([[1.0, 2.0], np.ma.array([3.0, 4.0], mask=[0, 1])]),
        ValueError,
        masked("logits[1, 1]"),
    ),
    "masked in a list": (lambda: hinge((1, 1), (0.5, np.ma.masked)), ValueError, masked("y_pred[1]")),
    "masked in a list of lists": (lambda: mse([[1, 2]], [[1, np.ma.masked]]), ValueError, masked("y_pred[0, 1]")),
    "masked, alone": (lambda: focal(np.ma.masked, 0.5), ValueError, masked("y_true")),
    "all masked": (lambda: accuracy(np.ma.masked_all(3), [1, 0, 1]), ValueError, masked("y_true[0]")),
    # too large for a float
    "a huge integer": (lambda: mse([1, 10**400], [1, 1]), ValueError, value("y_true[1]", "1.00e+400", FLOAT)),
    "a huge integer, alone": (lambda: mse(1, -(10**400)), ValueError, value("y_pred", "-1.00e+400", FLOAT)),
    "too long to write": (lambda: softmax([[1, 10**5000]]), ValueError, value("logits[0, 1]", "1.00e+5000", FLOAT)),
    "a huge fraction": (lambda: sigmoid(Fraction(10**400, 3)), ValueError, value("logits", "3.33e+399", FLOAT)),
    "a huge decimal": (lambda: sigmoid([Decimal("-1e9999999")]), ValueError, value("logits[0]", "-1e+9999999", FLOAT)),
    "a huge index": (
        lambda: cross_entropy([0, 10**400], ROWS),
        ValueError,
        value("y_true[1]", "1.00e+400", FLOAT),
    ),
    "a huge delta": (lambda: huber(1, 2, delta=10**400), ValueError, value("delta", "1.00e+400", FLOAT)),
    "a huge clip": (lambda: focal(1, 1, clip=10**400), ValueError, value("clip", "1.00e+400", FLOAT)),
    "an infinite decimal": (lambda: sigmoid([Decimal("-Infinity")]), ValueError, value("logits[0]", "-inf", FINITE)),
    "a decimal that is no number": (lambda: sigmoid(Decimal("NaN")), ValueError, value("logits", "nan", FINITE)),
    "and signals it": (lambda: sigmoid(Decimal("sNaN")), ValueError, value("logits", "nan", FINITE)),
    "NaN in a decimal delta": (lambda: huber(1, 2, delta=Decimal("NaN")), ValueError, value("delta", "nan", POSITIVE)),
    # values
    "NaN": (lambda: mse([1, math.nan], [1, 2]), ValueError, value("y_true[1]", "nan", FINITE)),
    "NaN in a table": (lambda: mse([[1, 2]], [[math.nan, 2]]), ValueError, value("y_pred[0, 0]", "nan", FINITE)),
    "infinite": (lambda: mse([1, 2], [1, -math.inf]), ValueError, value("y_pred[1]", "-inf", FINITE)),
    "infinite, alone": (lambda: mse(1, math.inf), ValueError, value("y_pred", "inf", FINITE)),
    "both infinities": (lambda: sigmoid([math.inf, -math.inf]), ValueError, value("logits[0]", "inf", FINITE)),
    "infinite logit": (
        lambda: softmax_cross_entropy(0, [1, math.inf]),
        ValueError,
        value("logits[1]", "inf", FINITE),
    ),
    "probability above 1": (
        lambda: binary_cross_entropy([1, 0, 1], [0.2, 1.2, 2]),
        ValueError,
        value("y_pred[1]", "1.2", UNIT),
    ),
    "probability below 0": (
        lambda: cross_entropy([0, 1], [[0.5, 0.5], [-1, 2]]),
        ValueError,
        value("y_pred[1, 0]", "-1", UNIT),
    ),
    "probability just above 1": (lambda: focal(1, 1 + 2**-52), ValueError, value("y_pred", "1.0000000000000002", UNIT)),
    "NaN probability": (lambda: focal([1, 1], [math.nan, 1]), ValueError, value("y_pred[0]", "nan", UNIT)),
    "soft label above 1": (lambda: sigmoid_cross_entropy([2], [0]), ValueError, value("y_true[0]", "2", UNIT)),
    "target below 0": (lambda: softmax_cross_entropy([1.5, -0.5], [0, 0]), ValueError, value("y_true[0]", "1.5", UNIT)),
    "row sum": (lambda: cross_entropy([0, 1], [[0.5, 0.5], [0.25, 0.5]]), ValueError, row_sum("y_pred[1]", "0.75")),
    "sum of one row": (lambda: cross_entropy(0, [0.25, 0.5]), ValueError, row_sum("y_pred", "0.75")),
    "sum of targets": (lambda: softmax_cross_entropy([[1, 1]], [[0, 5]]), ValueError, row_sum("y_true[0]", "2")),
    "sum of a distribution": (lambda: kl_divergence([1, 1], [0.5, 0.5]), ValueError, row_sum("y_true", "2")),
    "row sum of an accuracy": (lambda: accuracy([0], [[0.5, 0.25]]), ValueError, row_sum("y_pred[0]", "0.75")),
    "class index too large": (lambda: cross_entropy([0, 3], ROWS), ValueError, value("y_true[1]", "3", INDEX)),
    "class index below 0": (lambda: cross_entropy([-1, 0], ROWS), ValueError, value("y_true[0]", "-1", INDEX)),
    "class index in between": (
        lambda: softmax_cross_entropy([0, 1.5], ROWS),
        ValueError,
        value("y_true[1]", "1.5", INDEX),
    ),
    "NaN as a class index": (lambda: accuracy([0, math.nan], ROWS), ValueError, value("y_true[1]", "nan", INDEX)),
    "one class index": (lambda: cross_entropy(3, ROWS[0]), ValueError, value("y_true", "3", INDEX)),
    "label 0 for hinge": (lambda: hinge([1, 0], [1, 1]), ValueError, labels("0", -1, 1)),
    "soft label for focal": (lambda: focal([1, 0.5], [1, 1]), ValueError, labels("0.5", 0, 1)),
    "NaN as a label": (lambda: focal([1, math.nan], [1, 1]), ValueError, labels("nan", 0, 1)),
    "one label": (lambda: hinge(2, 1), ValueError, labels("2", -1, 1, "y_true")),
    "soft label for accuracy": (lambda: accuracy([0, 0.5], [1, 1]), ValueError, labels("0.5", 0, 1)),
    "soft row for accuracy": (
        lambda: accuracy([[1, 0], [0.5, 0.5]], [[1, 0], [0, 1]]),
        ValueError,
        labels("0.5", 0, 1, "y_true[1, 0]"),
    ),
    # hyperparameters
    "delta 0": (lambda: huber(1, 2, delta=0), ValueError, value("delta", "0", POSITIVE)),
    "delta infinite": (lambda: huber(1, 2, delta=math.inf), ValueError, value("delta", "inf", POSITIVE)),
    "delta text": (lambda: huber(1, 2, delta="1"), TypeError, value("delta", "'1' (str)", POSITIVE)),
    "q 0": (lambda: quantile(1, 2, q=0), ValueError, value("q", "0", OPEN)),
    "q 1": (lambda: quantile(1, 2, q=1.0), ValueError, value("q", "1", OPEN)),
    "q NaN": (lambda: quantile(1, 2, q=math.nan), ValueError, value("q", "nan", OPEN)),
    "gamma below 0": (
        lambda: focal(1, 1, gamma=-0.5),
        ValueError,
        value("gamma", "-0.5", ("allowed: finite numbers from 0 upwards", "0 이상의 유한한 수만 쓸 수 있습니다.")),
    ),
    "temperature 0": (lambda: softmax([1, 2], temperature=0), ValueError, value("temperature", "0", POSITIVE)),
    "temperature complex": (
        lambda: softmax([1, 2], temperature=1j),
        TypeError,
        value("temperature", "1j (complex)", POSITIVE),
    ),
    "threshold above 1": (lambda: accuracy(1, 1, threshold=1.5), ValueError, value("threshold", "1.5", UNIT)),
    "clip 0": (lambda: cross_entropy(0, [1, 0], clip=0), ValueError, value("clip", "0", CLIP)),
    "clip a half": (lambda: binary_cross_entropy(0, 1, clip=0.5), ValueError, value("clip", "0.5", CLIP)),
    "clip lost in rounding": (lambda: focal(0, 1, clip=1e-17), ValueError, value("clip", "1e-17", CLIP)),
    "clip text": (lambda: kl_divergence([1], [1], clip="small"), TypeError, value("clip", "'small' (str)", CLIP)),
    "clip a list": (lambda: kl_divergence([1], [1], clip=[0.1]), TypeError, value("clip", "[0.1] (list)", CLIP)),
    "reduction": (lambda: mse(1, 2, reduction="avg"), ValueError, value("reduction", "'avg'", REDUCTION)),
    "an array of reductions": (
        lambda: mse(1, 2, reduction=np.array([1, 2])),
        ValueError,
        value("reduction", "array([1, 2])", REDUCTION),
    ),
    "reduction None": (lambda: hinge(1, 2, reduction=None), ValueError, value("reduction", "None", REDUCTION)),
}


if np.finfo(np.longdouble).max > np.finfo(float).max:  # not so on Windows
    MESSAGES["a huge long double"] = (
        lambda: sigmoid(np.array([1, np.longdouble("1e400")])),
        ValueError,
        value("logits[1]", "1e+400", FLOAT),
    )


@pytest.mark.parametrize("case", MESSAGES)
def test_message(case, each_language):
    call, error, (english, korean) = MESSAGES[case]
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value) == {"en": english, "ko": korean}[each_language]
    # NumPy's own error is no help to a reader, and is not shown.
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_the_gradients_say_the_same():
    for call, expected in [
        (lambda: losses.mse_grad([1] * 5, [1] * 4), same_shape("y_pred", (5,), (4,))),
        (lambda: losses.rmse_grad([1], [math.nan]), value("y_pred[0]", "nan", FINITE)),
        (lambda: losses.huber_grad(1, 2, delta=-1), value("delta", "-1", POSITIVE)),
        (lambda: losses.quantile_grad(1, 2, q=2), value("q", "2", OPEN)),
        (lambda: losses.cross_entropy_grad([0, 3], ROWS), value("y_true[1]", "3", INDEX)),
        (lambda: losses.cross_entropy_grad(0, [1, 0], clip=1), value("clip", "1", CLIP)),
        (lambda: losses.hinge_grad([1, 0], [1, 1]), labels("0", -1, 1)),
        (lambda: losses.mae_grad(1, 2, reduction="max"), value("reduction", "'max'", REDUCTION)),
    ]:
        with pytest.raises(ValueError, match="received") as caught:
            call()
        assert str(caught.value) == expected[0]


def test_the_first_of_many_is_named_even_in_a_long_array():
    y_pred = np.zeros(10**5)
    y_pred[[70_000, 90_000]] = 7
    with pytest.raises(ValueError, match=r"^y_pred\[70000\]: received 7;"):
        binary_cross_entropy(np.zeros(10**5), y_pred)


@pytest.mark.parametrize("scale", [1e-6, 9e-6])
def test_a_row_may_miss_the_sum_1_by_its_rounding(scale):
    assert cross_entropy(0, [0.5 + scale, 0.5]) == -math.log(0.5 + scale)
    assert checks.ROW_SUM_TOLERANCE == 1e-5


@pytest.mark.parametrize("classes", [2, 10, 1000, 50_000])
def test_a_softmax_in_float32_is_a_distribution(classes):
    logits = np.random.default_rng(0).normal(0, 3, (2, classes)).astype(np.float32)
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    rows = powers / powers.sum(axis=1, keepdims=True)
    assert rows.dtype == np.float32
    assert cross_entropy([0, 1], rows) == pytest.approx(softmax_cross_entropy([0, 1], logits), rel=1e-6)


def test_large_numbers_are_finite():
    # Their squares are not: the quick check has to look closer, and then lets them pass.
    assert losses.mae([1e300, -1e300], [1e300, -1e300]) == 0
    assert losses.mae([[1e300], [1]], [[1e300], [2]]) == 0.5


def test_what_passes():
    assert checks.real("y", [True, False]).tolist() == [1, 0]
    assert checks.real("y", range(3)).tolist() == [0, 1, 2]
    assert checks.real("y", np.array([1, 2.5, 10**30], dtype=object)).tolist() == [1, 2.5, 1e30]
    assert checks.real("y", [Decimal("0.5"), Fraction(1, 4), 1]).tolist() == [0.5, 0.25, 1]
    assert checks.real("y", Fraction(10**400, 10**399)) == 10
    assert checks.real("y", [Decimal("1e-400"), Fraction(1, 10**400)]).tolist() == [0, 0]
    assert checks.real("y", np.array([0.5, -math.inf], dtype=np.longdouble)).tolist() == [0.5, -math.inf]
    assert checks.real("y", np.float16(0.5)).shape == ()
    assert checks.real("y", np.ma.array([1, 2], mask=[0, 0])).tolist() == [1, 2]
    assert type(checks.real("y", np.ma.array([1.0, 2.0]))) is np.ndarray
    assert checks.real("y", [np.ma.array([1, 2]), (3, 4)]).tolist() == [[1, 2], [3, 4]]
    assert checks.parameter("q", np.float32(0.5), checks.BETWEEN_0_AND_1) == 0.5
    assert checks.parameter("q", Decimal("0.5"), checks.BETWEEN_0_AND_1) == 0.5
    assert checks.parameter("clip", None, checks.CLIP) is None
    assert type(checks.parameter("delta", 1, checks.POSITIVE)) is float
    assert checks.targets([0.0, 2.0], np.zeros((2, 3))).dtype == np.intp


def test_float64_is_not_copied():
    array = np.arange(6.0).reshape(2, 3)
    assert checks.real("y", array) is array
    assert checks.within("y", array, checks.FINITE) is array
