# Two commands are enough: `make run` and `make test`. Both make the environment first.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help run test unit check format score fast pure bench serve dashboard faults docs clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

# --no-deps: the lock is complete and hashed; older pip refuses extras in hash mode otherwise.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "figuredrift needs Python 3.11 or newer"'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -c 'from extractors import lemmas; lemmas.prepare()'
	@touch $@

run: $(READY) ## follow ten days of the demonstration coverage, ingest to drift, into data/demonstration
	$(BIN)/figuredrift demo

# Two processes: most of the long tests wait for servers and for processes they have killed.
test: $(READY) ## all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not full"

unit: $(READY) ## the unit layer: seconds, without Prefect
	$(BIN)/python -m pytest tests/unit -m "not slow and not full"

check: $(READY) ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

score: $(READY) ## score the extractor and the linking on hand-made gold in ../shared
	$(BIN)/python -m tests.score

# Optional: nothing but speed depends on it. Edited sources are read as they stand until it is remade.
fast: $(READY) ## compile what reads and links: needs a C compiler, takes three minutes
	$(BIN)/python -m flows.compiling

pure: ## remove the compiled form
	rm -rf build/compiled

bench: $(READY) ## ratios against peers and floors, in the compiled form where it can be made
	-$(BIN)/python -m flows.compiling
	$(BIN)/python -m benchmarks

serve: $(READY) ## run everything on the watchlist's schedule
	$(BIN)/figuredrift serve

dashboard: $(READY) ## see figures drift, on loopback
	$(BIN)/figuredrift dashboard

faults: $(READY) ## kill, fill and corrupt at full size
	$(BIN)/python -m pytest -m full

docs: $(READY) ## regenerate the documents that are printed from code and data
	$(BIN)/python -m flows.documents

clean: ## remove the environment and all data
	rm -rf $(VENV) data build *.egg-info
