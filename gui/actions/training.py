"""Actions of training: run, step, go back."""

from engine.ladder import StepSize
from gui.actions.row import QT_TRANSLATE_NOOP, ActionRow

MENU = QT_TRANSLATE_NOOP("actions", "&Training")

ROWS: tuple[ActionRow, ...] = (
    ActionRow(
        "reset",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Reset"),
        QT_TRANSLATE_NOOP("actions", "Back to the start, with the same weights as before"),
        ("R",),
        lambda window: window.controller.reset(),
        icon="reset",
    ),
    ActionRow(
        "new-start",
        MENU,
        QT_TRANSLATE_NOOP("actions", "New start"),
        QT_TRANSLATE_NOOP("actions", "Start again with the next seed: other random weights"),
        ("N",),
        lambda window: window.controller.new_start(),
        icon="new-start",
    ),
    ActionRow(
        "play",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Run"),
        QT_TRANSLATE_NOOP("actions", "Train until the epochs of the lesson are done; press again to pause"),
        ("Space",),
        lambda window: window.controller.toggle(),
        icon="play",
    ),
    ActionRow(
        "step-back",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Step back"),
        QT_TRANSLATE_NOOP("actions", "One step of the chosen size back, to the very same weights"),
        ("Left", "PgUp"),
        lambda window: window.controller.step_back(),
        icon="step-back",
    ),
    ActionRow(
        "step",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Step"),
        QT_TRANSLATE_NOOP("actions", "One step of the chosen size"),
        ("Right", "PgDown"),
        lambda window: window.controller.step(),
        icon="step",
    ),
    ActionRow(
        "cancel",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Cancel"),
        QT_TRANSLATE_NOOP("actions", "Stop what is under way; what is done stays"),
        ("Esc",),
        lambda window: window.controller.pause(),
        icon="cancel",
    ),
    ActionRow(
        "faster",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Faster"),
        QT_TRANSLATE_NOOP("actions", "More steps a second"),
        ("+", "="),
        lambda window: window.controller.change_speed(+1),
    ),
    ActionRow(
        "slower",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Slower"),
        QT_TRANSLATE_NOOP("actions", "Fewer steps a second"),
        ("-",),
        lambda window: window.controller.change_speed(-1),
    ),
    *(
        ActionRow(
            f"step-{size.name.lower().replace('_', '-')}",
            MENU,
            text,
            QT_TRANSLATE_NOOP("actions", "How far one step goes"),
            (f"Ctrl+{number}",),
            lambda window, size=size: window.controller.set_step_size(size),  # type: ignore[misc]
        )
        for number, (size, text) in enumerate(
            (
                (StepSize.TERM, QT_TRANSLATE_NOOP("actions", "Step by one term")),
                (StepSize.NEURON, QT_TRANSLATE_NOOP("actions", "Step by one neuron")),
                (StepSize.LAYER, QT_TRANSLATE_NOOP("actions", "Step by one layer")),
                (StepSize.SAMPLE, QT_TRANSLATE_NOOP("actions", "Step by one sample")),
                (StepSize.BATCH, QT_TRANSLATE_NOOP("actions", "Step by one batch")),
                (StepSize.EPOCH, QT_TRANSLATE_NOOP("actions", "Step by one epoch")),
                (StepSize.TEN_EPOCHS, QT_TRANSLATE_NOOP("actions", "Step by 10 epochs")),
                (StepSize.HUNDRED_EPOCHS, QT_TRANSLATE_NOOP("actions", "Step by 100 epochs")),
            ),
            start=1,
        )
    ),
    ActionRow(
        "smaller-step",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Smaller steps"),
        QT_TRANSLATE_NOOP("actions", "The next smaller size of a step"),
        ("[",),
        lambda window: window.controller.change_step_size(-1),
    ),
    ActionRow(
        "larger-step",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Larger steps"),
        QT_TRANSLATE_NOOP("actions", "The next larger size of a step"),
        ("]",),
        lambda window: window.controller.change_step_size(+1),
    ),
    ActionRow(
        "run-until",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Run until …"),
        QT_TRANSLATE_NOOP("actions", "Choose where a run pauses: an epoch, a loss, an accuracy, a weight's sign"),
        ("U",),
        lambda window: window.choose_goal(),
    ),
    ActionRow(
        "go-to-best",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Go to the best epoch"),
        QT_TRANSLATE_NOOP("actions", "Go back to the epoch with the lowest loss, on the test rows if there are any"),
        ("G",),
        lambda window: window.controller.go_to_best(),
    ),
    ActionRow(
        "other-branch",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Return to the other run"),
        QT_TRANSLATE_NOOP("actions", "Go back to the run that was left by a change in the past; it is the pale curve"),
        ("B",),
        lambda window: window.controller.enter_last_branch(),
    ),
    ActionRow(
        "ten-starts",
        MENU,
        QT_TRANSLATE_NOOP("actions", "Ten starts"),
        QT_TRANSLATE_NOOP("actions", "Train ten seeds one after the other and show their mean and spread"),
        ("T",),
        lambda window: window.controller.run_starts(),
    ),
)
