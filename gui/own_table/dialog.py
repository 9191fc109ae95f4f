"""The dialog between a file and the network: how it is written, what its columns are, what is learned of them."""

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from engine.lessons import Lesson
from engine.own_table.choices import Choices, propose
from engine.own_table.learning import Plan, plan
from engine.own_table.refusal import TableError, in_one_line
from engine.own_table.source import Source
from engine.own_table.table import Preview, Table
from gui import theme
from gui.fault_words import reason_of
from gui.labels import make_label
from gui.own_table.choice_rows import SelectedRow, TargetRow
from gui.own_table.format_row import FormatRow
from gui.own_table.jobs import making, reading
from gui.own_table.models import ColumnsModel, PreviewModel
from gui.own_table.reading_line import ReadingLine
from gui.own_table.verdict import Verdict
from gui.own_table.wording import summary

STEPS = 1000
WIDTH, HEIGHT, TALLEST = 900, 640, 860
# Of the window behind so much is seen at least, where that is high enough.
MARGIN = 120
# Widths of the list of columns: name, found, taken as, role, missing values.
COLUMN_WIDTHS = (190, 260, 110, 110, 140)
PREVIEW_WIDTH, WIDEST = 90, 220
FEW_COLUMNS, FEW_ROWS = 60, 10


class ImportDialog(QDialog):
    """Reads a source in a thread of its own. Nothing changes outside before `imported`."""

    imported = Signal(object)  # Lesson
    failed = Signal(object, str)  # an exception that is no refusal, and what is said of it

    def __init__(self, source: Source, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = ReadingLine(self)
        self.setObjectName("import")
        self.setWindowTitle(self.tr("Open a table"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._source = source
        self._table: Table | None = None
        self._choices: Choices = ()
        self._plan: Plan | None = None
        self._make_parts()
        self._lay_out()
        self._connect()
        self.resize(WIDTH, max(HEIGHT, min(TALLEST, parent.height() - MARGIN)))
        self._read()

    # Layout.

    def _make_parts(self) -> None:
        self._title = make_label("title", in_one_line(self._source.name), "import-title", wrap=True)
        self.format = FormatRow()
        self.preview = PreviewModel(self)
        self._first_rows = _table_view("import-preview", self.tr("First rows"), self.preview)
        self._first_rows.setToolTip(self.tr("The first rows as they are written: are the cells parted rightly?"))
        self.target = TargetRow()
        self.columns = ColumnsModel(self)
        self._list = _table_view("import-columns", self.tr("Columns"), self.columns)
        self._list.setToolTip(self.tr("All columns; select some to change what they are taken as"))
        self._list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        for place, width in enumerate(COLUMN_WIDTHS):
            self._list.setColumnWidth(place, width)
        self._list.verticalHeader().hide()
        self._list.horizontalHeader().setStretchLastSection(True)
        self.selected = SelectedRow()
        self.verdict = Verdict()
        self._progress = QProgressBar()
        self._progress.setObjectName("import-progress")
        self._progress.setAccessibleName(self.tr("Progress of reading"))
        self._progress.setTextVisible(False)
        self._progress.setRange(0, STEPS)
        self.button = QPushButton(self.tr("&Import"))
        self.button.setObjectName("import-accept")
        self.button.setAccessibleName(self.tr("Import"))
        self.button.setToolTip(self.tr("Make a network for this table (Enter)"))
        self.button.setDefault(True)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setObjectName("import-cancel")
        self._cancel.setAccessibleName(self.tr("Cancel"))
        self._cancel.setToolTip(self.tr("Leave everything as it was (Esc)"))
        self._cancel.setAutoDefault(False)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self.format)
        self._add_table(column, self.tr("&First rows"), self._first_rows, 2)
        column.addWidget(self.target)
        self._add_table(column, self.tr("&Columns"), self._list, 3)
        column.addWidget(self.selected)
        column.addWidget(self.verdict)
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.GAP)
        bottom.addWidget(self._progress, 1)
        bottom.addStretch(1)
        bottom.addWidget(self._cancel)
        bottom.addWidget(self.button)
        column.addLayout(bottom)

    def _add_table(self, column: QVBoxLayout, label: str, view: QTableView, stretch: int) -> None:
        caption = QLabel(label)
        caption.setBuddy(view)
        caption.setProperty("role", "caption")
        column.addWidget(caption)
        column.addWidget(view, stretch)

    def _connect(self) -> None:
        self.format.corrected.connect(self._read)
        self.target.changed.connect(self._choose)
        self.selected.changed.connect(self._choose)
        self._list.selectionModel().selectionChanged.connect(self._show_selected)
        self.line.told.connect(self._take)
        self.line.progressed.connect(self._show_progress)
        self.line.refused.connect(self._refuse)
        self.line.failed.connect(self._fail)
        self.button.clicked.connect(self._import)
        self._cancel.clicked.connect(self.reject)

    # Reading.

    def _read(self) -> None:
        """Read the source, again where something was corrected."""
        self._table, self._plan = None, None
        self.columns.show(None, ())
        self._show_busy(True)
        self.verdict.show_summary(self.tr("Reading …"))
        self.line.start(reading(self._source, self.format.wish))

    def _take(self, news: Any) -> None:
        if isinstance(news, Preview):
            self.format.show_dialect(news.dialect)
            self.preview.show(news)
            # To measure all would take longer than a frame.
            if len(news.names) <= FEW_COLUMNS:
                self._first_rows.resizeColumnsToContents()
        elif isinstance(news, Table):
            self._table = news
            self._show_busy(False)
            self._choose(propose(news))
            self._list.selectRow(0)
        elif isinstance(news, Lesson):
            self.imported.emit(news)
            self.accept()

    def _show_busy(self, busy: bool) -> None:
        self._progress.setVisible(busy)
        self._progress.setValue(0)
        for part in (self.target, self.selected):
            part.setEnabled(not busy and self._table is not None)
        self.button.setEnabled(not busy and self._plan is not None)

    def _show_progress(self, share: float) -> None:
        self._progress.setValue(round(share * STEPS))

    def _refuse(self, why: str) -> None:
        self._show_busy(False)
        self.verdict.show_refusal(why)

    def _fail(self, fault: Exception) -> None:
        words = self.tr("Something went wrong while reading: {0}").format(reason_of(fault))
        self._refuse(words)
        self.failed.emit(fault, words)

    # Choosing.

    def _choose(self, choices: Choices) -> None:
        """Show other choices, and what they would learn or why they learn nothing."""
        assert self._table is not None
        self._choices = choices
        self.columns.show(self._table, choices)
        self.target.show_choices(self._table, choices)
        self._show_selected()
        try:
            self._plan = plan(self._table, choices)
            self.verdict.show_summary(summary(self._plan))
        except TableError as refusal:
            self._plan = None
            self.verdict.show_refusal(str(refusal))
        self.button.setEnabled(self._plan is not None)

    def _show_selected(self) -> None:
        if self._table is not None:
            places = tuple(sorted(index.row() for index in self._list.selectionModel().selectedRows()))
            self.selected.show_choices(self._table, self._choices, places)

    def _import(self) -> None:
        if self._plan is not None and not self.line.busy:
            self._show_busy(True)
            self.line.start(making(self._plan))

    # Qt's own moments.

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            with self.line.quiet():
                return super().event(event)
        return super().event(event)

    def done(self, result: int) -> None:
        self.line.close()
        super().done(result)


def _table_view(name: str, accessible: str, model: ColumnsModel | PreviewModel) -> QTableView:
    view = QTableView()
    view.setObjectName(name)
    view.setAccessibleName(accessible)
    view.setModel(model)
    view.setFont(theme.font())
    view.setTabKeyNavigation(False)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setMinimumHeight(70)
    view.verticalHeader().setDefaultSectionSize(26)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    view.horizontalHeader().setDefaultSectionSize(PREVIEW_WIDTH)
    view.horizontalHeader().setMaximumSectionSize(WIDEST if name == "import-preview" else -1)
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setResizeContentsPrecision(FEW_ROWS)
    return view
