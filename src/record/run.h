/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The record of a run: the meter fills it, the ledger stores it, the report shows it. Plain data;
 * all its pointers point into its arena. Energies are in joules, as they were counted.
 */
#ifndef RECORD_RUN_H
#define RECORD_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "frugal.h"
#include "quantity/typed.h"

enum run_status {
	RUN_RUNNING,
	RUN_FINISHED,
	RUN_INTERRUPTED /* frugal was killed or the power was lost; what had been sampled is kept */
};

/* The state of a source over a run: missing is never zero. */
enum source_state { SOURCE_OK, SOURCE_DENIED, SOURCE_ABSENT, SOURCE_STALE, SOURCE_ASLEEP };

const char *run_status_name(enum run_status status);    /* "running", "finished", "interrupted" */
const char *source_state_name(enum source_state state); /* "ok", "denied"... */

/* energy = idle + attributed + unattributed, to 1e-9 of energy. */
struct run_part {
	const char *part;   /* what it covers: "cpu.package-0", "dram.0", "ram", "server" */
	const char *sensor; /* its source: "powercap intel-rapl:0", "model cpu_power T0" */
	const char *device; /* its model, as its sensor knows it: "NVIDIA H100 80GB HBM3"; or "" */
	struct energy energy;
	struct energy idle;         /* of the whole machine, whichever processes run */
	struct energy attributed;   /* dynamic energy of the command */
	struct energy unattributed; /* dynamic energy of all other processes */
	double low_factor;          /* energy * low_factor .. * high_factor is its interval */
	double high_factor;
	enum frugal_quality quality;
	enum source_state state;
	struct duration gaps; /* time without a valid reading of the source */
	bool idle_known;      /* false: idle power was never observed here, and idle is 0 */
	bool is_check;        /* of the whole machine, not of a part: in no sum */
};

struct run_figure {
	const char *name;
	const char *perimeter; /* "marginal", "share", "machine" */
	const char *unit;
	double value, low, high; /* in unit */
	enum frugal_quality quality;
	double measured_share;
};

struct run_section {
	const char *kind; /* "mark" (since the one before), "section", "epoch" */
	const char *name;
	int64_t number;   /* of an epoch; -1: none */
	int64_t begin_us; /* UTC; 0: not known */
	int64_t at_us;    /* UTC, its end */
	struct duration duration;
	struct energy share; /* NaN: too short for a share */
};

/* A value that the command reported of its result: accuracy=0.93. */
struct run_metric {
	int64_t at_us; /* UTC */
	int64_t epoch; /* 0: before the first epoch ended */
	const char *key;
	double value;
};

#define RUN_ID_SIZE 17

struct run_record {
	struct arena arena;
	char id[RUN_ID_SIZE];     /* 16 hexadecimal digits; a prefix of 4 or more names a run */
	char parent[RUN_ID_SIZE]; /* the run within which it ran; "": unknown */
	enum run_status status;
	char **command;                                             /* argv, ends with NULL */
	const char *project, *service, *phase, *name, *host, *zone; /* "" when not given */
	char **tags;              /* ends with NULL; may be NULL */
	int64_t started_us;       /* UTC, microseconds */
	int64_t ended_us;         /* 0 while running */
	struct duration duration; /* monotonic */
	bool by_signal;
	int exit_code;                /* exit status, or the signal's number when by_signal */
	const char *attribution;      /* "cgroup", "perf", "wait4" */
	struct duration cpu;          /* CPU time of the command */
	struct duration machine_busy; /* CPU time of the machine during the run, never below cpu */
	double share;                 /* cpu / machine_busy, 0..1 */
	struct duration own_cost;     /* CPU time frugal itself used */
	const char *machine;          /* what the host is, one line for people */
	bool zone_is_default;
	struct run_part *parts;
	size_t n_parts;
	struct run_figure *figures;
	size_t n_figures;
	struct run_section *sections;
	size_t n_sections;
	struct run_metric *metrics;
	size_t n_metrics;
	const char *derivation; /* JSON object */
	/* JSON array, the curve of each part (meter/curve.h); "" or NULL: none is known */
	const char *power;
	const char *left_out; /* one line: the parts of the machine that are not counted */
};

/* Makes a new id from the system's random bytes; FRUGAL_EENV if it gives none. */
int run_id_new(char ret_id[RUN_ID_SIZE], struct frugal_error *reterr);

/*
 * FRUGAL_EBUG if the record must not be written: a part that does not add up to 1e-9 of its energy,
 * a negative energy, a NaN or an infinity anywhere. The ledger calls this before each write.
 */
int run_record_check(const struct run_record *run, struct frugal_error *reterr);

/* The figure of that name and perimeter, or NULL. */
const struct run_figure *run_figure_find(const struct run_record *run, const char *name,
					 const char *perimeter);

/* "shipped", of the tag that has it; "" without one. */
const char *run_outcome(const struct run_record *run);

/* Frees the arena and empties the record. */
void run_record_release(struct run_record *run);

#endif
