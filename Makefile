.DEFAULT_GOAL := help
UNIT := artifacts/bin/FallbackOrchestrator.UnitTests/debug/FallbackOrchestrator.UnitTests
FUNCTIONAL := artifacts/bin/FallbackOrchestrator.FunctionalTests/debug/FallbackOrchestrator.FunctionalTests

.PHONY: help run build test unit one ci bench rig publish
help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12
run: ## The service with simulated providers and an embedded PostgreSQL
	dotnet run --project src/FallbackOrchestrator
build: ## Everything, with all analyzers
	dotnet build
test: ## All tests
	dotnet test
unit: build ## The unit tests
	$(UNIT)
one: build ## One test class: make one CLASS=SearchTests
	$(UNIT) -class '*.$(CLASS)' && $(FUNCTIONAL) -class '*.$(CLASS)'
ci: ## What decides whether a change lands
	.ci/run
bench: ## Benchmarks: make bench ARGS="accept --only ours --seconds 10"
	dotnet run -c Release --project tests/FallbackOrchestrator.Benchmarks -- $(ARGS)
rig: ## Crash restarts of PostgreSQL under load
	dotnet run -c Release --project tests/FallbackOrchestrator.Rig
publish: ## The program as it is shipped, for this machine, in ./out
	dotnet publish src/FallbackOrchestrator -c Release --use-current-runtime -o out
