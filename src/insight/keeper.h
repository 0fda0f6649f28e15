/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps a run in the ledger without ever stopping it: a step that fails is remembered, tried once
 * more after a damaged file was moved away, and reported at the end in one line.
 */
#ifndef INSIGHT_KEEPER_H
#define INSIGHT_KEEPER_H

#include "meter/session.h"
#include "model/context.h"
#include "store/running.h"

struct keeper {
	const struct context *context;
	struct buf path;
	struct ledger *ledger; /* NULL: not open */
	bool wanted;           /* false: nothing is kept */
	bool begun;
	bool lost; /* the record is not in the ledger; error has the reason */
	struct frugal_error error;
	struct buf aside; /* new name of a damaged ledger; empty: none was damaged */
	struct run_owner owner;
	struct running_file *running; /* the sums of each second; NULL: not begun */
	double saved_s;               /* the second in which they were written */
	bool is_saved;                /* they are in the file */
	struct frugal_error unsaved;  /* why they were not, the first time; code 0: they were */
};

/* Opens the ledger. Never fails: see lost. */
void keeper_open(struct keeper *keeper, const struct context *context, bool wanted);

/* Idle powers of this host, from the ledger and to it. The keeper outlives them. */
struct idle_powers keeper_idle_powers(struct keeper *keeper);

void keeper_begin(struct keeper *keeper, const struct run_record *run);

/*
 * Called after each reading, by the thread that takes them: once a second the sums of the session
 * go to a file next to the ledger, from which another process completes the run if this one is
 * killed. Of run the identity, the command and the words are used, and of site all.
 */
void keeper_second(struct keeper *keeper, struct session *session, const struct run_record *run,
		   const struct run_site *site);

/* Where that file cannot be written, the sums go to the ledger now and then. */
void keeper_progress(struct keeper *keeper, const struct run_record *run);

void keeper_finish(struct keeper *keeper, const struct run_record *run,
		   const struct run_site *site);

/* After keeper_finish: how many digits of the id name the run; 0 when it was not kept. */
size_t keeper_digits(struct keeper *keeper, const struct run_record *run);

/* The record is not in the ledger: the code and why, else 0. */
int keeper_problem(const struct keeper *keeper, struct frugal_error *reterr);

/* The sums of some second were not saved: the code and why, else 0. */
int keeper_unsaved(const struct keeper *keeper, struct frugal_error *reterr);

/* A damaged ledger was set aside for a new one: FRUGAL_EDATA and where it is now, else 0. */
int keeper_aside(const struct keeper *keeper, struct frugal_error *reterr);
void keeper_close(struct keeper *keeper);

#endif
