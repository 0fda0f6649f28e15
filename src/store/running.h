/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sums of a run that is running, in a file next to the ledger (LEDGER.running/ID), which its
 * meter replaces each second with one write, without flush and without SQL. A meter that is killed
 * thus loses a second; the next process that opens the ledger folds the file in: the run is then
 * interrupted, with these sums, and the file is removed.
 *
 * The file has what never changes (head), two places for the sums that are written in turn (slots),
 * and the sections and metrics so far (log), which only grows. Each has a checksum: of a slot that
 * was cut off the other one is used. The meter locks the file (flock): whoever gets the lock knows
 * that the meter is gone. Numbers have the byte order of the machine.
 */
#ifndef STORE_RUNNING_H
#define STORE_RUNNING_H

#include "base/buf.h"
#include "store/ledger.h"

/* What the figures of a run follow from besides its record; zone NULL: the default. */
struct run_site {
	const char *zone;
	double pue, pue_low, pue_high; /* 0: the default of the model */
	bool has_wue;
	double wue_l_per_kwh;
	const char *machine; /* a row of factors/embodied.csv; NULL: a server */
	int vm_threads;      /* of a virtual machine; 0: a physical one */
};

/* ---- the bytes (pure) ----------------------------------------------------------------------- */

/* How much of the log is in it, and its checksum. */
struct running_log {
	uint64_t length, sum;
	size_t n_sections, n_metrics;
};

struct running {
	struct run_record run; /* with everything but its figures */
	struct run_site site;  /* as known in that second; its texts are in the arena of run */
	struct run_owner owner;
	bool locked; /* the file system has locks */
	bool gone;   /* the owner has certainly ended */
	int fd;      /* -1: none */
};

/* Writes the head of the file for slots of slot_size bytes. */
void running_pack_head(struct buf *to, const struct run_record *run, const struct run_owner *owner,
		       bool locked, size_t slot_size);

/* Adds to log the sections and metrics that *at does not count yet, and counts them. */
void running_pack_log(struct buf *log, const struct run_record *run, struct running_log *at);

/* Writes a slot: the other data of run that change while it runs, and the site. */
void running_pack_slot(struct buf *to, const struct run_record *run, const struct run_site *site,
		       const struct running_log *log, uint64_t sequence);

/* The length of the head of so many bytes of running_pack_head. */
size_t running_head_length(size_t packed);

/* Where in the file of that head a slot (0, 1) begins, and the log. */
size_t running_slot_at(size_t head_length, size_t slot_size, int slot);
size_t running_log_at(size_t head_length, size_t slot_size);

/*
 * Reads a file. FRUGAL_EDATA: it is damaged; FRUGAL_EUSAGE: of another version; FRUGAL_EENV: no
 * memory.
 */
int running_parse(struct str bytes, struct running *ret, struct frugal_error *reterr);

/* ---- writing -------------------------------------------------------------------------------- */

struct running_file;

/* Creates nothing yet. The identity of the record, its command and its words are copied. */
int running_new(const struct ledger *ledger, const struct run_record *run,
		const struct run_owner *owner, struct running_file **ret,
		struct frugal_error *reterr);

/* Takes the sums of run, in memory; its sections and metrics are those of the last call and more.
 */
void running_take(struct running_file *file, const struct run_record *run,
		  const struct run_site *site);

/* Writes what was taken; the first time it creates the file. May be tried again. */
int running_write(struct running_file *file, struct frugal_error *reterr);

/* The ledger is on another machine's disk: a write may have to wait for it. */
bool running_may_wait(const struct running_file *file);

/* Closes the file; removes: the ledger has the end of the run. Accepts NULL. */
void running_end(struct running_file *file, bool removes);

/* ---- reading -------------------------------------------------------------------------------- */

/* The ids of the files; sorted, in the arena. */
int running_list(struct ledger *ledger, struct arena *arena, char ***ret_ids, size_t *ret_n,
		 struct frugal_error *reterr);

/* Returns 1 and the file of a run; 0: none can be read here. A damaged one without owner is
 * removed. */
int running_load(struct ledger *ledger, const char *id, struct running *ret,
		 struct frugal_error *reterr);

/* Whether a run has a file, readable or not. */
bool running_exists(const struct ledger *ledger, const char *id);

/* Ends the record of a run whose meter did not: interrupted, after the time that was seen. */
void running_interrupt(struct run_record *run);

/*
 * Stores the run, whose owner is gone and whose record has ended, with its figures, unless the
 * ledger has its end already, and removes the file. Of several processes that do so at once one
 * stores it.
 */
int running_fold(struct ledger *ledger, struct running *running, struct frugal_error *reterr);

/* Completes the record of a run by its file: see ledger_complete_running. */
int running_complete(struct ledger *ledger, enum run_detail detail, struct run_record *run,
		     struct frugal_error *reterr);

void running_release(struct running *running);

#endif
