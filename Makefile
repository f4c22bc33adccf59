# Every command does its own set-up first: what is missing is named and installed, what is there is skipped (scripts/set-up).

export PATH := $(CURDIR)/.tools/node/bin:$(PATH):$(HOME)/.cargo/bin

.DEFAULT_GOAL := help
.PHONY: help run build test test-all bench fuzz fmt audit

help: ## Say what there is.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

run: ## Build and start: the window where there is a display, else headless. ARGS="…" go to the program.
	@scripts/run $(ARGS)

build: ## The release build of both programs, into target/release/.
	@scripts/set-up build ui window
	cd ui && npm run --silent build
	cargo build --locked --release --package crashtray
	cargo build --locked --profile window --package crashtray-window --features custom-protocol
	cp target/window/crashtray-window target/release/

test: ## All that every change must pass; at most 20 minutes from nothing on two cores.
	@scripts/set-up build ui sdk browser window display
	@scripts/check fmt page clippy rust docs ui generated journeys window

test-all: ## The slow suites, which `make test` leaves out.
	@scripts/set-up build ui sdk browser clients
	@scripts/check release slow clients

bench: ## What understanding and taking in an event cost beside their baselines, and what retention costs those who send meanwhile.
	@scripts/set-up build ui
	cargo bench --locked --package crashtray-core --bench understand
	cargo bench --locked --package crashtray --bench ingest
	cargo bench --locked --package crashtray --bench retention

fuzz: ## Any bytes at all, against what must hold for them: two minutes per target. ARGS="SECONDS TARGET…".
	@scripts/set-up build ui fuzz
	@scripts/fuzz $(ARGS)

fmt: ## Bring Rust and the page into shape.
	@scripts/set-up build ui
	cargo fmt --all
	cd ui && npm run --silent format

audit: ## Licences, duplicates and advisories, where cargo-deny is installed.
	cargo deny check
