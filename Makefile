# Everything is one command away; `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TRAINING := $(VENV)/.training-installed
PACKER := $(VENV)/.packer-installed
DEMO_OUTPUT ?= demo-output
SCREENSHOTS ?= screenshots
SOAK ?= soak
DATA ?= ../shared/data
CLIPS ?= 100
DEBIAN := assets/debian-packages.txt

.PHONY: help install demo test soak lint format bench evaluate screenshots studio app app-check packages lock clean

help:
	@echo "make install      put everything into $(VENV)"
	@echo "make demo         run a whole session of the app on the bundled clips"
	@echo "make test         run the tests"
	@echo "make soak         the long tests: thousands of faults, about an hour"
	@echo "make lint         formatter, linter, types, import contract"
	@echo "make bench        speed, as ratios in one run"
	@echo "make evaluate     quality on people that the models never saw (DATA=folder)"
	@echo "make screenshots  every screen in every look, and the pictures of the README"
	@echo "make app          build the app that runs without Python, into dist/coach (Linux, Windows, macOS)"
	@echo "make app-check    run what was built in a root with nothing but libc, X and GL (Linux)"
	@echo "make packages     what was built as a .deb and as an archive (Linux)"
	@echo "make studio       rendered clips with their truth (SET=train, evaluate or test, CLIPS=100)"

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml $(DEBIAN)
	@sh .ci/system-packages $(DEBIAN)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

demo: $(STAMP)
	$(BIN)/coach demo --output $(DEMO_OUTPUT)

test: $(STAMP)
	@sh .ci/system-packages tests/debian-packages.txt
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile

# Kept in soak/, so that a soak which was broken off goes on where it was.
soak: $(STAMP)
	COACH_SOAK=$(abspath $(SOAK)) $(BIN)/python -m pytest -m soak

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(STAMP)
	$(BIN)/python -m benchmarks --history docs/benchmarks.md

evaluate: $(STAMP)
	$(BIN)/python -m models.training.evaluate --data $(DATA)

$(TRAINING): $(STAMP) pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[train]'
	@touch $@

studio: $(TRAINING)
	@test -n "$(SET)" || { echo "which set? make studio SET=train, evaluate or test"; exit 1; }
	$(BIN)/python -m models.training.studio.sets --set $(SET) --clips $(CLIPS) --output studio-$(SET)

screenshots: $(STAMP)
	$(BIN)/python -m tests.ui.screenshots $(SCREENSHOTS)
	$(BIN)/python -m tests.ui.screenshots --readme

$(PACKER): $(STAMP) pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[app]'
	@touch $@

app: $(PACKER)
	$(BIN)/pyinstaller --noconfirm --log-level ERROR coach.spec

app-check:
	.ci/bare-root

packages:
	.ci/package

lock:
	uv pip compile --universal pyproject.toml --extra dev --python-version 3.11 --no-header \
	  --no-annotate --no-emit-index-url -o requirements.lock

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .import_linter_cache
