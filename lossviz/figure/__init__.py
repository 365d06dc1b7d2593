"""A matplotlib figure of which only what moved is drawn again: style, drawings for teaching, SVG, the two layers."""
