# Chancery: one entry for everything. `make` prints this list.
PYTHON ?= python3
BIN := .venv/bin
T ?=

.DEFAULT_GOAL := help
.PHONY: help run test check bench soak fuzz format web openapi lock wheel crash faults clean

help: ## Show what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Install, build the web client, seed the demo agency on first start, and serve
	@$(PYTHON) tools/bootstrap.py run
	@$(BIN)/chancery serve --demo $(ARGS)

test: ## Install what the tests need and run the whole suite (T=path selects)
	@$(PYTHON) tools/bootstrap.py test
	@$(BIN)/python tools/test.py $(T)

check: ## Format, lint, types, import contracts, module shape, web lint and types
	@$(PYTHON) tools/bootstrap.py dev
	@$(BIN)/python tools/check.py

format: ## Format Python and TypeScript
	@$(PYTHON) tools/bootstrap.py dev
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix-only --quiet . && $(BIN)/python tools/web.py npm run format

bench: ## Measure Chancery beside Synapse and write bench/results
	@$(PYTHON) tools/bootstrap.py dev
	@$(BIN)/python -m bench $(ARGS)

soak: ## Twenty-four hours of 300 people in ten minutes: memory must not grow
	@$(PYTHON) tools/bootstrap.py dev
	@$(BIN)/chancery load --people 300 --minutes 10 --profile day-and-night --max-growth 40 $(ARGS)

fuzz: ## A hundred thousand random inputs on every route, on SQLite
	@$(PYTHON) tools/bootstrap.py dev
	@CHANCERY_FUZZ_INPUTS=100000 $(BIN)/python -m pytest tests/protocol/test_fuzz.py -q -k sqlite

crash: ## A thousand rounds of kill -9 under send load
	@$(PYTHON) tools/bootstrap.py dev
	@$(BIN)/python -m pytest tests/flows/test_kill_under_load.py -q --kill-rounds=1000

faults: ## Two workers under load while a worker, NATS and PostgreSQL (20 s) go away and return
	@$(PYTHON) tools/bootstrap.py test
	@$(BIN)/python -m pytest tests/flows/test_faults.py tests/flows/test_hosts.py -q --cut-seconds=20

web: ## Build the web client into src/chancery/web_dist
	@$(PYTHON) tools/bootstrap.py dev
	@$(BIN)/python tools/web.py build --force

openapi: ## Regenerate the web client's API types and the configuration reference
	@$(PYTHON) tools/bootstrap.py dev
	@$(BIN)/chancery config reference > docs/operations/configuration.md
	@$(BIN)/chancery openapi > web/tools/openapi/openapi.json
	@CHANCERY_OPENAPI=openapi.json $(BIN)/python tools/web.py npm run openapi
	@rm web/tools/openapi/openapi.json

lock: ## Resolve pyproject.toml into requirements/*.lock
	@$(PYTHON) tools/bootstrap.py lock

wheel: ## Build the wheel with the web client inside
	@$(PYTHON) tools/bootstrap.py dev
	@$(BIN)/python -m build --wheel

clean: ## Remove everything that was built (keeps var/, the data)
	rm -rf .venv .tools dist src/chancery/web_dist web/node_modules test-artifacts
