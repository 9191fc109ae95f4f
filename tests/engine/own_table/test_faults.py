"""Whatever a file may hold ends in data, or in one line that says where it fails, why and what to do.

The numbers are those of the list of faults that this program is to survive.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.datasets import Dataset
from engine.own_table.choices import propose, with_target_named, with_task
from engine.own_table.column import Kind
from engine.own_table.learning import plan
from engine.own_table.refusal import CancelledError, TableError
from engine.own_table.source import MAX_BYTES, Source
from engine.own_table.table import preview, read_table
from tests.engine.own_table.helpers import PLAIN, dataset_of, table_of

VERDICT_SECONDS = 2.0
MANY_CLASSES = "x,y\n" + "".join(f"{n},label {n}\n" for n in range(10_000))

Check = Callable[[Dataset], bool]


def inputs(*rows: list[float]) -> Check:
    return lambda data: data.inputs.tolist() == list(rows)


def targets(*rows: list[float]) -> Check:
    return lambda data: data.targets is not None and data.targets.tolist() == list(rows)


def input_names(*names: str) -> Check:
    return lambda data: data.input_names == names


TWO_ROWS = inputs([1.0], [2.0])

# Number of the fault, what it is, the file, and what becomes of it: words of the refusal, or a check of the data.
CASES: tuple[tuple[int, str, str | bytes, tuple[str, ...] | Check], ...] = (
    (1, "empty file", b"", ("nothing in it",)),
    (2, "header only", "x,y\n", ("names but no rows",)),
    (3, "one row", "x,y\n1,2\n", ("one row is too few",)),
    (4, "one column", "y\n1\n2\n", ("one column only", "delimiter")),
    (5, "blank lines only", "\n\n  \n", ("nothing in it",)),
    (6, "UTF-8 mark", b"\xef\xbb\xbfx,y\n1,0\n2,1\n", input_names("x")),
    (7, "UTF-16", "x,y\n1,0\n2,1\n".encode("utf-16"), TWO_ROWS),
    (7, "UTF-16 without a mark", "x,y\n1,0\n2,1\n".encode("utf-16-be"), TWO_ROWS),
    (8, "Latin-1", "é,y\n1,0\n2,1\n".encode("latin-1"), input_names("é")),
    (9, "PNG", b"\x89PNG\r\n\x1a\n\0\0\0", ("a PNG picture",)),
    (10, "zip", b"PK\x03\x04\x14\0\0\0", ("Excel workbook", "save the sheet as CSV")),
    (11, "NUL", "x,y\n1,0\n2,\0\n", ("line 3", "NUL")),
    (12, "unclosed quote", 'x,y\n1,0\n"2,1\n3,1\n', ("line 3", "never closed")),
    (12, "text after a quote", 'x,y\n1,0\n"2"2,1\n', ("line 3", "closing quotation mark")),
    (13, "cell of 200 kB", "x,y\n1,0\n" + "a" * 200_000 + ",1\n", ("line 3", "131,072")),
    (14, "CR", "x,y\r1,0\r2,1\r", TWO_ROWS),
    (15, "mixed line ends", "x,y\r\n1,0\r2,1\n", TWO_ROWS),
    (16, "semicolon and decimal comma", "x;y\n1,5;0\n2,5;1\n", inputs([1.5], [2.5])),
    (17, "tab", "x\ty\n1\t0\n2\t1\n", TWO_ROWS),
    (18, "spaces", "x   y\n1   0\n  2 1\n", TWO_ROWS),
    (19, "thousands", 'x,y\n"1,000",0\n"2,000",1\n', inputs([1000.0], [2000.0])),
    (
        20,
        "underscore",
        "x,y\n1_000,0\n2,1\n3,1\n4,0\n5,0\n6,0\n7,1\n",
        ("line 2", 'column "x"', '"1_000" is not a number'),
    ),
    (21, "full-width figures", "x,y\n１,0\n２,1\n", TWO_ROWS),
    (22, "minus of printers", "x,y\n−1,0\n2,1\n", inputs([-1.0], [2.0])),
    (23, "inf", "x,y\n1,0\n2,1\n3,1\n4,0\n5,1\n6,0\ninf,1\n", ("line 8", 'column "x"', '"inf" is not a number')),
    (
        24,
        "missing",
        "x,y\n1,0\nnan,1\nNA,1\n4,1\n?,1\n,0\n1,1\n2,0\n",
        inputs(*[[x] for x in (1, 2, 2, 4, 2, 2, 1, 2)]),
    ),
    (25, "1e400", "x,y\n1,0\n2,1\n3,1\n4,0\n5,1\n6,0\n1e400,1\n", ("line 8", "too large")),
    (26, "1e-400", "x,y\n1e-400,0\n2,1\n", inputs([0.0], [2.0])),
    (27, "±1.7e308", "x,y\n1,0\n2,1\n3,1\n4,0\n5,1\n6,0\n-1.7e308,1\n", ("line 8", "too large")),
    (28, "long row", "x,y\n1,0\n2,1,5\n", ("line 3", "3 cells, more than the 2")),
    (28, "long row of blanks", "x,y\n1,0\n2,1,,\n", TWO_ROWS),
    (29, "short row", "x,z,y\n1,2,0\n2,1\n", ("line 3", "2 cells, fewer than the 3")),
    (30, "first row longer", "x,y\na,1,0\nb,2,1\n", ("line 2", "3 cells, more", "is one name missing")),
    (31, "duplicate names", "x,x,y\n1,3,0\n2,4,1\n", input_names("x", "x (2)")),
    (32, "blank names", ",,y\n1,3,0\n2,4,1\n", input_names("column 1", "column 2")),
    (33, "numbers as names", "2019,2020\n1,0\n2,1\n", input_names("column 1")),
    (34, "no names", "1,0\n2,1\n", TWO_ROWS),
    (35, "constant column", "x,c,y\n1,7,0\n2,7,1\n", input_names("x")),
    (36, "column of gaps", "x,c,y\n1,nan,0\n2,,1\n", input_names("x")),
    (37, "one class", "x,y\n1,a\n2,a\n", ("no column is left", '"y": it is the same in every row')),
    (38, "one row a class", "x,y\n1,a\n2,b\n", targets([0.0], [1.0])),
    (41, "labels mixed", 'x,y\n1,0\n2,1\n3,1.0\n4,"1"\n', targets([0.0], [1.0], [1.0], [1.0])),
    (42, "100,000 columns", ",".join(map(str, range(100_000))) + "\n", ("100,000 columns", "at most 1,024")),
    (44, "dates and truths", "d,t,y\n2024-01-31,true,0\n2024-02-01,false,1\n", input_names("t = true")),
    (45, "command as a name", "=cmd|' /C calc'!A0,y\n1,0\n2,1\n", input_names("=cmd|' /C calc'!A0")),
    (46, "markup as a name", "<b>x</b>,y\n1,0\n2,1\n", input_names("<b>x</b>")),
    (46, "right to left", "\u202eשלום,y\n1,0\n2,1\n", input_names("\u202eשלום")),
)


@pytest.mark.parametrize(
    ("content", "outcome"), [case[2:] for case in CASES], ids=[f"{n} {name}" for n, name, *_ in CASES]
)
def test_a_file_ends_in_data_or_in_one_line(tmp_path: Path, content: str | bytes, outcome: tuple[str, ...] | Check):
    path = tmp_path / "data.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    began = time.perf_counter()
    if isinstance(outcome, tuple):
        assert_refused(lambda: dataset_of(path), "data.csv", *outcome)
    else:
        data = dataset_of(path)
        assert outcome(data), data
        assert Dataset.from_plain(data.to_plain()).input_names == data.input_names
    assert time.perf_counter() - began < VERDICT_SECONDS


def assert_refused(act: Callable[[], object], *words: str) -> None:
    with pytest.raises(TableError) as caught:
        act()
    said = str(caught.value)
    assert said.isprintable()
    assert len(said) < 400
    for word in words:
        assert word in said


def test_37_one_class_alone_is_refused_when_it_is_the_target():
    assert_refused(lambda: dataset_of("x,y\n1,a\n2,a\n", target="y"), 'column "y"', "same in every row")


def test_38_of_many_classes_with_one_row_each_the_rarest_is_known():
    table = table_of("x,y\n1,a\n2,b\n3,c\n4,d\n")
    assert plan(table, with_target_named(table, propose(table), "y")).rarest_count == 1


def test_39_ten_thousand_classes_are_too_many():
    assert_refused(lambda: dataset_of(MANY_CLASSES, target="y"), 'column "y"', "more than 1,000 classes")


def test_40_a_text_is_no_quantity():
    table = table_of("x,y\n1,red\n2,blue\n3,red\n")
    choices = with_task(with_target_named(table, propose(table), "y"), Kind.NUMBER)
    assert_refused(lambda: plan(table, choices), "line 2", 'column "y"', '"red" is not a number')


def test_41_a_class_is_called_by_its_number_however_that_is_written():
    assert dataset_of("x,y\n1,0\n2,1\n3,1.0\n4,1\n").class_names == ("0", "1")


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 2 * 2**30])
def test_43_a_huge_file_is_refused_unread(tmp_path: Path, size: int):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(size)
    began = time.perf_counter()
    assert_refused(lambda: dataset_of(path), "huge.csv", "at most 512 MiB", "keep a part")
    assert time.perf_counter() - began < VERDICT_SECONDS


def test_44_a_date_is_no_input():
    table = table_of("d,y\n2024-01-31,0\n2024-02-01,1\n2024-02-02,1\n")
    assert table.columns[0].kind is Kind.DATE
    assert_refused(lambda: plan(table, propose(table)), "no column is left")


def small_table(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    path.write_text("x,y\n" + "1,0\n2,1\n" * 2_000)
    return path


def test_47_a_file_that_is_deleted_while_it_is_read_is_noticed(tmp_path: Path):
    if sys.platform == "win32":
        pytest.skip("Windows deletes no file that is open")
    path = small_table(tmp_path)
    dialect = preview(Source.of_file(path), PLAIN).dialect
    act = lambda: read_table(Source.of_file(path), dialect, lambda share: path.unlink(missing_ok=True))  # noqa: E731
    assert_refused(act, "data.csv", "deleted or renamed while it was read")


def test_48_a_file_that_grows_while_it_is_read_is_noticed(tmp_path: Path):
    path = small_table(tmp_path)
    dialect = preview(Source.of_file(path), PLAIN).dialect

    def grow(share: float) -> None:
        with path.open("a") as file:
            file.write("3,1\n")

    assert_refused(lambda: read_table(Source.of_file(path), dialect, grow), "data.csv", "changed while it was read")


def test_49_a_folder_is_no_table(tmp_path: Path):
    assert_refused(lambda: dataset_of(tmp_path), tmp_path.name, "folder")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes by name")
def test_49_a_pipe_is_refused_and_not_waited_for(tmp_path: Path):
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    assert_refused(lambda: dataset_of(path), "pipe.csv", "no ordinary file")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless device")
def test_49_an_endless_device_is_refused():
    assert_refused(lambda: dataset_of(Path("/dev/zero")), "zero", "no ordinary file")


def test_50_without_permission(tmp_path: Path):
    path = small_table(tmp_path)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert_refused(lambda: dataset_of(path), "data.csv", "cannot be read")


def test_50_no_such_file(tmp_path: Path):
    assert_refused(lambda: dataset_of(tmp_path / "none.csv"), "none.csv", "cannot be read")


@pytest.mark.parametrize("name", ["a" * 300 + ".csv", "a\0b.csv"], ids=["300 characters", "NUL"])
def test_50_a_name_that_no_file_can_have(tmp_path: Path, name: str):
    assert_refused(lambda: dataset_of(tmp_path / name), "a")


@pytest.mark.parametrize("name", ["größe 表 🙂.csv", "with space.csv"])
def test_50_a_name_in_other_letters(tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_text("x,y\n1,0\n2,1\n")
    assert dataset_of(path).name == name


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted otherwise")
def test_memory_stays_within_ten_times_the_file_and_two_hundred_megabytes(tmp_path: Path):
    import resource

    path = tmp_path / "narrow.csv"
    path.write_text("x,y\n" + "1,0\n2,1\n" * 100_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    dataset_of(path)
    grown = 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    assert grown < 10 * path.stat().st_size + 200 * 2**20


def test_reading_ends_at_once_when_nobody_waits_any_more(tmp_path: Path):
    path = tmp_path / "data.csv"
    path.write_text("x,y\n" + "1,0\n2,1\n" * 20_000)
    source = Source.of_file(path)
    shares: list[float] = []

    def stop(share: float) -> None:
        shares.append(share)
        if len(shares) == 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        read_table(source, preview(source, PLAIN).dialect, stop)
    assert len(shares) == 3
    assert all(0 <= share <= 1 for share in shares)
