/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Maintains the sums: for each run that ends a row of brief and its kin, its part of tally by tag,
 * kind and day, and its points of metrics; all subtracted before the run changes and added after
 * it.
 */
#include "base/clock.h"
#include "store/sum.h"

#include <math.h>
#include <string.h>

#include "quantity/unit.h"
#include "record/perimeter.h"
#include "store/brief.h"
#include "store/sql.h"

#define SUM_AT_ONCE 64

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

/* perimeter_of_part of a row of the table part: name, attributed, unattributed, idle; share. */
static void share_joules(sqlite3_context *context, int n, sqlite3_value **values)
{
	const unsigned char *name = sqlite3_value_text(values[0]);
	const struct run_part part = {.part = name ? (const char *)name : "",
				      .attributed = {sqlite3_value_double(values[1])},
				      .unattributed = {sqlite3_value_double(values[2])},
				      .idle = {sqlite3_value_double(values[3])}};
	(void)n;
	sqlite3_result_double(
		context,
		perimeter_of_part(&part, sqlite3_value_double(values[4]), PERIMETER_SHARE).j);
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
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function_v2(db, "share_joules", 5, flags, NULL, share_joules,
						NULL, NULL, NULL);
	return rc != SQLITE_OK ? rc
			       : sqlite3_create_function_v2(db, "base_value", 2, flags, NULL,
							    base_value, NULL, NULL, NULL);
}

static int add_points(struct ledger *ledger, int64_t seq, struct frugal_error *reterr)
{
	int r = sql_do_for(ledger, SQL_POINT_PUT, seq, reterr);
	return r == 0 ? sql_do_for(ledger, SQL_POINTS_IN, seq, reterr) : r;
}

int sum_in(struct ledger *ledger, int64_t seq, struct frugal_error *reterr)
{
	int r = sql_do_for(ledger, SQL_KIN_PUT, seq, reterr);
	if (r == 0)
		r = sql_do_for(ledger, SQL_BRIEF_PUT, seq, reterr);
	if (r == 0)
		r = sql_do_for(ledger, SQL_TALLY_IN, seq, reterr);
	return r == 0 ? add_points(ledger, seq, reterr) : r;
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

/* What the statements of sum_in find, from a record. */
const char *use_outcome_of(const struct run_record *run)
{
	struct str outcome;
	const char *first = NULL;
	for (char **tag = run->tags; tag && *tag; tag++)
		if (str_after(str_of(*tag), "outcome:", &outcome) &&
		    (!first || strcmp(outcome.p, first) < 0))
			first = outcome.p;
	return first ? first : "";
}

enum run_end use_end_of(const struct run_record *run)
{
	bool failed = run->by_signal || run->exit_code != 0;
	return run->status == RUN_INTERRUPTED ? END_INTERRUPTED : failed ? END_FAILED : END_OK;
}

static void bind_kin(struct binder *to, const struct run_record *run, const char *outcome)
{
	bind_text(to, run->project);
	bind_text(to, run->service);
	bind_text(to, run->phase);
	bind_text(to, run->name);
	bind_text(to, outcome);
	bind_int(to, use_end_of(run));
	bind_text(to, run->zone_is_default ? "" : run->zone);
	bind_text(to, run->machine);
}

/* Nearly always there has been such a run before. */
static int find_kin(struct ledger *ledger, const struct run_record *run, const char *outcome,
		    int64_t *ret_kin, struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_KIN_GET);
	bind_kin(&of, run, outcome);
	int r = sql_step(ledger, &of, reterr);
	if (r == 1) {
		*ret_kin = sqlite3_column_int64(of.st, 0);
		sqlite3_reset(of.st);
	}
	if (r != 0)
		return r < 0 ? r : 0;
	struct binder to = sql_binder(ledger, SQL_KIN_INSERT);
	bind_kin(&to, run, outcome);
	r = sql_do(ledger, &to, reterr);
	*ret_kin = sqlite3_last_insert_rowid(ledger->db);
	return r;
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

/* MACHINES_OF, from a record. */
static double machines_wh(const struct run_record *run)
{
	struct perimeter_energy machines;
	double scale;
	const struct run_figure *energy = figure_of(run, "energy", "share", &scale);
	perimeter_of_run(run, PERIMETER_SHARE, &machines);
	return isnan(scale)           ? (double)NAN
	       : machines.value.j > 0 ? energy_wh(machines.value)
				      : energy->value * scale;
}

/* brief.summed */
enum { SUM_WAITS = 0, SUM_EACH_TIME = 2 };

static int insert_brief(struct ledger *ledger, int64_t seq, const struct run_record *run,
			int64_t kin, struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_BRIEF_INSERT);
	double scale;
	const struct run_figure *figure = figure_of(run, "energy", "share", &scale);
	bind_int(&to, seq);
	bind_int(&to, kin);
	bind_int(&to, run->started_us / US_PER_DAY);
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
	bind_int(&to, run->parent[0] ? SUM_EACH_TIME : SUM_WAITS);
	bind_real(&to, machines_wh(run));
	for (size_t i = 0; i < USE_CRITERIA; i++) {
		figure = figure_of(run, use_criterion_names[i], "share", &scale);
		bind_figure(&to, figure, scale);
	}
	return sql_do(ledger, &to, reterr);
}

/* Reads the outcome of an existing run: it may have been set during the run. */
static int read_outcome(struct ledger *ledger, int64_t seq, struct arena *arena,
			const char **ret_outcome, struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_OUTCOME_GET);
	struct columns from = {.st = of.st, .arena = arena};
	bind_int(&of, seq);
	int r = sql_step(ledger, &of, reterr);
	*ret_outcome = "";
	if (r == 1) {
		*ret_outcome = column_text(&from);
		sqlite3_reset(of.st);
	}
	return from.failed ? error_nomem(reterr) : r < 0 ? r : 0;
}

/*
 * Adding one run to the tally takes longer than writing it. The run whose number is a multiple adds
 * those that wait, all at once; sums read the few that wait one by one.
 */
static int add_waiting(struct ledger *ledger, struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_TALLY_WAITING);
	int r = sql_do(ledger, &to, reterr);
	if (r < 0)
		return r;
	to = sql_binder(ledger, SQL_BRIEF_SUMMED);
	return sql_do(ledger, &to, reterr);
}

int sum_in_record(struct ledger *ledger, int64_t seq, const struct run_record *run, bool was_there,
		  struct frugal_error *reterr)
{
	struct arena arena = {0};
	const char *outcome = use_outcome_of(run);
	int64_t kin = 0;
	int r = was_there ? read_outcome(ledger, seq, &arena, &outcome, reterr) : 0;
	if (r == 0)
		r = find_kin(ledger, run, outcome, &kin, reterr);
	if (r == 0)
		r = insert_brief(ledger, seq, run, kin, reterr);
	if (r == 0 && run->n_metrics)
		r = add_points(ledger, seq, reterr);
	if (r == 0 && seq % SUM_AT_ONCE == 0)
		r = add_waiting(ledger, reterr);
	arena_release(&arena);
	return r;
}

void sum_prepare(struct ledger *ledger, const struct run_record *run)
{
	(void)sql_binder(ledger, SQL_KIN_GET);
	(void)sql_binder(ledger, SQL_BRIEF_INSERT);
	if (!run->n_metrics)
		return;
	(void)sql_binder(ledger, SQL_POINT_PUT);
	(void)sql_binder(ledger, SQL_POINTS_IN);
}
