# Everything runs inside .venv, installed from the hash-pinned lock. `make demo` and `make test` need nothing else.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
PORT ?= 8090
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help install demo run test check format lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/installed ## what running needs
dev: $(VENV)/installed-dev

$(BIN)/python:
ifdef UV
	$(UV) venv --quiet --python $(PYTHON) $(VENV)
else
	$(PYTHON) -m venv $(VENV)
endif

$(VENV)/installed: requirements.txt pyproject.toml | $(BIN)/python
	$(call install_lock,requirements.txt)
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt pyproject.toml | $(BIN)/python
	$(call install_lock,requirements-dev.txt)
	@touch $@ $(VENV)/installed

ifdef UV
define install_lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r $(1)
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
endef
else
define install_lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endef
endif

demo: install ## the whole product on this machine: no token, no network (PORT=8090)
	$(BIN)/kliping demo --port $(PORT)

run: install ## the bot itself; settings come from .env (see .env.example)
	$(BIN)/kliping run

test: dev ## the tests, on SQLite and on PostgreSQL
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: dev ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: dev ## put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: dev ## pin the dependencies anew
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --upgrade --python-version 3.11 --extra build pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --upgrade --python-version 3.11 --extra build --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## remove what was installed and built
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
