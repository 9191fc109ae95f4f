"""What the dialog of a table says, in words."""

from PySide6.QtCore import QCoreApplication

from engine.own_table.choices import Gaps, Role
from engine.own_table.column import MOST_TEXTS, Column, Kind
from engine.own_table.learning import Plan
from gui.actions.row import QT_TRANSLATE_NOOP
from gui.figures import whole

KINDS = {
    Kind.NUMBER: QT_TRANSLATE_NOOP("tables", "Number"),
    Kind.CATEGORY: QT_TRANSLATE_NOOP("tables", "Category"),
    Kind.DATE: QT_TRANSLATE_NOOP("tables", "Date"),
    Kind.TEXT: QT_TRANSLATE_NOOP("tables", "Text"),
    Kind.EMPTY: QT_TRANSLATE_NOOP("tables", "Empty"),
}
ROLES = {
    Role.INPUT: QT_TRANSLATE_NOOP("tables", "Input"),
    Role.TARGET: QT_TRANSLATE_NOOP("tables", "Target"),
    Role.LEFT_OUT: QT_TRANSLATE_NOOP("tables", "Left out"),
}
GAPS = {
    Gaps.LEAVE_OUT: QT_TRANSLATE_NOOP("tables", "Leave the row out"),
    Gaps.FILL: QT_TRANSLATE_NOOP("tables", "Fill in the usual"),
}


def tr(text: str) -> str:
    return QCoreApplication.translate("tables", text)


def kind_word(kind: Kind) -> str:
    return tr(KINDS[kind])


def role_word(role: Role) -> str:
    return tr(ROLES[role])


def gaps_word(gaps: Gaps) -> str:
    return tr(GAPS[gaps])


def about(column: Column) -> str:
    """What was found in a column: its kind, how many different values, how many are missing."""
    parts = [kind_word(column.kind)]
    if column.is_constant:
        parts.append(tr("the same in every row"))
    elif column.codes is not None and column.categories:
        parts.append(tr("{0} different").format(whole(len(column.categories))))
    elif column.kind is Kind.TEXT:
        parts.append(tr("over {0} different").format(whole(MOST_TEXTS)))
    if column.missing_count:
        parts.append(tr("{0} missing").format(whole(column.missing_count)))
    return ", ".join(parts)


def summary(plan: Plan) -> str:
    """What will be learned, in a few plain sentences."""
    inputs, columns = len(plan.input_names), len(plan.inputs)
    sentences = [
        tr("{0} from {1}; {2}; {3}.").format(
            _count(inputs, tr("One input"), tr("{0} inputs")),
            _count(columns, tr("one column"), tr("{0} columns")),
            _learned(plan),
            _count(plan.row_count, tr("one row"), tr("{0} rows")),
        ),
        _about_rows(plan.left_out_count),
        _about_filled(plan.filled_count),
        tr("The rarest class has one row only.") if plan.rarest_count == 1 else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _learned(plan: Plan) -> str:
    if plan.classes:
        return tr("{0} classes of {1}").format(len(plan.classes), plan.target.name)
    return tr("the quantity {0}").format(plan.target_name)


def _about_rows(count: int) -> str:
    if not count:
        return ""
    return _count(
        count, tr("One row with a missing value is left out."), tr("{0} rows with missing values are left out.")
    )


def _about_filled(count: int) -> str:
    if not count:
        return ""
    return _count(count, tr("One missing value is filled in."), tr("{0} missing values are filled in."))


def _count(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(whole(count))
