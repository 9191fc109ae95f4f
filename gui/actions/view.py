"""Actions of what is shown, and how."""

from gui.actions.row import QT_TRANSLATE_NOOP, ActionRow

MENU = QT_TRANSLATE_NOOP("actions", "&View")

ROWS: tuple[ActionRow, ...] = (
    ActionRow(
        "fit",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Fit the network and the curves"),
        QT_TRANSLATE_NOOP("actions", "Show all of the network and all of the curves"),
        ("0", "F"),
        lambda window: window.fit(),
        icon="fit",
    ),
    ActionRow(
        "zoom-in",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Zoom in"),
        QT_TRANSLATE_NOOP("actions", "Show the network larger"),
        ("Ctrl++", "Ctrl+="),
        lambda window: window.zoom(+1),
    ),
    ActionRow(
        "zoom-out",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Zoom out"),
        QT_TRANSLATE_NOOP("actions", "Show the network smaller"),
        ("Ctrl+-",),
        lambda window: window.zoom(-1),
    ),
    ActionRow(
        "calculation",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Calculation"),
        QT_TRANSLATE_NOOP("actions", "Show the formula, the code and the weights of each step"),
        ("M",),
        lambda window: window.show_calculation(window.action("calculation").isChecked()),
        checkable=True,
    ),
    ActionRow(
        "pane-maths",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Formula of the step"),
        QT_TRANSLATE_NOOP("actions", "The rule, the rule here, and the rule with this step's numbers"),
        ("F2",),
        lambda window: window.show_maths(),
    ),
    *(
        ActionRow(
            f"pane-{name}",
            MENU,
            text,
            tip,
            (key,),
            lambda window, name=name: window.show_pane(name),  # type: ignore[misc]
        )
        for name, key, text, tip in (
            (
                "code",
                "F3",
                QT_TRANSLATE_NOOP("actions", "Code of the step"),
                QT_TRANSLATE_NOOP("actions", "The line of the engine that computes this step, with its values"),
            ),
            (
                "weights",
                "F4",
                QT_TRANSLATE_NOOP("actions", "Weights"),
                QT_TRANSLATE_NOOP("actions", "All weights and biases of a layer, their gradients and last changes"),
            ),
            (
                "pulls",
                "F5",
                QT_TRANSLATE_NOOP("actions", "Why did it move?"),
                QT_TRANSLATE_NOOP("actions", "How each row of the batch pulls at the chosen weight"),
            ),
            (
                "try",
                "F6",
                QT_TRANSLATE_NOOP("actions", "Try it"),
                QT_TRANSLATE_NOOP("actions", "Set the chosen weight by hand and see what the loss says"),
            ),
            (
                "check",
                "F7",
                QT_TRANSLATE_NOOP("actions", "Is it right?"),
                QT_TRANSLATE_NOOP("actions", "Compare the gradients with differences of the loss"),
            ),
            (
                "surface",
                "F8",
                QT_TRANSLATE_NOOP("actions", "Loss surface"),
                QT_TRANSLATE_NOOP("actions", "The loss over two weights, and the way that training takes through it"),
            ),
        )
    ),
    ActionRow(
        "labels",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Values on the edges"),
        QT_TRANSLATE_NOOP("actions", "Label every edge with its weight and gradient, as far as there is room"),
        ("V",),
        lambda window: window.network.show_labels(window.action("labels").isChecked()),
        checkable=True,
    ),
    ActionRow(
        "more-digits",
        MENU,
        QT_TRANSLATE_NOOP("actions", "More digits"),
        QT_TRANSLATE_NOOP("actions", "Write the numbers of the calculation with one more significant digit, up to 8"),
        ("Ctrl+.",),
        lambda window: window.change_digits(+1),
    ),
    ActionRow(
        "fewer-digits",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Fewer digits"),
        QT_TRANSLATE_NOOP("actions", "Write the numbers of the calculation with one significant digit less, down to 3"),
        ("Ctrl+,",),
        lambda window: window.change_digits(-1),
    ),
    ActionRow(
        "log-loss",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Logarithmic loss"),
        QT_TRANSLATE_NOOP("actions", "Draw the loss on a logarithmic axis"),
        ("L",),
        lambda window: window.set_log_loss(window.action("log-loss").isChecked()),
        checkable=True,
    ),
    ActionRow(
        "theme-system",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Colours of the system"),
        QT_TRANSLATE_NOOP("actions", "Light or dark, as the system is"),
        ("Ctrl+Alt+0",),
        lambda window: window.set_theme("system"),
        checkable=True,
    ),
    ActionRow(
        "theme-light",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Light colours"),
        QT_TRANSLATE_NOOP("actions", "Always light"),
        ("Ctrl+Alt+1",),
        lambda window: window.set_theme("light"),
        checkable=True,
    ),
    ActionRow(
        "theme-dark",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Dark colours"),
        QT_TRANSLATE_NOOP("actions", "Always dark"),
        ("Ctrl+Alt+2",),
        lambda window: window.set_theme("dark"),
        checkable=True,
    ),
    ActionRow(
        "full-screen",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Full screen"),
        QT_TRANSLATE_NOOP("actions", "Use the whole screen, or go back to a window"),
        ("F11",),
        lambda window: window.toggle_full_screen(),
    ),
)
