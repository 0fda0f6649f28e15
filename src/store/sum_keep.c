/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps the sums: of each run that ends a row of brief and its kin, its part of tally by tag, kind
 * and day, and its points of metrics; each taken out before the run changes and put in after it.
 */
#include "store/sum.h"

#include <math.h>
#include <string.h>

#include "quantity/unit.h"
#include "store/brief.h"
#include "store/sql.h"

#define DAY_US INT64_C(86400000000)

static void base_value(sqlite3_context *context, int n, sqlite3_value **values)
{
	const unsigned char *name = sqlite3_value_text(values[1]);
	struct unit unit;
	(void)n;
	if (!name || sqlite3_value_type(values[0]) == SQLITE_NULL)
		return;
	struct str text = {(const char *)name, (size_t)sqlite3_value_bytes(values[1])};
	if (unit_parse(text, &unit, NULL) == 0)
		sqlite3_result_double(context, sqlite3_value_double(values[0]) * unit.scale);
}

static void natural_log(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	sqlite3_result_double(context, log(sqlite3_value_double(values[0])));
}

int sum_register(sqlite3 *db)
{
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
	int rc = sqlite3_create_function_v2(db, "natural_log", 1, flags, NULL, natural_log, NULL,
					    NULL, NULL);
	return rc != SQLITE_OK ? rc
			       : sqlite3_create_function_v2(db, "base_value", 2, flags, NULL,
							    base_value, NULL, NULL, NULL);
}

static int add_up(struct ledger *ledger, int64_t seq, bool metrics, struct frugal_error *reterr)
{
	int r = sql_do_for(ledger, SQL_TALLY_IN, seq, reterr);
	if (r == 0 && metrics)
		r = sql_do_for(ledger, SQL_POINT_PUT, seq, reterr);
	return r == 0 && metrics ? sql_do_for(ledger, SQL_POINTS_IN, seq, reterr) : r;
}

int sum_in(struct ledger *ledger, int64_t seq, struct frugal_error *reterr)
{
	int r = sql_do_for(ledger, SQL_KIN_PUT, seq, reterr);
	if (r == 0)
		r = sql_do_for(ledger, SQL_BRIEF_PUT, seq, reterr);
	return r == 0 ? add_up(ledger, seq, true, reterr) : r;
}

int sum_out(struct ledger *ledger, int64_t seq, struct frugal_error *reterr)
{
	static const enum statement all[] = {SQL_TALLY_OUT,    SQL_TALLY_CLEAN,  SQL_POINTS_OUT,
					     SQL_POINTS_CLEAN, SQL_POINT_DELETE, SQL_BRIEF_DELETE};
	int r = 0;
	for (size_t i = 0; r == 0 && i < sizeof(all) / sizeof(*all); i++)
		r = sql_do_for(ledger, all[i], seq, reterr);
	return r;
}

/* What the statements of sum_in find, of a record that is at hand. */
static const char *outcome_of(const struct run_record *run)
{
	struct str outcome;
	const char *first = NULL;
	for (char **tag = run->tags; tag && *tag; tag++)
		if (str_after(str_of(*tag), "outcome:", &outcome) &&
		    (!first || strcmp(outcome.p, first) < 0))
			first = outcome.p;
	return first ? first : "";
}

static void bind_kin(struct binder *to, const struct run_record *run)
{
	bool failed = run->by_signal || run->exit_code != 0;
	bind_text(to, run->project);
	bind_text(to, run->service);
	bind_text(to, run->phase);
	bind_text(to, run->name);
	bind_text(to, outcome_of(run));
	bind_int(to, run->status == RUN_INTERRUPTED ? END_INTERRUPTED
		     : failed                       ? END_FAILED
						    : END_OK);
	bind_text(to, run->zone_is_default ? "" : run->zone);
	bind_text(to, run->machine);
}

/* In base units; its scale is NaN where the run has no such figure, and NaN is NULL to SQLite. */
static const struct run_figure *figure_of(const struct run_record *run, const char *name,
					  const char *perimeter, double *ret_scale)
{
	static const struct run_figure none;
	struct unit unit;
	*ret_scale = NAN;
	for (size_t i = 0; i < run->n_figures; i++) {
		const struct run_figure *figure = &run->figures[i];
		if (strcmp(figure->name, name) != 0 || strcmp(figure->perimeter, perimeter) != 0)
			continue;
		if (unit_parse(str_of(figure->unit), &unit, NULL) == 0)
			*ret_scale = unit.scale;
		return figure;
	}
	return &none;
}

static void bind_figure(struct binder *to, const struct run_figure *figure, double scale)
{
	bind_real(to, figure->value * scale);
	bind_real(to, figure->low * scale);
	bind_real(to, figure->high * scale);
}

/* brief.summed */
enum { SUMMED = 1, SUMMED_EACH_TIME };

static int insert_brief(struct ledger *ledger, int64_t seq, const struct run_record *run,
			struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_BRIEF_INSERT);
	double scale;
	const struct run_figure *figure = figure_of(run, "energy", "share", &scale);
	bind_kin(&to, run);
	bind_int(&to, seq);
	bind_int(&to, run->started_us / DAY_US);
	bind_real(&to, run->duration.s);
	bind_figure(&to, figure, scale);
	bind_real(&to, figure->value * scale * figure->measured_share);
	figure = figure_of(run, "energy", "marginal", &scale);
	bind_real(&to, figure->value * scale);
	figure = figure_of(run, "carbon", "share", &scale);
	bind_figure(&to, figure, scale);
	figure = figure_of(run, "embodied", "share", &scale);
	bind_figure(&to, figure, scale);
	bind_int(&to, run->started_us);
	bind_int(&to, run->parent[0] ? SUMMED_EACH_TIME : SUMMED);
	return sql_do(ledger, &to, reterr);
}

int sum_in_new(struct ledger *ledger, int64_t seq, const struct run_record *run,
	       struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_KIN_INSERT);
	bind_kin(&to, run);
	int r = sql_do(ledger, &to, reterr);
	if (r == 0)
		r = insert_brief(ledger, seq, run, reterr);
	return r == 0 ? add_up(ledger, seq, run->n_metrics > 0, reterr) : r;
}

void sum_prepare(struct ledger *ledger, const struct run_record *run)
{
	(void)sql_binder(ledger, SQL_KIN_INSERT);
	(void)sql_binder(ledger, SQL_BRIEF_INSERT);
	(void)sql_binder(ledger, SQL_TALLY_IN);
	if (!run->n_metrics)
		return;
	(void)sql_binder(ledger, SQL_POINT_PUT);
	(void)sql_binder(ledger, SQL_POINTS_IN);
}
