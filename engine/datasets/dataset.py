"""What every data set is: a table of inputs, what they should give, and their names."""

from dataclasses import dataclass, replace

from engine.arrays import Array, frozen


@dataclass(frozen=True, eq=False)
class Dataset:
    """A read-only table.

    `inputs` has the shape (rows, inputs), `targets` (rows, outputs) or None where there is nothing to learn.
    `class_names` names the classes: of a yes/no question two, whose target is one of the two `class_values`; of several
    outputs one for each, whose target is 1 where all others are 0. It is empty where the target is a quantity.
    """

    name: str
    inputs: Array
    input_names: tuple[str, ...]
    targets: Array | None
    output_names: tuple[str, ...]
    row_names: tuple[str, ...]
    class_names: tuple[str, ...] = ()
    class_values: tuple[float, float] = (0.0, 1.0)

    @property
    def row_count(self) -> int:
        return len(self.inputs)

    @property
    def is_classification(self) -> bool:
        return bool(self.class_names)

    @property
    def middle(self) -> float:
        """Where the answer to a yes/no question turns from the one class to the other."""
        return sum(self.class_values) / 2

    def class_name_of(self, answer: Array) -> str:
        """The class that an answer, shape (outputs,), speaks for; empty for a quantity and in the middle of two."""
        if len(answer) > 1 and self.class_names:
            return self.class_names[int(answer.argmax())]
        speaks = len(self.class_names) == 2 and answer[0] != self.middle
        return self.class_names[int(answer[0] > self.middle)] if speaks else ""

    def with_inputs(self, names: tuple[str, ...]) -> "Dataset":
        """The same rows with only the named inputs, in that order."""
        columns = [self.input_names.index(name) for name in names]
        return replace(self, inputs=frozen(self.inputs[:, columns]), input_names=names)


def numbered_rows(count: int) -> tuple[str, ...]:
    """Names for rows that have none: 1, 2, 3 …"""
    return tuple(str(number) for number in range(1, count + 1))
