"""Lines of source, the one that computes lit, and on it the names that are pointed at."""

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextLine

from engine.code_names import CodeName
from gui import theme
from gui.painting.highlight import code_font, laid_out
from gui.painting.text import CENTRE, RIGHT, draw_text
from gui.selection import Selection
from gui.views.code_listing import SourceLine
from gui.views.code_pointing import PointsAtNames

LINE = 20.0
TOP = 4.0
# Room for the mark and for the number of a line.
MARK = QRectF(4, 0, 16, LINE)
NUMBER = QRectF(16, 0, 28, LINE)
CODE = 54.0
FADED = 0.6


class CodeLines(PointsAtNames):
    """As wide and as high as its lines are; whoever shows it scrolls."""

    def __init__(self, selection: Selection) -> None:
        super().__init__(selection)
        self.setObjectName("code-lines")
        self.setAccessibleName(self.tr("Source code"))
        self._lines: tuple[SourceLine, ...] = ()
        # Made when they are first needed: a hidden pane lays out nothing.
        self._known_layouts: list[QTextLayout] | None = None
        self._current: int | None = None
        self._backwards = False

    def show_lines(self, lines: tuple[SourceLine, ...]) -> None:
        """Show other lines."""
        if lines != self._lines:
            self._lines = lines
            self.setMinimumSize(self._needed())
            self._lay_out_anew()

    def light(self, line: int | None, names: tuple[CodeName, ...], backwards: bool) -> None:
        """Light the line of that number, the last of several; None for no line, all of them faded."""
        self._current = next((n for n in reversed(range(len(self._lines))) if self._lines[n].number == line), None)
        self.names, self._backwards = names, backwards
        self.update()

    @property
    def lit_line(self) -> SourceLine | None:
        """The line that is lit."""
        return None if self._current is None else self._lines[self._current]

    @property
    def lit_band(self) -> QRectF:
        """Where the lit line is; empty when none is lit."""
        return QRectF() if self._current is None else QRectF(0, TOP + self._current * LINE, self.width(), LINE)

    # Layout.

    def _needed(self) -> QSize:
        """Room for every line that computes something; comments and signatures may be cut short."""
        texts = [line.text for line in self._lines if not line.text.lstrip().startswith(("#", "def "))]
        widest = max(map(QFontMetricsF(code_font()).horizontalAdvance, texts), default=0.0)
        return QSize(round(CODE + widest + theme.GAP) + 1, round(2 * TOP + len(self._lines) * LINE))

    @property
    def _layouts(self) -> list[QTextLayout]:
        if self._known_layouts is None:
            texts = [line.text for line in self._lines]
            self._known_layouts = laid_out(texts, code_font(), theme.current(), self.width() - CODE - theme.GAP)
        return self._known_layouts

    def _lay_out_anew(self) -> None:
        self._known_layouts = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._lay_out_anew()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._lay_out_anew()
        super().changeEvent(event)

    def boxes_of(self, name: CodeName) -> list[QRectF]:
        """Where a name stands on the lit line."""
        if self._current is None:
            return []
        line, top = self._layouts[self._current].lineAt(0), self.lit_band.top()
        boxes = []
        for begin, end in name.places_on(self._lines[self._current].text):
            left, right = (CODE + _x(line, column) for column in (begin, end))
            boxes.append(QRectF(left, top + 1, right - left, LINE - 2))
        return boxes

    def name_at(self, position: QPointF) -> CodeName | None:
        """The name at a point; of several inside one another the shortest that stands for a number."""
        if not self.lit_band.contains(position):
            return None
        here = [name for name in self.names if any(box.contains(position) for box in self.boxes_of(name))]
        return min(here, key=lambda name: (name.quantity is None, len(name.text)), default=None)

    def tip_at(self, position: QPointF) -> str:
        """The exact value of a name, or a whole line that is cut short."""
        place = int((position.y() - TOP) // LINE)
        if 0 <= place < len(self._lines) and self._layouts[place].text() != self._lines[place].text:
            return self._lines[place].text.strip()
        return super().tip_at(position)

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), theme.colour(theme.current().surface))
            if self._current is None:
                painter.setOpacity(FADED)
            else:
                self._paint_band(painter)
            first = max(0, int((event.rect().top() - TOP) // LINE))
            for place in range(first, min(len(self._lines), int((event.rect().bottom() - TOP) // LINE) + 1)):
                self._paint_line(painter, place)

    def _paint_band(self, painter: QPainter) -> None:
        """The lit line's band and mark, and a ground for each name on it that is pointed at."""
        colours = theme.current()
        ink = colours.gradient if self._backwards else colours.accent
        painter.fillRect(self.lit_band, theme.blend(colours.surface, ink, 0.14))
        draw_text(painter, MARK.translated(0, self.lit_band.top()), "▸", theme.TEXT, ink, CENTRE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(colours.highlight))
        for name in filter(self.is_lit, self.names):
            for box in self.boxes_of(name):
                painter.drawRoundedRect(box.adjusted(-2, 0, 2, 0), 4, 4)

    def _paint_line(self, painter: QPainter, place: int) -> None:
        colours = theme.current()
        top = TOP + place * LINE
        number = str(self._lines[place].number)
        draw_text(painter, NUMBER.translated(0, top), number, theme.SMALL, colours.muted, RIGHT)
        painter.setPen(theme.colour(colours.text))
        height = QFontMetricsF(code_font()).height()
        self._layouts[place].draw(painter, QPointF(CODE, top + (LINE - height) / 2))


def _x(line: QTextLine, column: int) -> float:
    """Where a column begins. Qt answers with the column too, which its annotations do not know."""
    answer: Any = line.cursorToX(column)
    return float(answer[0])
