"""Whatever text somebody opens, and whatever is chosen of it: it is learned, or a `TableError` says why not."""

from contextlib import suppress
from dataclasses import replace
from random import Random

import pytest

from engine.datasets.derived import offered
from engine.own_table.choices import Choices, Gaps, Role, propose, with_gaps, with_target, with_task
from engine.own_table.column import Kind
from engine.own_table.dialect import DELIMITERS, Wish
from engine.own_table.learning import plan
from engine.own_table.refusal import TableError
from engine.own_table.source import Source
from engine.own_table.suitable import own_lesson
from engine.own_table.table import Table, preview, read_table
from engine.trainer import DivergedError, Trainer

TEXTS, MANY = 200, 10_000
# Cells that a reader of numbers may take for something else, and names that may be meant for what follows from others.
CELLS = (
    *("1", "2", "0", "-3.5", "1e5", "1,5", "1.000,5", "1_0", "", "NA", "?", "a", "b", "yes", "no", "2024-01-02", "x²"),
    *("sin x", "1e400", "1e99", "-1e100", "1e-320", "٣", "０", "½", '"q ""r"""', '"a\nb"', " 7 ", "+1", "--", "−5"),
    *("inf", "nan", "1 000", "\u200b", "é", "=1+1", "\0", '"', "\ufeff"),
)
NAMES = (
    *("x", "y", "x²", "sin x", "xy", "x₁", "x₂", "(x)", "a b", "(a b)", "a × b", "a", "b", "target", "class", ""),
    *("1", "ŷ", "😀", "#", "sep=;"),
)
PLAIN_CELLS = (("1", "2", "3"), ("a", "b", "c", ""), ("yes", "no"))


def text_of(chance: Random) -> str:
    """A text that is a table, or nearly one."""
    delimiter, line_end = chance.choice(DELIMITERS), chance.choice(("\n", "\r\n", "\r"))
    columns = [cells_of(chance) for _ in range(chance.randrange(1, 6))]
    rows = [delimiter.join(map(chance.choice, columns)) for _ in range(chance.choice((0, 1, 2, 3, 8, 40)))]
    if chance.random() < 0.8:
        rows.insert(0, delimiter.join(chance.choice(NAMES) for _ in columns))
    if chance.random() < 0.1:
        rows.insert(0, f"sep={delimiter}")
    if chance.random() < 0.1 and rows:
        rows[chance.randrange(len(rows))] += f"{delimiter}z"
    return line_end.join(rows) + chance.choice((line_end, ""))


def cells_of(chance: Random) -> list[str]:
    """What may stand in a column."""
    kind = chance.randrange(4)
    if kind == 0:
        return [f"{chance.gauss(0, 1):.3f}" for _ in range(20)]
    if kind == 1:
        return [f"{chance.gauss(0, 1) * 10 ** chance.choice((-300, -9, 0, 50, 99)):.3g}" for _ in range(9)]
    return list(chance.choice(PLAIN_CELLS)) if kind == 2 else chance.sample(CELLS, chance.randrange(1, 6))


def wish_of(chance: Random) -> Wish:
    return Wish(
        delimiter=chance.choice((None, None, ",", ";")),
        decimal=chance.choice((None, None, None, ",", ".")),
        has_header=chance.choice((None, None, True, False)),
        encoding=chance.choice((None, None, None, "utf-16", "shift_jis", "cp1252")),
    )


def choices_of(table: Table, chance: Random) -> Choices:
    """What is proposed, or something else that somebody may choose."""
    choices = propose(table)
    if chance.random() < 0.6:
        choices = with_target(table, choices, chance.randrange(len(table.columns)))
    if chance.random() < 0.3:
        choices = with_gaps(choices, chance.choice(list(Gaps)))
    if chance.random() < 0.3:
        choices = with_task(choices, chance.choice((Kind.NUMBER, Kind.CATEGORY)))
    return tuple(changed(choice, chance) for choice in choices)


def changed(choice, chance: Random):
    if chance.random() < 0.1:
        return replace(choice, kind=chance.choice((Kind.NUMBER, Kind.CATEGORY)))
    left_out = choice.role is Role.LEFT_OUT and chance.random() < 0.2
    return replace(choice, role=Role.INPUT) if left_out else choice


def use(chance: Random) -> None:
    """All that is done with a text: it is read, something is chosen and learned, and it is kept and read again."""
    source = Source.of_text(text_of(chance))
    table = read_table(source, preview(source, wish_of(chance)).dialect)
    data = plan(table, choices_of(table, chance)).dataset()
    experiment = own_lesson(data).experiment
    # Numbers may be too far from each other to learn anything of them.
    with suppress(DivergedError):
        Trainer(experiment).train(1)
    Trainer(experiment.changed(inputs=(*data.input_names, *offered(data.input_names))))
    assert type(experiment).from_plain(experiment.to_plain()).to_plain() == experiment.to_plain()


def check_refusal(message: str) -> None:
    """What is wrong, and what to do, in one line."""
    assert message.isprintable()
    assert "; " in message


@pytest.mark.parametrize(
    "seeds", [pytest.param(range(TEXTS)), pytest.param(range(TEXTS, MANY), marks=pytest.mark.soak)], ids=str
)
def test_any_text_is_learned_or_refused_in_one_line(seeds):
    refused = 0
    for seed in seeds:
        try:
            use(Random(seed))
        except TableError as error:
            refused += 1
            check_refusal(str(error))
        except Exception as error:
            raise AssertionError(f"text {seed}: {text_of(Random(seed))!r}") from error
    # Else they would test nothing, of the one or of the other.
    assert 0.3 * len(seeds) < refused < 0.9 * len(seeds)
