/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what people type (a few digits, "last") to one run, without guessing: several runs that
 * begin with the same digits are an error that names them.
 */
#include "store/ledger.h"

#include <string.h>

#include "base/intl.h"
#include "store/row.h"
#include "store/running.h"

#define PREFIX_MIN 4
#define CANDIDATES_SHOWN 5

static int none_such(const struct ledger *ledger, const char *text, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("no run begins with '%.32s'"), text);
	error_where(reterr, "%s", ledger->path);
	error_todo(reterr, "%s", _("`frugal runs` lists them"));
	return FRUGAL_EUSAGE;
}

static int find_last(struct ledger *ledger, char ret_id[RUN_ID_SIZE], struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_RUN_LAST);
	int r = sql_step(ledger, &of, reterr);
	if (r == 1) {
		sql_column_id(of.st, ret_id);
		sqlite3_reset(of.st);
		return 0;
	}
	if (r < 0)
		return r;
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("no run is recorded yet"));
	error_where(reterr, "%s", ledger->path);
	error_todo(reterr, "%s", _("`frugal run -- COMMAND` records one"));
	return FRUGAL_EUSAGE;
}

/*
 * Copies the digits of text to `to` in lower case; FRUGAL_EUSAGE if text is not an id or its start.
 */
static int prefix_of(const char *text, char to[RUN_ID_SIZE], struct frugal_error *reterr)
{
	size_t n = strlen(text);
	if (n < PREFIX_MIN || n >= RUN_ID_SIZE || strspn(text, "0123456789abcdefABCDEF") != n) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%.32s' is not a run"), text);
		error_todo(reterr, "%s",
			   _("give 'last', or the first 4 to 16 digits of an id that `frugal runs` "
			     "shows"));
		return FRUGAL_EUSAGE;
	}
	for (size_t i = 0; i <= n; i++)
		to[i] = (char)(text[i] >= 'A' && text[i] <= 'F' ? text[i] + ('a' - 'A') : text[i]);
	return 0;
}

static int ambiguous(const char *text, const struct buf *names, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("several runs begin with '%.32s': %s"), text,
		  buf_text(names));
	error_todo(reterr, "%s", _("give more digits of the id"));
	return FRUGAL_EUSAGE;
}

int ledger_find_run(struct ledger *ledger, const char *text, char ret_id[RUN_ID_SIZE],
		    struct frugal_error *reterr)
{
	if (strcmp(text, "last") == 0)
		return find_last(ledger, ret_id, reterr);
	char prefix[RUN_ID_SIZE], id[RUN_ID_SIZE];
	int r = prefix_of(text, prefix, reterr);
	if (r < 0)
		return r;
	struct buf names = {0};
	size_t n = 0;
	struct binder of = sql_binder(ledger, SQL_RUN_PREFIX);
	bind_text(&of, prefix);
	while ((r = sql_step(ledger, &of, reterr)) == 1) {
		sql_column_id(of.st, id);
		if (n++ < CANDIDATES_SHOWN)
			buf_addf(&names, "%s%s", n == 1 ? "" : ", ", id);
		else
			buf_puts(&names, ", ...");
	}
	if (r == 0 && n == 0)
		r = none_such(ledger, text, reterr);
	if (r == 0 && n > 1)
		r = ambiguous(text, &names, reterr);
	if (r == 0)
		memcpy(ret_id, id, RUN_ID_SIZE);
	buf_release(&names);
	return r;
}

static int load(struct ledger *ledger, const char *id, struct run_record *run,
		struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_RUN_GET);
	int64_t seq;
	bind_text(&of, id);
	int r = sql_step(ledger, &of, reterr);
	if (r == 0)
		return none_such(ledger, id, reterr);
	if (r < 0)
		return r;
	r = row_read_run(ledger, of.st, run, &seq, reterr);
	/*
	 * The statement stays at its row until all is read: everything is from one moment of the
	 * ledger.
	 */
	if (r == 0)
		r = row_read_details(ledger, seq, RUN_WHOLE, run, reterr);
	sqlite3_reset(of.st);
	return r == 0 ? running_complete(ledger, RUN_WHOLE, run, reterr) : r;
}

int ledger_load_run(struct ledger *ledger, const char *text, struct run_record *ret_run,
		    struct frugal_error *reterr)
{
	char id[RUN_ID_SIZE];
	struct run_record run = {0};
	int r = ledger_find_run(ledger, text, id, reterr);
	if (r == 0)
		r = load(ledger, id, &run, reterr);
	if (r == 0)
		*ret_run = run;
	else
		run_record_release(&run);
	return r;
}

/* The number of digits that id has in common with its neighbour on one side. */
static int common_digits(struct ledger *ledger, enum statement side, const char *id, size_t *ret_n,
			 struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, side);
	char other[RUN_ID_SIZE];
	size_t n = 0;
	bind_text(&of, id);
	int r = sql_step(ledger, &of, reterr);
	if (r == 1) {
		sql_column_id(of.st, other);
		sqlite3_reset(of.st);
		while (id[n] && id[n] == other[n])
			n++;
	}
	*ret_n = n;
	return r < 0 ? r : 0;
}

int ledger_short_id(struct ledger *ledger, const char *id, size_t *ret_n,
		    struct frugal_error *reterr)
{
	size_t before, after;
	int r = common_digits(ledger, SQL_RUN_BEFORE, id, &before, reterr);
	if (r == 0)
		r = common_digits(ledger, SQL_RUN_AFTER, id, &after, reterr);
	if (r < 0)
		return r;
	size_t n = (before > after ? before : after) + 1;
	*ret_n = n < PREFIX_MIN ? PREFIX_MIN : n;
	return 0;
}

int ledger_parent_digits(struct ledger *ledger, const struct run_record *run, size_t *ret_n,
			 struct frugal_error *reterr)
{
	bool there = false;
	*ret_n = 0;
	int r = run->parent[0] ? ledger_has_run(ledger, run->parent, &there, reterr) : 0;
	return r == 0 && there ? ledger_short_id(ledger, run->parent, ret_n, reterr) : r;
}
