/* SPDX-License-Identifier: Apache-2.0 */
/* Between a record and its rows: one order of columns, bound and read in the same file. */
#ifndef STORE_ROW_H
#define STORE_ROW_H

#include "store/ledger.h"
#include "store/sql.h"

#define RUN_COLUMNS                                                                                \
	"id, status, command, project, phase, name, host, zone, started_us, ended_us, "            \
	"duration_s, by_signal, exit_code, attribution, cpu_s, machine_busy_s, share, "            \
	"own_cost_s, machine, zone_is_default, left_out, service, parent"

/* Binds RUN_COLUMNS; command is the text of command_write. */
void row_bind_run(struct binder *to, const struct run_record *run, enum run_status status,
		  const char *command);

/* Writes parts, figures, sections, derivation and curves of run number seq, which has none yet. */
int row_write_details(struct ledger *ledger, int64_t seq, const struct run_record *run,
		      struct frugal_error *reterr);

/* Whether the run has a derivation or curves of power. */
bool row_has_long_texts(const struct run_record *run);

/* Removes the rows that row_write_details wrote (but not a derivation: it is replaced). */
int row_clear_details(struct ledger *ledger, int64_t seq, struct frugal_error *reterr);

/* Reads RUN_COLUMNS, then seq, from the current row into an empty record. */
int row_read_run(struct ledger *ledger, sqlite3_stmt *st, struct run_record *run, int64_t *ret_seq,
		 struct frugal_error *reterr);

/* Reads the rows that detail includes beyond the run's own. */
int row_read_details(struct ledger *ledger, int64_t seq, enum run_detail detail,
		     struct run_record *run, struct frugal_error *reterr);

#endif
