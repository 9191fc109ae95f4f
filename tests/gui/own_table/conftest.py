"""Opening a table in the window, and waiting for the dialog."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gui.main_window import MainWindow
from gui.own_table.dialog import ImportDialog
from tests.gui.helpers import settle, wait_until

HOUSES = "city,area,garden,sold,price\n" + "".join(
    f"{city},{50 + 7 * n},{'yes' if n % 3 else ''},2024-01-{n + 1:02d},{100_000 + 2_000 * n}\n"
    for n, city in enumerate(["Rome", "Bonn", "Oslo", "Rome"] * 5)
)


@pytest.fixture
def table_window(window: MainWindow) -> Iterator[MainWindow]:
    yield window
    window.tables.close()
    settle(window)


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    path = tmp_path / "houses.csv"
    path.write_text(HOUSES)
    return path


@pytest.fixture
def open_table(table_window: MainWindow) -> Callable[[Path], ImportDialog]:
    """Open a file in the window; the dialog, when it has been read."""

    def open_table(path: Path) -> ImportDialog:
        table_window.tables.open_file(str(path))
        return read(table_window)

    return open_table


def read(window: MainWindow) -> ImportDialog:
    """The dialog that the window shows, once it has read its table or refused it."""
    dialog = window.tables.dialog
    assert dialog is not None
    wait_until(lambda: not dialog.line.busy, "the table is read")
    return dialog
