"""One small registry: what the learner can choose by name."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    """Anything that is chosen by its name."""

    @property
    def name(self) -> str: ...


Entry = TypeVar("Entry", bound=Named)


class UnknownNameError(ValueError):
    """A name that no entry has; the message lists the known ones."""


class Registry(Generic[Entry]):
    """Entries of one kind by name, in the order in which they were added."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, Entry] = {}

    def add(self, entry: Entry) -> Entry:
        """Add an entry and give it back; a name that is taken is a `ValueError`."""
        if entry.name in self._entries:
            raise ValueError(f"{self.kind} {entry.name!r} is registered twice")
        self._entries[entry.name] = entry
        return entry

    def __getitem__(self, name: str) -> Entry:
        if name not in self._entries:
            known = ", ".join(self._entries)
            raise UnknownNameError(f"unknown {self.kind} {name!r}; known are {known}")
        return self._entries[name]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)
