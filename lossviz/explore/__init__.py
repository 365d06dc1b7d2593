"""The explorers: one question each, answered by moving something."""

from lossviz.explore._accuracy import Accuracy as accuracy
from lossviz.explore._binary_cross_entropy import BinaryCrossEntropy as binary_cross_entropy
from lossviz.explore._cross_entropy import CrossEntropy as cross_entropy
from lossviz.explore._curve import curve
from lossviz.explore._mse import MSE as mse
from lossviz.explore._slope import Slope as slope
from lossviz.explore._softmax import Softmax as softmax
from lossviz.explore._softmax_batch import SoftmaxBatch as softmax_batch

__all__ = ["accuracy", "binary_cross_entropy", "cross_entropy", "mse", "slope", "softmax", "softmax_batch"]


def __dir__() -> list[str]:
    return __all__
