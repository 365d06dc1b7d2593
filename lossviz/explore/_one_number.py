"""`explore.one_number`: one prediction for all samples. Squares are cheapest at the mean, absolute errors elsewhere."""

import numpy as np

from lossviz import losses
from lossviz.explorer import Choice, Data, Explorer, Number, Numbers, colored, reading
from lossviz.figure import plots
from lossviz.figure.scale import round_up, steps
from lossviz.figure.style import LOSS, PREDICTION, TRUTH
from lossviz.losses.checks import DRAWABLE, one_row
from lossviz.words import composed, number, t

CONVENTIONS = {"mse": "MSE", "mae": "MAE"}
FORMULAS = {"mse": "(1/N) Σ({} − {})²", "mae": "(1/N) Σ|{} − {}|"}


class OneNumber(Explorer):
    """The same prediction for every sample: which number costs least, by squared or by absolute errors?

    y_true: 1-d. guess: the prediction. convention: "mse" or "mae". unit: what y is measured in.
    limits: the ends of the axis of y; by default there is room above for a value that is far off.
    """

    size = (1000, 350)
    y_true = Numbers((1, 3, 5, 6, 7), "range", label="y", drag="points.y", spoken="one_number.truth")
    guess = Number(None, "range", label="ŷ", width="440px", drag=("mark.y", "dot.x"), spoken="one_number.guess")
    convention = Choice("mse", CONVENTIONS, label="mse.convention")
    unit = Data(None)
    limits = Data(None)
    presets = {
        "mean": lambda y_true: {"guess": float(np.mean(y_true))},
        "median": lambda y_true: {"guess": float(np.median(y_true))},
        "one_outlier": lambda y_true, limits: {"y_true": [*y_true[:-1], limits[1]]},
    }

    def prepare(self, y_true, guess, limits):
        y_true = one_row("y_true", y_true, DRAWABLE)
        extent = float(np.ptp(y_true)) or float(np.abs(y_true).max()) or 1.0
        if limits is None:
            limits = y_true.min() - 0.25 * extent, y_true.max() + 1.5 * extent
        low, high, step = steps(*map(float, limits), 100)
        # From the range alone, so that code which has other values in it has the same axes.
        tops = {"mse": (0.3 * (high - low)) ** 2, "mae": 0.5 * (high - low)}
        return {
            "y_true": y_true,
            "guess": float(y_true.max()) if guess is None else guess,
            "limits": (low, high),
            "range": (low, high, step),
            "places": np.arange(len(y_true)),
            "tops": {name: round_up(top) for name, top in tops.items()},
        }

    def read(self, y_true, guess, convention, limits, tops):
        guesses = np.full(len(y_true), guess)
        slope = float(getattr(losses, f"{convention}_grad")(y_true, guesses).sum())
        at_a_kink = convention == "mae" and bool((y_true == guess).any())
        # With the values themselves, where the absolute errors have their kinks.
        across = np.union1d(np.linspace(*limits, 81), y_true)
        return {
            "loss": getattr(losses, convention)(y_true, guesses),
            "slope": float("nan") if at_a_kink else slope,
            "across": across,
            "over": _over(y_true, across, convention),
            "axis_top": tops[convention],
        }

    def draw(self, figure, art, places, limits, unit, convention, axis_top):
        values, curve = plots.panels(figure, [1, 1.25])
        units = t("mse.unit") if unit is None else composed(unit)
        plots.grid(values)
        values.set(xlim=(-1, len(places) - 0.5), ylim=limits)
        values.set(xlabel=t("word.sample"), ylabel=t("mse.value_axis", unit=units))
        plots.sample_ticks(values.xaxis, places)
        art.errors = plots.plot_curve([0], [0], ax=values)
        art.line = plots.guide(values, 0, color=PREDICTION, linewidth=2)
        art.points = plots.plot_points([0], [0], color=TRUTH, ax=values, size=11)
        art.mark = plots.plot_points([-0.75], [0], color=PREDICTION, ax=values, marker="D")
        art.guess = plots.live_title(values, color=PREDICTION)

        plots.grid(curve)
        curve.set(xlim=limits, ylim=(0, axis_top))
        unit_of_loss = units if convention == "mae" else t("mse.squared", unit=units)
        curve.set_ylabel(t("mse.loss_axis", convention=CONVENTIONS[convention], unit=unit_of_loss))
        curve.set_xlabel(t("one_number.guess_axis", unit=units))
        art.curve = plots.plot_curve([0], [0], ax=curve)
        art.tangent = plots.plot_tangent(0, 0, 0, ax=curve)
        art.dot = plots.plot_points([0], [0], ax=curve)
        art.rails = {"dot": art.curve}
        art.loss = plots.live_title(curve, color=LOSS)
        art.slope = plots.beside_title(curve)
        plots.number_ticks(values.yaxis, curve.xaxis, curve.yaxis)

    def move_values(self, art, places, y_true, guess):
        art.points.set_data(places, y_true)
        art.errors.set_data(*plots.pieces((places, places), (y_true, np.full(len(places), guess))))
        plots.move_guide(art.line, guess)
        art.mark.set_ydata([guess])
        art.guess.set_text(f"ŷ = {number(guess)}")

    def move_curve(self, art, guess, convention, loss, slope, across, over, axis_top):
        art.curve.set_data(across, over)
        plots.move_dot(art.dot, guess, loss, axis_top)
        plots.move_tangent(art.tangent, guess, loss, slope)
        art.loss.set_text(f"{CONVENTIONS[convention]} = {number(loss)}")
        art.slope.set_text(t("plot.slope", slope=slope))

    def formula(self, convention, loss, slope):
        cost = FORMULAS[convention].format(colored("truth", "y"), colored("prediction", "ŷ"))
        shown = t("word.undefined") if np.isnan(slope) else reading("slope", slope, "gradient")
        return (
            f"{CONVENTIONS[convention]} = {cost} = {reading('loss', loss)} &emsp; "
            f"{colored('gradient', 'dL/dŷ')} = {shown}"
        )

    def outcome(self, convention, loss):
        return f"{CONVENTIONS[convention]} {number(loss)}"

    def sentence(self, y_true, guess, convention, loss, slope):
        words = t(
            "one_number.describe",
            guess=guess,
            below=(y_true < guess).sum(),
            above=(y_true > guess).sum(),
            convention=CONVENTIONS[convention],
            loss=loss,
        )
        return f"{words} {t('one_number.kink') if np.isnan(slope) else t('one_number.slope', slope=slope)}"


def _over(y_true: np.ndarray, guesses: np.ndarray, convention: str) -> np.ndarray:
    """The loss of each of these predictions for all samples."""
    guesses = np.asarray(guesses, float)[:, np.newaxis]
    shape = (len(guesses), len(y_true))
    each = getattr(losses, convention)(
        np.broadcast_to(y_true, shape), np.broadcast_to(guesses, shape), reduction="none"
    )
    return each.mean(axis=1)
