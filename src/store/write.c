/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of a run in the ledger: begun, saved every few seconds, finished, or found interrupted
 * by a later process. Each step is one transaction that replaces the earlier rows of the run.
 */
#include "store/ledger.h"

#include <string.h>

#include "base/intl.h"
#include "store/command.h"
#include "store/row.h"
#include "store/running.h"
#include "store/sum.h"

static int write_tags(struct ledger *ledger, int64_t seq, const struct run_record *run,
		      struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; r == 0 && run->tags && run->tags[i]; i++) {
		struct binder to = sql_binder(ledger, SQL_TAG_INSERT);
		bind_int(&to, seq);
		bind_text(&to, run->tags[i]);
		bind_int(&to, run->started_us);
		r = sql_do(ledger, &to, reterr);
	}
	return r;
}

static int write_owner(struct ledger *ledger, int64_t seq, const struct run_owner *owner,
		       struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_OWNER_INSERT);
	bind_int(&to, seq);
	bind_text(&to, owner->host);
	bind_text(&to, owner->boot_id);
	bind_int(&to, owner->pid_ns);
	bind_int(&to, owner->pid);
	bind_int(&to, owner->start_ticks);
	return sql_do(ledger, &to, reterr);
}

/* The number of the run in the ledger, 0 when it is missing; and whether it has ended. */
static int seq_of(struct ledger *ledger, const char *id, int64_t *ret_seq, bool *ret_ended,
		  struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_RUN_STATUS);
	bind_text(&of, id);
	int r = sql_step(ledger, &of, reterr);
	if (r < 0)
		return r;
	*ret_seq = r == 1 ? sqlite3_column_int64(of.st, 0) : 0;
	*ret_ended = r == 1 && sqlite3_column_int(of.st, 1) != RUN_RUNNING;
	sqlite3_reset(of.st);
	return 0;
}

/* Puts the row and all its details. *seq is 0 for a new run, and is then set. */
static int put_run(struct ledger *ledger, const struct run_record *run, enum run_status status,
		   const char *command, int64_t *seq, struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, *seq ? SQL_RUN_UPDATE : SQL_RUN_INSERT);
	row_bind_run(&to, run, status, command);
	int r = sql_do(ledger, &to, reterr);
	if (r < 0)
		return r;
	if (*seq == 0)
		*seq = sqlite3_last_insert_rowid(ledger->db);
	else
		r = row_clear_details(ledger, *seq, reterr);
	if (r == 0)
		r = row_write_details(ledger, *seq, run, reterr);
	if (r == 0)
		r = write_tags(ledger, *seq, run, reterr);
	return r;
}

/* STEP_FOLD: STEP_FINISH by another process than the meter. */
enum step { STEP_BEGIN, STEP_PROGRESS, STEP_FINISH, STEP_FOLD };

static int write_step(struct ledger *ledger, const struct run_record *run, enum step step,
		      const char *command, const struct run_owner *owner,
		      struct frugal_error *reterr)
{
	int64_t seq = 0;
	enum run_status status = RUN_RUNNING;
	const bool ends = step == STEP_FINISH || step == STEP_FOLD;
	if (ends)
		status = run->status == RUN_RUNNING ? RUN_FINISHED : run->status;
	bool had_ended;
	int r = seq_of(ledger, run->id, &seq, &had_ended, reterr);
	if (r < 0 || (had_ended && step == STEP_FOLD))
		return r;
	if (step == STEP_PROGRESS && seq == 0)
		return error_set(reterr, FRUGAL_EBUG, _("run %s was not begun, or was removed"),
				 run->id);
	bool was_there = seq != 0;
	if (had_ended)
		r = sum_out(ledger, seq, reterr);
	if (r == 0)
		r = put_run(ledger, run, status, command, &seq, reterr);
	if (r == 0 && step == STEP_BEGIN)
		r = write_owner(ledger, seq, owner, reterr);
	if (r == 0 && ends && was_there)
		r = sql_do_for(ledger, SQL_OWNER_DELETE, seq, reterr);
	if (r == 0 && ends)
		r = sum_in_record(ledger, seq, run, was_there, reterr);
	return r;
}

/*
 * Before the lock is taken, so that the lock is for the writing alone. Statements that only some
 * runs need are prepared when they are used.
 */
static void prepare_writing(struct ledger *ledger, const struct run_record *run, enum step step)
{
	(void)sql_binder(ledger, SQL_RUN_STATUS);
	(void)sql_binder(ledger, step == STEP_PROGRESS || ledger->kept[SQL_RUN_INSERT]
					 ? SQL_RUN_UPDATE
					 : SQL_RUN_INSERT);
	if (step == STEP_FINISH || step == STEP_FOLD)
		sum_prepare(ledger, run);
	if (run->n_parts)
		(void)sql_binder(ledger, SQL_PART_INSERT);
	if (run->n_figures)
		(void)sql_binder(ledger, SQL_FIGURE_INSERT);
	if (run->n_sections)
		(void)sql_binder(ledger, SQL_SECTION_INSERT);
	if (run->n_metrics)
		(void)sql_binder(ledger, SQL_METRIC_INSERT);
	if (row_has_long_texts(run))
		(void)sql_binder(ledger, SQL_DERIVATION_PUT);
}

static int write_run(struct ledger *ledger, const struct run_record *run, enum step step,
		     const struct run_owner *owner, struct frugal_error *reterr)
{
	if (strspn(run->id, "0123456789abcdef") != RUN_ID_SIZE - 1)
		return error_set(reterr, FRUGAL_EBUG, _("'%s' is not the id of a run"), run->id);
	int r = run_record_check(run, reterr);
	if (r < 0)
		return r;
	struct buf command = {0};
	command_write(&command, run->command);
	prepare_writing(ledger, run, step);
	r = command.failed ? error_nomem(reterr) : sql_begin(ledger, reterr);
	if (r == 0)
		r = sql_end(ledger,
			    write_step(ledger, run, step, buf_text(&command), owner, reterr),
			    reterr);
	buf_release(&command);
	return r;
}

int ledger_begin_run(struct ledger *ledger, const struct run_record *run,
		     const struct run_owner *owner, struct frugal_error *reterr)
{
	return write_run(ledger, run, STEP_BEGIN, owner, reterr);
}

int ledger_progress(struct ledger *ledger, const struct run_record *run,
		    struct frugal_error *reterr)
{
	return write_run(ledger, run, STEP_PROGRESS, NULL, reterr);
}

int ledger_finish_run(struct ledger *ledger, const struct run_record *run,
		      struct frugal_error *reterr)
{
	return write_run(ledger, run, STEP_FINISH, NULL, reterr);
}

int ledger_fold_run(struct ledger *ledger, const struct run_record *run,
		    struct frugal_error *reterr)
{
	return write_run(ledger, run, STEP_FOLD, NULL, reterr);
}

int ledger_batch(struct ledger *ledger, struct frugal_error *reterr)
{
	int r = sql_begin(ledger, reterr);
	ledger->in_batch = r == 0;
	return r;
}

int ledger_batch_end(struct ledger *ledger, int r, struct frugal_error *reterr)
{
	ledger->in_batch = false;
	return sql_end(ledger, r, reterr);
}

int ledger_has_run(struct ledger *ledger, const char *id, bool *ret, struct frugal_error *reterr)
{
	int64_t seq = 0;
	bool ended;
	int r = seq_of(ledger, id, &seq, &ended, reterr);
	*ret = seq != 0;
	return r;
}

int ledger_has_end(struct ledger *ledger, const char *id, bool *ret, struct frugal_error *reterr)
{
	int64_t seq = 0;
	return seq_of(ledger, id, &seq, ret, reterr);
}

/* ---- Interrupted runs ----------------------------------------------------------------------- */

static bool has_file(struct ledger *ledger, int64_t seq)
{
	char id[RUN_ID_SIZE] = "";
	struct binder of = sql_binder(ledger, SQL_RUN_ID);
	bind_int(&of, seq);
	if (sql_step(ledger, &of, NULL) == 1) {
		sql_column_id(of.st, id);
		sqlite3_reset(of.st);
	}
	return running_exists(ledger, id);
}

/* The numbers of the runs of this host whose owner is gone and that have no file; to be freed. */
static int find_gone(struct ledger *ledger, const struct run_owner *here, int64_t **ret_seqs,
		     size_t *ret_n, struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct binder of = sql_binder(ledger, SQL_OWNER_OF_HOST);
	size_t cap = 0;
	int r;
	bind_text(&of, here->host);
	while ((r = sql_step(ledger, &of, reterr)) == 1) {
		struct columns from = {.st = of.st, .arena = &arena};
		struct run_owner owner = *here;
		int64_t seq = column_int(&from);
		const char *boot_id = column_text(&from);
		owner.pid_ns = column_int(&from);
		owner.pid = column_int(&from);
		owner.start_ticks = column_int(&from);
		if (from.failed || !mem_grow(ret_seqs, *ret_n, &cap, sizeof(**ret_seqs), 0)) {
			r = error_nomem(reterr);
			sqlite3_reset(of.st);
			break;
		}
		size_t n = strnlen(boot_id, sizeof(owner.boot_id) - 1);
		memcpy(owner.boot_id, boot_id, n);
		owner.boot_id[n] = '\0';
		if (run_owner_is_gone(&owner, here) && !has_file(ledger, seq))
			(*ret_seqs)[(*ret_n)++] = seq;
	}
	arena_release(&arena);
	return r;
}

int ledger_count_gone(struct ledger *ledger, size_t *ret_n, struct frugal_error *reterr)
{
	struct run_owner here;
	int64_t *seqs = NULL;
	*ret_n = 0;
	run_owner_read(&here);
	int r = find_gone(ledger, &here, &seqs, ret_n, reterr);
	mem_free(seqs);
	return r;
}

int ledger_close_interrupted(struct ledger *ledger, size_t *ret_n, struct frugal_error *reterr)
{
	struct run_owner here;
	int64_t *seqs = NULL;
	size_t n = 0, n_closed = 0;
	run_owner_read(&here);
	int r = find_gone(ledger, &here, &seqs, &n, reterr);
	/* Mostly there are none, and then nothing is locked. */
	if (r == 0 && n)
		r = sql_begin(ledger, reterr);
	if (r == 0 && n) {
		for (size_t i = 0; r == 0 && i < n; i++) {
			r = sql_do_for(ledger, SQL_RUN_INTERRUPT, seqs[i], reterr);
			n_closed += r == 0 && sqlite3_changes(ledger->db) > 0;
			if (r == 0)
				r = sql_do_for(ledger, SQL_OWNER_DELETE, seqs[i], reterr);
			if (r == 0)
				r = sum_in(ledger, seqs[i], reterr);
		}
		r = sql_end(ledger, r, reterr);
	}
	mem_free(seqs);
	if (r == 0 && ret_n)
		*ret_n = n_closed;
	return r;
}
