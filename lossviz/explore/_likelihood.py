"""`explore.likelihood`: why a logarithm. Probabilities multiply, what they cost adds up: both, sample by sample."""

import numpy as np

from lossviz import losses
from lossviz.explorer import Choice, Explorer, Numbers, colored, listed, reading
from lossviz.figure import plots
from lossviz.figure.style import FAINT, LOSS, PREDICTION
from lossviz.losses.checks import PROBABILITY, one_row
from lossviz.words import number, t

# What a sample may cost: the loss, and the rival that looks simpler.
COSTS = {"log": "−log p", "rest": "1 − p"}
# Where an axis of probabilities ends, so that a number has room above a bar of 1.
HIGH = 1.15


class Likelihood(Explorer):
    """The probabilities given to what happened multiply; the losses −log p add up to −log of the product.

    p: 1-d, for each sample the probability that was given to what happened. cost: "log" for −log p, "rest" for 1 − p.
    """

    size = (1000, 320)
    p = Numbers((0.3, 0.5, 0.5), 0.0, 1.0, step=0.01, label="p", drag="bars.y", spoken="likelihood.spoken")
    cost = Choice("log", COSTS, label="likelihood.cost")
    presets = {
        "half": lambda p: {"p": [0.5] * len(p)},
        "one_sure_error": lambda p: {"p": [0.01, *p[1:]]},
        "sure": lambda p: {"p": [0.9] * len(p)},
    }

    def prepare(self, p):
        p = one_row("p", p, PROBABILITY)
        # Twice what guessing costs and more; a sum that is larger gets a broken bar.
        return {"p": p, "places": np.arange(len(p)), "axis_top": 2.0 * max(len(p), 2)}

    def read(self, p, cost):
        right = np.zeros(len(p), dtype=int)
        each = losses.cross_entropy(right, np.stack([p, 1 - p], axis=1), reduction="none") if cost == "log" else 1 - p
        sums = np.cumsum(each)
        products = np.cumprod(p)
        total = {"product": float(products[-1]), "loss": float(sums[-1])}
        return total | {"products": products, "costs": each, "sums": sums}

    def draw(self, figure, art, places, cost, axis_top):
        given, product, total = plots.panels(figure, [1, 1, 1])
        for ax in (given, product, total):
            plots.grid(ax)
            ax.set_xlim(-0.6, len(places) - 0.4)
            plots.sample_ticks(ax.xaxis, places)
        for ax in (given, product):
            ax.set(ylim=(0, HIGH), yticks=[0, 0.5, 1])
        total.set_ylim(0, axis_top)
        given.set(title=t("likelihood.given"), xlabel=t("word.sample"), ylabel=t("plot.probability_axis"))
        product.set(xlabel=t("likelihood.so_far"), ylabel=t("likelihood.product_axis"))
        total.set(xlabel=t("likelihood.so_far"), ylabel=t("likelihood.sum_axis", cost=COSTS[cost]))
        art.bars = plots.plot_bars([0], [0], color=PREDICTION, ax=given)
        art.products = plots.plot_bars([0], [0], color=PREDICTION, ax=product)
        # The whole sum in the colour of losses, and over it, faint, what was there before the sample.
        art.sums = plots.plot_bars([0], [0], ax=total)
        art.before = plots.plot_bars([0], [0], color=FAINT, ax=total)
        for name, ax, color in (("p", given, PREDICTION), ("product", product, PREDICTION), ("sum", total, LOSS)):
            setattr(art, f"{name}_labels", plots.labels(ax, len(places), color=color, fontweight="bold"))
        art.product = plots.live_title(product, color=PREDICTION)
        art.total = plots.live_title(total, color=LOSS)

    def move_products(self, art, places, p, product, products):
        art.bars.set_path(plots.bars_path(places, p))
        art.products.set_path(plots.bars_path(places, products))
        _write(art.p_labels, p)
        _write(art.product_labels, products)
        art.product.set_text(t("likelihood.product", product=product))

    def move_sums(self, art, places, sums, loss, axis_top):
        art.sums.set_path(plots.broken_bars_path(places, sums, axis_top))
        art.before.set_path(plots.broken_bars_path(places, [0.0, *sums[:-1]], axis_top))
        _write(art.sum_labels, sums, axis_top)
        art.total.set_text(t("likelihood.sum", sum=loss))

    def formula(self, p, cost, costs, product, loss):
        multiplied = colored("prediction", listed(p, " × ", 5))
        left = f"−log {colored('prediction', number(product))}" if cost == "log" else f"Σ ({COSTS[cost]})"
        added = colored("loss", listed(costs, " + ", 5))
        return (
            f"{multiplied} = {reading('product', product, 'prediction')} &emsp; "
            f"{left} = {added} = {reading('loss', loss)}"
        )

    def outcome(self, product, loss):
        return f"{t('likelihood.product', product=product)}, {t('likelihood.sum', sum=loss)}"

    def sentence(self, cost, product, loss):
        return t(f"likelihood.describe_{cost}", product=product, loss=loss)


def _write(labels, values, top=np.inf):
    """Put the number of each bar above it; of one that is longer than its axis at its end."""
    if not labels:
        return
    room = labels[0].axes.bbox.width / len(labels) - 4
    for place, (words, value) in enumerate(zip(labels, values, strict=True)):
        over = value > 0.93 * top
        plots.move_label(words, plots.number_for(room, value), (place, min(value, top)), (0, -10 if over else 11))
