# The only list of commands. `make` alone prints it.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check fmt bench bench-pages bench-engine nightly docs messages lock
bin := .venv/bin

help:  ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

setup:  ## prepare .venv, with what testing and checking need
	@tools/setup dev

demo:  ## set up and serve a whole invented city on http://127.0.0.1:8000
	@tools/setup && exec $(bin)/jiebang demo

test:  ## all tests, on SQLite and PostgreSQL and in a browser
	@tools/setup dev && tools/test

check:  ## all checks: style, layers, sizes, types, templates, translations, locks
	@tools/setup dev && tools/check

fmt:  ## put the code into its standard form
	@tools/setup dev
	@$(bin)/ruff check --fix-only --quiet . $$(grep -d skip -lE '^#!.*python' tools/*)
	@$(bin)/ruff format --quiet . $$(grep -d skip -lE '^#!.*python' tools/*)

bench: bench-engine bench-pages  ## all measurements

bench-pages:  ## SQL statements and processor time of each page, small and large database
	@tools/setup dev && $(bin)/python benchmarks/pages.py

bench-engine:  ## speed of the mechanisms
	@tools/setup dev && $(bin)/python benchmarks/engine

nightly:  ## the long tests: many examples, load
	@tools/setup dev && tools/test nightly

docs:  ## write the generated reference from the rules
	@tools/setup && $(bin)/jiebang rulebook --write docs/reference

messages:  ## make the translations' .mo files
	@tools/setup && tools/messages build

lock:  ## bring requirements/*.txt in line with requirements/*.in
	@tools/setup dev && tools/lock
