"""What is learned, and what becomes of the columns that are selected."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from engine.own_table.choices import Choices, ColumnChoice, Gaps, Role, with_target, with_task
from engine.own_table.column import Kind
from engine.own_table.table import Table
from gui.own_table.fields import Field, FieldRow
from gui.own_table.models import shown
from gui.own_table.wording import gaps_word, kind_word, role_word


class TargetRow(FieldRow):
    """Which column is the target, and whether it is a quantity or classes."""

    changed = Signal(object)  # Choices

    def __init__(self) -> None:
        super().__init__()
        self._table: Table | None = None
        self._choices: Choices = ()
        self._target = Field("import-target", self.tr("The column that is to be learned"), [], self._choose_target)
        self._task = Field(
            "import-task",
            self.tr("Whether the target is a number to come close to, or one of some classes"),
            [
                (self.tr("Quantity (regression)"), Kind.NUMBER),
                (self.tr("Classes (classification)"), Kind.CATEGORY),
            ],
            lambda kind: self.changed.emit(with_task(self._choices, kind)),
        )
        self.add(self.tr("&Target"), self._target)
        self.add(self.tr("&Learned as"), self._task)

    def show_choices(self, table: Table, choices: Choices) -> None:
        if table is not self._table:
            self._target.offer([(shown(name), place) for place, name in enumerate(table.column_names)])
        self._table, self._choices = table, choices
        places = [place for place, choice in enumerate(choices) if choice.role is Role.TARGET]
        self._target.show_value(places[0] if places else None)
        self._task.show_value(choices[places[0]].kind if places else None)

    def _choose_target(self, place: int) -> None:
        assert self._table is not None
        self.changed.emit(with_target(self._table, self._choices, place))


class SelectedRow(FieldRow):
    """Kind, role and missing values of the columns that are selected; empty where these differ."""

    changed = Signal(object)  # Choices

    def __init__(self) -> None:
        super().__init__()
        self._table: Table | None = None
        self._choices: Choices = ()
        self._places: tuple[int, ...] = ()
        self._kind = Field(
            "import-kind",
            self.tr("What the selected columns are taken as: a category becomes one input for each of its values"),
            [(kind_word(kind), kind) for kind in (Kind.NUMBER, Kind.CATEGORY)],
            lambda kind: self._change(kind=kind),
        )
        self._role = Field(
            "import-role",
            self.tr("Whether the selected columns go into the network, are learned, or are left out"),
            [(role_word(role), role) for role in Role],
            self._change_role,
        )
        self._gaps = Field(
            "import-gaps",
            self.tr(
                "What becomes of rows with missing values in the selected inputs: "
                "to fill them takes the mean, or the most frequent category"
            ),
            [(gaps_word(gaps), gaps) for gaps in Gaps],
            lambda gaps: self._change(gaps=gaps),
        )
        self.add(self.tr("Selected columns ta&ken as"), self._kind)
        self.add(self.tr("R&ole"), self._role)
        self.add(self.tr("Missing &values"), self._gaps)

    def show_choices(self, table: Table, choices: Choices, places: tuple[int, ...]) -> None:
        self._table, self._choices, self._places = table, choices, places
        selected = [choices[place] for place in places]
        self.setEnabled(bool(selected))
        self._kind.show_value(_common([choice.kind for choice in selected]))
        self._role.show_value(_common([choice.role for choice in selected]))
        self._gaps.show_value(_common([choice.gaps for choice in selected]))

    def _change(self, **change: Any) -> None:
        self.changed.emit(
            tuple(
                _changed(choice, **change) if place in self._places else choice
                for place, choice in enumerate(self._choices)
            )
        )

    def _change_role(self, role: Role) -> None:
        assert self._table is not None
        if role is Role.TARGET:
            self.changed.emit(with_target(self._table, self._choices, self._places[0]))
        else:
            self._change(role=role)


def _changed(choice: ColumnChoice, **change: Any) -> ColumnChoice:
    """A column whose kind is chosen is meant to be used."""
    if "kind" in change and choice.role is Role.LEFT_OUT:
        change = {**change, "role": Role.INPUT}
    return replace(choice, **change)


def _common(values: list[Any]) -> Any:
    """What all have in common; None where they differ."""
    return values[0] if values and all(value is values[0] for value in values) else None
