"""The gate for a newer PySide6: some versions lose references and die after a few hundred frames."""

import subprocess
import sys
import textwrap

REPAINTS = 20_000

REPAINT = """
    import sys
    from PySide6.QtWidgets import QApplication
    from engine.experiment import Experiment
    from engine.trainer import Trainer
    from gui.app import make_app
    from gui.probe import probe_of_row
    from gui.views.network import NetworkView

    app = make_app()
    view = NetworkView()
    view.resize(120, 90)
    trainer = Trainer(Experiment("height-weight", inputs=("weight − 135 lb",), bias=False))
    snapshot = trainer.snapshot()
    view.show_snapshot(snapshot)
    view.show_probe(probe_of_row(snapshot, 0))
    view.show()
    for number in range(int(sys.argv[1])):
        if number % 100 == 0:
            trainer.train(1)
            view.show_snapshot(trainer.snapshot())
            app.processEvents()
        view.repaint()
    view.close()
    print("alive")
"""


def test_twenty_thousand_repaints_leave_the_window_alive():
    command = [sys.executable, "-c", textwrap.dedent(REPAINT), str(REPAINTS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout == "alive\n"
