/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps a run in the ledger without ever standing in its way: each step that fails is remembered,
 * tried once more after a damaged file was set aside, and told at the end in one line.
 */
#ifndef CLI_RUN_KEEP_H
#define CLI_RUN_KEEP_H

#include "cli/cli.h"
#include "meter/session.h"
#include "store/ledger.h"

struct keeper {
	const struct cli *cli;
	struct buf path;
	struct ledger *ledger; /* NULL: not open */
	bool wanted;           /* false with --no-store */
	bool begun;
	bool lost; /* the record is not in the ledger, and error says why */
	struct frugal_error error;
	struct buf aside; /* what a damaged ledger is called now; empty: there was none */
	struct run_owner owner;
};

/* Opens the ledger and closes the runs that were interrupted. Never fails: see lost. */
void keeper_open(struct keeper *keeper, const struct cli *cli, bool wanted);

/* Idle powers of this host, from the ledger and to it. The keeper outlives them. */
struct idle_powers keeper_idle_powers(struct keeper *keeper);

void keeper_begin(struct keeper *keeper, const struct run_record *run);
void keeper_progress(struct keeper *keeper, const struct run_record *run);

void keeper_finish(struct keeper *keeper, const struct run_record *run);

/* After keeper_finish: how many digits of the id name the run; 0 when it was not kept. */
size_t keeper_digits(struct keeper *keeper, const struct run_record *run);

/* One line on standard error for what was lost or set aside, if anything was. */
void keeper_tell(const struct keeper *keeper);
void keeper_close(struct keeper *keeper);

#endif
