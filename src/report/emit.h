/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A planned job as a file for a scheduler: at, cron, Kubernetes, Slurm, systemd. struct planned_job
 * is all that a file has to state; a table (emit.c) has what each scheduler can. What it cannot is
 * refused, or a comment of the file says so.
 */
#ifndef REPORT_EMIT_H
#define REPORT_EMIT_H

#include "base/buf.h"
#include "base/error.h"
#include "base/local_clock.h"

extern const char *const plan_emitters[]; /* ends with NULL */
extern const char *const plan_repeats[];  /* "hour", "day", "week", "month"; ends with NULL */

enum repeat { REPEAT_HOUR, REPEAT_DAY, REPEAT_WEEK, REPEAT_MONTH, REPEAT_NEVER };

/* When a job that recurs begins to plan, by the clock of this machine. */
#define EVERY_DAY 0x7fu

struct repeat_time {
	int minute, hour, weekday; /* 0: Sunday */
	unsigned days; /* of a job of each day: those on which it may run; bit 0: Sunday; 0: all */
};

struct planned_job {
	int64_t start_s; /* a whole minute to come, unless at_once */
	bool at_once;
	bool is_past;       /* all of its hours are over: a plan of the past */
	int64_t latest_s;   /* latest start; 0: none was asked for */
	int64_t deadline_s; /* of its end, the same */
	double limit_h;     /* after which it may be ended; 0: none was asked for */

	const char *zone;         /* whose hours these are */
	const char *home;         /* another zone: zone is not where the file is written; or NULL */
	const char *metered_zone; /* for the run's own figures; NULL: the default */
	const char *away_line;    /* the command line that starts the job in zone; or NULL */

	enum repeat every;
	struct repeat_time at;
	const char *const *planning; /* a job that recurs: options of frugal run that plan it */
	size_t n_planning;

	const char *const *command;
	size_t n;                       /* words of it */
	const char *folder, *name;      /* NULL: not given */
	const char *const *environment; /* asked for: "NAME=value" */
	size_t n_environment;
	const char *const *surroundings; /* what a scheduler here starts without: PATH.. */
	size_t n_surroundings;
	const char *image; /* of a container, for k8s; or NULL */
	bool unmetered;
	const char *program; /* frugal, as it is found there */
	bool has_hours;      /* it is in allowed hours only */

	const struct local_clock *clock; /* of this machine */
	const char *time_zone;           /* the variable TZ, or NULL */
	bool daemons_differ;             /* the daemons of this machine go by another clock */
};

/* Quotes a word for a shell. */
void plan_emit_word(struct buf *to, const char *word);

/* The same for a list of words; after_first: the first of them begins no line of the shell. */
void plan_emit_command(struct buf *to, const char *const *list, size_t n, bool after_first);

/* A moment as Slurm reads it; "uts1792886400" where the local clock shows this time twice. */
void plan_emit_slurm_time(struct buf *to, const struct local_clock *clock, int64_t utc_s);

/*
 * A name that schedulers accept (RFC 1123, at most 52 characters): the job's own if it is one; else
 * made of it, or of the command, with a hash of all that makes the job another one.
 */
void plan_emit_name(struct buf *to, const struct planned_job *job);

/* FRUGAL_EUSAGE: no command, no image where one is needed, or what a scheduler cannot do. */
int plan_emit(const char *emitter, const struct planned_job *job, struct buf *to,
	      struct frugal_error *reterr);

#endif
