/* SPDX-License-Identifier: Apache-2.0 */
/* Estimates lie in the register `estimate` (register.h), one row each; none is ever changed. */
#include "store/estimate.h"

#include <string.h>

#include "base/intl.h"
#include "store/sql.h"

#define PREFIX_MIN 4

int ledger_keep_estimate(struct ledger *ledger, struct kept_estimate *estimate,
			 struct frugal_error *reterr)
{
	int r = run_id_new(estimate->id + strlen(ESTIMATE_PREFIX), reterr);
	memcpy(estimate->id, ESTIMATE_PREFIX, strlen(ESTIMATE_PREFIX));
	if (r == 0)
		r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	struct binder to = sql_binder(ledger, SQL_ESTIMATE_PUT);
	bind_text(&to, estimate->id);
	bind_int(&to, estimate->at_us);
	bind_text(&to, estimate->project);
	bind_text(&to, estimate->service);
	bind_text(&to, estimate->name);
	bind_text(&to, estimate->model);
	bind_text(&to, estimate->inputs);
	bind_text(&to, estimate->answer);
	return sql_end(ledger, sql_do(ledger, &to, reterr), reterr);
}

bool estimate_is_id(const char *text)
{
	return strncmp(text, ESTIMATE_PREFIX, strlen(ESTIMATE_PREFIX)) == 0;
}

static int read_row(sqlite3_stmt *st, struct arena *arena, struct kept_estimate *ret,
		    struct frugal_error *reterr)
{
	struct columns from = {.st = st, .arena = arena};
	const char *id = column_text(&from);
	*ret = (struct kept_estimate){.at_us = column_int(&from)};
	ret->project = column_text(&from);
	ret->service = column_text(&from);
	ret->name = column_text(&from);
	ret->model = column_text(&from);
	ret->inputs = column_text(&from);
	ret->answer = column_text(&from);
	if (from.failed || !id)
		return error_nomem(reterr);
	size_t n = strnlen(id, ESTIMATE_ID_SIZE - 1);
	memcpy(ret->id, id, n);
	return 0;
}

/* The digits in lower case, as they are stored. */
static int prefix_of(const char *text, char to[ESTIMATE_ID_SIZE], struct frugal_error *reterr)
{
	size_t n = strlen(text), begin = strlen(ESTIMATE_PREFIX);
	if (!estimate_is_id(text) || n < begin + PREFIX_MIN || n >= ESTIMATE_ID_SIZE ||
	    strspn(text + begin, "0123456789abcdefABCDEF") != n - begin) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%.32s' is not an estimate"), text);
		return error_todo(reterr, "%s",
				  _("give e- and the first 4 to 16 digits of an id that `frugal "
				    "runs estimates` shows"));
	}
	for (size_t i = 0; i <= n; i++)
		to[i] = (char)(text[i] >= 'A' && text[i] <= 'F' ? text[i] + ('a' - 'A') : text[i]);
	return 0;
}

int ledger_find_estimate(struct ledger *ledger, const char *text, struct arena *arena,
			 struct kept_estimate *ret, struct frugal_error *reterr)
{
	char prefix[ESTIMATE_ID_SIZE];
	size_t n = 0;
	int r = prefix_of(text, prefix, reterr);
	if (r < 0)
		return r;
	struct binder of = sql_binder(ledger, SQL_ESTIMATE_PREFIX);
	bind_text(&of, prefix);
	while ((r = sql_step(ledger, &of, reterr)) == 1) {
		r = n++ ? 0 : read_row(of.st, arena, ret, reterr);
		if (r < 0) {
			sqlite3_reset(of.st);
			return r;
		}
	}
	if (r < 0 || n == 1)
		return r;
	error_set(reterr, FRUGAL_EUSAGE,
		  n ? _("several estimates begin with '%.32s'")
		    : _("no estimate begins with '%.32s'"),
		  text);
	return error_todo(reterr, "%s",
			  n ? _("give more digits of the id") : "frugal runs estimates");
}

int ledger_estimates(struct ledger *ledger, estimate_visit *visit, void *context,
		     struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_ESTIMATE_LIST);
	int r;
	while ((r = sql_step(ledger, &of, reterr)) == 1) {
		struct arena arena = {0};
		struct kept_estimate estimate;
		r = read_row(of.st, &arena, &estimate, reterr);
		if (r == 0)
			r = visit(context, &estimate, reterr);
		arena_release(&arena);
		if (r != FRUGAL_VISIT_ON) {
			sqlite3_reset(of.st);
			break;
		}
	}
	return r < 0 ? r : 0;
}

int ledger_remove_estimate(struct ledger *ledger, const char *text, struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct kept_estimate estimate;
	int r = ledger_find_estimate(ledger, text, &arena, &estimate, reterr);
	if (r == 0)
		r = sql_begin(ledger, reterr);
	if (r == 0) {
		struct binder to = sql_binder(ledger, SQL_ESTIMATE_DELETE);
		bind_text(&to, estimate.id);
		r = sql_end(ledger, sql_do(ledger, &to, reterr), reterr);
	}
	arena_release(&arena);
	return r;
}
