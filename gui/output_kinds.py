"""The pictures of the output, one entry each: what each is called, and of which networks there is one."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engine.pixels import image_side
from engine.snapshot import Snapshot
from gui.actions.row import QT_TRANSLATE_NOOP
from gui.output_choice import OutputSettings
from gui.painting.output_bars import has_bars
from gui.painting.output_confusion import has_confusion
from gui.painting.output_curve import has_curve
from gui.painting.output_plane import plane_names


@dataclass(frozen=True)
class OutputKind:
    """`fits` says whether a network has such a picture, `suits` whether it is the one to begin with."""

    name: str
    text: str
    tip: str
    fits: Callable[[Snapshot], bool]
    suits: Callable[[Snapshot], bool]

    @property
    def label(self) -> str:
        return QCoreApplication.translate("OutputView", self.text)

    @property
    def explanation(self) -> str:
        return QCoreApplication.translate("OutputView", self.tip)


def has_map(snapshot: Snapshot) -> bool:
    """Whether two inputs span a plane, and one colour says what the network says."""
    table = snapshot.data.dataset
    return len(plane_names(snapshot.data)) > 1 and (len(table.output_names) == 1 or table.is_classification)


def _is_plane(snapshot: Snapshot) -> bool:
    return has_map(snapshot) and len(plane_names(snapshot.data)) == 2


def _always(snapshot: Snapshot) -> bool:
    return True


def _never(snapshot: Snapshot) -> bool:
    return False


# The first that suits is the one to begin with.
KINDS: tuple[OutputKind, ...] = (
    OutputKind(
        "curve",
        QT_TRANSLATE_NOOP("OutputView", "Curve"),
        QT_TRANSLATE_NOOP("OutputView", "The output over the only input"),
        fits=has_curve,
        suits=has_curve,
    ),
    OutputKind(
        "map",
        QT_TRANSLATE_NOOP("OutputView", "Map"),
        QT_TRANSLATE_NOOP("OutputView", "The output over the plane of two inputs, the others as in the shown row"),
        fits=has_map,
        suits=_is_plane,
    ),
    OutputKind(
        "strip",
        QT_TRANSLATE_NOOP("OutputView", "Rows"),
        QT_TRANSLATE_NOOP("OutputView", "The prediction for every row, in a lane for each class"),
        fits=lambda snapshot: not has_curve(snapshot),
        suits=_always,
    ),
    OutputKind(
        "bars",
        QT_TRANSLATE_NOOP("OutputView", "Classes"),
        QT_TRANSLATE_NOOP("OutputView", "How sure the network is of each class for the shown row"),
        fits=has_bars,
        suits=_never,
    ),
    OutputKind(
        "confusion",
        QT_TRANSLATE_NOOP("OutputView", "Confusion"),
        QT_TRANSLATE_NOOP("OutputView", "Which class the network takes for which"),
        fits=has_confusion,
        suits=_never,
    ),
    OutputKind(
        "influence",
        QT_TRANSLATE_NOOP("OutputView", "Influence"),
        QT_TRANSLATE_NOOP("OutputView", "Which inputs matter: their weights, and what goes wrong when one is shuffled"),
        fits=lambda snapshot: len(snapshot.data.dataset.input_names) > 1,
        suits=_never,
    ),
    OutputKind(
        "draw",
        QT_TRANSLATE_NOOP("OutputView", "Drawing"),
        QT_TRANSLATE_NOOP("OutputView", "Draw your own, and watch what the network takes it for"),
        fits=lambda snapshot: image_side(snapshot.data.dataset) is not None,
        suits=_never,
    ),
)


def kinds_of(snapshot: Snapshot) -> tuple[OutputKind, ...]:
    """The pictures that there are of a network."""
    return tuple(kind for kind in KINDS if kind.fits(snapshot))


def kind_of(snapshot: Snapshot, settings: OutputSettings) -> str:
    """The picture that is shown: the chosen one, or, where the network has none such, the one that suits it."""
    kinds = kinds_of(snapshot)
    chosen = [kind.name for kind in kinds if kind.name == settings.kind]
    return (chosen or [kind.name for kind in kinds if kind.suits(snapshot)])[0]
