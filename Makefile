# `make run` and `make test` need Python 3.11 and make, nothing else. `make help` lists everything.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
DB ?= sqlite
WORKERS ?= 2
ARGS ?=
UPGRADE ?= --upgrade

VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
INSTALL := $(PY) -m pip install --quiet --no-input --disable-pip-version-check --require-hashes
PYTEST := $(PY) -m pytest
# The interpreter's own `site` module still wins over the folder of that name: the folder is no package.
export PYTHONPATH := site:.

.DEFAULT_GOAL := help
.PHONY: help run test fast lint format types contracts migrations check pins clean

help: ## list the commands
	@echo "make run            the site with its demo county on http://$(HOST):$(PORT)/   (PORT=8001 for another port)"
	@echo "make test           every test that this machine can run"
	@echo "                    DB=postgres: all of them on PostgreSQL; REQUIRE_ALL=1: leave none out; ARGS='tests/home -k name'"
	@echo
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | grep -vE '^(run|test|help):' | awk -F ':.*## ' '{printf "make %-14s %s\n", $$1, $$2}'

# --- the environment: made once, renewed when the pinned versions change --------------------------

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	 || { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@echo "Making the virtual environment ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt | $(VENV)/bin/python
	@echo "Installing what the site needs (a minute, the first time) ..."
	@$(INSTALL) -r requirements/base.txt
	@touch $@

$(VENV)/.test: requirements/test.txt | $(VENV)/bin/python
	@echo "Installing what the tests need (a minute, the first time) ..."
	@$(INSTALL) -r requirements/test.txt
	@touch $@

# --- the site --------------------------------------------------------------------------------------

run: $(VENV)/.base ## the site with its demo county
	@$(PY) -c 'import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); \
	   s.bind(("$(HOST)", $(PORT)))' 2>/dev/null \
	 || { echo "Port $(PORT) is taken by another program. Try: make run PORT=8001"; exit 1; }
	@mkdir -p var
	@$(MANAGE) migrate --no-input --verbosity 0
	@$(MANAGE) demo_county
	@echo
	@echo "  Public site   http://$(HOST):$(PORT)/"
	@echo "  Office        http://$(HOST):$(PORT)/admin/"
	@echo "  Stop with Ctrl-C. The data stays in var/."
	@echo
	@$(MANAGE) scheduler & scheduler=$$!; \
	 DJANGO_SETTINGS_MODULE=config.settings.dev $(VENV)/bin/granian --interface wsgi --host $(HOST) --port $(PORT) --workers 1 --blocking-threads 4 \
	   --respawn-failed-workers --log-level warning config.wsgi:application & server=$$!; \
	 finish() { trap '' INT TERM HUP; kill $$server $$scheduler 2>/dev/null; wait; }; \
	 trap 'finish; exit 0' INT TERM HUP; \
	 wait $$server; status=$$?; finish; echo "The server has stopped by itself."; exit $$status

# --- the tests -------------------------------------------------------------------------------------

ifeq ($(DB),postgres)
test: $(VENV)/.test ## every test
	@TEST_DB=postgres $(PYTEST) -n $(WORKERS) $(ARGS)
else
test: $(VENV)/.test ## every test
	@$(PYTEST) -n $(WORKERS) $(ARGS)
	@if $(PY) -m tests.support.programs postgres; then \
	   echo "And those that need PostgreSQL:"; \
	   TEST_DB=postgres $(PYTEST) -m postgres $(ARGS) || [ $$? -eq 5 ]; \
	 fi
endif

fast: $(VENV)/.test ## the tests without the browser, on SQLite
	@$(PYTEST) -n $(WORKERS) -m "not e2e" $(ARGS)

# --- the checks ------------------------------------------------------------------------------------

check: lint types contracts migrations ## all four of the following

lint: $(VENV)/.test ## style and common mistakes (ruff)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

format: $(VENV)/.test ## put the style right
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

types: $(VENV)/.test ## types (mypy, strict)
	@$(PY) -m mypy

contracts: $(VENV)/.test ## which way imports run (import-linter)
	@$(VENV)/bin/lint-imports --no-logo

migrations: $(VENV)/.test ## Django's own checks, and no model has changed without its migration
	@mkdir -p var
	@$(MANAGE) check
	@$(MANAGE) makemigrations --check --dry-run

# --- upkeep ----------------------------------------------------------------------------------------

PIN := $(VENV)/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11

pins: | $(VENV)/bin/python ## choose newer versions: writes requirements/*.txt
	@$(INSTALL) -r requirements/tools.txt
	@cd requirements && export UV_FIND_LINKS= && for name in tools base test elasticsearch; do \
	   ../$(PIN) $(UPGRADE) $$name.in --output-file $$name.txt || exit 1; \
	 done

clean: ## remove caches and what tests left; the data and the environment stay
	@rm -rf var/cache var/test-screenshots
	@find site home participation liaison tests -name __pycache__ -type d -prune -exec rm -rf {} +
