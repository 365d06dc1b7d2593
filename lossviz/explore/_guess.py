"""`explore.guess`: one number is guessed, and the loss is how far off it is."""

import numpy as np

from lossviz import losses
from lossviz.explore import _questions
from lossviz.explorer import Data, Explorer, Number, colored, dragged, reading
from lossviz.figure import plots
from lossviz.figure.scale import steps
from lossviz.figure.style import LOSS, PREDICTION, TRUTH
from lossviz.losses.checks import DRAWABLE, series
from lossviz.words import number, t


class Guess(Explorer):
    """The simplest loss: the distance from a guess to the true number.

    truth: that number. guess: where it starts. limits: the ends of its slider; by default some room around both.
    """

    size = (900, 330)
    questions = _questions.GUESS
    truth = Data(206)
    guess = Number(190, "range", label="guess.guess", width="520px", drag=("dot.x", "guess.x"))
    limits = Data(None)
    presets = {"exact": {"guess": "truth"}, "far": {"guess": "low"}}

    def prepare(self, truth, guess, limits):
        (truth,), (guess,) = series([truth], [guess], DRAWABLE, DRAWABLE, "guess")
        if limits is None:
            # Wide enough for a guess that is as far off on the other side, and for another that is far off.
            reach = max(0.3 * abs(truth), 1.5 * abs(guess - truth)) or 1.0
            limits = truth - reach, truth + reach
        low, high, step = steps(*map(float, limits), 125)
        across = np.array([low, truth, high])
        return {
            "truth": truth,
            "guess": guess,
            "limits": (low, high),
            "range": (low, high, step),
            "low": low,
            "across": across,
        }

    def read(self, truth, guess):
        return {"loss": losses.mae([truth], [guess])}

    def draw(self, figure, art, truth, across):
        ax = figure.subplots()
        heights = losses.mae(np.full(3, truth), across, reduction="none")
        top = 1.15 * heights.max()
        plots.grid(ax)
        ax.set(xlim=(across[0], across[-1]), ylim=(-0.06 * top, top))
        ax.set(xlabel=t("guess.guess_axis"), ylabel=t("word.loss"))
        plots.number_ticks(ax.xaxis, ax.yaxis)
        curve = plots.plot_curve(across, heights, ax=ax)
        plots.guide(ax, truth, across=False)
        plots.label(ax, t("guess.truth", truth=truth), (truth, top), color=TRUTH, offset=(0, -9), va="top")
        # As long as the guess is far off, along the axis and upwards.
        art.error = plots.plot_curve([0], [0], ax=ax, linewidth=5, solid_capstyle="butt")
        art.drop = plots.plot_curve([0], [0], ax=ax, linewidth=1.5, linestyle=":")
        art.truth = plots.plot_points([truth], [0], color=TRUTH, ax=ax, size=11)
        art.guess = plots.plot_points([0], [0], color=PREDICTION, ax=ax, marker="D", size=11)
        art.dot = plots.plot_points([0], [0], ax=ax)
        art.rails = {"dot": curve}
        art.loss = plots.live_title(ax, color=LOSS)

    def move(self, art, truth, guess, loss):
        art.error.set_data([truth, guess], [0, 0])
        art.drop.set_data([guess, guess], [0, loss])
        art.guess.set_xdata([guess])
        art.dot.set_data([guess], [loss])
        art.loss.set_text(t("curve.loss", loss=loss))

    def formula(self, truth, guess, loss):
        distance = f"|{colored('truth', number(truth))} − {colored('prediction', dragged('guess', guess))}|"
        return f"{distance} = {reading('loss', loss)}"

    def sentence(self, truth, guess, loss):
        way = "high" if guess > truth else "low" if guess < truth else "right"
        return t(f"guess.{way}", guess=guess, truth=truth, loss=loss)
