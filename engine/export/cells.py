"""Texts in a spreadsheet that are to stay texts.

A cell that begins with one of a few signs is run as a formula, whoever wrote it: see "CSV Injection" of OWASP. An
apostrophe before it makes a text of it. Where semicolons divide cells, as in much of Europe, a text goes on in another
cell after each, and the next line of a text may be a line of the table: what begins there is looked at too.
"""

import re

# What begins a formula, also as full-width signs; what stands before it, quotation marks too, may not be counted.
_FORMULA = re.compile(r"(^|[;\t\r\n])(?=[\s\"']*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")


def harmless(text: str) -> str:
    """The text, with an apostrophe before whatever could be taken for the beginning of a formula."""
    return _FORMULA.sub(r"\1'", text)
