"""Literals give back what was written, and end where they should."""

import ast
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.export.literals import WIDTH, array, docstring, names, number

texts = st.text(st.characters(exclude_categories=()))


@given(st.floats())
def test_a_number_is_the_same_float(value):
    again = eval(number(value), {"float": float})
    assert again == value or (math.isnan(again) and math.isnan(value))
    assert math.copysign(1, again) == math.copysign(1, value) or math.isnan(value)


@given(st.lists(texts))
def test_names_are_the_same_texts(listed):
    assert ast.literal_eval(names(listed)) == tuple(listed)


@given(texts.map(lambda text: f"of {text!r}, and\nmore"))
def test_a_docstring_is_the_same_text(text):
    assert ast.literal_eval(docstring(text)) == text


@pytest.mark.parametrize("shape", [(0,), (1,), (50,), (0, 3), (3, 0), (1, 1), (4, 40)])
def test_an_array_has_the_same_bits_and_no_long_line(shape):
    values = np.random.default_rng(3).normal(size=shape) * 10.0**99
    text = array(values)
    again = eval(text, {"np": np})
    assert again.shape == shape
    assert again.tobytes() == values.tobytes()
    assert max(map(len, text.splitlines())) <= WIDTH + 10
