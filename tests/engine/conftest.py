"""A runner whose thread never outlives its test."""

from collections.abc import Iterator

import pytest

from engine.runner import Runner


@pytest.fixture
def runner() -> Iterator[Runner]:
    runner = Runner()
    yield runner
    assert runner.close(), "the trainer's thread did not end"
