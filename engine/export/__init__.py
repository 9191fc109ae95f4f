"""What is handed back for others to use: the network as a script, the run and the answers as tables.

Names may be anything, code and formulas too. Whatever is written here holds them as texts that nothing runs.
"""


class ExportError(ValueError):
    """What is asked for cannot be written; the message says why, and what to do instead."""
