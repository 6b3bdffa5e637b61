# make memcheck: installs the extension and runs its session files. In the Makefile, after PGXS: include memcheck.mk
MEMCHECK ?= memcheck
MEMCHECK_FILES ?= $(wildcard *.mcs)

.PHONY: memcheck
memcheck: install
	$(MEMCHECK) run --pg-config "$(shell command -v $(PG_CONFIG))" $(MEMCHECK_OPTIONS) $(MEMCHECK_FILES)
