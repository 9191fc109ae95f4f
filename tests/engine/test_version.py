"""The program says which version it is, and that it is none that was installed."""

from importlib import metadata

import pytest

from engine.version import version


def test_it_is_the_installed_one():
    assert version() == metadata.version("gradwalk")


def test_a_copy_of_the_source_has_none(monkeypatch: pytest.MonkeyPatch):
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert version() == ""
