"""Names of which no two are alike."""

import pytest

from engine.own_table.names import distinct


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a", "b"], ("a", "b")),
        (["a", "a", "a"], ("a", "a (2)", "a (3)")),
        (["a", "a (2)", "a"], ("a", "a (2)", "a (3)")),
        (["a", "a", "a (2)"], ("a", "a (2)", "a (2) (2)")),
        ([], ()),
    ],
)
def test_a_name_that_comes_again_gets_a_number_that_nobody_has(names, expected):
    assert distinct(iter(names)) == expected
