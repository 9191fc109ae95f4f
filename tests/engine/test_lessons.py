"""Every lesson can be read, taken and trained; a bad lesson file says in one line what is wrong with it."""

import tomllib

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.experiment_fields import LEAST_SQUARES
from engine.lessons import (
    DEFAULT_LESSON,
    FormField,
    Lesson,
    LessonError,
    lesson_ids,
    lessons,
    load_lesson,
    parse_lesson,
)
from engine.registry import UnknownNameError
from engine.trainer import Trainer

LESSONS = list(lessons())
WITH_TARGETS = [lesson for lesson in LESSONS if not lesson.experiment.why_not_trainable]


def by_id(lesson: Lesson) -> str:
    return lesson.id


def test_lessons_come_in_the_order_in_which_one_would_take_them():
    orders = [lesson.order for lesson in LESSONS]
    assert orders == sorted(set(orders))
    taken = [
        *("neuron", "sigmoid", "feedforward", "mse", "weight-search", "height-weight", "derivation", "or-gate"),
        *(
            "or-gate-as-published",
            "or-gate-no-bias",
            "virus",
            "xor",
            "breast-cancer",
            "breast-cancer-hidden",
            "playground",
        ),
    ]
    assert [name for name in lesson_ids() if name in taken] == taken


def test_the_default_lesson_exists_and_an_unknown_one_lists_the_known():
    assert load_lesson(DEFAULT_LESSON).id == DEFAULT_LESSON
    with pytest.raises(UnknownNameError, match="unknown lesson 'moon'; known are neuron, sigmoid"):
        load_lesson("moon")


@pytest.mark.parametrize("lesson", LESSONS, ids=by_id)
def test_a_lesson_says_what_to_see_to_try_and_to_notice_in_a_few_sentences(lesson):
    assert lesson.title
    assert lesson.article
    for text in (lesson.see, lesson.attempt, lesson.notice):
        assert 20 <= len(text.split()) <= 70
        assert "  " not in text


@pytest.mark.parametrize("lesson", LESSONS, ids=by_id)
def test_a_lesson_runs_for_a_few_epochs_and_the_loss_falls(lesson):
    for variant in lesson.variants:
        trainer = Trainer(variant.experiment)
        if variant.experiment.why_not_trainable:
            continue
        trainer.train(10)
        losses = trainer.snapshot().curves.train_loss
        assert np.isfinite(losses).all()
        assert losses[-1] < losses[0] or variant.experiment.start == LEAST_SQUARES


@pytest.mark.parametrize("lesson", [lesson for lesson in LESSONS if lesson not in WITH_TARGETS], ids=by_id)
def test_a_lesson_without_targets_tells_nobody_to_press_run(lesson):
    assert "Run" not in lesson.see + lesson.attempt + lesson.notice
    assert lesson.experiment.epochs == 0


@pytest.mark.parametrize("lesson", LESSONS, ids=by_id)
def test_the_points_of_a_lesson_can_be_predicted(lesson):
    for variant in lesson.variants:
        snapshot = Trainer(variant.experiment).snapshot()
        for point in lesson.points:
            assert np.isfinite(snapshot.predict(np.array([point.input]))).all()
    assert len({point.name for point in lesson.points}) == len(lesson.points)


@pytest.mark.parametrize("lesson", WITH_TARGETS, ids=by_id)
def test_new_start_is_promised_only_where_a_start_is_random(lesson):
    random = any(variant.experiment.start_is_random() for variant in lesson.variants)
    promised = any(word in lesson.attempt for word in ("New start", "Ten starts"))
    assert promised == random


def test_the_variants_of_a_lesson_are_linked_where_it_says_so():
    assert load_lesson("sigmoid").linked
    assert not load_lesson("xor").linked
    first, second = (variant.experiment for variant in load_lesson("sigmoid").variants)
    assert (first.architecture.sizes, first.bias, first.given) == (second.architecture.sizes, second.bias, second.given)


def test_a_form_turns_the_learners_units_into_inputs():
    weight, height = load_lesson("height-weight").form
    assert weight.to_input(182) == pytest.approx(182 * 2.20462 - 135)
    assert height.to_input(73) == pytest.approx(73 * 0.393701 - 66)
    steve = {point.name: point.input for point in load_lesson("height-weight").points}["Steve"]
    assert steve == (weight.to_input(182), height.to_input(73))
    assert FormField("x", "", 1.0, 0.0, 2.0, -10.0, 10.0).to_input(2.0) == 2.0


# Bad files.

GOOD = """
order = 1
title = "A title"
article = "An article"
see = "See."
try = "Try."
notice = "Notice."

[[points]]
name = "one"
input = [1, 0]

[[form]]
label = "x"
unit = ""
factor = 1.0
offset = 0.0
value = 0.0
minimum = -1.0
maximum = 1.0

[[form]]
label = "y"
unit = ""
factor = 1.0
offset = 0.0
value = 0.0
minimum = -1.0
maximum = 1.0

[[variants]]
[variants.experiment]
data = "or"
"""
SECOND = '\n[[variants]]\nname = "b"\n[variants.experiment]\ndata = "virus"\n'


def test_the_example_that_the_bad_ones_are_made_of_is_good():
    lesson = parse_lesson("good", GOOD)
    assert lesson.experiment == Experiment(data="or")
    assert (lesson.id, lesson.attempt, lesson.points[0].input) == ("good", "Try.", (1.0, 0.0))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("order = ", "Invalid value"),
        ("", "'order' is missing"),
        (GOOD.replace("order = 1", ""), "'order' is missing"),
        (GOOD.replace("order = 1", 'order = "first"'), "invalid literal"),
        (GOOD.replace("order = 1", "order = inf"), "infinity"),
        (GOOD.replace('see = "See."', ""), "'see' is missing"),
        (GOOD.replace('"See."', '" "'), "see is empty"),
        (GOOD.replace('"Try."', '""'), "try is empty"),
        (GOOD.replace("title", "titel"), "unknown key 'titel'; known are article, form"),
        (GOOD.replace('data = "or"', 'data = "moon"'), "data: 'moon' is not allowed; known are"),
        (GOOD.replace('data = "or"', ""), "data: None is not allowed"),
        (GOOD + "epochs = -1\n", "epochs: -1 is not allowed"),
        (GOOD + "colour = 1\n", "field: 'colour' is not allowed"),
        (GOOD.split("[[variants]]")[0], "'variants' is missing"),
        (GOOD.split("[[points]]")[0] + "variants = []", "one variant at least"),
        (GOOD.split("[[points]]")[0] + "variants = 3", "not iterable"),
        (GOOD.split("[[points]]")[0] + 'variants = ["x"]', "no attribute"),
        (
            GOOD.replace("order = 1", "order = 1\nlinked = true").replace("[[variants]]", '[[variants]]\nname = "a"')
            + '\n[[variants]]\nname = "b"\n[variants.experiment]\ndata = "or"\nhidden = [2]\n',
            "variants that are linked have layers of the same sizes",
        ),
        (GOOD + SECOND, "several variants have a name each"),
        (GOOD.replace("[[variants]]", '[[variants]]\nname = "a"') + SECOND, "all variants have the same inputs"),
        (GOOD.replace("input = [1, 0]", "input = [1]"), "point 'one' has 1 values for 2 inputs"),
        (GOOD.replace("input = [1, 0]", "input = [1, nan]"), "point 'one' has values that are no finite numbers"),
        (GOOD.replace("input = [1, 0]", 'input = [1, "a"]'), "could not convert"),
        (GOOD.replace("input = [1, 0]", "form = [1]"), "zip()"),
        (GOOD.replace("input = [1, 0]", ""), "'input' is missing"),
        (GOOD.replace('unit = ""', 'unit = ""\ncolour = "red"', 1), "colour"),
        (GOOD.replace("maximum = 1.0", "maximum = -0.5", 1), "the form's 'x' begins outside -1 to -0.5"),
        (GOOD.replace("factor = 1.0", "factor = inf", 1), "the form's 'x' gives inputs that are no finite numbers"),
        (GOOD.replace("factor = 1.0", 'factor = "a"', 1), "factor in the form must be a number, not 'a'"),
    ],
)
def test_a_bad_file_is_one_error_that_names_the_lesson_and_what_is_wrong(text, says):
    with pytest.raises(LessonError) as refusal:
        parse_lesson("broken", text)
    message = str(refusal.value)
    assert message.startswith("lesson broken: ")
    assert says in message


def test_a_form_has_a_field_for_each_input():
    one = GOOD.replace(GOOD[GOOD.rindex("[[form]]") : GOOD.index("[[variants]]")], "")
    assert len(tomllib.loads(one)["form"]) == 1
    with pytest.raises(LessonError, match="lesson broken: the form has 1 fields for 2 inputs"):
        parse_lesson("broken", one)
