"""What ends the building of a site."""


class CannotBuildError(Exception):
    """The site cannot be built; the message tells the reader why and what to do."""
