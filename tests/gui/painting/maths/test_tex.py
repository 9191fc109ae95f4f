"""The subset of TeX: what each text is read as, and what is said where it is not of the subset."""

import pytest

from gui.painting.maths.symbols import COMMANDS, LETTERS
from gui.painting.maths.tex import TexError, parse
from tests.gui.painting.maths.helpers import shape


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", "[]"),
        ("w", "[/w/]"),
        ("2x + 1", "[2 /x/ + 1]"),
        ("-0.4633", "[− 0.4633]"),
        ("0,4633", "[0,4633]"),
        ("1\u202f234", "[1\u202f234]"),
        ("f(1, 2)", "[/f/ ( 1 , 2 )]"),
        ("x^2", "[/x/^[2]]"),
        ("10^12", "[10^[1] 2]"),
        ("w_{12}^{(1)}", "[/w/^[( 1 )]_[12]]"),
        ("x^2_1", "[/x/^[2]_[1]]"),
        ("x_\\alpha", "[/x/_[/α/]]"),
        ("f'", "[/f/^[′]]"),
        ("f''_1", "[/f/^[′ ′]_[1]]"),
        ("f'^2", "[/f/^[′ 2]]"),
        ("f_1'", "[/f/^[′]_[1]]"),
        (r"f^\prime", "[/f/^[′]]"),
        ("{a + b}_1", "[[/a/ + /b/]_[1]]"),
        (r"\frac{\partial L}{2}", "[([/∂/ /L/] over [2])]"),
        (r"\frac {1} {n}", "[([1] over [/n/])]"),
        (r"\hat{y}_1", "[hat[/y/]_[1]]"),
        (r"\sqrt{v + \epsilon}^2", "[root[/v/ + /ϵ/]^[2]]"),
        (r"\paren{1 - a}^2", "[paren[1 − /a/]^[2]]"),
        (r"\text{if z > 0, a_b}", '["if z > 0, a_b"]'),
        (r"\text{\{\\\}}", '["{\\}"]'),
        (r"\text{}", '[""]'),
        (r"\sum_{i=1}^n x", "[∑^[/n/]_[/i/ = 1] /x/]"),
        (r"\max(0, z)", "[max ( 0 , /z/ )]"),
        (r"a\,b\quad c", "[/a/ space(0.17) /b/ space(1.00) /c/]"),
        (r"x_1, \dots, x_n", "[/x/_[1] , … , /x/_[/n/]]"),
        (r"a + \dots + b", "[/a/ + ⋯ + /b/]"),
        ("<w>", "[<w>]"),
        (r"\frac{<a_1>}{e^{-<b-2>}}", "[([<a_1>] over [/e/^[− <b-2>]])]"),
        ("<w>^2", "[<w>^[2]]"),
        ("x^<n>", "[/x/^[<n>]]"),
        ("-∞ + –", "[− ∞ + –]"),
    ],
)
def test_a_text_is_read_as(text, tree):
    assert shape(parse(text)) == tree


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_stands_for_its_symbol(command):
    assert shape(parse(rf"x \{command} 1").parts[1]) in (COMMANDS[command][0], "⋯")


@pytest.mark.parametrize("command", LETTERS)
def test_a_letter_by_its_name_is_slanted(command):
    assert shape(parse(rf"\{command}")) == f"[/{LETTERS[command]}/]"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (r"a + \foo", r"no command \foo, at character 5 of"),
        ("a}", "a } that closes nothing, at character 2 of"),
        ("x^{1", "a { that is not closed, at character 3 of"),
        ("x^", "nothing after ^, at character 3 of"),
        ("{x_}", "nothing after _, at character 4 of"),
        ("^2", "nothing before ^, at character 1 of"),
        (r"a \, _2", "nothing before _, at character 6 of"),
        ("x^1^2", "a second ^, at character 4 of"),
        ("x_1_2", "a second _, at character 4 of"),
        ("x^2'", "a ' after ^, at character 4 of"),
        (r"\frac12", r"no { after \frac, at character 6 of"),
        (r"\hat", r"no { after \hat, at character 5 of"),
        (r"\sqrt 2", r"no { after \sqrt, at character 6 of"),
        (r"\text x", r"no {words} after \text, at character 6 of"),
        ("a < b", "< without a name and >, at character 3 of"),
        ("é", "no meaning of é, at character 1 of"),
        ("\\", "no meaning of \\, at character 1 of"),
    ],
)
def test_what_is_not_of_the_subset_is_said_with_its_place(text, message):
    with pytest.raises(TexError) as error:
        parse(text)
    assert str(error.value) == f"{message} {text!r}"


def test_a_fault_of_the_text_is_a_value_error():
    assert issubclass(TexError, ValueError)


def test_the_same_text_is_read_once():
    assert parse("x + y_1") is parse("x + y_1")
