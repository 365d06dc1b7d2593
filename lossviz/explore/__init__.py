"""The explorers: one question each, answered by moving something."""

from lossviz.explore.accuracy import Accuracy as accuracy
from lossviz.explore.binary_cross_entropy import BinaryCrossEntropy as binary_cross_entropy
from lossviz.explore.cross_entropy import CrossEntropy as cross_entropy
from lossviz.explore.mse import MSE as mse
from lossviz.explore.slope import Slope as slope
from lossviz.explore.softmax import Softmax as softmax
from lossviz.explore.softmax_batch import SoftmaxBatch as softmax_batch

__all__ = ["accuracy", "binary_cross_entropy", "cross_entropy", "mse", "slope", "softmax", "softmax_batch"]
