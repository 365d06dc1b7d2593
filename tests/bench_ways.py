"""The ways to make a slider change a picture that `bench_slider.py` compares, each as the code of a notebook's cell.

The peers draw one figure: points and a line through them, and the parabola of their loss with tangent, point, number.
"""

from dataclasses import dataclass

from explorers import NAMES

_DATA = """
import numpy as np
from ipywidgets import HTML, FloatSlider, Layout, VBox

slider = FloatSlider(value=1.0, min=-1.2, max=4.6, step=0.02, description="w", layout=Layout(width="520px"))
x, y = np.array([1.0, 2, 3, 4]), np.array([2.0, 3, 5, 8])
ends = np.array([0.0, 5.0])
weights = np.linspace(-1.2, 4.6, 201)
losses = ((y - weights[:, np.newaxis] * x) ** 2).mean(axis=1)

def numbers(w):
    loss, slope = ((y - w * x) ** 2).mean(), 2 * ((w * x - y) * x).mean()
    across = np.array([w - 0.5, w + 0.5])
    return w * ends, across, loss + slope * (across - w), loss, f"loss {loss:.4f}, slope {slope:.4f}"
"""

_MATPLOTLIB = (
    _DATA
    + """
import matplotlib.pyplot as plt

def draw(w):
    line, across, tangent, loss, words = numbers(w)
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    left.plot(x, y, "ko")
    left.set(xlim=(0, 5), ylim=(0, 9), xlabel="x", ylabel="y")
    right.plot(weights, losses)
    right.set(xlim=(-1.2, 4.6), ylim=(0, 60), xlabel="w", ylabel="loss")
    moving = (left.plot(ends, line)[0], right.plot(across, tangent)[0], right.plot([w], [loss], "o")[0],
              right.text(0.5, 0.9, words, transform=right.transAxes, ha="center"))
    return figure, moving

def move(moving, w):
    line, across, tangent, loss, words = numbers(w)
    moving[0].set_ydata(line)
    moving[1].set_data(across, tangent)
    moving[2].set_data([w], [loss])
    moving[3].set_text(words)
"""
)

_INTERACT = (
    _MATPLOTLIB
    + """
from ipywidgets import interact

@interact(w=slider)
def show(w):
    draw(w)
    plt.show()
"""
)

_IPYMPL = (
    "%matplotlib widget\n"
    + _MATPLOTLIB
    + """
plt.ioff()
figure, moving = draw(1.0)
figure.canvas.header_visible = False
"""
)

_IPYMPL_IDLE = (
    _IPYMPL
    + """
def step(change):
    move(moving, change.new)
    figure.canvas.draw_idle()

slider.observe(step, "value")
VBox([slider, figure.canvas])
"""
)

_IPYMPL_BLIT = (
    _IPYMPL
    + """
canvas = figure.canvas
for artist in moving:
    artist.set_animated(True)
still = None

def keep(event):
    global still
    still = canvas.copy_from_bbox(figure.bbox)
    show()

def show():
    for artist in moving:
        artist.axes.draw_artist(artist)

def step(change):
    canvas.restore_region(still)
    move(moving, change.new)
    show()
    canvas.blit(figure.bbox)

canvas.mpl_connect("draw_event", keep)
slider.observe(step, "value")
VBox([slider, canvas])
"""
)

_PLOTLY = (
    _DATA
    + """
import plotly.graph_objects as go
from plotly.subplots import make_subplots

line, across, tangent, loss, words = numbers(1.0)
figure = go.FigureWidget(make_subplots(rows=1, cols=2))
figure.add_scatter(x=x, y=y, mode="markers", row=1, col=1)
figure.add_scatter(x=ends, y=line, mode="lines", row=1, col=1)
figure.add_scatter(x=weights, y=losses, mode="lines", row=1, col=2)
figure.add_scatter(x=across, y=tangent, mode="lines", row=1, col=2)
figure.add_scatter(x=[1.0], y=[loss], mode="markers+text", text=[words], textposition="top center", row=1, col=2)
figure.update_layout(width=1000, height=400, showlegend=False)
figure.update_xaxes(range=[0, 5], row=1, col=1).update_yaxes(range=[0, 9], row=1, col=1)
figure.update_xaxes(range=[-1.2, 4.6], row=1, col=2).update_yaxes(range=[0, 60], row=1, col=2)

def step(change):
    line, across, tangent, loss, words = numbers(change.new)
    with figure.batch_update():
        figure.data[1].y = line
        figure.data[3].x, figure.data[3].y = across, tangent
        figure.data[4].x, figure.data[4].y, figure.data[4].text = [change.new], [loss], [words]

slider.observe(step, "value")
VBox([slider, figure])
"""
)

_BQPLOT = (
    _DATA
    + """
import bqplot as bq
from ipywidgets import HBox

def panel(marks, scales):
    axes = [bq.Axis(scale=scales["x"]), bq.Axis(scale=scales["y"], orientation="vertical")]
    return bq.Figure(marks=marks, axes=axes, animation_duration=0, layout=Layout(width="500px", height="400px"))

line, across, tangent, loss, words = numbers(1.0)
left = {"x": bq.LinearScale(min=0, max=5), "y": bq.LinearScale(min=0, max=9)}
right = {"x": bq.LinearScale(min=-1.2, max=4.6), "y": bq.LinearScale(min=0, max=60)}
model = bq.Lines(x=ends, y=line, scales=left)
slope = bq.Lines(x=across, y=tangent, scales=right)
point = bq.Scatter(x=[1.0], y=[loss], names=[words], scales=right)
figure = HBox([
    panel([bq.Scatter(x=x, y=y, scales=left), model], left),
    panel([bq.Lines(x=weights, y=losses, scales=right), slope, point], right),
])
figure.add_class("picture")

def step(change):
    line, across, tangent, loss, words = numbers(change.new)
    model.y = line
    with slope.hold_sync():
        slope.x, slope.y = across, tangent
    with point.hold_sync():
        point.x, point.y, point.names = np.array([change.new]), np.array([loss]), np.array([words])

slider.observe(step, "value")
VBox([slider, figure])
"""
)

_ECHO = (
    _DATA
    + """
words = HTML("w = 1.00")
words.add_class("echo")

def step(change):
    words.value = f"w = {change.new:.2f}"

slider.observe(step, "value")
VBox([slider, words])
"""
)


# One function, as a teacher has it, shown by `interact` and by `explore.live`: a curve, a dot, a line, a text.
_PICTURE = """
import numpy as np
x = np.linspace(0.01, 1, 200)

def picture(ax, p):
    ax.plot(x, -np.log(x))
    ax.plot([p], [-np.log(p)], "o")
    ax.axvline(p, linestyle=":")
    ax.text(p, 3, f"p = {p:.2f}")
    ax.set(xlim=(0, 1), ylim=(0, 5), xlabel="p", ylabel="loss", title="-log p")
"""

_PICTURE_INTERACT = (
    _PICTURE
    + """
import matplotlib.pyplot as plt
from ipywidgets import FloatSlider, Layout, interact

@interact(p=FloatSlider(value=0.5, min=0.01, max=1, step=0.01, layout=Layout(width="520px")))
def show(p):
    figure, ax = plt.subplots(figsize=(8, 4.5))
    picture(ax, p)
    plt.show()
"""
)

_PICTURE_LIVE = (
    _PICTURE
    + """
import lossviz
lossviz.use("en")
lossviz.explore.live(picture, p=(0.01, 1.0, 0.01))
"""
)


# The same picture with its dot as a handle: ours, and wigglystuff's puck, which draws and encodes all of it again, here
# as fine as our still layer is.
_HANDLE = """
import numpy as np
import lossviz
from lossviz import explore, losses, plots
lossviz.use("en")
x = np.linspace(0.01, 1, 200)

class Cost(explore.Explorer):
    size = (800, 450)
    p = explore.Number(0.5, 0.01, 1, step=0.01, drag="dot.x")

    def read(self, p):
        return {"loss": losses.cross_entropy([1, 0], [p, 1 - p])}

    def draw(self, figure, art):
        ax = figure.subplots()
        ax.plot(x, -np.log(x))
        (art.dot,) = ax.plot([0], [0], "o")
        art.line = ax.axvline(0, linestyle=":")
        art.words = ax.text(0, 3, "")
        ax.set(xlim=(0, 1), ylim=(0, 5), xlabel="p", ylabel="loss", title="-log p")

    def move(self, art, p, loss):
        art.dot.set_data([p], [loss])
        art.line.set_xdata([p, p])
        art.words.set_text(f"p = {p:.2f}")
        art.words.set_x(p)

Cost()
"""

_PUCK = (
    _PICTURE
    + """
import matplotlib.pyplot as plt
from wigglystuff import ChartPuck
plt.rcParams["figure.dpi"] = 200
ChartPuck.from_callback(
    lambda ax, puck: picture(ax, max(puck.x[0], 0.01)), x_bounds=(0, 1), y_bounds=(0, 5), figsize=(8, 4.5), x=0.3, y=2.5
)
"""
)


@dataclass(frozen=True)
class Way:
    """A way to write it: the code of its cell, and where in the page its picture is.

    handle: what is dragged, if it is no slider; grab: where in it, as shares of its width and height.
    """

    name: str
    code: str
    picture: str
    handle: str = ""
    grab: tuple[float, float] = (0.5, 0.5)


PEERS = [
    Way("slider → HTML echo", _ECHO, ".echo"),
    Way("`interact` + pyplot", _INTERACT, ".widget-interact .widget-output"),
    Way("ipympl, `draw_idle`", _IPYMPL_IDLE, ".jupyter-matplotlib"),
    Way("ipympl, blitting", _IPYMPL_BLIT, ".jupyter-matplotlib"),
    Way("plotly `FigureWidget`", _PLOTLY, ".js-plotly-plot"),
    Way("bqplot", _BQPLOT, ".picture"),
]
# What moves of an explorer. (Beside it stands the voice that tells of a move when the hand has been quiet for a while.)
LAYER = ".lv-live > .widget-html"

# The very same function of a teacher's, by `interact` and by us.
TEACHERS = [
    Way("a function, `interact`", _PICTURE_INTERACT, ".widget-interact .widget-output"),
    Way("a function, lossviz `live`", _PICTURE_LIVE, LAYER),
]
HANDLES = [
    Way("a handle, wigglystuff `ChartPuck`", _PUCK, "canvas", "canvas", (0.125 + 0.775 * 0.3, 0.12 + 0.77 * 0.5)),
    Way("a handle, lossviz", _HANDLE, LAYER, ".lv-handle"),
]
OURS = [
    Way(f"lossviz `{name}`", f'import lossviz\nlossviz.use("en")\nlossviz.explore.{name}()', LAYER) for name in NAMES
]
ECHO, INTERACT = PEERS[0].name, PEERS[1].name
