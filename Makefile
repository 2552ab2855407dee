# Everything that is built is in .cache. Any Python from 3.10 on can start it.
SHELL := /bin/sh
CORE := 2.16
PYTHON := python3.10
UNITS := examples/simulator/units.yml
BENCH := calls fleet output report

BEGIN = python=$$(tools/checks/find-python) || { echo "no working Python >= 3.10 (with venv) was found" >&2; exit 1; }
CHECKS = @$(BEGIN); exec "$$python" -m checks
TESTS = @.cache/venv/bin/python

export PYTHONPATH := $(CURDIR)/tools:$(CURDIR)/tests
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/pycache

.PHONY: help test lint unit integration awx build docs sanity importer molecule test-core matrix demo simulator bench fmt \
	release release-check venv clean
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z-]+:.* ## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.* ## /make \1\t/' | expand -t 18

demo: venv ## deploy two simulated pairs and show the results
	$(TESTS) -m demo

test: ## set up, run every check, print a summary
	$(CHECKS)

lint: ## style, types, YAML, Ansible style, documentation, changelog
	$(CHECKS) ruff mypy yamllint headers ansible-lint changelog docs

unit: ## unit tests: TEST=file, folder or test id
	$(CHECKS) $@ $(if $(TEST),--only "$(TEST)")

integration: ## integration tests: TEST=file, folder or test id
	$(CHECKS) $@ $(if $(TEST),--only "$(TEST)")

awx: ## play the AWX example with the real awx.awx on an emulated controller
	$(CHECKS) $@

build: ## build the tarball and install it into an empty tree
	$(CHECKS) $@

release-check: ## build the tarball, say what it holds, check version, changelog, addresses: REPOSITORY=https://...
	$(CHECKS) $@

docs: ## build the documentation site in .cache/docsite
	$(CHECKS) docs site

sanity: ## ansible-test sanity on the shipped files
	$(CHECKS) $@

importer: ## Galaxy's checks on the tarball
	$(CHECKS) $@

molecule: ## Molecule scenarios on simulated pairs: SCENARIO=name[,name]
	$(CHECKS) $@ $(if $(SCENARIO),--only "$(SCENARIO)")

test-core: ## all tests with another ansible-core: CORE=2.16 PYTHON=python3.10
	$(CHECKS) --core $(CORE) --python $(PYTHON)

matrix: ## a sample of the tests on every supported ansible-core, as a table: CORES="2.16 2.21"
	$(CHECKS) --matrix $(CORES)

simulator: venv ## run simulated units: UNITS=file
	$(TESTS) -m simulator $(UNITS) --directory .cache/simulator

bench: venv ## measure calls and seconds: BENCH="name ..." of benches/
	$(TESTS) -m benches $(BENCH)

fmt: venv ## format the Python files
	@.cache/venv/bin/ruff check --fix-only --quiet
	@.cache/venv/bin/ruff format

release: venv ## write CHANGELOG.md for the version in galaxy.yml: DATE=2026-11-23
	@PATH="$(CURDIR)/.cache/venv/bin:$$PATH" antsibull-changelog release --update-existing \
		--reload-plugins --refresh-plugins prevent-removal $(if $(DATE),--date $(DATE))

venv: ## create the environment if it is missing or out of date
	$(CHECKS) --quiet venv

clean: ## remove everything that was built
	@rm -rf .cache .ansible
