# `make site` and `make test` do everything on a fresh Debian or Ubuntu with Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate
PROJECT := .cache/zensical
NEW_SITE := generator/briefsite/authoring/starter_files/both
# Material prints a notice at every build otherwise.
export NO_MKDOCS_2_WARNING := 1
# Containers often set it; each command would then compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: site serve demo offline test quick coverage check lock dist vscode editor clean

ifeq ($(ENGINE),zensical)
site: $(VENV)/.zensical
	rm -rf $(PROJECT)
	$(BIN)/briefsite render --engine zensical --out $(PROJECT)
	cd $(PROJECT) && $(CURDIR)/$(BIN)/zensical build --strict
	$(BIN)/briefsite finish $(PROJECT)/site
	rm -rf site
	mv $(PROJECT)/site site
else
site: $(VENV)/.site ## Install what is needed and build site/; with ENGINE=zensical, Zensical does
	$(BIN)/mkdocs build --strict
endif

serve: $(VENV)/.site ## Show the site at http://127.0.0.1:8000/, and each saved edit at once
	$(BIN)/mkdocs serve

demo: $(VENV)/.site ## Build the fictional demonstration archive into site-demo/
	$(BIN)/mkdocs build --strict -f examples/mkdocs.yml

offline: $(VENV)/.site ## Build site-offline/, which opens from a disk without a server
	OFFLINE=true $(BIN)/mkdocs build --strict --site-dir site-offline

test: $(VENV)/.test ## Install what tests need, and run every check and test
	.ci/install-browser
	.ci/install-neovim
	.ci/install-pango
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/briefsite check
	$(BIN)/briefsite check -f examples/mkdocs.yml
	$(BIN)/pytest -n 2 --dist worksteal

quick: $(VENV)/.test ## Run what needs no browser and builds no site, in about a minute
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist worksteal tests/unit

# Measured tests are slower, so that one with a limit of time may fail; the report comes all the same.
coverage: $(VENV)/.test ## Say which lines and branches no test runs
	$(BIN)/coverage erase
	-$(BIN)/coverage run -m pytest -n 2 --dist worksteal
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

check: $(VENV)/.site ## Report every mistake in briefs/
	$(BIN)/briefsite check --coverage

lock: $(VENV)/.test ## Renew the locked requirements
	$(BIN)/pip install --quiet uv
	$(LOCK) --upgrade --extra cards --extra material -o requirements.txt pyproject.toml .ci/build.in
	$(LOCK) -c requirements.txt --extra cards --extra material --extra zensical -o requirements-zensical.txt pyproject.toml .ci/build.in
	$(LOCK) -c requirements.txt --extra cards --extra material --extra pdf --extra test -o requirements-test.txt pyproject.toml .ci/build.in
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate \
	  -c requirements-test.txt --extra cards --extra edit --extra lsp --extra material --extra pdf --extra sources --extra zensical -o $(NEW_SITE)/constraints.txt pyproject.toml

dist: $(VENV)/.site ## Build the sdist and the wheel of what is committed, twice, and compare them
	.ci/build-release dist

# Its dependencies run nothing when they are installed; all files in it are of one fixed day.
vscode: ## Check, test and package the extension for VS Code; needs Node 20 or newer
	mkdir -p dist
	cp LICENSE editors/vscode
	cd editors/vscode && npm ci --silent --ignore-scripts && \
	  for library in $$(npm ls --all --omit=dev --parseable | tail -n +2); do \
	    printf '%s\n\n' "$${library##*/node_modules/}"; cat "$$library"/[Ll][Ii][Cc][Ee][Nn][Ss][Ee]*; echo; \
	  done >LIBRARIES.txt && \
	  SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-1580601600} npm run --silent package -- --out ../../dist

# What it makes is committed, so that nothing else needs node; a test says when to make it again.
editor: ## Bundle CodeMirror for the page of the editor; needs Node 20 or newer
	cd editors/page && npm ci --silent --ignore-scripts && node build.mjs

clean: ## Remove everything that can be made again
	rm -rf $(VENV) site site-demo site-offline .cache dist editors/vscode/dist editors/*/node_modules

# Everything comes by hash from the lock; the package itself is built by what the lock installed.
$(VENV)/.site: requirements.txt pyproject.toml
	.ci/make-venv $(PYTHON) $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.zensical: $(VENV)/.site requirements-zensical.txt
	$(BIN)/pip install --quiet --require-hashes --requirement requirements-zensical.txt
	touch $@

$(VENV)/.test: $(VENV)/.site requirements-test.txt
	$(BIN)/pip install --quiet --require-hashes --requirement requirements-test.txt
	touch $@

# What reads documents and addresses; the lock of the tests has it.
$(VENV)/.sources: $(VENV)/.test
	touch $@
