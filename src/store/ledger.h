/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger: all runs of a user (or of a team that shares a file), in SQLite. Many processes write
 * at once; each call is one short transaction, so that a record is in the ledger whole or not at
 * all.
 *
 * Errors of every call: FRUGAL_EENV (disk full, no permission, locked for 10 s, damaged file,
 * memory) with the path in `where`; FRUGAL_EUSAGE for a word of the user (unknown or ambiguous run,
 * bad tag); FRUGAL_EBUG for a record that breaks a promise. Nothing prints. A handle serves one
 * thread of one process: open after fork, not before.
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
	LEDGER_READ, /* a missing ledger reads as an empty one, and is not created */
	LEDGER_WRITE /* creates the folders and the file (0700, 0600) when they are missing */
};

/* $XDG_STATE_HOME/frugal/ledger.db, else ~/.local/state/frugal/ledger.db. */
int ledger_default_path(struct buf *to, struct frugal_error *reterr);

/*
 * An older ledger is brought up to date in either mode, or read as it is if it may not be written;
 * a newer one is refused, untouched. Of a file from before version 11 a copy is kept in the same
 * folder; a notice (log.h) names it.
 */
int ledger_open(const char *path, enum ledger_mode mode, struct ledger **ret_ledger,
		struct frugal_error *reterr);

/*
 * Replaces an open ledger that may not be written by a copy, so that runs can be closed and folded
 * in it; nothing of that reaches the file.
 */
int ledger_copy(struct ledger *ledger, struct frugal_error *reterr);

/* Accepts NULL. Costs no disk flush: the last writes are in the log, a file next to the ledger. */
void ledger_close(struct ledger *ledger);

/*
 * If the file at path is damaged, renames it (and its log) to PATH.damaged-YYYYMMDDTHHMMSS, so that
 * the next ledger_open begins a new one; ret_name (may be NULL) is the new name. If it is sound, or
 * another process has just moved it, does nothing and ret_name stays empty. The ledger must not be
 * open in this process. May take seconds on a large file.
 */
int ledger_set_aside(const char *path, struct buf *ret_name, struct frugal_error *reterr);

/* ---- Writing a run -------------------------------------------------------------------------- */

/*
 * Inserts the run as running; optional for short runs, required for an interrupted one to be
 * stored.
 */
int ledger_begin_run(struct ledger *ledger, const struct run_record *run,
		     const struct run_owner *owner, struct frugal_error *reterr);

/*
 * Saves the known part (parts, sections, figures, times) of a run that was begun. FRUGAL_EBUG when
 * the run has been removed since.
 */
int ledger_progress(struct ledger *ledger, const struct run_record *run,
		    struct frugal_error *reterr);

/*
 * Writes the final record, whether it was begun or not; run->status is how it ended (RUN_RUNNING
 * counts as RUN_FINISHED). Tags that others added during the run are kept.
 */
int ledger_finish_run(struct ledger *ledger, const struct run_record *run,
		      struct frugal_error *reterr);

/*
 * Writes the final record of a run whose meter is gone, begun or not; does nothing if the ledger
 * has an end of the run already.
 */
int ledger_fold_run(struct ledger *ledger, const struct run_record *run,
		    struct frugal_error *reterr);

/*
 * Closes, as interrupted, the running rows of this host whose owner is gone and which have no file
 * of their sums (running.h). What they had saved is kept; the end is the start plus the duration
 * sampled. Rows of other hosts and of owners that are not visible from here (another PID namespace)
 * are left alone. *ret_n (may be NULL) counts them.
 */
int ledger_close_interrupted(struct ledger *ledger, size_t *ret_n, struct frugal_error *reterr);

/* How many rows that would close; also of a ledger that is open for reading alone. */
int ledger_count_gone(struct ledger *ledger, size_t *ret_n, struct frugal_error *reterr);

/*
 * Between the two calls many runs are written as one: all of them or, with r below 0, none. Other
 * writers wait. The end returns r, or the error of the commit.
 */
int ledger_batch(struct ledger *ledger, struct frugal_error *reterr);
int ledger_batch_end(struct ledger *ledger, int r, struct frugal_error *reterr);

/* Whether the ledger has a run with this id (all digits). */
int ledger_has_run(struct ledger *ledger, const char *id, bool *ret, struct frugal_error *reterr);

/* Whether it has the end of that run. */
int ledger_has_end(struct ledger *ledger, const char *id, bool *ret, struct frugal_error *reterr);

/* ---- Finding and reading -------------------------------------------------------------------- */

/*
 * text is an id, a prefix of 4 digits or more that only one run has, the name that only one run
 * has, "last", or a number of runs before the last or the newest of a name: "last~2", "small~1".
 */
int ledger_find_run(struct ledger *ledger, const char *text, char ret_id[RUN_ID_SIZE],
		    struct frugal_error *reterr);

/* As ledger_find_run, with the whole record; released by run_record_release. */
int ledger_load_run(struct ledger *ledger, const char *text, struct run_record *ret_run,
		    struct frugal_error *reterr);

/* The number of digits of id that no other run begins with, at least 4. */
int ledger_short_id(struct ledger *ledger, const char *id, size_t *ret_n,
		    struct frugal_error *reterr);

/* The same for the parent of the run; 0 when it has none, or the ledger does not have it. */
int ledger_parent_digits(struct ledger *ledger, const struct run_record *run, size_t *ret_n,
			 struct frugal_error *reterr);

#define RUN_STATUS_BIT(status) (1u << (status))

enum run_outcome {
	RUN_ANY_OUTCOME,
	RUN_OK,    /* the command ended with exit status 0 */
	RUN_FAILED /* it ended otherwise */
};

/* By start; or the largest first, of the share perimeter. */
enum run_order { RUN_BY_START, RUN_BY_ENERGY, RUN_BY_CARBON, RUN_BY_DURATION };

/*
 * A list in another order than that of starts is of the newest so many runs that match: a million
 * would have to be read to sort them.
 */
#define RUN_ORDER_MOST 10000

/* All zero: every run. */
struct run_filter {
	const char *id;                                      /* NULL: any */
	const char *project, *service, *phase, *name, *host; /* NULL: any; "": runs without one */
	const char *metric;                                  /* runs that reported it; NULL: any */
	const char *const *tags; /* n_tags, all of which a run must have */
	size_t n_tags;
	unsigned statuses; /* RUN_STATUS_BITs; 0: any */
	enum run_outcome outcome;
	int64_t since_us, until_us; /* started in [since, until), UTC; 0: open */
	size_t limit;               /* 0: all */
	/* leaves out runs within a run that the filter includes too, and that has ended */
	bool outermost;
	bool oldest_first;
	enum run_order order; /* the largest first, of the runs that have ended and have it */
	size_t offset;        /* leaves out so many of the first */
	/* Only the runs that follow this one in a list, newest first; NULL: all. Not with an order.
	 */
	int64_t after_us;
	const char *after_id;
};

/*
 * Completes a run that is running by the file of its sums before it is listed or loaded; the
 * record has the sums of its last second then, and complete replaces its figures.
 */
struct run_site;
typedef int run_complete(void *context, struct run_record *run, const struct run_site *site,
			 struct frugal_error *reterr);
void ledger_complete_running(struct ledger *ledger, run_complete *complete, void *context);

/* How much of each run is read: the row; its figures and tags too; all. */
enum run_detail { RUN_HEAD, RUN_FIGURES, RUN_WHOLE };

/*
 * As each visit of a list returns an enum frugal_visit, or a negative code with its error; the list
 * itself is 0 also when it was stopped. run lives until the visit returns.
 */
typedef int run_visit(void *context, const struct run_record *run, struct frugal_error *reterr);

/* Newest first (by start). filter may be NULL: all. Writers do not wait for the list. */
int ledger_list(struct ledger *ledger, const struct run_filter *filter, enum run_detail detail,
		run_visit *visit, void *context, struct frugal_error *reterr);

/* ---- Keeping -------------------------------------------------------------------------------- */

enum ledger_tagging {
	TAG_ADD, /* a second time changes nothing */
	TAG_REMOVE
};

/*
 * text as in ledger_find_run. A tag has 1 to 64 bytes of UTF-8 without control characters. A run
 * has one outcome: a tag "outcome:shipped" replaces another outcome.
 */
int ledger_tag(struct ledger *ledger, const char *text, const char *tag,
	       enum ledger_tagging tagging, struct frugal_error *reterr);

/* The place of a run in projects; NULL members stay unchanged. text as in ledger_find_run. */
struct run_place {
	const char *project, *service, *phase, *name;
};
int ledger_place(struct ledger *ledger, const char *text, const struct run_place *place,
		 struct frugal_error *reterr);

/*
 * Removes the run with all of its rows; a run that is still running is FRUGAL_EUSAGE. Runs within
 * it are then within the run around it, or on their own.
 */
int ledger_remove(struct ledger *ledger, const char *text, struct frugal_error *reterr);

/*
 * The lowest idle power that was observed by sensor on host, with the time of the observation (UTC;
 * ret_seen_us may be NULL); NaN when none is known.
 */
int ledger_idle_power(struct ledger *ledger, const char *host, const char *sensor,
		      struct power *ret_power, int64_t *ret_seen_us, struct frugal_error *reterr);

/* Stores power if it is credible (finite, above 0) and below the stored one; else does nothing. */
int ledger_note_idle_power(struct ledger *ledger, const char *host, const char *sensor,
			   struct power power, int64_t seen_us, struct frugal_error *reterr);

/*
 * Amounts of one day on a host: joules of the machine, of a control group by its path, of an
 * accelerator by its part, of a process by "NUMBER BIRTH"; and the seconds observed.
 */
enum day_kind { DAY_MACHINE_J, DAY_SEEN_S, DAY_GROUP_J, DAY_BOARD_J, DAY_PROCESS_J };

struct day_use {
	enum day_kind kind;
	const char *key; /* "" for the machine */
	double amount;
};

/* NaN when none is stored. day is "2026-11-28". */
int ledger_day_use(struct ledger *ledger, const char *host, const char *day, enum day_kind kind,
		   const char *key, double *ret, struct frugal_error *reterr);

/*
 * Stores for each amount the larger of it and the stored one, so that two programs that watch the
 * same hours count them once; of the host's earlier days only the machine's amounts are kept.
 */
int ledger_note_day(struct ledger *ledger, const char *host, const char *day,
		    const struct day_use *uses, size_t n, struct frugal_error *reterr);

#endif
