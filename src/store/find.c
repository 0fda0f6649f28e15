/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what people type (a few digits, a name, "last", "last~2") to one run, without guessing:
 * several runs that begin with the same digits, or have the same name, are an error that lists
 * them.
 */
#include "store/ledger.h"

#include <string.h>

#include "base/intl.h"
#include "base/num.h"
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

/* "NAME~2": two runs before the newest; "NAME~" is one before. Else 0, and the whole text. */
static int64_t steps_back(struct str *text)
{
	const char *mark = text->n ? memrchr(text->p, '~', text->n) : NULL;
	int64_t back = 1;
	if (!mark)
		return 0;
	struct str number = {mark + 1, text->n - (size_t)(mark + 1 - text->p)};
	if (number.n && !num_parse_int(number, 0, INT32_MAX, &back))
		return 0;
	text->n = (size_t)(mark - text->p);
	return back;
}

static int find_last(struct ledger *ledger, int64_t back, char ret_id[RUN_ID_SIZE],
		     struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_RUN_LAST);
	bind_int(&of, back);
	int r = sql_step(ledger, &of, reterr);
	if (r == 1) {
		sql_column_id(of.st, ret_id);
		sqlite3_reset(of.st);
		return 0;
	}
	if (r < 0)
		return r;
	if (back)
		error_set(reterr, FRUGAL_EUSAGE, _("no run is %lld before the last"),
			  (long long)back);
	else
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("no run is recorded yet"));
	error_where(reterr, "%s", ledger->path);
	error_todo(reterr, "%s",
		   back ? _("`frugal runs` lists them") : _("`frugal run -- COMMAND` records one"));
	return FRUGAL_EUSAGE;
}

/* ---- by its id ------------------------------------------------------------------------------ */

/* Whether text is an id or its start, which is copied to `to` in lower case. */
static bool prefix_of(const char *text, char to[RUN_ID_SIZE])
{
	size_t n = strlen(text);
	if (n < PREFIX_MIN || n >= RUN_ID_SIZE || strspn(text, "0123456789abcdefABCDEF") != n)
		return false;
	for (size_t i = 0; i <= n; i++)
		to[i] = (char)(text[i] >= 'A' && text[i] <= 'F' ? text[i] + ('a' - 'A') : text[i]);
	return true;
}

/* Several runs that text may mean: the first of them, and what they have in common. */
struct candidates {
	struct buf names;
	size_t n;
	char id[RUN_ID_SIZE]; /* of the first */
};

static void add_candidate(struct candidates *to, struct binder *of)
{
	char id[RUN_ID_SIZE];
	sql_column_id(of->st, id);
	if (!to->n)
		memcpy(to->id, id, sizeof(id));
	if (to->n++ < CANDIDATES_SHOWN)
		buf_addf(&to->names, "%s%s", to->n == 1 ? "" : ", ", id);
	else
		buf_puts(&to->names, ", ...");
}

static int find_prefix(struct ledger *ledger, const char *prefix, struct candidates *ret,
		       struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_RUN_PREFIX);
	int r;
	bind_text(&of, prefix);
	while ((r = sql_step(ledger, &of, reterr)) == 1)
		add_candidate(ret, &of);
	return r;
}

/* ---- by its name ---------------------------------------------------------------------------- */

/* Those with that name, the newest first, without the `back` newest; most at the most. */
static int find_named(struct ledger *ledger, const char *name, int64_t back, int64_t most,
		      struct candidates *ret, struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_RUN_NAMED);
	int r;
	bind_text(&of, name);
	bind_int(&of, back);
	bind_int(&of, most);
	while ((r = sql_step(ledger, &of, reterr)) == 1)
		add_candidate(ret, &of);
	return r;
}

/* "small~1", of a run that is named small. */
static int find_earlier(struct ledger *ledger, const char *text, struct candidates *ret,
			struct frugal_error *reterr)
{
	struct str name = str_of(text);
	int64_t back = steps_back(&name);
	char *copy = name.n && name.n < strlen(text) ? mem_strndup(name.p, name.n) : NULL;
	int r = copy ? find_named(ledger, copy, back, 1, ret, reterr) : 0;
	mem_free(copy);
	return r;
}

static int is_project(struct ledger *ledger, const char *text, struct frugal_error *reterr)
{
	if (!text[0])
		return 0;
	struct binder of = sql_binder(ledger, SQL_RUN_OF_PROJECT);
	bind_text(&of, text);
	int r = sql_step(ledger, &of, reterr);
	if (r == 1)
		sqlite3_reset(of.st);
	return r;
}

static int none_at_all(struct ledger *ledger, const char *text, struct frugal_error *reterr)
{
	int r = is_project(ledger, text, reterr);
	if (r < 0)
		return r;
	error_set(reterr, FRUGAL_EUSAGE, _("'%.64s' is not a run"), text);
	error_todo(reterr, "%s",
		   _("give its name, 'last', 'last~2', or the first 4 to 16 digits of an id that "
		     "`frugal runs` shows"));
	if (r == 1)
		error_todo(reterr, _("the runs of that project: project=%.64s"), text);
	return FRUGAL_EUSAGE;
}

static int several(const char *text, bool by_name, const struct candidates *found,
		   struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE,
		  by_name ? _("several runs are named '%.64s': %s")
			  : _("several runs begin with '%.64s': %s"),
		  text, buf_text(&found->names));
	if (!by_name)
		return error_todo(reterr, "%s", _("give more digits of the id"));
	return error_todo(reterr, _("give an id, or %.64s~0 for the newest"), text);
}

static int find_any(struct ledger *ledger, const char *text, struct candidates *ids,
		    struct candidates *named, struct frugal_error *reterr)
{
	char prefix[RUN_ID_SIZE];
	bool may_be_id = prefix_of(text, prefix);
	int r = may_be_id ? find_prefix(ledger, prefix, ids, reterr) : 0;
	if (r == 0 && text[0])
		r = find_named(ledger, text, 0, CANDIDATES_SHOWN + 1, named, reterr);
	if (r == 0 && !ids->n && !named->n)
		r = find_earlier(ledger, text, named, reterr);
	if (r < 0)
		return r;
	if (named->n > 1)
		return several(text, true, named, reterr);
	if (ids->n > 1)
		return several(text, false, ids, reterr);
	if (named->n && ids->n && strcmp(named->id, ids->id) != 0) {
		error_set(reterr, FRUGAL_EUSAGE,
			  _("'%.64s' is the name of the run %s, and the run %s begins with it"),
			  text, named->id, ids->id);
		return error_todo(reterr, "%s", _("give more digits of the id"));
	}
	if (named->n || ids->n)
		return 0;
	return may_be_id ? none_such(ledger, text, reterr) : none_at_all(ledger, text, reterr);
}

int ledger_find_run(struct ledger *ledger, const char *text, char ret_id[RUN_ID_SIZE],
		    struct frugal_error *reterr)
{
	struct str word = str_of(text);
	int64_t back = steps_back(&word);
	if (str_is(word, "last"))
		return find_last(ledger, back, ret_id, reterr);
	struct candidates ids = {0}, named = {0};
	int r = find_any(ledger, text, &ids, &named, reterr);
	if (r == 0)
		memcpy(ret_id, named.n ? named.id : ids.id, RUN_ID_SIZE);
	buf_release(&ids.names);
	buf_release(&named.names);
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
