"""A list whose text may not fit."""

from gui.elided_combo import ElidedCombo


def test_what_does_not_fit_ends_in_dots(qtbot):
    combo = ElidedCombo()
    qtbot.addWidget(combo)
    combo.addItem("1: outside of it all")
    combo.resize(combo.sizeHint())
    assert combo.shown_text == combo.currentText()
    combo.resize(90, combo.height())
    assert combo.shown_text.startswith("1: ")
    assert combo.shown_text.endswith("…")
    assert combo.currentText() == "1: outside of it all"
