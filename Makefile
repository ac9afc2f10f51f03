# Quid Pro Quo. `make run` plays the main job, `make test` checks everything; both set up first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock

RUN_READY := $(VENV)/.stamp-run
TEST_READY := $(VENV)/.stamp-test
VENV_READY := $(VENV)/.stamp-venv

.DEFAULT_GOAL := help
.PHONY: help run told test test-all bench lint dist reference mechanisms notebooks bundle clean
.DELETE_ON_ERROR:

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: told $(RUN_READY) ## play Ceuta and Tunisia under all pairings of strategies, results in results/
	$(BIN)/qpq pairings ceuta_2021 eu_tunisia_2023 -n 200 --replace

# Before anything is set up, which takes longer than one waits without a word.
told:
	@test -e $(RUN_READY) || printf '%s\n' \
		"Plays Ceuta 2021 and EU-Tunisia 2023 under four pairings of strategies, 200 runs each," \
		"prints one table and leaves results/pairings/. The first time Python packages are set up" \
		"in $(VENV) (1 to 5 minutes, by the network) and the model is compiled (about a minute)." >&2

test: lint ## check style, types, tests and the built wheel
	$(BIN)/python -m pytest -q -n 2 --dist worksteal --durations 5

test-all: lint ## the same with the long forms of tests
	$(BIN)/python -m pytest -q -n 2 --dist worksteal --durations 10 -m "slow or not slow"

lint: $(TEST_READY) ## check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(RUN_READY) ## measure speed, as ratios side by side
	$(BIN)/python benchmarks/batch.py
	$(BIN)/python benchmarks/sweeps.py
	$(BIN)/python benchmarks/browser.py

dist: $(TEST_READY) ## build the distribution, with the model compiled in it
	$(BIN)/python -m sim.model.compiled
	$(BIN)/python -m sim.browser
	$(BIN)/python -m build --no-isolation

reference: $(RUN_READY) ## write the generated pages and the JSON Schema anew
	$(BIN)/python -m sim.scenario.reference
	$(BIN)/python -m sim.model.reference

mechanisms: $(RUN_READY) ## play the catalogue of mechanisms and write docs/mechanisms.md anew
	$(BIN)/qpq mechanisms --write

notebooks: $(TEST_READY) ## play the notebooks and store what they show
	$(BIN)/python -m pytest -q -n 2 tests/notebooks -k shows_what_is_stored --regenerate-golden

bundle: ## bundle the page's program anew, with node; its test compares the two
	cd sim/page/app && npm ci --no-audit --no-fund && npm run check && npm run build

clean: ## remove the environment and all caches; results stay
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -f sim/browser/engine-*.wasm sim/model/month-*.bc
	rm -rf sim/page/app/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV_READY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV) (once) ..." >&2
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(RUN_READY): $(VENV_READY) requirements.lock pyproject.toml
	@echo "Installing what runs need ..." >&2
	@$(INSTALL) --editable '.[plots,analysis,sweeps]'
	@touch $@

$(TEST_READY): $(RUN_READY)
	@echo "Installing what tests need ..." >&2
	@$(INSTALL) --editable '.[plots,analysis,sweeps,cluster,notebooks,teaching,dev]'
	@touch $@
