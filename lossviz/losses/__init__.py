"""Loss functions, each with its gradient beside it. NumPy only.

Every loss takes the true values and the predictions and gives one number, a Python float; `reduction` says which:
the "mean" over the N samples, their "sum", or with "none" a float64 array of the loss of each sample. The gradient
of a loss is that of the reduced number with respect to the second argument, and has its shape; with "none" it is the
slope of each sample's own loss. It takes and refuses what its loss takes and refuses.
"""

from ._probabilities import (
    accuracy,
    binary_cross_entropy,
    binary_cross_entropy_grad,
    cross_entropy,
    cross_entropy_grad,
    focal,
    focal_grad,
    kl_divergence,
    kl_divergence_grad,
)
from ._regression import (
    half_sse,
    half_sse_grad,
    huber,
    huber_grad,
    log_cosh,
    log_cosh_grad,
    mae,
    mae_grad,
    mse,
    mse_grad,
    quantile,
    quantile_grad,
    rmse,
    rmse_grad,
    sse,
    sse_grad,
)
from ._scores import (
    hinge,
    hinge_grad,
    log_softmax,
    sigmoid,
    sigmoid_cross_entropy,
    sigmoid_cross_entropy_grad,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_grad,
)

__all__ = [
    "accuracy",
    "binary_cross_entropy",
    "binary_cross_entropy_grad",
    "cross_entropy",
    "cross_entropy_grad",
    "focal",
    "focal_grad",
    "half_sse",
    "half_sse_grad",
    "hinge",
    "hinge_grad",
    "huber",
    "huber_grad",
    "kl_divergence",
    "kl_divergence_grad",
    "log_cosh",
    "log_cosh_grad",
    "log_softmax",
    "mae",
    "mae_grad",
    "mse",
    "mse_grad",
    "quantile",
    "quantile_grad",
    "rmse",
    "rmse_grad",
    "sigmoid",
    "sigmoid_cross_entropy",
    "sigmoid_cross_entropy_grad",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_grad",
    "sse",
    "sse_grad",
]
