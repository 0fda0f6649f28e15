/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a record into its rows and reads it back, to the last digit. Order is stored (the column
 * `at`): a report shows parts and figures in the order of the meter.
 */
#include "store/row.h"

#include <string.h>

#include "store/command.h"

void row_bind_run(struct binder *to, const struct run_record *run, enum run_status status,
		  const char *command)
{
	bind_text(to, run->id);
	bind_int(to, status);
	bind_text(to, command);
	bind_text(to, run->project);
	bind_text(to, run->phase);
	bind_text(to, run->name);
	bind_text(to, run->host);
	bind_text(to, run->zone);
	bind_int(to, run->started_us);
	bind_int(to, run->ended_us);
	bind_real(to, run->duration.s);
	bind_int(to, run->by_signal);
	bind_int(to, run->exit_code);
	bind_text(to, run->attribution);
	bind_real(to, run->cpu.s);
	bind_real(to, run->machine_busy.s);
	bind_real(to, run->share);
	bind_real(to, run->own_cost.s);
	bind_text(to, run->machine);
	bind_int(to, run->zone_is_default);
	bind_text(to, run->left_out);
	bind_text(to, run->service);
	bind_text(to, run->parent);
}

int row_read_run(struct ledger *ledger, sqlite3_stmt *st, struct run_record *run, int64_t *ret_seq,
		 struct frugal_error *reterr)
{
	struct columns from = {.st = st, .arena = &run->arena};
	const char *id = column_text(&from);
	if (id)
		memcpy(run->id, id, strnlen(id, RUN_ID_SIZE - 1));
	run->status = (enum run_status)column_int(&from);
	const char *command = column_text(&from);
	run->project = column_text(&from);
	run->phase = column_text(&from);
	run->name = column_text(&from);
	run->host = column_text(&from);
	run->zone = column_text(&from);
	run->started_us = column_int(&from);
	run->ended_us = column_int(&from);
	run->duration.s = column_real(&from);
	run->by_signal = column_int(&from) != 0;
	run->exit_code = (int)column_int(&from);
	run->attribution = column_text(&from);
	run->cpu.s = column_real(&from);
	run->machine_busy.s = column_real(&from);
	run->share = column_real(&from);
	run->own_cost.s = column_real(&from);
	run->machine = column_text(&from);
	run->zone_is_default = column_int(&from) != 0;
	run->left_out = column_text(&from);
	run->service = column_text(&from);
	const char *parent = column_text(&from);
	if (parent)
		memcpy(run->parent, parent, strnlen(parent, RUN_ID_SIZE - 1));
	run->derivation = run->power = "";
	*ret_seq = column_int(&from);
	if (from.failed)
		return error_nomem(reterr);
	int r = command_parse(&run->arena, str_of(command), &run->command, reterr);
	if (r == FRUGAL_EDATA && reterr)
		error_where(reterr, "%s", ledger->path);
	return r;
}

/* ---- Writing -------------------------------------------------------------------------------- */

static int write_part(struct ledger *ledger, int64_t seq, size_t at, const struct run_part *part,
		      struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_PART_INSERT);
	bind_int(&to, seq);
	bind_int(&to, (int64_t)at);
	bind_text(&to, part->part);
	bind_text(&to, part->sensor);
	bind_text(&to, part->device);
	bind_real(&to, part->energy.j);
	bind_real(&to, part->idle.j);
	bind_real(&to, part->attributed.j);
	bind_real(&to, part->unattributed.j);
	bind_real(&to, part->low_factor);
	bind_real(&to, part->high_factor);
	bind_int(&to, part->quality);
	bind_int(&to, part->state);
	bind_real(&to, part->gaps.s);
	bind_int(&to, part->idle_known);
	bind_int(&to, part->is_check);
	return sql_do(ledger, &to, reterr);
}

static int write_figure(struct ledger *ledger, int64_t seq, size_t at,
			const struct run_figure *figure, struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_FIGURE_INSERT);
	bind_int(&to, seq);
	bind_int(&to, (int64_t)at);
	bind_text(&to, figure->name);
	bind_text(&to, figure->perimeter);
	bind_text(&to, figure->unit);
	bind_real(&to, figure->value);
	bind_real(&to, figure->low);
	bind_real(&to, figure->high);
	bind_int(&to, figure->quality);
	bind_real(&to, figure->measured_share);
	return sql_do(ledger, &to, reterr);
}

static int write_section(struct ledger *ledger, int64_t seq, size_t at,
			 const struct run_section *section, struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_SECTION_INSERT);
	bind_int(&to, seq);
	bind_int(&to, (int64_t)at);
	bind_text(&to, section->kind);
	bind_text(&to, section->name);
	bind_int(&to, section->number);
	bind_int(&to, section->begin_us);
	bind_int(&to, section->at_us);
	bind_real(&to, section->duration.s);
	bind_real(&to, section->share.j); /* NaN is NULL to SQLite */
	return sql_do(ledger, &to, reterr);
}

static int write_metric(struct ledger *ledger, int64_t seq, size_t at,
			const struct run_metric *metric, struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_METRIC_INSERT);
	bind_int(&to, seq);
	bind_int(&to, (int64_t)at);
	bind_int(&to, metric->at_us);
	bind_int(&to, metric->epoch);
	bind_text(&to, metric->key);
	bind_real(&to, metric->value);
	return sql_do(ledger, &to, reterr);
}

static int write_derivation(struct ledger *ledger, int64_t seq, const struct run_record *run,
			    struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_DERIVATION_PUT);
	bind_int(&to, seq);
	bind_text(&to, run->derivation);
	bind_text(&to, run->power);
	return sql_do(ledger, &to, reterr);
}

bool row_has_long_texts(const struct run_record *run)
{
	return (run->derivation && run->derivation[0]) || (run->power && run->power[0]);
}

int row_write_details(struct ledger *ledger, int64_t seq, const struct run_record *run,
		      struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < run->n_parts; i++)
		r = write_part(ledger, seq, i, &run->parts[i], reterr);
	for (size_t i = 0; r == 0 && i < run->n_figures; i++)
		r = write_figure(ledger, seq, i, &run->figures[i], reterr);
	for (size_t i = 0; r == 0 && i < run->n_sections; i++)
		r = write_section(ledger, seq, i, &run->sections[i], reterr);
	for (size_t i = 0; r == 0 && i < run->n_metrics; i++)
		r = write_metric(ledger, seq, i, &run->metrics[i], reterr);
	if (r == 0 && row_has_long_texts(run))
		r = write_derivation(ledger, seq, run, reterr);
	return r;
}

int row_clear_details(struct ledger *ledger, int64_t seq, struct frugal_error *reterr)
{
	static const enum statement all[] = {SQL_PART_DELETE, SQL_FIGURE_DELETE, SQL_SECTION_DELETE,
					     SQL_METRIC_DELETE};
	int r = 0;
	for (size_t i = 0; r == 0 && i < sizeof(all) / sizeof(*all); i++)
		r = sql_do_for(ledger, all[i], seq, reterr);
	return r;
}

/* ---- Reading -------------------------------------------------------------------------------- */

/* Reads the current row into the item, whose texts live in the arena of from. */
typedef void read_item(struct columns *from, void *item);

static void read_part(struct columns *from, void *item)
{
	struct run_part *part = item;
	part->part = column_text(from);
	part->sensor = column_text(from);
	part->device = column_text(from);
	part->energy.j = column_real(from);
	part->idle.j = column_real(from);
	part->attributed.j = column_real(from);
	part->unattributed.j = column_real(from);
	part->low_factor = column_real(from);
	part->high_factor = column_real(from);
	part->quality = (enum frugal_quality)column_int(from);
	part->state = (enum source_state)column_int(from);
	part->gaps.s = column_real(from);
	part->idle_known = column_int(from) != 0;
	part->is_check = column_int(from) != 0;
}

static void read_figure(struct columns *from, void *item)
{
	struct run_figure *figure = item;
	figure->name = column_text(from);
	figure->perimeter = column_text(from);
	figure->unit = column_text(from);
	figure->value = column_real(from);
	figure->low = column_real(from);
	figure->high = column_real(from);
	figure->quality = (enum frugal_quality)column_int(from);
	figure->measured_share = column_real(from);
}

static void read_section(struct columns *from, void *item)
{
	struct run_section *section = item;
	section->kind = column_text(from);
	section->name = column_text(from);
	section->number = column_int(from);
	section->begin_us = column_int(from);
	section->at_us = column_int(from);
	section->duration.s = column_real(from);
	section->share.j = column_maybe(from);
}

static void read_metric(struct columns *from, void *item)
{
	struct run_metric *metric = item;
	metric->at_us = column_int(from);
	metric->epoch = column_int(from);
	metric->key = column_text(from);
	metric->value = column_real(from);
}

struct long_texts {
	const char *derivation, *power;
};

static void read_long_texts(struct columns *from, void *item)
{
	struct long_texts *texts = item;
	texts->derivation = column_text(from);
	texts->power = column_text(from);
}

static void read_text(struct columns *from, void *item)
{
	char *text = column_text(from);
	memcpy(item, &text, sizeof(text));
}

/*
 * Reads all rows of a statement about run seq, as an array with one zeroed item more, in the arena.
 */
static int read_all(struct ledger *ledger, enum statement which, int64_t seq, struct arena *arena,
		    size_t item_size, read_item *read, void **ret_items, size_t *ret_n,
		    struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, which);
	bind_int(&of, seq);
	unsigned char *items = NULL;
	size_t n = 0, cap = 0;
	int r;
	while ((r = sql_step(ledger, &of, reterr)) == 1) {
		struct columns from = {.st = of.st, .arena = arena};
		if (mem_grow(&items, n, &cap, item_size, 0)) {
			memset(items + n * item_size, 0, item_size);
			read(&from, items + n++ * item_size);
		} else {
			from.failed = true;
		}
		if (from.failed) {
			r = error_nomem(reterr);
			sqlite3_reset(of.st);
			break;
		}
	}
	unsigned char *kept = r == 0 ? arena_array(arena, n + 1, item_size) : NULL;
	if (r == 0 && !kept)
		r = error_nomem(reterr);
	if (r == 0) {
		if (n)
			memcpy(kept, items, n * item_size);
		*ret_items = kept;
		*ret_n = n;
	}
	mem_free(items);
	return r;
}

static int read_texts(struct ledger *ledger, enum statement which, int64_t seq, struct arena *arena,
		      char ***ret_texts, struct frugal_error *reterr)
{
	void *items = NULL;
	size_t n = 0;
	int r = read_all(ledger, which, seq, arena, sizeof(char *), read_text, &items, &n, reterr);
	*ret_texts = items;
	return r;
}

int row_read_details(struct ledger *ledger, int64_t seq, enum run_detail detail,
		     struct run_record *run, struct frugal_error *reterr)
{
	struct arena *arena = &run->arena;
	void *figures = NULL, *parts = NULL, *sections = NULL, *metrics = NULL;
	void *texts = NULL;
	size_t n_texts = 0;
	int r = 0;
	if (detail >= RUN_FIGURES)
		r = read_texts(ledger, SQL_TAG_LIST, seq, arena, &run->tags, reterr);
	if (r == 0 && detail >= RUN_FIGURES)
		r = read_all(ledger, SQL_FIGURE_LIST, seq, arena, sizeof(struct run_figure),
			     read_figure, &figures, &run->n_figures, reterr);
	if (r == 0 && detail >= RUN_WHOLE)
		r = read_all(ledger, SQL_PART_LIST, seq, arena, sizeof(struct run_part), read_part,
			     &parts, &run->n_parts, reterr);
	if (r == 0 && detail >= RUN_WHOLE)
		r = read_all(ledger, SQL_SECTION_LIST, seq, arena, sizeof(struct run_section),
			     read_section, &sections, &run->n_sections, reterr);
	if (r == 0 && detail >= RUN_WHOLE)
		r = read_all(ledger, SQL_METRIC_LIST, seq, arena, sizeof(struct run_metric),
			     read_metric, &metrics, &run->n_metrics, reterr);
	if (r == 0 && detail >= RUN_WHOLE)
		r = read_all(ledger, SQL_DERIVATION_GET, seq, arena, sizeof(struct long_texts),
			     read_long_texts, &texts, &n_texts, reterr);
	run->figures = figures;
	run->parts = parts;
	run->sections = sections;
	run->metrics = metrics;
	if (n_texts) {
		run->derivation = ((const struct long_texts *)texts)->derivation;
		run->power = ((const struct long_texts *)texts)->power;
	}
	return r;
}
