"""The explorers: one question each, answered by moving something. And what it takes to write one.

- Those of the course: `accuracy`, `binary_cross_entropy`, `cross_entropy`, `guess`, `likelihood`, `mse`, `one_number`,
  `slope`, `softmax`, `softmax_batch`.
- In one line: `curve`, of a loss of one number, and `live`, of a function that draws with matplotlib.
- In some twenty lines: a subclass of `Explorer`, with `Number`, `Numbers`, `Switches`, `Choice` for what is moved,
  `Data` for what nobody moves and `MovedLast` for the element moved last; `said` chooses words by the language, and
  `number` writes a number as the pictures do.
- `predict="mse-number"` has an explorer ask first: one of its `questions`, or one of your own, an `AskNumber`,
  `AskChoice`, `AskPlace` or `AskDrawing`.
"""

from lossviz.explore._accuracy import Accuracy as accuracy
from lossviz.explore._binary_cross_entropy import BinaryCrossEntropy as binary_cross_entropy
from lossviz.explore._cross_entropy import CrossEntropy as cross_entropy
from lossviz.explore._curve import curve
from lossviz.explore._guess import Guess as guess
from lossviz.explore._likelihood import Likelihood as likelihood
from lossviz.explore._live import live
from lossviz.explore._mse import MSE as mse
from lossviz.explore._one_number import OneNumber as one_number
from lossviz.explore._slope import Slope as slope
from lossviz.explore._softmax import Softmax as softmax
from lossviz.explore._softmax_batch import SoftmaxBatch as softmax_batch
from lossviz.explorer import Choice, Data, Explorer, Handle, MovedLast, Number, Numbers, Switches
from lossviz.explorer.ask.questions import AskChoice, AskDrawing, AskNumber, AskPlace
from lossviz.words import number, said

__all__ = [
    "AskChoice",
    "AskDrawing",
    "AskNumber",
    "AskPlace",
    "Choice",
    "Data",
    "Explorer",
    "Handle",
    "MovedLast",
    "Number",
    "Numbers",
    "Switches",
    "accuracy",
    "binary_cross_entropy",
    "cross_entropy",
    "curve",
    "guess",
    "likelihood",
    "live",
    "mse",
    "number",
    "one_number",
    "said",
    "slope",
    "softmax",
    "softmax_batch",
]


def __dir__() -> list[str]:
    return __all__
