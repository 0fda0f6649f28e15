/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Data that is stored with the measurements: tags that people put on runs, the removal of a run,
 * and the idle power of each sensor, the lowest that was observed.
 */
#include "store/ledger.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "store/sql.h"
#include "store/sum.h"

#define TAG_MAX 64
#define OUTCOME "outcome:"

static int check_tag(const char *tag, struct frugal_error *reterr)
{
	struct str s = str_of(tag);
	bool good = s.n > 0 && s.n <= TAG_MAX && str_utf8_valid(s) == s.n;
	for (size_t i = 0; good && i < s.n; i++)
		good = (unsigned char)s.p[i] >= 0x20 && s.p[i] != 0x7F;
	if (good)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' cannot be a tag"),
		  (int)str_utf8_valid((struct str){s.p, s.n < TAG_MAX ? s.n : TAG_MAX}), tag);
	error_todo(reterr, "%s", _("give 1 to 64 bytes of text without control characters"));
	return FRUGAL_EUSAGE;
}

struct known_run {
	char id[RUN_ID_SIZE];
	int64_t seq;
	enum run_status status;
	int64_t started_us;
};

static int know(struct ledger *ledger, const char *text, struct known_run *ret,
		struct frugal_error *reterr)
{
	int r = ledger_find_run(ledger, text, ret->id, reterr);
	if (r < 0)
		return r;
	struct binder of = sql_binder(ledger, SQL_RUN_STATUS);
	bind_text(&of, ret->id);
	r = sql_step(ledger, &of, reterr);
	if (r == 0)
		return error_set(reterr, FRUGAL_EUSAGE, _("run %s was just removed"), ret->id);
	if (r < 0)
		return r;
	ret->seq = sqlite3_column_int64(of.st, 0);
	ret->status = (enum run_status)sqlite3_column_int(of.st, 1);
	ret->started_us = sqlite3_column_int64(of.st, 2);
	sqlite3_reset(of.st);
	return 0;
}

static int put_tag(struct ledger *ledger, const struct known_run *run, const char *tag,
		   struct frugal_error *reterr)
{
	int r = 0;
	if (strncmp(tag, OUTCOME, strlen(OUTCOME)) == 0)
		r = sql_do_for(ledger, SQL_OUTCOME_DELETE, run->seq, reterr);
	struct binder to = sql_binder(ledger, SQL_TAG_INSERT);
	bind_int(&to, run->seq);
	bind_text(&to, tag);
	bind_int(&to, run->started_us);
	return r == 0 ? sql_do(ledger, &to, reterr) : r;
}

static int drop_tag(struct ledger *ledger, const struct known_run *run, const char *tag,
		    struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_TAG_DELETE);
	bind_int(&to, run->seq);
	bind_text(&to, tag);
	int r = sql_do(ledger, &to, reterr);
	if (r < 0 || sqlite3_changes(ledger->db) > 0)
		return r;
	error_set(reterr, FRUGAL_EUSAGE, _("run %s has no tag '%s'"), run->id, tag);
	error_todo(reterr, "%s", _("`frugal runs show` lists the tags of a run"));
	return FRUGAL_EUSAGE;
}

static int change_tag(struct ledger *ledger, const char *text, const char *tag,
		      enum ledger_tagging tagging, struct frugal_error *reterr)
{
	struct known_run run;
	int r = know(ledger, text, &run, reterr);
	if (r == 0)
		r = sum_out(ledger, run.seq, reterr);
	if (r == 0)
		r = tagging == TAG_ADD ? put_tag(ledger, &run, tag, reterr)
				       : drop_tag(ledger, &run, tag, reterr);
	return r == 0 ? sum_in(ledger, run.seq, reterr) : r;
}

int ledger_tag(struct ledger *ledger, const char *text, const char *tag,
	       enum ledger_tagging tagging, struct frugal_error *reterr)
{
	int r = check_tag(tag, reterr);
	if (r == 0)
		r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	return sql_end(ledger, change_tag(ledger, text, tag, tagging, reterr), reterr);
}

static int place_known(struct ledger *ledger, const char *text, const struct run_place *place,
		       struct frugal_error *reterr)
{
	const char *words[] = {place->project, place->service, place->phase, place->name};
	struct known_run run;
	int r = know(ledger, text, &run, reterr);
	if (r < 0)
		return r;
	r = sum_out(ledger, run.seq, reterr);
	if (r < 0)
		return r;
	struct binder to = sql_binder(ledger, SQL_RUN_PLACE);
	bind_int(&to, run.seq);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (words[i])
			bind_text(&to, words[i]);
		else
			bind_null(&to);
	}
	r = sql_do(ledger, &to, reterr);
	return r == 0 ? sum_in(ledger, run.seq, reterr) : r;
}

int ledger_place(struct ledger *ledger, const char *text, const struct run_place *place,
		 struct frugal_error *reterr)
{
	int r = sql_begin(ledger, reterr);
	return r < 0 ? r : sql_end(ledger, place_known(ledger, text, place, reterr), reterr);
}

static int remove_known(struct ledger *ledger, const char *text, struct frugal_error *reterr)
{
	struct known_run run;
	int r = know(ledger, text, &run, reterr);
	if (r < 0)
		return r;
	if (run.status == RUN_RUNNING) {
		error_set(reterr, FRUGAL_EUSAGE, _("run %s is still running"), run.id);
		error_todo(reterr, "%s", _("remove it when it has ended"));
		return FRUGAL_EUSAGE;
	}
	r = sum_out(ledger, run.seq, reterr);
	if (r == 0)
		r = sql_do_for(ledger, SQL_RUN_ORPHAN, run.seq, reterr);
	/* Its rows in other tables are removed with it (ON DELETE CASCADE). */
	return r == 0 ? sql_do_for(ledger, SQL_RUN_DELETE, run.seq, reterr) : r;
}

int ledger_remove(struct ledger *ledger, const char *text, struct frugal_error *reterr)
{
	int r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	return sql_end(ledger, remove_known(ledger, text, reterr), reterr);
}

/* ---- Idle power ----------------------------------------------------------------------------- */

int ledger_idle_power(struct ledger *ledger, const char *host, const char *sensor,
		      struct power *ret_power, int64_t *ret_seen_us, struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_IDLE_GET);
	bind_text(&of, host);
	bind_text(&of, sensor);
	ret_power->w = NAN;
	int r = sql_step(ledger, &of, reterr);
	if (r <= 0)
		return r;
	ret_power->w = sqlite3_column_double(of.st, 0);
	if (ret_seen_us)
		*ret_seen_us = sqlite3_column_int64(of.st, 1);
	sqlite3_reset(of.st);
	return 0;
}

int ledger_note_idle_power(struct ledger *ledger, const char *host, const char *sensor,
			   struct power power, int64_t seen_us, struct frugal_error *reterr)
{
	if (!isfinite(power.w) || power.w <= 0)
		return 0;
	/* Nearly always the stored value is lower: read first, and lock nothing. */
	struct power known;
	int r = ledger_idle_power(ledger, host, sensor, &known, NULL, reterr);
	if (r < 0 || known.w <= power.w)
		return r;
	r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	struct binder to = sql_binder(ledger, SQL_IDLE_PUT);
	bind_text(&to, host);
	bind_text(&to, sensor);
	bind_real(&to, power.w);
	bind_int(&to, seen_us);
	return sql_end(ledger, sql_do(ledger, &to, reterr), reterr);
}

int ledger_day_use(struct ledger *ledger, const char *host, const char *day, enum day_kind kind,
		   const char *key, double *ret, struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_DAY_GET);
	bind_text(&to, host);
	bind_text(&to, day);
	bind_int(&to, kind);
	bind_text(&to, key);
	*ret = NAN;
	int r = sql_step(ledger, &to, reterr);
	if (r <= 0)
		return r;
	struct columns from = {.st = to.st};
	*ret = column_real(&from);
	sqlite3_reset(to.st);
	return 0;
}

static int put_use(struct ledger *ledger, const char *host, const char *day,
		   const struct day_use *use, struct frugal_error *reterr)
{
	if (!isfinite(use->amount) || use->amount < 0)
		return error_set(reterr, FRUGAL_EBUG, _("a negative amount of energy"));
	struct binder to = sql_binder(ledger, SQL_DAY_PUT);
	bind_text(&to, host);
	bind_text(&to, day);
	bind_int(&to, use->kind);
	bind_text(&to, use->key);
	bind_real(&to, use->amount);
	return sql_do(ledger, &to, reterr);
}

int ledger_note_day(struct ledger *ledger, const char *host, const char *day,
		    const struct day_use *uses, size_t n, struct frugal_error *reterr)
{
	int r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; r == 0 && i < n; i++)
		r = put_use(ledger, host, day, &uses[i], reterr);
	if (r == 0) {
		struct binder to = sql_binder(ledger, SQL_DAY_FORGET);
		bind_text(&to, host);
		bind_text(&to, day);
		r = sql_do(ledger, &to, reterr);
	}
	return sql_end(ledger, r, reterr);
}
