"""Everything behind the `lossviz` command.

Each part is imported by itself: a broken environment must not keep `lossviz doctor` from saying so.
"""
