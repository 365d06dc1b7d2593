"""A formula as a student would write it, to be put into a cell."""

_CALLS = {
    "log": "np.log", "log2": "np.log2", "log10": "np.log10", "exp": "np.exp", "sqrt": "np.sqrt", "absolute": "np.abs",
    "sign": "np.sign", "floor": "np.floor", "rounded": "np.round", "flat": "np.ravel", "sum": "np.sum",
    "mean": "np.mean", "largest": "np.max",
}  # fmt: skip


def source_of(formula):
    """NumPy code that computes a formula."""
    if formula.kind in {"argument", "constant"}:
        return str(formula)
    inside = [source_of(part) for part in formula.parts]
    if formula.kind in _CALLS:
        axis = "" if formula.detail is None else f", axis={formula.detail}"
        return f"{_CALLS[formula.kind]}({inside[0]}{axis})"
    if len(inside) == 2:
        return f"({inside[0]} {formula.kind} {inside[1]})"
    return _OTHERS[formula.kind](inside[0], formula.detail)


_OTHERS = {
    "negative": lambda x, _: f"(-1.0 * {x})",
    "complement": lambda x, _: f"(1 - {x})",
    "column": lambda x, _: f"np.reshape({x}, (-1, 1))",
    "count": lambda x, axis: f"np.size({x})" if axis is None else f"np.shape({x})[{axis}]",
    "spread": lambda x, axis: x if axis is None else f"np.expand_dims({x}, {axis})",
    "shifted": lambda x, axis: f"({x} - np.max({x}, axis={axis}, keepdims={axis is not None}))",
    "highest": lambda x, axis: f"({x} == np.max({x}, axis={axis}, keepdims=True)) * 1.0",
    "softmax": lambda x, axis: (
        f"(np.exp({x} - np.max({x}, axis={axis}, keepdims=True))"
        f" / np.sum(np.exp({x} - np.max({x}, axis={axis}, keepdims=True)), axis={axis}, keepdims=True))"
    ),
    "item": lambda x, place: f"{x}[{place}]",
}
