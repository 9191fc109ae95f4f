"""How a table is written is found out, and any part of it can be known better."""

from io import BytesIO
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.own_table.choices import propose
from engine.own_table.dialect import Wish, detect
from engine.own_table.encoding import ENCODINGS
from engine.own_table.learning import plan
from engine.own_table.refusal import TableError
from tests.engine.own_table.helpers import PLAIN, table_of


def found(text: str | bytes, wish: Wish = PLAIN):
    return detect("data.csv", BytesIO(text.encode() if isinstance(text, str) else text), wish)


@pytest.mark.parametrize(
    ("text", "delimiter", "decimal", "has_header"),
    [
        ("1;2,5\n3;4,5\n", ";", ",", False),
        ("x;y\n1,5;2,5\n", ";", ",", True),
        ("x,y\n1.5,2\n", ",", ".", True),
        ('x,y\n"1,5","2,25"\n', ",", ",", True),
        ('x,y\n"1,000",2\n', ",", ".", True),
        ("x\ty\n1,5\t2\n", "\t", ",", True),
        ("x|y\n1|2\n", "|", ".", True),
        ("a b\n1 2\n", " ", ".", True),
        ("when,n\n2024-01-01 10:00,5\n2024-01-02 11:00,6\n", ",", ".", True),
        ("name,city\nAnn,Rome\nBob,Bonn\n", ",", ".", True),
        ("red,square\nblue,circle\nred,circle\n", ",", ".", False),
        ("sep=;\nx;y\n1;2\n", ";", ".", True),
        ("a, b\n1, 2\n", ",", ".", True),
    ],
)
def test_it_is_found_out(text, delimiter, decimal, has_header):
    dialect = found(text)
    assert (dialect.delimiter, dialect.decimal, dialect.has_header) == (delimiter, decimal, has_header)


def test_what_is_known_better_counts():
    wish = Wish(encoding="cp1251", delimiter="|", decimal=",", has_header=False)
    dialect = found("x;y\n1;2\n", wish)
    assert (dialect.encoding, dialect.delimiter, dialect.decimal, dialect.has_header) == ("cp1251", "|", ",", False)


def test_the_line_that_tells_the_separator_is_no_row():
    assert table_of("sep=;\nx;y\n1;2\n3;4\n").lines.tolist() == [3, 4]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_that_can_be_chosen_reads_what_it_wrote(encoding):
    text = "x,y\n1,2\n3,4\n"
    assert table_of(text.encode(encoding), Wish(encoding=encoding)).column_names == ("x", "y")


def test_bytes_that_are_not_of_the_chosen_encoding_are_refused_with_its_name():
    with pytest.raises(TableError, match=r"no UTF-8 .* choose another encoding"):
        found("é,y\n1,2\n".encode("latin-1"), Wish(encoding="utf-8-sig"))


def test_a_letter_far_down_in_the_file_decides_the_encoding():
    text = "x,name\n" + "1,a\n" * 400_000 + "2,é\n"
    assert found(text.encode("cp1252")).encoding == "cp1252"
    assert found(text.encode()).encoding == "utf-8-sig"


numbers = st.lists(st.tuples(*[st.floats(-1e6, 1e6).map(lambda x: round(x, 2))] * 3), min_size=2, max_size=12)


@settings(max_examples=40)
@given(numbers, st.sampled_from(list(product(",;\t|", ".,"))))
def test_numbers_come_back_however_they_are_written(rows, written):
    delimiter, decimal = written
    if delimiter == decimal:
        return
    cells = [[f"{value:.2f}".replace(".", decimal) for value in row] for row in rows]
    text = "\n".join(delimiter.join(row) for row in [["a", "b", "c"], *cells])
    table = table_of(text, Wish(delimiter=delimiter, decimal=decimal))
    for place, column in enumerate(table.columns):
        assert column.numbers.tolist() == [row[place] for row in rows]


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from('abé01.,;\t "\n\r−?\0x|='), max_size=60) | st.binary(max_size=60))
def test_anything_at_all_ends_in_data_or_in_one_line(content):
    said = ""
    try:
        table = table_of(content)
        data = plan(table, propose(table)).dataset()
    except TableError as refusal:
        said = str(refusal)
    if said:
        assert said.startswith("data.csv")
        assert said.isprintable()
    else:
        assert data.row_count >= 2
        assert data.inputs.shape == (data.row_count, len(data.input_names))
