"""A session on the command line: training goes on from where it was saved."""

import argparse

from engine.cli.arguments import Refusal
from engine.cli.results import Plain, Report, part_of, result_to_plain, side_by_side, train_on
from engine.cli.settings import apply_settings, parse_setting
from engine.live_fields import LIVE_FIELDS
from engine.session.opened import opened
from engine.session.session import Session
from engine.trainer import Trainer


def train_session(path: str, options: argparse.Namespace) -> "SessionTraining":
    """What is to be trained of a session; what cannot be asked of one is refused before anything is trained."""
    if options.runs > 1 or options.seed is not None:
        raise Refusal(f"{path} goes on where it was saved: --seed and --runs are for training from a start")
    settings = options.set if options.epochs is None else [*options.set, f"epochs={options.epochs}"]
    for setting in settings:
        name, _ = parse_setting(setting)
        if name not in LIVE_FIELDS:
            known = ", ".join(sorted(LIVE_FIELDS))
            raise Refusal(f"{name} cannot be set where training goes on; what can be is {known}")
    found = opened(path)
    return SessionTraining(found.session, found.trainers, settings, options.variant)


class SessionTraining:
    """The networks of a session that are asked for, with settings of the command line."""

    def __init__(
        self, session: Session, trainers: tuple[Trainer, ...], settings: list[str], variant: str | None
    ) -> None:
        self.lesson = session.lesson
        names = [one.name for one in self.lesson.variants]
        if variant is not None and variant not in names:
            known = ", ".join(filter(None, names)) or "none"
            raise Refusal(f"unknown variant {variant!r} of the session; known are {known}")
        chosen = [number for number, name in enumerate(names) if variant in (None, name)]
        self.variants = [self.lesson.variants[number] for number in chosen]
        self._trainers = [trainers[number] for number in chosen]
        for trainer in self._trainers:
            changed = apply_settings(trainer.experiment, settings).experiment
            if changed != trainer.experiment:
                trainer.change(changed)

    def train(self, report: Report) -> Plain:
        """Train each until its epochs are done; one that is further already stays where it is."""
        count = len(self._trainers)
        plains = [
            result_to_plain(self.lesson, train_on(trainer, trainer.experiment.epochs, part_of(report, number, count)))
            for number, trainer in enumerate(self._trainers)
        ]
        return side_by_side(plains, self.variants)
