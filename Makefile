# make run    from nothing to a running demo
# make test   every test, with whatever it needs installed first
# make lint   ruff and mypy
# make pictures  the README's pictures
# make bench  speed, as ratios side by side
# make lock   requirements*.in -> requirements*.txt, every version and hash

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi

.PHONY: run test lint bench lock counterparts pictures

# A stamp per requirements file: installing again is skipped until the file changes.
$(VENV)/installed: requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is missing. On Debian 12: apt install python3-venv make"; exit 1; }
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# The tests drive a real Chromium (its driver needs libatomic, and the pages a font) read mail from a real dovecot,
# and run our R scripts.
counterparts:
	@command -v chromium >/dev/null && ldconfig -p | grep -q libatomic.so.1 && test -x /usr/sbin/dovecot && command -v Rscript >/dev/null || { \
		as_root=""; [ "$$(id -u)" = 0 ] || as_root=sudo; \
		$$as_root apt-get update -qq && \
		$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium libatomic1 fonts-dejavu-core dovecot-imapd r-base-core >/dev/null; }

run: $(VENV)/installed
	@$(FLASK) run-demo

test: $(VENV)/installed-dev counterparts
	$(BIN)/pytest -n auto --dist worksteal

# The README's two pictures, made by the browser tests.
pictures: $(VENV)/installed-dev counterparts
	mkdir -p docs/pictures
	PICTURES=yes $(BIN)/pytest tests/browser/test_demo.py -k "people_stay or leads_to_an_answer"

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed-dev
	$(BIN)/python -m bench

lock: $(VENV)/installed-dev
	$(BIN)/uv pip compile -q --upgrade --python-version 3.11 --universal --generate-hashes --no-annotate --no-header requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --upgrade --python-version 3.11 --universal --generate-hashes --no-annotate --no-header requirements-dev.in -o requirements-dev.txt
