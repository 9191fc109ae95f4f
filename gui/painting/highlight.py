"""Python source in colours: keywords, comments, strings and numbers."""

import io
import keyword
import tokenize
from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QTextCharFormat, QTextLayout

from gui import theme
from gui.colours import Theme

# From column, to column, and which kind of token stands there.
Span = tuple[int, int, str]


@cache
def code_font(size: int = theme.TEXT) -> QFont:
    """The system's face with letters of one width."""
    face = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    face.setPixelSize(size)
    return face


def spans_of(lines: Sequence[str]) -> list[list[Span]]:
    """The tokens of each line that are not simply text."""
    spans: list[list[Span]] = [[] for _ in lines]
    for token in tokenize.generate_tokens(io.StringIO("\n".join(lines) + "\n").readline):
        kind = _kind_of(token)
        if kind:
            spans[token.start[0] - 1].append((token.start[1], token.end[1], kind))
    return spans


def _kind_of(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.NAME:
        return "keyword" if keyword.iskeyword(token.string) else ""
    kinds = {tokenize.COMMENT: "comment", tokenize.STRING: "string", tokenize.NUMBER: "number"}
    return kinds.get(token.type, "")


def laid_out(lines: Sequence[str], font: QFont, colours: Theme, width: float) -> list[QTextLayout]:
    """Each line ready to be painted, with … where it is too long."""
    elide = QFontMetricsF(font).elidedText
    shown = [elide(text, Qt.TextElideMode.ElideRight, width) for text in lines]
    return [_layout(text, spans, font, colours) for text, spans in zip(shown, spans_of(lines), strict=True)]


def _layout(text: str, spans: list[Span], font: QFont, colours: Theme) -> QTextLayout:
    layout = QTextLayout(text, font)
    layout.setCacheEnabled(True)
    layout.setFormats([_format(begin, min(end, len(text)), _style(kind, colours)) for begin, end, kind in spans])
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout


def _format(begin: int, end: int, style: QTextCharFormat) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start, result.length, result.format = begin, max(0, end - begin), style
    return result


def _style(kind: str, colours: Theme) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(QColor(colours.muted if kind == "comment" else colours.accent))
    if kind == "keyword":
        style.setFontWeight(QFont.Weight.Bold)
    return style
