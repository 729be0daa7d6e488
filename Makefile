# make run: set up, index and serve. make test: lint, types and all tests that this machine can run.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export HF_HUB_OFFLINE := 1
export ANONYMIZED_TELEMETRY := False
export GRADIO_ANALYTICS_ENABLED := False

.PHONY: run test setup index check evaluate bench clean

setup: $(VENV)/.ready

# torch comes first and by itself, so that the resolver keeps this version and nothing larger.
$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

run: setup
	$(BIN)/fulcrum serve

index: setup
	$(BIN)/fulcrum index

check: setup
	$(BIN)/fulcrum check

evaluate: setup
	$(BIN)/fulcrum evaluate

bench: setup
	$(BIN)/fulcrum bench

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/fulcrum check --no-lint
	$(BIN)/pytest

clean:
	rm -rf $(VENV) data .pytest_cache .mypy_cache .ruff_cache
