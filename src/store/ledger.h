/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger: all runs of a user (or of a team that shares a file), in SQLite. Many processes
 * write at once; each call is one short transaction, so a record is there whole or not at all.
 *
 * Errors of every call: FRUGAL_EENV (disk full, no permission, locked for 10 s, damaged file,
 * memory) with the path in `where`; FRUGAL_EUSAGE for the caller's words (unknown or ambiguous
 * run, bad tag); FRUGAL_EBUG for a record that breaks a promise. Nothing prints.
 * A handle serves one thread of one process: open after fork, not before.
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "base/buf.h"
#include "base/error.h"
#include "quantity/typed.h"
#include "record/run.h"
#include "store/owner.h"

struct ledger;

enum ledger_mode {
	LEDGER_READ, /* a ledger that is not there reads as an empty one, and is not made */
	LEDGER_WRITE /* makes the folders and the file (0700, 0600) when they are missing */
};

/* $XDG_STATE_HOME/frugal/ledger.db, else ~/.local/state/frugal/ledger.db. */
int ledger_default_path(struct buf *to, struct frugal_error *reterr);

/*
 * An older ledger is brought up to date in either mode, or read as it is if it may not be written;
 * a newer one is refused, untouched. Of a file from before version 11 a copy is kept beside it; a
 * notice (log.h) tells where.
 */
int ledger_open(const char *path, enum ledger_mode mode, struct ledger **ret_ledger,
		struct frugal_error *reterr);

/* Accepts NULL. Costs no disk flush: what was written is in the log beside the file. */
void ledger_close(struct ledger *ledger);

/*
 * If the file at path is damaged, renames it (and its log) to PATH.damaged-YYYYMMDDTHHMMSS, so
 * that the next ledger_open begins a new one; ret_name (may be NULL) is the new name. If it is
 * sound, or somebody else has just moved it, does nothing and ret_name stays empty. The ledger
 * must not be open in this process. May take seconds on a large file.
 */
int ledger_set_aside(const char *path, struct buf *ret_name, struct frugal_error *reterr);

/* ---- Writing a run -------------------------------------------------------------------------- */

/* Inserts the run as running; optional for short runs, needed for an interrupted one to be kept. */
int ledger_begin_run(struct ledger *ledger, const struct run_record *run,
		     const struct run_owner *owner, struct frugal_error *reterr);

/*
 * Saves all that is known so far (parts, sections, figures, times) of a run that was begun.
 * A run that somebody has removed meanwhile is FRUGAL_EBUG.
 */
int ledger_progress(struct ledger *ledger, const struct run_record *run,
		    struct frugal_error *reterr);

/*
 * Writes the final record, whether it was begun or not; run->status says how it ended
 * (RUN_RUNNING counts as RUN_FINISHED). Tags given meanwhile by others are kept.
 */
int ledger_finish_run(struct ledger *ledger, const struct run_record *run,
		      struct frugal_error *reterr);

/*
 * Closes, as interrupted, the running rows of this host whose owner is gone. What had been
 * sampled is kept; the end is the start plus the duration sampled. Rows of other hosts and of
 * owners that cannot be seen from here (another PID namespace) are left alone. *ret_n (may be
 * NULL) counts them.
 */
int ledger_close_interrupted(struct ledger *ledger, size_t *ret_n, struct frugal_error *reterr);

/*
 * Between the two many runs are written as one: all of them or, with r below 0, none. Others wait
 * meanwhile. The end returns r, or how committing failed.
 */
int ledger_batch(struct ledger *ledger, struct frugal_error *reterr);
int ledger_batch_end(struct ledger *ledger, int r, struct frugal_error *reterr);

/* Whether a run of this id, whole, is there. */
int ledger_has_run(struct ledger *ledger, const char *id, bool *ret, struct frugal_error *reterr);

/* ---- Finding and reading -------------------------------------------------------------------- */

/* text is an id, a prefix of 4 digits or more that only one run has, or "last". */
int ledger_find_run(struct ledger *ledger, const char *text, char ret_id[RUN_ID_SIZE],
		    struct frugal_error *reterr);

/* As ledger_find_run, with the whole record; released by run_record_release. */
int ledger_load_run(struct ledger *ledger, const char *text, struct run_record *ret_run,
		    struct frugal_error *reterr);

/* Digits of id that no other run begins with, at least 4. */
int ledger_short_id(struct ledger *ledger, const char *id, size_t *ret_n,
		    struct frugal_error *reterr);

/* The same of the parent of the run; 0 when it has none, or the ledger does not have it. */
int ledger_parent_digits(struct ledger *ledger, const struct run_record *run, size_t *ret_n,
			 struct frugal_error *reterr);

#define RUN_STATUS_BIT(status) (1u << (status))

enum run_outcome {
	RUN_ANY_OUTCOME,
	RUN_OK,    /* finished by itself with exit status 0 */
	RUN_FAILED /* finished otherwise */
};

/* All zero: every run. */
struct run_filter {
	const char *id;                                      /* NULL: any */
	const char *project, *service, *phase, *name, *host; /* NULL: any; "": runs without one */
	const char *metric;                                  /* runs that tell it; NULL: any */
	const char *const *tags; /* n_tags, all of which a run must have */
	size_t n_tags;
	unsigned statuses; /* RUN_STATUS_BITs; 0: any */
	enum run_outcome outcome;
	int64_t since_us, until_us; /* started in [since, until), UTC; 0: open */
	size_t limit;               /* 0: all */
	bool outermost; /* leaves out what ran within a run that is asked for too, and has ended */
	bool oldest_first;
};

/* How much of each run is read: the row; its figures and tags too; everything. */
enum run_detail { RUN_HEAD, RUN_FIGURES, RUN_WHOLE };

/*
 * As each visit of a list returns an enum frugal_visit, or a negative code with its error; the list
 * itself is 0 also when it was stopped. run lives until the visit returns.
 */
typedef int run_visit(void *context, const struct run_record *run, struct frugal_error *reterr);

/* Newest first (by start). filter may be NULL: all. Writers are not held up meanwhile. */
int ledger_list(struct ledger *ledger, const struct run_filter *filter, enum run_detail detail,
		run_visit *visit, void *context, struct frugal_error *reterr);

/* ---- Keeping -------------------------------------------------------------------------------- */

enum ledger_tagging {
	TAG_ADD, /* twice is once */
	TAG_REMOVE
};

/*
 * text as in ledger_find_run. A tag has 1 to 64 bytes of UTF-8 without control characters. A run
 * has one outcome: a tag "outcome:shipped" takes the place of another outcome.
 */
int ledger_tag(struct ledger *ledger, const char *text, const char *tag,
	       enum ledger_tagging tagging, struct frugal_error *reterr);

/* Where a run belongs; what is NULL stays as it is. text as in ledger_find_run. */
struct run_place {
	const char *project, *service, *phase, *name;
};
int ledger_place(struct ledger *ledger, const char *text, const struct run_place *place,
		 struct frugal_error *reterr);

/*
 * Removes the run and all that belongs to it; one that is still running is FRUGAL_EUSAGE. Runs
 * within it are then within the run around it, or on their own.
 */
int ledger_remove(struct ledger *ledger, const char *text, struct frugal_error *reterr);

/*
 * The lowest idle power that sensor has shown on host, with when it was seen (UTC; ret_seen_us may
 * be NULL); NaN when none is known.
 */
int ledger_idle_power(struct ledger *ledger, const char *host, const char *sensor,
		      struct power *ret_power, int64_t *ret_seen_us, struct frugal_error *reterr);

/* Keeps power if it is credible (finite, above 0) and below what is known; else does nothing. */
int ledger_note_idle_power(struct ledger *ledger, const char *host, const char *sensor,
			   struct power power, int64_t seen_us, struct frugal_error *reterr);

/*
 * What was seen of a day's use of a host: joules of the machine, of a control group by its path,
 * of an accelerator by its part, of a process by "NUMBER BIRTH"; and for how many seconds.
 */
enum day_kind { DAY_MACHINE_J, DAY_SEEN_S, DAY_GROUP_J, DAY_BOARD_J, DAY_PROCESS_J };

struct day_use {
	enum day_kind kind;
	const char *key; /* "" of the machine */
	double amount;
};

/* NaN when nothing is known. day is "2026-11-28". */
int ledger_day_use(struct ledger *ledger, const char *host, const char *day, enum day_kind kind,
		   const char *key, double *ret, struct frugal_error *reterr);

/*
 * Keeps the larger of each amount and what is there, so that who watches the same hours twice
 * counts them once; of the host's earlier days all but the machine's own is forgotten.
 */
int ledger_note_day(struct ledger *ledger, const char *host, const char *day,
		    const struct day_use *uses, size_t n, struct frugal_error *reterr);

#endif
