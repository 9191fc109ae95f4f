"""Which version of the program this is."""


def version() -> str:
    """The version that is installed; empty where none is, as in a copy of the source."""
    # It takes longer to import than a start has time for.
    from importlib import metadata

    try:
        return metadata.version("gradwalk")
    except metadata.PackageNotFoundError:
        return ""
