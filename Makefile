# Everything a newcomer, a developer and CI type. `make help` lists it.

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
# Tests wait for browsers and clocks: one process more than there are cores.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1 )))
# More arguments for pytest, like ARGS="tests/arabic -k digits".
ARGS ?=

SHELL := /bin/sh
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
# Two terminals may prepare at once where the system has flock: the second waits, and finds it done.
LOCK := $(if $(shell command -v flock),flock .make.lock)
# What `make check` asks of production: every variable it needs, and nothing real.
PRODUCTION := NEWSPORTAL_ENV=production SECRET_KEY=kDq3vXw8Zr1mT6yB9nCs4hJf7gLp2QaUeWoIiRtYxKzMvNbH0dSP \
	ALLOWED_HOSTS=www.example.com SITE_URL=https://www.example.com DATABASE_URL=postgres://newsportal@127.0.0.1/newsportal

.DEFAULT_GOAL := help
.PHONY: help run test test-all bench archive bench-search check screenshots guide lock messages clean venv runtime development chromium

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: runtime  ## a filled site on http://127.0.0.1:8000/ (PORT=8001 for another port)
	@$(LOCK) sh -ec 'export NEWSPORTAL_ENV=demo PORT=$(PORT); \
	$(MANAGE) migrate -v 0; $(MANAGE) collectstatic --noinput -v 0; $(MANAGE) demo_newsroom'
# Browsers connect directly here, and hold connections open that ask for nothing: without threads each would occupy a process.
	@MALLOC_ARENA_MAX=1 NEWSPORTAL_ENV=demo PORT=$(PORT) GUNICORN_THREADS=$${GUNICORN_THREADS:-4} exec $(BIN)/gunicorn -c deploy/gunicorn/gunicorn.conf.py

test: development chromium  ## the tests, on a PostgreSQL and a Valkey of their own
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not slow" $(ARGS)

test-all: development chromium  ## every test on PostgreSQL, then those that ask the database on SQLite
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)
	TEST_DATABASE=sqlite $(BIN)/python -m pytest -n $(WORKERS) -m "not browser and not machine" --ignore=tests/arabic $(ARGS)

bench: development  ## kept pages against the least gunicorn could do; needs wrk
	PYTHONPATH=. $(BIN)/python bench/run.py $(ARGS)

archive: development  ## a million made-up articles in a PostgreSQL of their own, kept in var/: half an hour, 10 GB
	PYTHONPATH=. $(BIN)/python bench/archive.py $(ARGS)

bench-search: archive  ## what pages of that archive cost, beside an article's
	PYTHONPATH=. $(BIN)/python bench/search.py $(ARGS)

check: development  ## style, templates, migrations, production's settings, floors, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	NEWSPORTAL_ENV=test DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	TEST_DATABASE=sqlite $(BIN)/python -m pytest -q tests/test_architecture.py tests/test_translations.py

screenshots: development chromium  ## pictures of every page and admin screen, into screenshots/
	$(BIN)/python -m tests.screenshots

guide: development chromium  ## the pictures of the editors' guide anew, into docs/guide/pictures/
	$(BIN)/python -m tests.guide_pictures

lock: development  ## write requirements*.txt anew from pyproject.toml, with hashes
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile $(LOCK_OPTIONS) -o requirements.txt pyproject.toml
	$(BIN)/uv pip compile $(LOCK_OPTIONS) -o requirements-dev.txt -c requirements.txt --group dev pyproject.toml

LOCK_OPTIONS := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)

messages: development  ## collect the interface's words into locale/, and compile them
	$(MANAGE) makemessages -l ar --no-obsolete --no-wrap --add-location file -i '.venv*' -i var -i tests
	$(MANAGE) makemessages -d djangojs -l ar --no-obsolete --no-wrap --add-location file -i '.venv*' -i var -i tests
	$(MANAGE) compilemessages -l ar -i '.venv*'

clean:  ## remove what running and testing made, and the demo's content with it
	rm -rf $(VENV) var .make.lock .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Preparing --------------------------------------------------------------------------------------------------------

# $(1) is a list of packages. Its copy in the environment tells that this very list is installed.
define install
	@$(LOCK) sh -ec 'cmp -s $(1) $(VENV)/$(1) || { \
	echo "Installing $(1) into $(VENV) ..."; \
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1); \
	cp $(1) $(VENV)/$(1); }'
endef

runtime: venv
	$(call install,requirements.txt)

development: venv
	$(call install,requirements-dev.txt)

venv:
	@$(LOCK) sh -ec 'test -x $(BIN)/python || { \
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { \
	echo "Python 3.11 or newer is needed, and $(PYTHON) is not that. Install it, or name it: make run PYTHON=python3.13" >&2; \
	exit 1; }; \
	$(PYTHON) -m venv $(VENV); }'

# Browser tests use the system's Chromium, or Playwright's own; without one they are skipped and say what to install.
chromium: development
	@for name in "$$CHROMIUM" chromium chromium-browser google-chrome; do \
	if [ -n "$$name" ] && command -v "$$name" >/dev/null; then exit 0; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null; then exit 0; fi; \
	$(BIN)/playwright install chromium || echo "No Chromium could be had; browser tests will be skipped. Install your system's chromium." >&2
