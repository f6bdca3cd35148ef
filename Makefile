# Qingting (倾听). `make` alone lists the targets.
# The set-up itself is bot/setup; a step that is already done costs nothing.

.PHONY: help setup run demo train evaluate test check conversations bench guarantee screenshots lock clean
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# More words for the command at the end: make test ARGS="-k handoff", make lock ARGS=--upgrade
ARGS ?=

# Rasa reports usage to its maker unless told not to.
export RASA_TELEMETRY_ENABLED := false

# Any Python from 3.8 on can run the set-up, which then finds Python 3.10 or says how to get it.
PYTHONS = .venv/bin/python python3 python3.10 python /usr/bin/python3 /usr/local/bin/python3

define set_up
@for python in $(PYTHONS); do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1; then \
		exec $$python -E -s -m bot.setup $(1); \
	fi; \
done; \
echo 'No Python from 3.8 on was found: install Python 3.10, then run make again.' >&2; exit 2
endef

NPM = PATH="$(CURDIR)/.venv/bin:$$PATH" npm --prefix web run --silent

help: ## list the targets
	@echo 'Qingting (倾听): make <target>'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
		while IFS='|' read -r name text; do printf '  %-12s %s\n' "$$name" "$$text"; done

setup: ## set everything up without starting it
	$(call set_up,env web model)

run: ## set up and start: customers on port 5005, the desk on port 8080 (Ctrl-C stops)
	$(call set_up,env web model)
	@exec .venv/bin/qingting serve $(ARGS)

demo: ## the same with seeded data and demo accounts
	$(call set_up,env web model)
	@exec .venv/bin/qingting serve --demo $(ARGS)

train: ## train the model anew
	$(call set_up,env)
	@exec .venv/bin/qingting train $(ARGS)

evaluate: ## measure how well messages are understood (report in results/understanding)
	$(call set_up,env model)
	@exec .venv/bin/qingting evaluate $(ARGS)

test: ## set up and run every test, unit to real browser (ARGS="-k name" for some)
	$(call set_up,env web browser model)
	@exec .venv/bin/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: ## lint, types, import rules, training messages and scripts, Python and front end
	$(call set_up,env web-deps)
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/qingting check-data
	.venv/bin/qingting lint
	$(NPM) lint
	$(NPM) types
	$(NPM) test

conversations: ## 300 customers made up from seeds, and a copy of each who asks for a person, with the trained model
	$(call set_up,env model)
	@QINGTING_RANDOM_CUSTOMERS=300 exec .venv/bin/python -m pytest tests/conversation/test_random_customers.py $(ARGS)

bench: ## measure performance, side by side
	$(call set_up,env web model)
	@exec .venv/bin/python -m tests.bench $(ARGS)

guarantee: ## 1,000 conversations over every channel whose platform repeats, reorders and fails
	$(call set_up,env)
	@QINGTING_GUARANTEE=1000 exec .venv/bin/python -m pytest tests/integration/guarantee $(ARGS)

screenshots: ## take screenshots of every page in a real browser
	$(call set_up,env web browser model)
	.venv/bin/python -m tests.e2e.screenshots
	.venv/bin/python -m tests.e2e.desk_screenshots
	.venv/bin/python -m tests.e2e.widget_screenshots $(ARGS)

lock: ## write requirements.lock anew from pyproject.toml (ARGS=--upgrade for newer versions)
	$(call set_up,env)
	.venv/bin/uv pip compile --quiet --python .venv/bin/python --python-version 3.10 --extra dev \
		--generate-hashes --no-header --no-emit-index-url -o requirements.lock $(ARGS) pyproject.toml

clean: ## remove caches and built files; keeps var/, models/, .venv and node_modules
	rm -rf web/dist web/coverage tests/artifacts .rasa *.egg-info \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . \( -path ./.git -o -path ./.venv -o -path ./var -o -path ./models -o -name node_modules \) -prune \
		-o -name __pycache__ -type d -prune -exec rm -rf {} +
