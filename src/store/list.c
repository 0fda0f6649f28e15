/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of runs, newest first. The statement is composed from the filter, in the words of an
 * index where there is one, so that the first rows come at once from a million runs.
 */
#include "store/ledger.h"

#include "store/query.h"
#include "store/row.h"
#include "store/running.h"

/* Adds "AND column = ?" for a text of the filter. */
static void want_text(struct buf *sql, const char *column, const char *text)
{
	if (!text)
		return;
	buf_addf(sql, " AND %s = ?", column);
	/* Repeats the condition of the index, which has only rows with a text. */
	if (text[0])
		buf_addf(sql, " AND %s <> ''", column);
}

static void want_statuses(struct buf *sql, unsigned statuses)
{
	if (statuses == RUN_STATUS_BIT(RUN_INTERRUPTED)) {
		buf_puts(sql, " AND status = 2");
	} else if (statuses == RUN_STATUS_BIT(RUN_RUNNING)) {
		buf_puts(sql, " AND status = 0 AND seq IN (SELECT run FROM owner)");
	} else if (statuses) {
		buf_addf(sql, " AND (1 << status) & %u", statuses);
	}
}

static void want_outcome(struct buf *sql, enum run_outcome outcome)
{
	if (outcome == RUN_OK)
		buf_puts(sql, " AND status = 1 AND by_signal = 0 AND exit_code = 0");
	else if (outcome == RUN_FAILED)
		buf_puts(sql, " AND status = 1 AND (by_signal OR exit_code <> 0)");
}

/* Writes all conditions but that of a first tag, on the run at hand. */
static void write_conditions(struct buf *sql, const struct run_filter *filter, size_t first_tag,
			     const char *start)
{
	if (filter->id)
		buf_puts(sql, " AND id = ?");
	want_text(sql, "project", filter->project);
	want_text(sql, "service", filter->service);
	want_text(sql, "phase", filter->phase);
	want_text(sql, "name", filter->name);
	want_text(sql, "host", filter->host);
	/* The newest few are found on the way; a set of all would take as long as they are many. */
	if (filter->metric)
		buf_puts(sql,
			 filter->limit
				 ? " AND EXISTS (SELECT 1 FROM metric WHERE metric.run = "
				   "seq AND metric.key = ?)"
				 : " AND seq IN (SELECT metric.run FROM metric WHERE key = ?)");
	want_statuses(sql, filter->statuses);
	want_outcome(sql, filter->outcome);
	for (size_t i = first_tag; i < filter->n_tags; i++)
		buf_puts(sql, " AND EXISTS (SELECT 1 FROM tag AS more WHERE more.run = seq "
			      "AND more.tag = ?)");
	if (filter->since_us)
		buf_addf(sql, " AND %s >= ?", start);
	if (filter->until_us)
		buf_addf(sql, " AND %s < ?", start);
}

static void bind_conditions(struct binder *to, const struct run_filter *filter, size_t first_tag)
{
	const char *texts[] = {filter->id,   filter->project, filter->service, filter->phase,
			       filter->name, filter->host,    filter->metric};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (texts[i])
			bind_text(to, texts[i]);
	for (size_t i = first_tag; i < filter->n_tags; i++)
		bind_text(to, filter->tags[i]);
	if (filter->since_us)
		bind_int(to, filter->since_us);
	if (filter->until_us)
		bind_int(to, filter->until_us);
}

/*
 * In the inner SELECT the names of columns are those of the run around. It began before, so that
 * runs that were made parents of each other by mistake do not both vanish.
 */
void query_write_within(struct buf *sql, const struct run_filter *filter, const char *more)
{
	buf_puts(sql, "EXISTS (WITH RECURSIVE around (above) AS (SELECT run.parent UNION "
		      "SELECT higher.parent FROM around CROSS JOIN run AS higher "
		      "ON higher.id = around.above WHERE higher.parent <> '') "
		      "SELECT 1 FROM around CROSS JOIN run AS outer_run ON outer_run.id = above "
		      "WHERE outer_run.status <> 0 AND (outer_run.started_us, outer_run.id) < "
		      "(run.started_us, run.id) AND run.started_us + run.ended_us <= 2 * "
		      "outer_run.ended_us");
	buf_puts(sql, more);
	write_conditions(sql, filter, 0, "outer_run.started_us");
	buf_putc(sql, ')');
}

void query_bind_within(struct binder *to, const struct run_filter *filter)
{
	bind_conditions(to, filter, 0);
}

static bool asks_within(enum query_nesting nesting)
{
	return nesting != QUERY_ALL && nesting != QUERY_WITHOUT_PARENT && nesting != QUERY_WAITING;
}

static void write_nesting(struct buf *sql, const struct run_filter *filter,
			  enum query_nesting nesting)
{
	static const char *const asked[] = {
		[QUERY_ALL] = "",
		[QUERY_WITHOUT_PARENT] = " AND parent = ''",
		[QUERY_WAITING] = "",
		[QUERY_OUTERMOST] = " AND (parent = '' OR NOT ",
		[QUERY_OUTERMOST_INNER] = " AND (parent <> '' AND NOT ",
		[QUERY_WITHIN] = " AND (parent <> '' AND status <> 0 AND ",
	};
	buf_puts(sql, asked[nesting]);
	if (!asks_within(nesting))
		return;
	query_write_within(sql, filter, "");
	buf_putc(sql, ')');
}

/* The few runs of a kind are all read, whatever else the filter has; NULL: there may be many. */
static const char *few_runs(enum query_nesting nesting)
{
	if (nesting == QUERY_WAITING)
		return "brief INDEXED BY brief_waiting CROSS JOIN run ON seq = brief.run "
		       "WHERE brief.summed = 0";
	if (nesting == QUERY_OUTERMOST_INNER || nesting == QUERY_WITHIN)
		return "run INDEXED BY run_by_parent WHERE 1";
	return NULL;
}

/* The columns of brief, in the order of enum run_order. */
static const char *const order_columns[] = {NULL, "energy", "carbon", "duration_s"};

static void write_page(struct buf *sql, const struct run_filter *filter)
{
	if (filter->limit || filter->offset)
		buf_addf(sql, " LIMIT %lld", filter->limit ? (long long)filter->limit : -1LL);
	if (filter->offset)
		buf_addf(sql, " OFFSET %zu", filter->offset);
}

/* The newest few that match are sorted: an index of each measure would cost each run its upkeep. */
static void write_ordered(struct buf *sql, const struct run_filter *filter, const char *columns,
			  enum query_nesting nesting)
{
	const char *column = order_columns[filter->order];
	const char *way = filter->oldest_first ? "" : " DESC";
	/* Only the number and the measure come out, so that the names of columns are those of run.
	 */
	buf_addf(sql, "SELECT %s FROM (SELECT brief.run AS number, brief.%s AS measure FROM ",
		 columns, column);
	struct run_filter newest = *filter;
	newest.order = RUN_BY_START;
	newest.oldest_first = false;
	newest.offset = 0;
	newest.limit = RUN_ORDER_MOST;
	buf_putc(sql, '(');
	query_write(sql, &newest, "run.seq AS found", nesting);
	buf_puts(sql, ") CROSS JOIN brief ON brief.run = found");
	buf_addf(sql, " WHERE brief.%s IS NOT NULL ORDER BY measure%s, number%s", column, way, way);
	write_page(sql, filter);
	buf_addf(sql, ") CROSS JOIN run ON run.seq = number ORDER BY measure%s, number%s", way,
		 way);
}

void query_write(struct buf *sql, const struct run_filter *filter, const char *columns,
		 enum query_nesting nesting)
{
	const char *few = few_runs(nesting);
	const bool by_tag = filter->n_tags && !few;
	if (filter->order && !few) {
		write_ordered(sql, filter, columns, nesting);
		return;
	}
	const char *start = by_tag ? "run_started_us" : "run.started_us";
	buf_addf(sql, "SELECT %s FROM ", columns);
	/* CROSS JOIN fixes the order: walk the index of the tag, look each run up. */
	buf_puts(sql, by_tag ? "tag CROSS JOIN run ON seq = tag.run WHERE tag = ?"
		      : few  ? few
			     : "run WHERE 1");
	write_conditions(sql, filter, by_tag, start);
	write_nesting(sql, filter, nesting);
	if (filter->after_id)
		buf_addf(
			sql,
			" AND %s <= ? AND (%s, seq) < (?, ifnull((SELECT last.seq FROM run AS last "
			"WHERE last.id = ?), 0))",
			start, start);
	const char *way = filter->oldest_first ? "" : " DESC";
	buf_addf(sql, " ORDER BY %s%s, %s%s", start, way, by_tag ? "tag.run" : "seq", way);
	write_page(sql, filter);
}

void query_bind(struct binder *to, const struct run_filter *filter, enum query_nesting nesting)
{
	const bool by_tag = filter->n_tags && !few_runs(nesting);
	if (by_tag)
		bind_text(to, filter->tags[0]);
	bind_conditions(to, filter, by_tag);
	if (asks_within(nesting))
		query_bind_within(to, filter);
	if (filter->after_id && !filter->order) {
		bind_int(to, filter->after_us);
		bind_int(to, filter->after_us);
		bind_text(to, filter->after_id);
	}
}

static int visit_row(struct ledger *ledger, sqlite3_stmt *st, enum run_detail detail,
		     run_visit *visit, void *context, struct frugal_error *reterr)
{
	struct run_record run = {0};
	int64_t seq;
	int r = row_read_run(ledger, st, &run, &seq, reterr);
	if (r == 0)
		r = row_read_details(ledger, seq, detail, &run, reterr);
	if (r == 0)
		r = running_complete(ledger, detail, &run, reterr);
	if (r == 0)
		r = visit(context, &run, reterr);
	run_record_release(&run);
	return r;
}

int ledger_list(struct ledger *ledger, const struct run_filter *filter, enum run_detail detail,
		run_visit *visit, void *context, struct frugal_error *reterr)
{
	static const struct run_filter all = {0};
	struct buf sql = {0};
	struct binder of = {0};
	if (!filter)
		filter = &all;
	const enum query_nesting nesting = filter->outermost ? QUERY_OUTERMOST : QUERY_ALL;
	query_write(&sql, filter, RUN_COLUMNS ", seq", nesting);
	if (sql_prepare(ledger, &sql, &of, reterr) < 0)
		return FRUGAL_EENV;
	query_bind(&of, filter, nesting);
	int r;
	while ((r = sql_step(ledger, &of, reterr)) == 1) {
		r = visit_row(ledger, of.st, detail, visit, context, reterr);
		if (r != FRUGAL_VISIT_ON)
			break;
	}
	sqlite3_finalize(of.st);
	return r < 0 ? r : 0;
}
