/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who uses the machine's power now, by process and by control group: the dynamic power of the
 * processors (and of what is modelled) by CPU time, that of accelerators by who is on them. What
 * nobody who could be seen did, is a row of its own; rows + idle = the machine.
 */
#ifndef METER_ACTIVITY_H
#define METER_ACTIVITY_H

#include "host/scan.h"
#include "meter/session.h"

struct activity_row {
	int pid; /* 0: not a process */
	int uid;
	uint32_t group;
	uint32_t ended; /* 0: it lives; else so many of this name ended, pid is the last */
	char name[PROC_NAME];
	double cpu;     /* processors in use, 1.5 is one and a half */
	double cpu_w;   /* processors, memory, rest of the server */
	double board_w; /* accelerators */
	double joules;  /* since activity_new */
};

struct activity_board {
	const char *part, *detail;
	double w;
};

struct activity {
	double machine_w, idle_w;  /* idle_w is 0 where it is not known yet */
	double joules;             /* of the machine, since activity_new */
	double seconds;            /* since then */
	double measured;           /* share of machine_w that counters tell */
	struct activity_row *rows; /* by watts, largest first; the remainder is last */
	size_t n_rows;
	struct activity_board *boards;
	size_t n_boards;
	enum scan_means means; /* how processes are seen */
	const char *why_means; /* why not better; "" where it is the best */
};

struct activity_meter;

/* The session has been set up and meters nothing else; it outlives the meter. */
int activity_new(struct session *session, enum scan_means means, struct activity_meter **ret,
		 struct frugal_error *reterr);

/* From the last call (or the beginning) to now; *ret is valid until the next call. */
int activity_read(struct activity_meter *meter, const struct activity **ret,
		  struct frugal_error *reterr);
const char *activity_group(const struct activity_meter *meter, uint32_t group);

/* What the processes of a group used since activity_new, those that have ended too. */
double activity_group_joules(const struct activity_meter *meter, uint32_t group);
void activity_free(struct activity_meter *meter);

#endif
