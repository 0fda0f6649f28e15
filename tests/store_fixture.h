/* SPDX-License-Identifier: Apache-2.0 */
/* A ledger in a folder of its own, and records to put in it, for the tests of the store. */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

#include "store/ledger.h"

static char test_dir[64];
static char test_path[96];

static inline int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static inline void remove_dir(const char *dir)
{
	(void)nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* A fresh folder; test_path is in a folder that is not there yet. */
static inline void fresh_dir(void)
{
	if (test_dir[0])
		remove_dir(test_dir);
	(void)snprintf(test_dir, sizeof(test_dir), "/tmp/frugal-store-XXXXXX");
	CHECK(mkdtemp(test_dir) != NULL);
	(void)snprintf(test_path, sizeof(test_path), "%s/new/ledger.db", test_dir);
}

static inline struct ledger *open_ledger(enum ledger_mode mode)
{
	struct ledger *ledger = NULL;
	struct frugal_error err = {0};
	if (ledger_open(test_path, mode, &ledger, &err) < 0)
		print_error("%s (%s): %s\n", err.what, err.where, err.todo);
	CHECK(ledger != NULL);
	return ledger;
}

/* A run that began at second n, with nothing in it but its id. */
static inline struct run_record bare_run(const char *id, int64_t n)
{
	struct run_record run = {.status = RUN_FINISHED, .started_us = n * 1000000};
	(void)snprintf(run.id, sizeof(run.id), "%s", id);
	return run;
}

static inline void put(struct ledger *ledger, struct run_record run)
{
	struct frugal_error err = {0};
	int r = ledger_finish_run(ledger, &run, &err);
	if (r < 0)
		print_error("%s (%s): %s\n", err.what, err.where, err.todo);
	CHECK_INT(r, 0);
}

/* A record with something in every field; it lives in static memory. */
static inline struct run_record full_run(void)
{
	static char python[] = "python3", script[] = "train \"it\".py", empty[] = "";
	static char odd[] = "caf\xe9/\xc3\xa9t\xc3\xa9\n", night[] = "night", paper[] = "paper";
	static char *command[] = {python, script, empty, odd, NULL};
	static char *tags[] = {night, paper, NULL};
	static struct run_part parts[] = {
		{.part = "cpu.package-0",
		 .sensor = "powercap intel-rapl:0",
		 .device = "",
		 .energy = {1234.56789012345678},
		 .idle = {1000.1},
		 .attributed = {0.1 + 0.2},
		 .unattributed = {1234.56789012345678 - 1000.1 - (0.1 + 0.2)},
		 .low_factor = 0.95,
		 .high_factor = 1.0499999999999998,
		 .quality = FRUGAL_MEASURED,
		 .state = SOURCE_OK,
		 .gaps = {0.1},
		 .idle_known = true},
		{.part = "gpu.0",
		 .sensor = "NVML NVIDIA H100",
		 .device = "NVIDIA H100",
		 .quality = FRUGAL_DEFAULT,
		 .state = SOURCE_DENIED,
		 .low_factor = 1,
		 .high_factor = 1},
	};
	static struct run_figure figures[] = {
		{.name = "energy",
		 .perimeter = "marginal",
		 .unit = "kWh",
		 .value = 1.0 / 3,
		 .low = 5e-324,
		 .high = 1.7976931348623157e308,
		 .quality = FRUGAL_MODELLED,
		 .measured_share = 0.7},
		{.name = "carbon", .perimeter = "machine", .unit = "kgCO2e", .value = 0.018},
	};
	static struct run_section sections[] = {
		{.kind = "mark",
		 .name = "load",
		 .number = -1,
		 .at_us = 1700000001000000,
		 .duration = {0.5},
		 .share = {12.5}},
		{.kind = "epoch",
		 .name = "epoch",
		 .number = 1,
		 .begin_us = 1700000001000000,
		 .at_us = 1700000002000000,
		 .share = {0.1}},
	};
	static struct run_metric metrics[] = {
		{.at_us = 1700000002000000, .epoch = 1, .key = "accuracy", .value = 0.93},
	};
	struct run_record run = {
		.id = "0123456789abcdef",
		.status = RUN_FINISHED,
		.command = command,
		.project = "llm",
		.phase = "training",
		.name = "l'été",
		.host = "node1",
		.zone = "FR",
		.tags = tags,
		.started_us = 1700000000123456,
		.ended_us = 1700000060123456,
		.duration = {59.999999999999},
		.by_signal = true,
		.exit_code = 9,
		.attribution = "cgroup",
		.cpu = {1.1},
		.machine_busy = {2.2},
		.share = 0.5000000000000001,
		.own_cost = {0.012},
		.machine = "2 x Some CPU",
		.zone_is_default = true,
		.parts = parts,
		.n_parts = 2,
		.figures = figures,
		.n_figures = 2,
		.sections = sections,
		.n_sections = 2,
		.metrics = metrics,
		.n_metrics = 1,
		.derivation = "{\"formula\":\"a*b\"}",
		.left_out = "network, storage",
	};
	return run;
}

#endif
