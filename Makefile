# Each target makes the virtual environment that it needs. Nothing is installed outside .venv.
# A part of it all, by the very same commands: make test TESTS=tests/terminal ARGS="-k help" NOTEBOOKS=source/optimization

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTS ?=
ARGS ?=
NOTEBOOKS ?= source
NEWEST := build/newest
ALL_TESTS = pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder --durations 10 $(ARGS) $(TESTS)
FUZZERS = tests/grading/test_fuzzing.py tests/sandbox/test_channel.py
STORED_OUTPUTS = pytest --nbval --nbval-current-env --nbval-cell-timeout 600 $(NOTEBOOKS)

# each process of the tests has a core, and more threads than that are in each other's way
test quick test-newest: export OPENBLAS_NUM_THREADS = 1

.PHONY: help install demo test test-long fuzz test-newest test-processors quick lint nbval lab build clean

help:
	@echo "make install          make .venv, with all that is needed"
	@echo "make demo             grade a sample class, print its grades, write its report"
	@echo "make test             all tests, the notebooks' outputs, style and types"
	@echo "make quick            the tests that start no kernel"
	@echo "make lint             style, types, and who may import whom"
	@echo "make nbval            the notebooks against their stored outputs alone"
	@echo "make test-processors  the fast checks as on other processors"
	@echo "make test-long        every fault in every place, long terms, many draws: hours"
	@echo "make fuzz             what is read from a student, changed in very many ways"
	@echo "make test-newest      all tests with the newest releases of all packages"
	@echo "make lab              open the student version in JupyterLab"
	@echo "make build            make source/ and release/ from notebooks/"
	@echo "make clean            remove the virtual environment, build/ and caches"
	@echo
	@echo "With another Python: make PYTHON=python3.12 test"
	@echo "A part of the tests: make test TESTS=tests/terminal ARGS='-k help' NOTEBOOKS=source/optimization"

# make and the shell would take the parts of a name with a space for several folders
ifneq ($(words $(VENV)),1)
$(error VENV is “$(VENV)”: name one folder, without spaces)
endif

# an environment knows by its whole path where it lies: in a folder that was moved it is made anew,
# and where another Python is named than it was made with
ifneq ($(shell cat $(READY) 2>/dev/null),$(shell pwd -P))
STALE := yes
else ifneq ($(origin PYTHON),file)
STALE := $(shell test "$$("$(PYTHON)" .ci/supported.py)" = "$$($(BIN)/python .ci/supported.py)" || echo yes)
endif
STALE := $(strip $(STALE))
ifdef STALE
.PHONY: $(READY)
endif

$(READY): pyproject.toml constraints.txt
ifdef STALE
	@"$(PYTHON)" .ci/supported.py \
		|| { echo "Name another Python with: make PYTHON=python3.12 ..."; exit 1; }
	@test ! -e $(VENV) || test -e $(VENV)/pyvenv.cfg \
		|| { echo "$(VENV) is there already and is no environment: name another one."; exit 1; }
	rm -rf $(VENV)
	"$(PYTHON)" -m venv $(VENV)
endif
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[test]"
	@pwd -P > $@

install: $(READY)

demo: $(READY)
	@rm -rf build/demo
	$(BIN)/autograder demo --keep build/demo

test: lint nbval
	$(BIN)/$(ALL_TESTS)

# Without the pins. A module that no longer loads must not keep the tests from saying why. Style and
# types are left out: what newer ones of ruff and mypy find more is no fault that a course could meet.
test-newest:
	"$(PYTHON)" -m venv --clear $(NEWEST)
	$(NEWEST)/bin/python -m pip install --quiet --editable ".[test]"
	$(NEWEST)/bin/autograder doctor
	$(NEWEST)/bin/$(ALL_TESTS) --continue-on-collection-errors
	TQDM_DISABLE=1 $(NEWEST)/bin/$(STORED_OUTPUTS)

# every fault in every place that grading touches, many long terms, many draws: an hour or two
test-long: $(READY)
	FAULTS=all TERMS=long BEGINNERS=all DRAWS=many $(BIN)/pytest tests/grading/test_faults.py \
		tests/grading/test_a_term.py tests/people/test_beginners.py tests/checks/test_randomness.py

# what is read from a student, changed in very many ways: messages, answers and notebooks
fuzz: $(READY)
	FUZZING=$(or $(FUZZING),20000) $(BIN)/pytest $(FUZZERS)

# the fast checks as on other processors, which round otherwise
test-processors: $(READY)
	$(BIN)/python tests/shared/processors.py

quick: $(READY)
	$(BIN)/pytest -m "not slow" --numprocesses 2 --dist loadfile $(ARGS) $(TESTS)

lint: $(READY)
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache

# the stored outputs of the solved notebooks, cell by cell
nbval: $(READY)
	TQDM_DISABLE=1 $(BIN)/$(STORED_OUTPUTS)

lab: $(READY)
	@name=$$($(BIN)/python -c 'from autograder.exercises import NOTEBOOKS; print(NOTEBOOKS[0])') \
		&& $(BIN)/jupyter lab "release/$$name/$$name.ipynb"

build: $(READY)
	$(BIN)/autograder build

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
