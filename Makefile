# Each target makes the virtual environment that it needs. Nothing is installed outside .venv.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
NEWEST := build/newest
ALL_TESTS := pytest --numprocesses 2 --dist loadfile --durations 10
STORED_OUTPUTS := pytest --nbval --nbval-current-env --nbval-cell-timeout 600 source

.PHONY: help install demo test test-newest test-processors quick lint nbval lab build clean

help:
	@echo "make install make .venv, with all that is needed"
	@echo "make demo    grade a sample class, print its grades, write its report"
	@echo "make test    all tests, the notebooks' outputs, style and types"
	@echo "make quick   the tests that start no kernel"
	@echo "make test-newest      all tests with the newest releases of all packages"
	@echo "make test-processors  the fast checks as on other processors"
	@echo "make lab     open the student version in JupyterLab"
	@echo "make build   make source/ and release/ from notebooks/"
	@echo "make clean   remove the virtual environment and caches"

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.11 ..."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[test]"
	@touch $@

install: $(READY)

demo: $(READY)
	@rm -rf build/demo
	$(BIN)/autograder demo --keep build/demo

test: lint nbval
	$(BIN)/$(ALL_TESTS)

# Without the pins. A module that no longer loads must not keep the tests from saying why. Style and
# types are left out: they are those of the pinned ruff and mypy, and what newer ones find more is no
# fault that a course could meet.
test-newest:
	$(PYTHON) -m venv --clear $(NEWEST)
	$(NEWEST)/bin/python -m pip install --quiet --editable ".[test]"
	$(NEWEST)/bin/autograder doctor
	$(NEWEST)/bin/$(ALL_TESTS) --continue-on-collection-errors
	TQDM_DISABLE=1 $(NEWEST)/bin/$(STORED_OUTPUTS)

quick: $(READY)
	$(BIN)/pytest -m "not slow"

# the fast checks as on other processors, which round otherwise
test-processors: $(READY)
	$(BIN)/python tests/processors.py

lint: $(READY)
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy

# the stored outputs of the solved notebooks, cell by cell
nbval: $(READY)
	TQDM_DISABLE=1 $(BIN)/$(STORED_OUTPUTS)

lab: $(READY)
	$(BIN)/jupyter lab release/initialization/initialization.ipynb

build: $(READY)
	$(BIN)/autograder build

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
