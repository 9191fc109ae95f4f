"""The dialog: what was found, what can be corrected, and what becomes of it."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QTableView,
)

from engine.lessons import load_lesson
from tests.gui.hands import run_to
from tests.gui.helpers import bits, choose, click, find, settle, text, wait_until
from tests.gui.own_table.conftest import read

LISTS = ("import-preview", "import-columns")


def cells(dialog, name: str) -> list[list[str]]:
    model = find(dialog, QTableView, name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def verdict(dialog) -> str:
    return text(dialog, "import-verdict-text")


def select(dialog, *rows: int) -> None:
    view = find(dialog, QTableView, "import-columns")
    view.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in rows:
        view.selectionModel().select(view.model().index(row, 0), flags)


def test_it_shows_what_was_found(open_table, houses):
    dialog = open_table(houses)
    assert find(dialog, QComboBox, "import-delimiter").currentText().startswith("Comma")
    assert find(dialog, QComboBox, "import-decimal").currentText().startswith("Point")
    assert find(dialog, QComboBox, "import-encoding").currentText() == "UTF-8"
    assert find(dialog, QCheckBox, "import-header").isChecked()
    assert cells(dialog, "import-preview")[0] == ["Rome", "50", "", "2024-01-01", "100000"]
    assert [row[1] for row in cells(dialog, "import-columns")] == [
        "Category, 3 different",
        "Number, 20 different",
        "Category, the same in every row, 7 missing",
        "Date, 20 different",
        "Number, 20 different",
    ]
    assert find(dialog, QComboBox, "import-target").currentText() == "price"
    assert verdict(dialog) == "4 inputs from 2 columns; the quantity price in 100,000; 20 rows."


def test_import_makes_it_the_windows_experiment(open_table, houses, table_window):
    click(find(open_table(houses), QPushButton, "import-accept"))
    wait_until(lambda: table_window.tables.dialog is None, "the dialog closes")
    settle(table_window)
    experiment = table_window.controller.experiment
    assert experiment.own.input_names == ("city = Bonn", "city = Oslo", "city = Rome", "area")
    assert experiment.own.row_count == table_window.controller.snapshot.data.dataset.row_count == 20
    assert table_window.windowTitle().startswith("houses.csv")
    assert text(table_window, "lesson-title") == "houses.csv"
    assert find(table_window, QComboBox, "data_set").currentText() == "houses.csv"
    table_window.controller.run_to(3)
    settle(table_window)
    assert table_window.controller.snapshot.epoch == 3


def test_an_undo_leads_from_an_opened_table_back_to_the_lesson_as_it_was_trained(open_table, houses, table_window):
    lesson = "or-gate-no-bias"
    table_window.controller.open_lesson(lesson)
    run_to(table_window, 3)
    before = bits(*table_window.controller.report.snapshots)
    click(find(open_table(houses), QPushButton, "import-accept"))
    wait_until(lambda: table_window.tables.dialog is None, "the dialog closes")
    settle(table_window)
    assert table_window.action("undo").text() == "Undo: open houses.csv"
    table_window.action("undo").trigger()
    settle(table_window)
    assert text(table_window, "lesson-title") == load_lesson(lesson).title
    assert table_window.windowTitle().startswith(load_lesson(lesson).title)
    assert bits(*table_window.controller.report.snapshots) == before
    table_window.action("redo").trigger()
    settle(table_window)
    assert text(table_window, "lesson-title") == "houses.csv"
    assert table_window.controller.experiment.own.name == "houses.csv"


def test_cancel_leaves_everything_as_it_was(open_table, houses, table_window):
    before = table_window.controller.experiments
    dialog = open_table(houses)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle(table_window)
    assert table_window.tables.dialog is None
    assert table_window.controller.experiments is before


def test_cancel_in_the_middle_of_reading_leaves_everything_as_it_was(tmp_path, table_window):
    path = tmp_path / "large.csv"
    path.write_text("a,b,c\n" + "1.5,2.5,3.5\n" * 200_000)
    before = table_window.controller.experiments
    table_window.tables.open_file(str(path))
    dialog = table_window.tables.dialog
    wait_until(lambda: cells(dialog, "import-preview"), "the first rows are shown")
    assert dialog.line.busy
    assert not find(dialog, QPushButton, "import-accept").isEnabled()
    click(find(dialog, QPushButton, "import-cancel"))
    settle(table_window)
    assert not dialog.line.busy
    assert table_window.controller.experiments is before


def test_another_delimiter_is_tried_at_once(open_table, houses):
    dialog = open_table(houses)
    choose(find(dialog, QComboBox, "import-delimiter"), "Semicolon  ;")
    wait_until(lambda: not dialog.line.busy, "the table is read again")
    assert len(cells(dialog, "import-preview")[0]) == 1
    assert "one column only" in verdict(dialog)
    assert not find(dialog, QPushButton, "import-accept").isEnabled()
    choose(find(dialog, QComboBox, "import-delimiter"), "Comma  ,")
    wait_until(lambda: not dialog.line.busy, "the table is read again")
    assert find(dialog, QPushButton, "import-accept").isEnabled()


def test_an_encoding_that_does_not_fit_is_said_and_can_be_taken_back(open_table, tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes("größe,y\n1,2.5\n2,3.5\n".encode("latin-1"))
    dialog = open_table(path)
    choose(find(dialog, QComboBox, "import-encoding"), "UTF-8")
    wait_until(lambda: not dialog.line.busy, "the table is read again")
    assert "choose another encoding" in verdict(dialog)
    choose(find(dialog, QComboBox, "import-encoding"), "Latin-1")
    wait_until(lambda: not dialog.line.busy, "the table is read again")
    assert cells(dialog, "import-columns")[0][0] == "größe"


def test_without_a_row_of_names_there_is_a_row_more(open_table, houses):
    dialog = open_table(houses)
    box = find(dialog, QCheckBox, "import-header")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    wait_until(lambda: not dialog.line.busy, "the table is read again")
    assert not box.isChecked()
    assert cells(dialog, "import-preview")[0][0] == "city"
    assert 'line 1, column "column 2": "area" is not a number' in verdict(dialog)


def test_another_target_is_learned_as_what_suits_it(open_table, houses):
    dialog = open_table(houses)
    choose(find(dialog, QComboBox, "import-target"), "city")
    assert find(dialog, QComboBox, "import-task").currentText().startswith("Classes")
    assert verdict(dialog) == "2 inputs from 2 columns; 3 classes of city; 20 rows."


def test_a_text_as_a_quantity_is_refused_with_its_line(open_table, houses):
    dialog = open_table(houses)
    choose(find(dialog, QComboBox, "import-target"), "city")
    choose(find(dialog, QComboBox, "import-task"), "Quantity (regression)")
    assert 'houses.csv, line 2, column "city": "Rome" is not a number' in verdict(dialog)
    assert not find(dialog, QPushButton, "import-accept").isEnabled()


def test_several_columns_are_changed_together(open_table, houses):
    dialog = open_table(houses)
    select(dialog, 0, 1)
    assert find(dialog, QComboBox, "import-kind").currentIndex() == -1
    choose(find(dialog, QComboBox, "import-role"), "Left out")
    assert [row[3] for row in cells(dialog, "import-columns")][:2] == ["Left out", "Left out"]
    assert "no column is left" in verdict(dialog)
    choose(find(dialog, QComboBox, "import-role"), "Input")
    assert verdict(dialog).startswith("4 inputs")


def test_rows_with_missing_values_are_left_out_or_filled(open_table, tmp_path):
    path = tmp_path / "gaps.csv"
    path.write_text("x,y\n" + "".join(f"{'' if n == 4 else n},{n}.5\n" for n in range(20)))
    dialog = open_table(path)
    assert "One row with a missing value is left out." in verdict(dialog)
    select(dialog, 0)
    choose(find(dialog, QComboBox, "import-gaps"), "Fill in the usual")
    assert "One missing value is filled in." in verdict(dialog)


def test_names_and_cells_are_text_and_never_markup(open_table, tmp_path):
    path = tmp_path / "bold.csv"
    path.write_text("<img src=x>,\u202e<b>y</b>\n<i>1</i>,2\n<u>3</u>,4.5\n<i>1</i>,6\n", encoding="utf-8")
    dialog = open_table(path)
    assert cells(dialog, "import-preview")[0][0] == "<i>1</i>"
    assert "\u202e" not in cells(dialog, "import-columns")[1][0]
    tip = find(dialog, QTableView, "import-columns").model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img" in tip
    for label in dialog.findChildren(QLabel):
        if label.objectName():
            assert label.textFormat() is Qt.TextFormat.PlainText


def test_what_is_no_table_is_said_and_can_only_be_cancelled(open_table, tmp_path):
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    dialog = open_table(path)
    assert "picture.csv: this is no text but a PNG picture" in verdict(dialog)
    assert not find(dialog, QPushButton, "import-accept").isEnabled()


def test_every_control_has_a_name_is_explained_and_can_be_reached_by_tab(open_table, houses):
    dialog = open_table(houses)
    controls = [
        widget
        for kind in (QAbstractButton, QComboBox, QAbstractItemView)
        for widget in dialog.findChildren(kind)
        if widget.objectName().startswith("import-")
    ]
    assert len(controls) == 13
    for widget in controls:
        assert widget.accessibleName(), widget.objectName()
        assert widget.toolTip(), widget.objectName()
    dialog.activateWindow()
    find(dialog, QComboBox, "import-delimiter").setFocus()
    reached = []
    for _ in controls:
        reached.append(QApplication.focusWidget().objectName())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert sorted(reached) == sorted(widget.objectName() for widget in controls)


def test_every_mnemonic_is_used_once(open_table, houses):
    dialog = open_table(houses)
    texts = [label.text() for label in dialog.findChildren(QLabel) if label.buddy()]
    texts += [button.text() for button in dialog.findChildren(QAbstractButton) if "&" in button.text()]
    keys = [label[label.index("&") + 1].lower() for label in texts]
    assert len(keys) == len(set(keys)) == 12


def test_it_fits_a_small_screen(open_table, houses, table_window):
    table_window.resize(1024, 700)
    dialog = open_table(houses)
    assert dialog.width() <= 1024
    assert dialog.height() <= 700
    assert dialog.minimumSizeHint().height() <= 640
    for view in LISTS:
        assert find(dialog, QTableView, view).height() >= 70


def test_enter_imports(open_table, houses, table_window):
    QTest.keyClick(open_table(houses), Qt.Key.Key_Return)
    wait_until(lambda: table_window.tables.dialog is None, "the dialog closes")
    settle(table_window)
    assert table_window.controller.experiment.own is not None


def test_a_second_file_takes_the_place_of_the_first(open_table, houses, tmp_path, table_window):
    open_table(houses)
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2.5\n2,3.5\n")
    open_table(other)
    assert read(table_window).windowTitle() == "Open a table"
    assert text(table_window.tables.dialog, "import-title") == "other.csv"
