"""How the controls of an explorer stand on a page."""

from collections.abc import Sequence

import ipywidgets as widgets

from lossviz.explorer.room import LINES, pixels
from lossviz.explorer.widgets import Row

# What a control of an array has at least, as long as more lines would be needed otherwise, and the gap between two.
NARROWEST, GAP = 220, 8


def line(*members: widgets.Widget, gap: int = 0) -> widgets.Box:
    """Widgets side by side, in several lines where there is no room."""
    layout = widgets.Layout(flex_flow="row wrap", align_items="center", grid_gap=f"0 {gap}px")
    return widgets.Box(members, layout=layout)


def grids(rows: Sequence[Row]) -> list[widgets.Box]:
    """The controls of arrays. Of arrays of one size what belongs to one element stands together."""
    alike: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        alike.setdefault((len(row.parts), row.columns), []).append(row)
    return [grid for group in alike.values() for grid in _grids(group)]


def _grids(rows: Sequence[Row]) -> list[widgets.Box]:
    cells = [_cell(parts) for parts in zip(*(row.parts for row in rows), strict=True)]
    choosers = [row.chooser for row in rows if row.many]
    layout = {
        "grid_template_columns": f"repeat(auto-fit, minmax(min(100%, {_least(rows)}), 1fr))",
        "grid_gap": f"0 {GAP}px",
        "flex": "1 1 0" if choosers else None,
    }
    # Where a line of a table has no room, it goes on in the next, in which no other begins.
    length = rows[0].columns if rows[0].is_table else len(cells)
    lines = [cells[start : start + length] for start in range(0, len(cells), length)]
    made = [widgets.GridBox(some, layout=widgets.Layout(**layout)) for some in lines]
    for other in choosers[1:]:
        # One chooses for all.
        other.layout.display = "none"
        widgets.link((choosers[0], "value"), (other, "value"))
    return [line(*choosers, *made, gap=GAP)] if choosers else made


def _least(rows: Sequence[Row]) -> str:
    """How narrow a column may be, as CSS, for which 100% is the room there is."""
    count, room = len(rows[0].parts), sum(row.room for row in rows)
    few_lines = f"max({pixels(NARROWEST)}, {100 / rows[0].columns:.4g}% - {GAP}px)"
    if rows[0].is_table:
        return few_lines
    if count > LINES:
        # As many side by side as have room, but not in more lines than need be.
        return f"{pixels(room)}, {few_lines}"
    # All side by side or all under each other: the last term is far above 100% or far below 0.
    return f"max({100 / count:.4g}% - {GAP}px, ({pixels(count * (room + GAP))} - 100%) * 999)"


def _cell(parts: Sequence[widgets.Widget]) -> widgets.Widget:
    return parts[0] if len(parts) == 1 else widgets.Box(parts, layout=widgets.Layout(align_items="center"))
