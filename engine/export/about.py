"""What a script says of itself."""

from collections.abc import Iterator
from datetime import datetime

from engine.metrics import Metrics
from engine.one_hot import IS
from engine.snapshot import Snapshot


def about(snapshot: Snapshot, title: str, when: datetime) -> str:
    """Which network it is, of which lesson and table, how good it was, and what to call; names as `repr` has them."""
    table, experiment = snapshot.data.table, snapshot.experiment
    lines = [
        "A neural network, trained with Gradwalk.",
        "",
        f"lesson:  {title!r}",
        f"table:   {table.name!r}, {table.row_count:,} rows",
        f"layers:  {' - '.join(map(str, experiment.architecture.sizes))}",
        f"trained: {snapshot.epoch:,} epochs, seed {experiment.seed}",
        *_how_good("train", snapshot.train, len(snapshot.data.train)),
        *_how_good("test", snapshot.test, len(snapshot.data.test)),
        f"written: {when:%Y-%m-%d %H:%M}",
        "",
        "predict(rows) gives the answers for rows of INPUTS. It needs numpy alone. Run the file, and it compares its",
        "answers for some rows of the table with those that Gradwalk gave.",
    ]
    if any(IS in name for name in table.input_names):
        lines += ["", "An input that is called 'column = category' is 1 for rows of that category, and else 0."]
    return "\n".join([*lines, ""])


def _how_good(what: str, metrics: Metrics, rows: int) -> Iterator[str]:
    if metrics.loss is not None:
        accuracy = "" if metrics.accuracy is None else f", accuracy {100 * metrics.accuracy:.1f} %"
        yield f"{what + ':':<8} loss {metrics.loss:.6g}{accuracy}, on {rows:,} rows"
