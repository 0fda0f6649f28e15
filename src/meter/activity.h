/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The use of the machine's power now, by process and by control group: the dynamic power of the
 * processors (and of modelled parts) by CPU time, that of accelerators by the processes on them.
 * What no visible process used is a row of its own; rows + idle = the machine.
 */
#ifndef METER_ACTIVITY_H
#define METER_ACTIVITY_H

#include "host/scan.h"
#include "meter/session.h"
#include "store/ledger.h"

struct activity_row {
	int pid; /* 0: not a process */
	int uid;
	uint32_t group;
	uint32_t ended; /* 0: alive; else so many of this name ended, pid is the last */
	char name[PROC_NAME];
	double cpu;     /* processors in use, 1.5 is one and a half */
	double cpu_w;   /* processors, memory, rest of the server */
	double board_w; /* accelerators */
	double joules;  /* today, see activity_go_on */
};

/* A part that the machine's power is a sum of; joules since the meter was made. */
struct activity_part {
	const char *part, *detail;
	double w, idle_w, low_w, high_w;
	double joules;
	enum frugal_quality quality;
};

struct activity_board {
	const char *part, *detail;
	double w, idle_w;
	double joules; /* today */
};

/* A process on a board: the idle power and the uses of a board add up to its power. */
struct activity_use {
	size_t board;
	int pid;
	double w;
};

struct activity {
	double machine_w, idle_w; /* NaN: no part can be read; idle_w is 0 while it is unknown */
	double low_w, high_w, idle_low_w, idle_high_w;
	/* The same of rows, as factors of cpu_w and board_w: ends of rows and idle add up. */
	double cpu_low, cpu_high, board_low, board_high;
	double joules;             /* of the machine, today */
	double low_j, high_j;      /* its ends, by the errors of what was seen since the start */
	double seconds;            /* of today, that were observed */
	double measured;           /* share of machine_w from counters; NaN as machine_w */
	struct activity_row *rows; /* by watts, largest first; the remainder is last */
	size_t n_rows;
	struct activity_board *boards;
	size_t n_boards;
	struct activity_part *parts;
	size_t n_parts;
	struct activity_use *uses; /* by board */
	size_t n_uses;
	enum scan_means means; /* how processes are seen */
	const char *why_means; /* why no better means is in use; "" for the best */
};

struct activity_meter;

/* The session has been set up and meters nothing else; it outlives the meter. */
int activity_new(struct session *session, enum scan_means means, struct activity_meter **ret,
		 struct frugal_error *reterr);

/* From the last call (or the beginning) to now; *ret is valid until the next call. */
int activity_read(struct activity_meter *meter, const struct activity **ret,
		  struct frugal_error *reterr);
const char *activity_group(const struct activity_meter *meter, uint32_t group);

/* The energy of today of the processes of a group, ended ones included. */
double activity_group_joules(const struct activity_meter *meter, uint32_t group);

/* ---- A day ---------------------------------------------------------------------------------- */

/* Returns what was stored earlier of this day; false: nothing. */
typedef bool activity_earlier(void *context, enum day_kind kind, const char *key, double *ret);

/*
 * Adds the earlier amounts of the day; called before the first activity_read. The context outlives
 * the meter.
 */
void activity_go_on(struct activity_meter *meter, activity_earlier *earlier, void *context);

/* Begins a new day at zero. */
void activity_begin_day(struct activity_meter *meter);

/* All amounts of this day, valid until the next call of the meter; NULL when memory is out. */
const struct day_use *activity_day(struct activity_meter *meter, size_t *ret_n);
void activity_free(struct activity_meter *meter);

#endif
