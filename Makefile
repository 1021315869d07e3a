# Two commands matter: `make demo` and `make test`. Both make .venv themselves; see `make help`.
# PYTHON=/path/to/python3.12 chooses the interpreter .venv is made with.

.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := .venv/bin

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s  %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## play an invented job search and leave its drafts in a Maildir
	@.ci/venv
	@$(BIN)/afterword demo

.PHONY: test
test: ## run every test; what this machine cannot give is skipped, with its reason
	@.ci/venv
	@$(BIN)/pytest

.PHONY: lint
lint: ## check style, types and the direction of imports
	@.ci/venv lint
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports

.PHONY: fix
fix: ## mend what the linter can mend, and format
	@.ci/venv lint
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: bench
bench: ## time what should be quick; judges nothing
	@.ci/venv
	@for bench in tests/bench/*.py; do $(BIN)/python "$$bench" || exit; done

.PHONY: accuracy
accuracy: ## count what is read right in tests/mail, and in FOLDER=... of labelled mail if you have one
	@.ci/venv
	@$(BIN)/python tests/bench/accuracy.py
	@if [ -n "$(FOLDER)" ]; then echo; $(BIN)/python tests/bench/accuracy.py "$(FOLDER)"; echo; $(BIN)/python tests/bench/employer.py "$(FOLDER)"; fi

.PHONY: wheel
wheel: ## build the wheel and the sdist into dist/
	@.ci/venv
	@$(BIN)/python -m build --no-isolation

.PHONY: lock
lock: ## choose the newest allowed dependencies and write their versions and hashes
	@.ci/lock
