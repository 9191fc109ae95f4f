# Gradwalk. Each target makes what it needs: a virtual environment in .venv and, on Debian and Ubuntu, the few
# libraries of the system that Qt needs. Nothing here needs more than make, sh and Python 3.11 or newer.

# The first of these that is new enough is used; `make PYTHON=/path/to/python run` uses that one or stops.
PYTHON = python3 python3.13 python3.12 python3.11
ARGS =

VENV = .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet install
PICTURED = height-weight or-gate xor breast-cancer
# Moments of a walk through height and weight, as NAME:STEPS of one neuron each after epoch 60.
WALKED = forward:7 loss:10 backward:19 update:23

.PHONY: help run install desktop desktop-remove test soak check bench picture clean

help:
	@echo "make run      open the window (ARGS=\"open xor\" for a lesson, ARGS=lessons to list them)"
	@echo "make test     check format, style, types and imports, then run all tests"
	@echo "make soak     run the long tests: damaged files, sequences, epochs, windows"
	@echo "make check    the same without the tests"
	@echo "make bench    measure speed"
	@echo "make picture  draw the README's pictures anew"
	@echo "make install  only make the virtual environment and install what Qt needs"
	@echo "make desktop  on Linux: into this user's menu, and a double click opens sessions; make desktop-remove takes it away"
	@echo "make clean    remove all that was made"

run: $(VENV)/run.stamp
	@$(BIN)/python main.py $(ARGS)

install: $(VENV)/run.stamp
	@sh .ci/libraries $(BIN)/python

desktop: $(VENV)/run.stamp
	@sh .ci/desktop install "$(CURDIR)/$(BIN)/python"

desktop-remove:
	@sh .ci/desktop remove

test: check
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

soak: $(VENV)/test.stamp
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m soak --numprocesses auto --maxprocesses 4

check: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# pytest-benchmark is switched off in pyproject.toml, so that tests stay quick. Everybody's products of matrices are
# measured with the code that OpenBLAS chooses for this processor, even where the environment asks for another.
bench: $(VENV)/test.stamp
	@if ls tests/benchmarks/test_*.py >/dev/null 2>&1; then \
		env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE QT_QPA_PLATFORM=offscreen \
			$(BIN)/python -m pytest tests/benchmarks --benchmark-enable --benchmark-only --benchmark-quiet; \
	else \
		echo "There are no benchmarks yet: tests/benchmarks is empty."; \
	fi

picture: $(VENV)/run.stamp
	@mkdir -p assets/pictures
	@for lesson in $(PICTURED); do for theme in light dark; do \
		file=assets/pictures/$$lesson-$$theme.png; \
		$(BIN)/python main.py picture $$lesson $$file --size 1280x800 --theme $$theme || exit 1; \
		echo $$file; \
	done; done
	@for moment in $(WALKED); do for theme in light dark; do \
		file=assets/pictures/walk-$${moment%:*}-$$theme.png; \
		$(BIN)/python main.py picture height-weight $$file --epochs 60 --steps $${moment#*:} --size 1440x900 \
			--theme $$theme || exit 1; \
		echo $$file; \
	done; done

$(VENV)/run.stamp: pyproject.toml
	@sh .ci/environment $(VENV) $(PYTHON)
	@echo "Installing Gradwalk into $(VENV) ..."
	@$(PIP) --editable .
	@echo "Compiling the training loop ..."
	@$(BIN)/python -m engine.compiled || echo "It could not be compiled; numpy trains instead, slower."
	@touch $@

# After run.stamp, so that two pips never work in one environment.
$(VENV)/test.stamp: pyproject.toml $(VENV)/run.stamp
	@echo "Installing the test tools into $(VENV) ..."
	@$(PIP) --editable '.[test]'
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks \
		.import_linter_cache
	find main.py engine gui tests assets -name __pycache__ -prune -exec rm -rf {} +
