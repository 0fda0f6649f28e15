/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the sums that sum_keep.c maintains: whole days from tally, the hours at both ends and the
 * runs that lie within others one by one from brief.
 */
#include "store/sum.h"

#include <string.h>

#include "base/clock.h"
#include "store/brief.h"
#include "store/query.h"

static const struct {
	enum use_key key;
	const char *column;
} keys_of_kin[] = {
	{USE_PROJECT, "kin.project"}, {USE_SERVICE, "kin.service"}, {USE_PHASE, "kin.phase"},
	{USE_NAME, "kin.name"},       {USE_OUTCOME, "kin.outcome"}, {USE_ZONE, "kin.zone"},
	{USE_MACHINE, "kin.machine"},
};
#define KIN_KEYS (sizeof(keys_of_kin) / sizeof(*keys_of_kin))

#define NAME(b, name) name,
const char *const use_criterion_names[USE_CRITERIA] = {BRIEF_CRITERIA(NAME, "")};

#define SUMS(f) "sum(" f "_n), sum(" f "), sum(" f "_low), sum(" f "_high), "
#define KINDS_OF_FIGURE                                                                                      \
	"sum(runs), sum(duration_s), sum(duration_squares), " SUMS(                                          \
		"energy") "sum(energy_squares)"                                                              \
			  ", sum(measured), sum(marginal), " SUMS(                                           \
				  "carbon") "sum(carbon_squares), " SUMS("embodied") "0, "                   \
										     "sum("                  \
										     "machines"              \
										     ")" BRIEF_CRITERIA(     \
											     CRITERION_SUMS, \
											     "")
#define CRITERION_SUMS(b, name) ", " SUMS(name) "0"

/* The columns of the keys, each followed by a comma. */
static void write_keys(struct buf *sql, unsigned keys, bool grouping)
{
	const char *none = grouping ? NULL : "'', ";
	for (size_t i = 0; i < KIN_KEYS; i++) {
		if (keys & keys_of_kin[i].key)
			buf_addf(sql, "%s, ", keys_of_kin[i].column);
		else if (none)
			buf_puts(sql, none);
	}
	if (keys & USE_END)
		buf_puts(sql, "kin.ended, ");
	else if (none)
		buf_puts(sql, "0, ");
	if (keys & USE_DAY)
		buf_addf(sql, "date(day * %d, 'unixepoch'), ", (int)SECONDS_PER_DAY);
	else if (keys & USE_MONTH)
		buf_addf(sql, "strftime('%%Y-%%m', day * %d, 'unixepoch'), ", (int)SECONDS_PER_DAY);
	else if (none)
		buf_puts(sql, none);
}

/* Whole days within [since, until); false: the interval requires runs one by one. */
static bool whole_days(const struct run_filter *filter, int64_t *ret_from, int64_t *ret_to)
{
	*ret_from = filter->since_us ? (filter->since_us + US_PER_DAY - 1) / US_PER_DAY : INT64_MIN;
	*ret_to = filter->until_us ? filter->until_us / US_PER_DAY : INT64_MAX;
	return *ret_from < *ret_to;
}

/* The sources of a sum: whole days from tally, and runs one by one. */
struct source {
	struct source_rows {
		struct run_filter filter;
		enum query_nesting nesting;
	} rows[4];
	size_t n_rows;
	int64_t from_day, to_day;
	bool days;
};

static void add_rows(struct source *to, const struct run_filter *filter, enum query_nesting nesting)
{
	to->rows[to->n_rows++] = (struct source_rows){*filter, nesting};
}

static void add_hours(struct source *to, const struct run_filter *filter, int64_t since_us,
		      int64_t until_us)
{
	struct run_filter hours = *filter;
	hours.since_us = since_us;
	hours.until_us = until_us;
	if (since_us != until_us)
		add_rows(to, &hours, QUERY_WITHOUT_PARENT);
}

static struct source source_of(const struct run_filter *filter)
{
	struct source of = {0};
	bool added_up = filter->n_tags < 2 && !filter->limit && !filter->host && !filter->id &&
			!filter->metric;
	of.days = added_up && whole_days(filter, &of.from_day, &of.to_day);
	if (!of.days) {
		add_rows(&of, filter, QUERY_OUTERMOST);
		return of;
	}
	if (filter->since_us)
		add_hours(&of, filter, filter->since_us, of.from_day * US_PER_DAY);
	if (filter->until_us)
		add_hours(&of, filter, of.to_day * US_PER_DAY, filter->until_us);
	add_rows(&of, filter, QUERY_OUTERMOST_INNER);
	/* Only of the whole days; in the hours at the ends every run is read anyway. */
	struct run_filter waiting = *filter;
	if (filter->since_us)
		waiting.since_us = of.from_day * US_PER_DAY;
	if (filter->until_us)
		waiting.until_us = of.to_day * US_PER_DAY;
	add_rows(&of, &waiting, QUERY_WAITING);
	return of;
}

static void write_source(struct buf *sql, const struct source *of)
{
	if (of->days) {
		buf_puts(sql, "SELECT kin, day, " TALLY_COLUMNS " FROM tally WHERE tag = ?");
		if (of->from_day != INT64_MIN)
			buf_puts(sql, " AND day >= ?");
		if (of->to_day != INT64_MAX)
			buf_puts(sql, " AND day < ?");
	}
	for (size_t i = 0; i < of->n_rows; i++) {
		buf_puts(sql, of->days || i ? " UNION ALL " : "");
		buf_puts(sql, "SELECT kin, day, " TALLY_OF("b") " FROM brief AS b WHERE run IN (");
		query_write(sql, &of->rows[i].filter, "seq", of->rows[i].nesting);
		buf_putc(sql, ')');
	}
}

static void bind_source(struct binder *to, const struct source *of, const struct run_filter *filter)
{
	if (of->days) {
		bind_text(to, filter->n_tags ? filter->tags[0] : "");
		if (of->from_day != INT64_MIN)
			bind_int(to, of->from_day);
		if (of->to_day != INT64_MAX)
			bind_int(to, of->to_day);
	}
	for (size_t i = 0; i < of->n_rows; i++)
		query_bind(to, &of->rows[i].filter, of->rows[i].nesting);
}

/* Repeats the filter on the rows, which costs nothing then. */
static void write_filter(struct buf *sql, const struct run_filter *filter)
{
	static const char *const columns[] = {"project", "service", "phase", "name"};
	const char *texts[] = {filter->project, filter->service, filter->phase, filter->name};
	unsigned statuses = filter->statuses;
	buf_puts(sql, " WHERE 1");
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (texts[i])
			buf_addf(sql, " AND kin.%s = ?", columns[i]);
	if (filter->outcome != RUN_ANY_OUTCOME)
		buf_addf(sql, " AND kin.ended = %d",
			 filter->outcome == RUN_OK ? END_OK : END_FAILED);
	if (statuses && !(statuses & RUN_STATUS_BIT(RUN_FINISHED)))
		buf_addf(sql, " AND kin.ended = %d", END_INTERRUPTED);
	if (statuses && !(statuses & RUN_STATUS_BIT(RUN_INTERRUPTED)))
		buf_addf(sql, " AND kin.ended <> %d", END_INTERRUPTED);
}

static void bind_words(struct binder *to, const struct run_filter *filter)
{
	const char *texts[] = {filter->project, filter->service, filter->phase, filter->name};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (texts[i])
			bind_text(to, texts[i]);
}

static void read_figure(struct columns *from, struct use_figure *figure)
{
	figure->runs = column_real(from);
	figure->value = column_real(from);
	figure->low = column_real(from);
	figure->high = column_real(from);
	figure->squares = column_real(from);
}

static void read_group(struct columns *from, struct use_group *group)
{
	group->project = column_text(from);
	group->service = column_text(from);
	group->phase = column_text(from);
	group->name = column_text(from);
	group->outcome = column_text(from);
	group->zone = column_text(from);
	group->machine = column_text(from);
	group->end = (enum run_end)column_int(from);
	group->period = column_text(from);
	group->use.runs = column_real(from);
	group->use.duration_s = column_real(from);
	group->use.duration_squares = column_real(from);
	read_figure(from, &group->use.energy_wh);
	group->use.measured_wh = column_real(from);
	group->use.marginal_wh = column_real(from);
	read_figure(from, &group->use.carbon_g);
	read_figure(from, &group->use.embodied_g);
	group->use.machines_wh = column_real(from);
	for (size_t i = 0; i < USE_CRITERIA; i++)
		read_figure(from, &group->use.criteria[i]);
}

static void write_sum(struct buf *sql, const struct source *of, const struct run_filter *filter,
		      unsigned keys)
{
	buf_puts(sql, "WITH part (kin, day, " TALLY_COLUMNS ") AS (");
	write_source(sql, of);
	buf_puts(sql, ") SELECT ");
	write_keys(sql, keys, false);
	buf_puts(sql, KINDS_OF_FIGURE " FROM part JOIN kin ON kin.id = part.kin");
	write_filter(sql, filter);
	if (keys) {
		struct buf by = {0};
		write_keys(&by, keys, true);
		sql->failed |= by.failed;
		if (by.n > 2)
			buf_addf(sql, " GROUP BY %.*s ORDER BY %.*s", (int)by.n - 2, by.p,
				 (int)by.n - 2, by.p);
		buf_release(&by);
	}
}

int ledger_sum(struct ledger *ledger, const struct run_filter *filter, unsigned keys,
	       use_visit *visit, void *context, struct frugal_error *reterr)
{
	static const struct run_filter all = {0};
	struct buf sql = {0};
	struct binder to = {0};
	struct arena arena = {0};
	int r;
	filter = filter ? filter : &all;
	const struct source of = source_of(filter);
	write_sum(&sql, &of, filter, keys);
	if (sql_prepare(ledger, &sql, &to, reterr) < 0)
		return FRUGAL_EENV;
	bind_source(&to, &of, filter);
	bind_words(&to, filter);
	while ((r = sql_step(ledger, &to, reterr)) == 1) {
		struct columns from = {.st = to.st, .arena = &arena};
		struct use_group group = {0};
		read_group(&from, &group);
		r = from.failed            ? error_nomem(reterr)
		    : group.use.runs > 0.5 ? visit(context, &group, reterr)
					   : FRUGAL_VISIT_ON;
		arena_release(&arena);
		if (r != FRUGAL_VISIT_ON)
			break;
	}
	sqlite3_finalize(to.st);
	return r < 0 ? r : 0;
}

/* The conditions of a filter on points and their kin; two tags and more are checked on each run. */
static void write_points(struct buf *sql, const struct run_filter *filter, bool each)
{
	if (each)
		buf_puts(sql, "WITH part (kin, " POINTS_COLUMNS
			      ") AS (SELECT kin, " POINTS_OF("p") " FROM point AS p WHERE key = ?");
	else
		buf_puts(sql, "WITH part (kin, " POINTS_COLUMNS ") AS (SELECT kin, " POINTS_COLUMNS
			      " FROM points WHERE tag = ? AND key = ?");
	for (size_t i = 0; each && i < filter->n_tags; i++)
		buf_puts(sql, " AND EXISTS (SELECT 1 FROM tag WHERE tag.run = p.run AND "
			      "tag.tag = ?)");
	buf_puts(sql, ") SELECT ifnull(sum(n), 0), ifnull(sum(x), 0), ifnull(sum(y), 0), "
		      "ifnull(sum(xx), 0), ifnull(sum(xy), 0), ifnull(sum(yy), 0) "
		      "FROM part JOIN kin ON kin.id = part.kin");
	write_filter(sql, filter);
}

int ledger_points(struct ledger *ledger, const struct run_filter *filter, const char *metric,
		  struct point_sums *ret, struct frugal_error *reterr)
{
	struct buf sql = {0};
	struct binder to = {0};
	bool each = filter->n_tags > 1;
	*ret = (struct point_sums){0};
	write_points(&sql, filter, each);
	if (sql_prepare(ledger, &sql, &to, reterr) < 0)
		return FRUGAL_EENV;
	if (!each)
		bind_text(&to, filter->n_tags ? filter->tags[0] : "");
	bind_text(&to, metric);
	for (size_t i = 0; each && i < filter->n_tags; i++)
		bind_text(&to, filter->tags[i]);
	bind_words(&to, filter);
	int r = sql_step(ledger, &to, reterr);
	if (r == 1) {
		struct columns from = {.st = to.st};
		double *sums[] = {&ret->n, &ret->x, &ret->y, &ret->xx, &ret->xy, &ret->yy};
		for (size_t i = 0; i < sizeof(sums) / sizeof(*sums); i++)
			*sums[i] = column_real(&from);
	}
	sqlite3_finalize(to.st);
	return r < 0 ? r : 0;
}

/* For runs with a parent: those that are not within another run of the filter and of the tag. */
static void write_tags(struct buf *sql, const struct run_filter *filter)
{
	buf_puts(sql, "WITH part (tag, kin, " TALLY_COLUMNS ") AS (SELECT tag, kin, " TALLY_COLUMNS
		      " FROM tally UNION ALL SELECT tag.tag, b.kin, " TALLY_OF(
			      "b") " FROM brief AS b INDEXED BY brief_waiting CROSS JOIN tag ON "
				   "tag.run = b.run WHERE b.summed = 0 UNION ALL SELECT tag.tag, "
				   "b.kin, " TALLY_OF("b") " FROM run CROSS JOIN brief AS b ON "
							   "b.run = run.seq "
							   "CROSS JOIN tag ON tag.run = run.seq "
							   "WHERE run.parent <> '' AND NOT ");
	query_write_within(sql, filter,
			   " AND EXISTS (SELECT 1 FROM tag AS also WHERE also.run = outer_run.seq "
			   "AND also.tag = tag.tag)");
	buf_puts(sql, ") SELECT tag, sum(runs), sum(energy_n), sum(energy), sum(energy_low), "
		      "sum(energy_high) FROM part JOIN kin ON kin.id = part.kin");
	write_filter(sql, filter);
	buf_puts(sql, " AND tag >= ? AND tag < ? || char(1114111) AND tag <> '' GROUP BY tag");
}

int ledger_sum_tags(struct ledger *ledger, const struct run_filter *filter, const char *prefix,
		    tag_visit *visit, void *context, struct frugal_error *reterr)
{
	struct buf sql = {0};
	struct binder to = {0};
	struct arena arena = {0};
	int r;
	write_tags(&sql, filter);
	if (sql_prepare(ledger, &sql, &to, reterr) < 0)
		return FRUGAL_EENV;
	query_bind_within(&to, filter);
	bind_words(&to, filter);
	bind_text(&to, prefix);
	bind_text(&to, prefix);
	while ((r = sql_step(ledger, &to, reterr)) == 1) {
		struct columns from = {.st = to.st, .arena = &arena};
		struct use use = {0};
		const char *tag = column_text(&from);
		use.runs = column_real(&from);
		use.energy_wh.runs = column_real(&from);
		use.energy_wh.value = column_real(&from);
		use.energy_wh.low = column_real(&from);
		use.energy_wh.high = column_real(&from);
		r = from.failed ? error_nomem(reterr) : visit(context, tag, &use, reterr);
		if (r != FRUGAL_VISIT_ON)
			break;
	}
	sqlite3_finalize(to.st);
	arena_release(&arena);
	return r < 0 ? r : 0;
}

int ledger_metrics(struct ledger *ledger, const struct run_filter *filter, metric_visit *visit,
		   void *context, struct frugal_error *reterr)
{
	struct buf sql = {0};
	struct binder to = {0};
	struct arena arena = {0};
	int r;
	buf_puts(&sql, "SELECT key, sum(n) FROM points JOIN kin ON kin.id = points.kin");
	write_filter(&sql, filter);
	buf_puts(&sql, " AND tag = '' GROUP BY key ORDER BY key");
	if (sql_prepare(ledger, &sql, &to, reterr) < 0)
		return FRUGAL_EENV;
	bind_words(&to, filter);
	while ((r = sql_step(ledger, &to, reterr)) == 1) {
		struct columns from = {.st = to.st, .arena = &arena};
		const char *key = column_text(&from);
		double runs = column_real(&from);
		r = from.failed ? error_nomem(reterr) : visit(context, key, runs, reterr);
		if (r != FRUGAL_VISIT_ON)
			break;
	}
	sqlite3_finalize(to.st);
	arena_release(&arena);
	return r < 0 ? r : 0;
}

int ledger_named_with_metric(struct ledger *ledger, const struct run_filter *filter,
			     const char *metric, size_t *ret, struct frugal_error *reterr)
{
	struct buf sql = {0};
	struct binder to = {0};
	buf_puts(&sql, "SELECT max(n) FROM (SELECT count(DISTINCT kin.name) AS n FROM points "
		       "JOIN kin ON kin.id = points.kin");
	write_filter(&sql, filter);
	buf_addf(&sql, " AND kin.name <> '' AND kin.phase <> ''%s GROUP BY kin.phase, key)",
		 metric ? " AND key = ?" : "");
	if (sql_prepare(ledger, &sql, &to, reterr) < 0)
		return FRUGAL_EENV;
	bind_words(&to, filter);
	if (metric)
		bind_text(&to, metric);
	int r = sql_step(ledger, &to, reterr);
	if (r == 1)
		*ret = (size_t)sqlite3_column_int64(to.st, 0);
	sqlite3_finalize(to.st);
	return r < 0 ? r : 0;
}

int ledger_count_within(struct ledger *ledger, const struct run_filter *filter, size_t *ret,
			struct frugal_error *reterr)
{
	static const struct run_filter all = {0};
	struct buf sql = {0};
	struct binder to = {0};
	filter = filter ? filter : &all;
	buf_puts(&sql, "SELECT count(*) FROM (");
	query_write(&sql, filter, "seq", QUERY_WITHIN);
	buf_putc(&sql, ')');
	if (sql_prepare(ledger, &sql, &to, reterr) < 0)
		return FRUGAL_EENV;
	query_bind(&to, filter, QUERY_WITHIN);
	int r = sql_step(ledger, &to, reterr);
	if (r == 1)
		*ret = (size_t)sqlite3_column_int64(to.st, 0);
	sqlite3_finalize(to.st);
	return r < 0 ? r : 0;
}

static void add_figure(struct use_figure *a, const struct use_figure *b)
{
	a->runs += b->runs;
	a->value += b->value;
	a->low += b->low;
	a->high += b->high;
	a->squares += b->squares;
}

void use_add(struct use *a, const struct use *b)
{
	a->runs += b->runs;
	a->duration_s += b->duration_s;
	a->duration_squares += b->duration_squares;
	a->measured_wh += b->measured_wh;
	a->marginal_wh += b->marginal_wh;
	a->machines_wh += b->machines_wh;
	add_figure(&a->energy_wh, &b->energy_wh);
	add_figure(&a->carbon_g, &b->carbon_g);
	add_figure(&a->embodied_g, &b->embodied_g);
	for (size_t i = 0; i < USE_CRITERIA; i++)
		add_figure(&a->criteria[i], &b->criteria[i]);
}
