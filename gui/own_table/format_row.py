"""How the file is written: what was found out, to be corrected."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox

from engine.own_table.dialect import Dialect, Wish
from engine.own_table.encoding import ENCODINGS
from gui.own_table.fields import Field, FieldRow


class FormatRow(FieldRow):
    """Shows a `Dialect`; what the user corrects is remembered, all else goes on being found out."""

    corrected = Signal(object)  # Wish

    def __init__(self) -> None:
        super().__init__()
        self.wish = Wish()
        self._delimiter = Field(
            "import-delimiter",
            self.tr("What stands between two cells"),
            [
                (self.tr("Comma  ,"), ","),
                (self.tr("Semicolon  ;"), ";"),
                (self.tr("Tab"), "\t"),
                (self.tr("Bar  |"), "|"),
                (self.tr("Spaces"), " "),
            ],
            lambda value: self._correct(delimiter=value),
        )
        self._decimal = Field(
            "import-decimal",
            self.tr("What stands before the decimals of a number"),
            [(self.tr("Point  1.5"), "."), (self.tr("Comma  1,5"), ",")],
            lambda value: self._correct(decimal=value),
        )
        self._encoding = Field(
            "import-encoding",
            self.tr("Which characters the bytes of the file stand for: change it where letters look wrong"),
            [(label, name) for name, label in ENCODINGS.items()],
            lambda value: self._correct(encoding=value),
        )
        self._header = QCheckBox(self.tr("First &row has the names"))
        self._header.setObjectName("import-header")
        self._header.setToolTip(self.tr("Whether the first row names the columns, or is a row like the others"))
        self._header.clicked.connect(lambda checked: self._correct(has_header=checked))
        self.add(self.tr("&Delimiter"), self._delimiter)
        self.add(self.tr("Decimal &mark"), self._decimal)
        self.add(self.tr("&Encoding"), self._encoding)
        self.add(self._header.text(), self._header)

    def show_dialect(self, dialect: Dialect) -> None:
        self._delimiter.show_value(dialect.delimiter)
        self._decimal.show_value(dialect.decimal)
        self._encoding.show_value(dialect.encoding)
        with QSignalBlocker(self._header):
            self._header.setChecked(dialect.has_header)

    def _correct(self, **known: Any) -> None:
        self.wish = replace(self.wish, **known)
        self.corrected.emit(self.wish)
