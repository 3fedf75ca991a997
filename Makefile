# `make demo` and `make test` set up what they need in .venv and run.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/python -m uv --quiet
PIP_FLAGS := --quiet --disable-pip-version-check --require-hashes

# Without compiled files every start takes seconds more.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check bench texts lock clean

demo: $(VENV)/.run
	$(BIN)/waypost demo $(if $(PORT),--port $(PORT))

test: $(VENV)/.dev
	$(BIN)/python -m tests.run

texts: $(VENV)/.dev
	$(BIN)/python -m tests.locales

bench: $(VENV)/.bench
	$(BIN)/python -m bench

# The system's pip is quickest; Debian may lack it, or else ensurepip.
$(VENV)/bin/python:
	@$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.uv: requirements/uv.txt | $(VENV)/bin/python
	@$(PYTHON) -m pip --python $(BIN)/python install $(PIP_FLAGS) -r $< 2>/dev/null \
	  || { $(BIN)/python -m ensurepip >/dev/null && $(BIN)/python -m pip install $(PIP_FLAGS) -r $<; } \
	  || { echo "Neither pip nor ensurepip is there. On Debian: apt-get install python3.11-venv"; exit 1; }
	@touch $@

$(VENV)/.run: requirements/run.txt pyproject.toml $(VENV)/.uv
	@echo "Setting up (once) ..."
	@$(UV) pip install --python $(BIN)/python --require-hashes -r requirements/run.txt
	@$(UV) pip install --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@$(UV) pip install --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

# Packages that Waypost is measured against; those that do not go together with its own lie apart.
$(VENV)/.bench: requirements/bench.txt requirements/peers.txt $(VENV)/.dev
	@$(UV) pip install --python $(BIN)/python --require-hashes -r requirements/bench.txt
	@$(UV) pip install --python $(BIN)/python --target $(VENV)/peers --require-hashes -r requirements/peers.txt
	@touch $@

lock: $(VENV)/.uv
	@for name in run dev bench peers uv; do \
	  $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    requirements/$$name.in -o requirements/$$name.txt; done

clean:
	rm -rf $(VENV) var
