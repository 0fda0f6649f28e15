/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reservations, capacities and waiting commands lie in registers (register.h). Every choice is made
 * and written in one transaction; rows whose end has passed are removed by the next writer.
 */
#include "store/reserve.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "store/sql.h"

int ledger_capacity(struct ledger *ledger, const char *zone, double *ret_kw,
		    struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_CAPACITY_GET);
	bind_text(&to, zone);
	int r = sql_step(ledger, &to, reterr);
	if (r == 1) {
		struct columns from = {.st = to.st};
		*ret_kw = column_real(&from);
		sqlite3_reset(to.st);
	}
	return r;
}

int ledger_set_capacity(struct ledger *ledger, const char *zone, double kw,
			struct frugal_error *reterr)
{
	if (!(kw > 0) || !isfinite(kw))
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("the capacity must be above zero"));
	int r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	struct binder to = sql_binder(ledger, SQL_CAPACITY_PUT);
	bind_text(&to, zone);
	bind_real(&to, kw);
	return sql_end(ledger, sql_do(ledger, &to, reterr), reterr);
}

int ledger_reserved(struct ledger *ledger, const char *zone, int64_t from_s, int64_t step_s,
		    double *kw, size_t n, struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_RESERVED);
	int r;
	bind_text(&to, zone);
	bind_int(&to, from_s);
	bind_int(&to, from_s + (int64_t)n * step_s);
	while ((r = sql_step(ledger, &to, reterr)) == 1) {
		struct columns from = {.st = to.st};
		int64_t begin_s = column_int(&from), end_s = column_int(&from);
		double more = column_real(&from);
		int64_t first = begin_s <= from_s ? 0 : (begin_s - from_s) / step_s;
		int64_t end = (end_s - from_s + step_s - 1) / step_s;
		for (int64_t t = first; t < end && t < (int64_t)n; t++)
			kw[t] += more;
	}
	return r;
}

static int forget_past(struct ledger *ledger, int64_t now_s, struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_RESERVATION_FORGET);
	bind_int(&to, now_s);
	return sql_do(ledger, &to, reterr);
}

static int write_pieces(struct ledger *ledger, const struct reservation *reservation,
			struct frugal_error *reterr)
{
	int r = 0;
	if (!reservation->n_pieces || !(reservation->kw > 0))
		return error_set(reterr, FRUGAL_EBUG,
				 _("the reservation has no hours or no power"));
	for (size_t i = 0; r == 0 && i < reservation->n_pieces; i++) {
		struct binder to = sql_binder(ledger, SQL_RESERVATION_PUT);
		bind_text(&to, reservation->id);
		bind_text(&to, reservation->zone);
		bind_text(&to, reservation->name);
		bind_int(&to, reservation->pieces[i].from_s);
		bind_int(&to, reservation->pieces[i].to_s);
		bind_real(&to, reservation->kw);
		r = sql_do(ledger, &to, reterr);
	}
	return r;
}

int ledger_reserve(struct ledger *ledger, int64_t now_s, reserve_choose *choose, void *context,
		   struct reservation *reservation, struct frugal_error *reterr)
{
	int r = run_id_new(reservation->id, reterr);
	if (r == 0)
		r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	r = forget_past(ledger, now_s, reterr);
	if (r == 0)
		r = choose(context, reservation, reterr);
	if (r == 0)
		r = write_pieces(ledger, reservation, reterr);
	return sql_end(ledger, r, reterr);
}

int ledger_reservations(struct ledger *ledger, int64_t now_s, reserve_visit *visit, void *context,
			struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_RESERVATION_LIST);
	int r;
	bind_int(&to, now_s);
	while ((r = sql_step(ledger, &to, reterr)) == 1) {
		struct arena arena = {0};
		struct reserved_piece piece;
		struct columns from = {.st = to.st, .arena = &arena};
		const char *id = column_text(&from);
		struct reservation one = {.zone = column_text(&from),
					  .name = column_text(&from),
					  .pieces = &piece,
					  .n_pieces = 1};
		piece.from_s = column_int(&from);
		piece.to_s = column_int(&from);
		one.kw = column_real(&from);
		if (from.failed) {
			r = error_nomem(reterr);
		} else {
			(void)snprintf(one.id, sizeof(one.id), "%s", id);
			r = visit(context, &one, reterr);
		}
		arena_release(&arena);
		if (r != FRUGAL_VISIT_ON) {
			sqlite3_reset(to.st);
			break;
		}
	}
	return r < 0 ? r : 0;
}

int ledger_release(struct ledger *ledger, const char *id, struct frugal_error *reterr)
{
	size_t n = strlen(id);
	if (n < 4 || n >= RUN_ID_SIZE || strspn(id, "0123456789abcdef") != n)
		return error_set(reterr, FRUGAL_EUSAGE, _("unknown reservation '%s'"), id);
	int r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	struct binder to = sql_binder(ledger, SQL_RESERVATION_COUNT);
	bind_text(&to, id);
	bind_int(&to, (int64_t)n);
	r = sql_step(ledger, &to, reterr);
	if (r == 1) {
		struct columns from = {.st = to.st};
		int64_t found = column_int(&from);
		sqlite3_reset(to.st);
		r = found == 1 ? 0
			       : error_set(reterr, FRUGAL_EUSAGE,
					   found ? _("several reservations begin with '%s'")
						 : _("unknown reservation '%s'"),
					   id);
	}
	if (r == 0) {
		struct binder gone = sql_binder(ledger, SQL_RESERVATION_DELETE);
		bind_text(&gone, id);
		bind_int(&gone, (int64_t)n);
		r = sql_do(ledger, &gone, reterr);
	}
	return sql_end(ledger, r, reterr);
}

/* ---- waiting -------------------------------------------------------------------------------- */

int ledger_waiting(struct ledger *ledger, const char *key, int64_t now_s, int64_t *ret_deadline_s,
		   struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_WAITING_GET);
	bind_text(&to, key);
	*ret_deadline_s = 0;
	int r = sql_step(ledger, &to, reterr);
	if (r <= 0)
		return r;
	struct columns from = {.st = to.st};
	int64_t deadline_s = column_int(&from);
	sqlite3_reset(to.st);
	if (deadline_s > now_s)
		*ret_deadline_s = deadline_s;
	return 0;
}

static int change_waiting(struct ledger *ledger, enum statement which, const char *key,
			  int64_t number, struct frugal_error *reterr)
{
	int r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	struct binder to = sql_binder(ledger, which);
	bind_text(&to, key);
	bind_int(&to, number);
	return sql_end(ledger, sql_do(ledger, &to, reterr), reterr);
}

int ledger_note_waiting(struct ledger *ledger, const char *key, int64_t deadline_s,
			struct frugal_error *reterr)
{
	return change_waiting(ledger, SQL_WAITING_PUT, key, deadline_s, reterr);
}

int ledger_forget_waiting(struct ledger *ledger, const char *key, int64_t now_s,
			  struct frugal_error *reterr)
{
	return change_waiting(ledger, SQL_WAITING_DELETE, key, now_s, reterr);
}
