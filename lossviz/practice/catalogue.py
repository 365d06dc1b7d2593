"""The exercises, in the order of the notebooks."""

from lossviz.words import t

from .claims import CLAIMS
from .exercise import AnyExercise, Exercise, NumberExercise
from .quantities import QUANTITIES
from .quantity import Quantity

# Name, the mistakes of the function that the notebook begins with, a solution.
_FUNCTIONS = (
    ("absolute_error", (), "def absolute_error(y_true, y_pred):\n    return np.abs(y_true - y_pred)\n"),
    (
        "squared_error",
        ("sum_added",),
        "def squared_error(y_true, y_pred):\n    error = y_true - y_pred\n    return error ** 2\n",
    ),
    ("log_loss", (), "def log_loss(p):\n    return -np.log(p)\n"),
    (
        "accuracy",
        ("no_threshold",),
        "def accuracy(y_true, y_pred):\n    answer = y_pred >= 0.5\n    return np.mean(answer == y_true)\n",
    ),
    (
        "next_weight",
        ("uphill",),
        "def next_weight(weight, slope, learning_rate):\n    return weight - learning_rate * slope\n",
    ),
    ("difference_quotient", (), "def difference_quotient(before, after, step):\n    return (after - before) / step\n"),
    ("mse", ("sum_for_mean", "half"), "def mse(y_true, y_pred):\n    return np.mean((y_true - y_pred) ** 2)\n"),
    ("mse_grad", ("sign",), "def mse_grad(y_true, y_pred):\n    return 2 * (y_pred - y_true) / len(y_true)\n"),
    ("rmse", (), "def rmse(y_true, y_pred):\n    return np.sqrt(np.mean((y_true - y_pred) ** 2))\n"),
    (
        "mse_by_column",
        (),
        "def mse_by_column(y_true, y_pred):\n    return np.mean((y_true - y_pred) ** 2, axis=0)\n",
    ),
    (
        "mse_of_column",
        ("broadcast",),
        "def mse_of_column(y_true, y_pred):\n    return np.mean((y_true - y_pred[:, 0]) ** 2)\n",
    ),
    (
        "softmax",
        ("overflow",),
        "def softmax(logits):\n    power = np.exp(logits - np.max(logits))\n    return power / np.sum(power)\n",
    ),
    (
        "softmax_rows",
        ("wrong_axis",),
        (
            "def softmax_rows(logits):\n"
            "    powers = np.exp(logits)\n"
            "    return powers / np.sum(powers, axis=1, keepdims=True)\n"
        ),
    ),
    (
        "cross_entropy",
        ("n_times_c",),
        "def cross_entropy(y_true, y_pred):\n    p = np.sum(y_true * y_pred, axis=1)\n    return -np.mean(np.log(p))\n",
    ),
    (
        "loss_of_logits",
        ("softmax_twice",),
        (
            "def loss_of_logits(y_true, logits):\n"
            "    p = lossviz.losses.softmax(logits)\n"
            "    return -np.mean(np.log(np.sum(y_true * p, axis=1)))\n"
        ),
    ),
    ("sigmoid", (), "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"),
    (
        "binary_cross_entropy",
        ("bracket",),
        (
            "def binary_cross_entropy(y_true, y_pred):\n"
            "    if_one = y_true * np.log(y_pred)\n"
            "    if_zero = (1 - y_true) * np.log(1 - y_pred)\n"
            "    return -np.mean(if_one + if_zero)\n"
        ),
    ),
    (
        "logit_grad",
        ("slope_of_sigmoid",),
        "def logit_grad(y_true, y_pred):\n    return (y_pred - y_true) / len(y_true)\n",
    ),
)
_NUMBERS = (
    NumberExercise(
        name="rents_mse",
        quantity=QUANTITIES["mse"],
        case=([5, 6, 8, 9], [6, 6, 5, 10]),
        decimals=2,
        solution="squares = [(5 - 6) ** 2, (6 - 6) ** 2, (8 - 5) ** 2, (9 - 10) ** 2]\nsum(squares) / 4\n",
    ),
    NumberExercise(
        name="one_step",
        quantity=QUANTITIES["next_weight"],
        case=(3.0, 4.0, 0.1),
        decimals=1,
        solution="3 - 0.1 * 4\n",
    ),
    NumberExercise(
        name="gradient_of_one",
        quantity=QUANTITIES["gradient_of_one"],
        case=([4, 2, 7, 5], [7, 2, 6, 5]),
        decimals=1,
        solution="2 * (7 - 4) / 4\n",
    ),
    NumberExercise(
        name="batch_of_three",
        quantity=QUANTITIES["mean_log_loss"],
        case=([0.5, 0.25, 0.8],),
        decimals=3,
        solution="-(np.log(0.5) + np.log(0.25) + np.log(0.8)) / 3\n",
    ),
    NumberExercise(
        name="one_email",
        quantity=QUANTITIES["loss_of_zero"],
        case=(0.8,),
        decimals=3,
        solution="-np.log(1 - 0.8)\n",
    ),
)
_BY_NAME: dict[str, AnyExercise] = {
    **{name: Exercise(name, QUANTITIES[name], solution, bug) for name, bug, solution in _FUNCTIONS},
    **{each.name: each for each in (*_NUMBERS, *CLAIMS)},
}
_ORDER = (
    "absolute_error",
    *("squared_error", "rents_mse", "log_loss", "errors_cancel"),
    *("accuracy", "next_weight", "difference_quotient", "one_step", "same_accuracy"),
    *("mse", "mse_grad", "rmse", "mse_by_column", "mse_of_column", "gradient_of_one"),
    *("softmax", "softmax_rows", "cross_entropy", "loss_of_logits", "batch_of_three", "same_softmax"),
    *("sigmoid", "binary_cross_entropy", "logit_grad", "one_email", "soft_label"),
)
EXERCISES: dict[str, AnyExercise] = {name: _BY_NAME[name] for name in _ORDER}


def exercises() -> list[str]:
    """The names of the exercises, as `check`, `hint` and `solution` take them, in the order of the notebooks.

    >>> exercises()[:3]
    ['absolute_error', 'squared_error', 'rents_mse']
    """
    return list(EXERCISES)


def find(name: str) -> AnyExercise:
    """The exercise of that name."""
    if not isinstance(name, str) or name not in EXERCISES:
        raise ValueError(t("practice.no_exercise", received=repr(name), allowed=", ".join(EXERCISES)))
    return EXERCISES[name]


def quantity_of(name: str) -> Quantity:
    """What an exercise asks for, or the quantity of that name; it must be one number."""
    exercise = EXERCISES.get(name) if isinstance(name, str) else None
    found = getattr(exercise, "quantity", None) or (QUANTITIES.get(name) if isinstance(name, str) else None)
    if found is None or not found.is_number:
        numbers = [each.name for each in QUANTITIES.values() if each.is_number]
        raise ValueError(t("practice.no_exercise", received=repr(name), allowed=", ".join(numbers)))
    return found
