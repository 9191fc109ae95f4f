"""How far training is, for a person at a terminal or for a log."""

from engine.cli.progress import Progress


class Terminal:
    def __init__(self, isatty):
        self.isatty = lambda: isatty
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def test_a_terminal_gets_a_bar_that_ends_on_a_line_of_its_own():
    terminal = Terminal(True)
    with Progress("xor", terminal) as progress:
        progress(0.5)
        progress(1.0)
    assert terminal.text.startswith("\rxor [")
    assert terminal.text.endswith("] 100%\n")


def test_a_log_hears_of_long_training_only(monkeypatch):
    clock = iter([0.0, 1.0, 3.0, 4.0, 5.0])
    monkeypatch.setattr("engine.cli.progress.monotonic", lambda: next(clock))
    log = Terminal(False)
    with Progress("xor", log) as progress:
        for share in (0.1, 0.34, 0.38, 1.0):
            progress(share)
    assert log.text.split("\n") == ["xor  30%", "xor 100%", ""]
