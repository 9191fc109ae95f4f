"""JSON that is read strictly: what is written comes back, and what goes beyond the standard is refused."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.session import strict_json
from engine.session.refusal import DamagedError
from engine.session.strict_json import MOST_DEPTH, read, write

TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    SCALARS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=50)
@given(VALUES)
def test_what_is_written_is_read_again(value):
    again = read(write(value))
    assert again == value
    assert repr(again) == repr(value)


@settings(max_examples=50)
@given(VALUES)
def test_it_is_the_json_that_everybody_reads(value):
    assert json.loads(write(value)) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"{} {}", "no JSON"),
        (b"'a'", "no JSON"),
        (b"[1,]", "no JSON"),
        (b"\xff", "no JSON"),
        (b"\xef\xbb\xbf{}", "no JSON"),
        (b"NaN", "NaN in it is no finite number"),
        (b"[-Infinity]", "-Infinity in it is no finite number"),
        (b"[1e999]", "1e999 in it is not finite"),
        (b"1" * 21, "21 digits"),
        (b'{"a":1,"b":{"c":1,"c":2}}', "'c' stands in it twice"),
        (b'["\\ud83d"]', "half a character"),
        (b'{"\\ude00":1}', "half a character"),
        (b"[" * 21 + b"]" * 21, "nested more than 20 deep"),
    ],
)
def test_what_is_no_strict_json_is_refused(text, words):
    with pytest.raises(DamagedError) as caught:
        read(text)
    assert words in caught.value.problem


def test_a_whole_character_may_be_written_as_two_halves():
    assert read(b'"\\ud83d\\ude00"') == "😀"


def test_lists_may_be_nested_to_a_bound():
    assert read(b"[" * MOST_DEPTH + b"]" * MOST_DEPTH)


@pytest.mark.parametrize("text", ["]" * 50 + "[" * 50, '\\" [[[[[[[[[[[[[[[[[[[[[', ",,,,,,,,,,,,,", "\\"])
def test_signs_in_texts_are_no_lists(monkeypatch, text):
    monkeypatch.setattr(strict_json, "MOST_VALUES", 2)
    assert read(write([text])) == [text]


def test_brackets_in_a_text_hide_no_depth():
    with pytest.raises(DamagedError, match="nested more than 20 deep"):
        read(b'["' + b"]" * 10**5 + b'",' + b"[" * 10**5)


@pytest.mark.parametrize("signs", ["]" * 100, "[]]" + "[" * 100, "[" * 100])
def test_of_brackets_that_fit_nowhere_the_first_is_enough(signs):
    left = iter(signs.encode())
    with suppress(DamagedError):
        strict_json._check_depth(left)
    assert len(list(left)) > 70


def test_a_text_without_an_end_is_looked_at_once():
    with pytest.raises(DamagedError, match="no JSON"):
        read(b'["' + b'\\"' * 10**6)


def test_texts_and_their_values_are_bounded(monkeypatch):
    monkeypatch.setattr(strict_json, "MOST_VALUES", 10)
    assert read(b"[1,2,3,4,5,6]") == [1, 2, 3, 4, 5, 6]
    for refuse in (lambda: read(b"[{},{},{},{},{},{}]"), lambda: write([{}, {}, {}, {}, {}, {}])):
        with pytest.raises(DamagedError, match="about 12 values, and 10 are the most"):
            refuse()
    monkeypatch.setattr(strict_json, "MOST_BYTES", 10)
    for refuse in (lambda: read(b'"123456789"'), lambda: write("123456789")):
        with pytest.raises(DamagedError, match="11 bytes of text, and 10 are the most"):
            refuse()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [float("-inf")]])
def test_what_could_not_be_read_is_not_written(value):
    with pytest.raises(ValueError, match="Out of range"):
        write(value)
