/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal published: published footprints beside what a model gives from the same inputs, and why
 * they differ. Figures, inputs and reasons stand in factors/published.csv; each of ours can be had
 * by the command line that is told.
 */
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "factor/table.h"
#include "model/ask.h"
#include "model/knowledge.h"
#include "report/chart_waterfall.h"
#include "report/layout.h"

struct published_options {
	const char *svg;
	bool json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FILE(struct published_options, svg, "svg",
		 N_("write the steps of NAME as a chart, from the first count to the complete one")),
	OPT_FLAG(struct published_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("NAME"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal published", N_("the publications, and how many of their figures follow")},
	{"frugal published bloom", N_("BLOOM's training in four steps: 24.7 t, then 123.8 t")},
	{"frugal published chatgpt --json", N_("the same of a service, for a program")},
	{"frugal published bloom --svg bloom.svg", N_("the steps as a chart")},
	{NULL, NULL},
};

enum column {
	KEY,
	NAME,
	WHAT,
	WHAT_FR,
	STEP,
	STEP_FR,
	MODEL,
	INPUTS,
	FIGURE,
	UNIT,
	PUBLISHED,
	TOLERANCE,
	WHY,
	WHY_FR,
	YEAR,
	SOURCE,
	COLUMNS
};

static const char *const column_names[COLUMNS] = {
	[KEY] = "key",         [NAME] = "name",           [WHAT] = "what",
	[WHAT_FR] = "what_fr", [STEP] = "step",           [STEP_FR] = "step_fr",
	[MODEL] = "model",     [INPUTS] = "inputs",       [FIGURE] = "figure",
	[UNIT] = "unit",       [PUBLISHED] = "published", [TOLERANCE] = "tolerance",
	[WHY] = "why",         [WHY_FR] = "why_fr",       [YEAR] = "year",
	[SOURCE] = "source",
};

struct figure {
	uint32_t row;
	double published, ours; /* in the unit of the row */
	bool follows;           /* near enough, as the table says */
	size_t command;         /* from 1: figures of one question share it */
};

struct publication {
	struct cli *cli;
	struct knowledge knowledge;
	const struct table *table;
	uint32_t columns[COLUMNS];
	struct figure *figures;
	size_t n;
};

static const char *cell_text(const struct publication *p, const struct figure *f, enum column c)
{
	return table_text(p->table, f->row, p->columns[c]);
}

/* In the language of the user, where it is told in it. */
static const char *cell_told(const struct publication *p, const struct figure *f, enum column c)
{
	const char *text = cell_text(p, f, c + 1);
	return strcmp(p->cli->context.lang, "fr") == 0 && *text ? text : cell_text(p, f, c);
}

/* ---- ours ----------------------------------------------------------------------------------- */

static int row_error(const struct publication *p, const struct figure *f,
		     struct frugal_error *reterr)
{
	struct buf where = {0};
	table_where(p->table, f->row, &where);
	error_where(reterr, "%s", buf_text(&where));
	buf_release(&where);
	return reterr->code;
}

/* The next input of a row, without the ';' after it; false at the end. */
static bool next_input(struct str *left, struct str *ret)
{
	const char *end = left->n ? memchr(left->p, ';', left->n) : NULL;
	size_t n = end ? (size_t)(end - left->p) : left->n;
	*ret = (struct str){left->p, n};
	*left = (struct str){left->p + n + (end != NULL), left->n - n - (end != NULL)};
	return n > 0;
}

static int ask(struct publication *p, const struct figure *f, struct answer **ret,
	       struct frugal_error *reterr)
{
	const struct answer_options how = {.draws = 1};
	struct arena *arena = &p->cli->context.arena;
	struct str left = str_of(cell_text(p, f, INPUTS)), input;
	struct model_input *inputs = arena_array(arena, left.n / 2 + 1, sizeof(*inputs));
	size_t n = 0;
	if (!inputs)
		return error_nomem(reterr);
	while (next_input(&left, &input)) {
		const char *text = arena_strndup(arena, input.p, input.n);
		if (!text)
			return error_nomem(reterr);
		inputs[n++] = model_assignment(text);
	}
	return model_ask(p->knowledge.library, cell_text(p, f, MODEL), inputs, n, &how, ret,
			 reterr);
}

static int take_figure(struct publication *p, struct figure *f, const struct answer *answer,
		       struct frugal_error *reterr)
{
	struct unit unit;
	const char *name = cell_text(p, f, FIGURE);
	const struct answer_line *line = answer_find(answer, name);
	if (!line || isnan(line->value))
		return error_set(reterr, FRUGAL_EDATA, _("the model %s gives no '%s'"),
				 answer->model, name);
	int r = unit_parse(str_of(cell_text(p, f, UNIT)), &unit, reterr);
	if (r < 0)
		return r;
	if (!dimension_eq(unit.dim, line->unit.dim))
		return error_set(reterr, FRUGAL_EDATA, _("'%s' is no unit of %s"),
				 cell_text(p, f, UNIT), name);
	f->ours = line->value / unit.scale;
	f->published = table_number(p->table, f->row, p->columns[PUBLISHED]);
	double tolerance = table_number(p->table, f->row, p->columns[TOLERANCE]);
	f->follows = fabs(f->ours / f->published - 1) <= tolerance; /* NaN: no */
	return 0;
}

static bool same_question(const struct publication *p, const struct figure *a,
			  const struct figure *b)
{
	return strcmp(cell_text(p, a, MODEL), cell_text(p, b, MODEL)) == 0 &&
	       strcmp(cell_text(p, a, INPUTS), cell_text(p, b, INPUTS)) == 0;
}

/* An earlier figure that answers the same question, or itself. */
static size_t first_alike(const struct publication *p, size_t i)
{
	size_t first = 0;
	while (!same_question(p, &p->figures[first], &p->figures[i]))
		first++;
	return first;
}

/* All figures, each question asked once. */
static int compute(struct publication *p, struct frugal_error *reterr)
{
	size_t questions = 0;
	int r = 0;
	for (size_t i = 0; r == 0 && i < p->n; i++) {
		struct answer *answer = NULL;
		if (first_alike(p, i) < i)
			continue;
		questions++;
		r = ask(p, &p->figures[i], &answer, reterr);
		for (size_t k = i; r == 0 && k < p->n; k++) {
			if (!same_question(p, &p->figures[i], &p->figures[k]))
				continue;
			p->figures[k].command = questions;
			r = take_figure(p, &p->figures[k], answer, reterr);
		}
		answer_free(answer);
		if (r < 0)
			(void)row_error(p, &p->figures[i], reterr);
	}
	return r;
}

/* ---- the rows ------------------------------------------------------------------------------- */

static int open_table(struct publication *p, struct frugal_error *reterr)
{
	int r = knowledge_open(&p->cli->context, &p->knowledge, reterr);
	if (r == 0)
		r = tables_get(p->knowledge.tables, "published", &p->table, reterr);
	for (int c = 0; r == 0 && c < COLUMNS; c++) {
		p->columns[c] = table_column_find(p->table, str_of(column_names[c]));
		if (p->columns[c] == TABLE_NO_COLUMN)
			r = error_set(reterr, FRUGAL_EDATA, _("the table has no column '%s'"),
				      column_names[c]);
	}
	return r;
}

/* The rows of a publication, or all, in the order of the table. */
static int take_rows(struct publication *p, const char *name, struct frugal_error *reterr)
{
	const char *key = NULL;
	uint32_t rows = table_rows(p->table), found;
	if (name) {
		int r = table_find(p->table, _("publication"), str_of(name), &found, reterr);
		if (r < 0)
			return r;
		key = table_text(p->table, found, p->columns[KEY]);
	}
	p->figures = arena_array(&p->cli->context.arena, rows + 1, sizeof(*p->figures));
	if (!p->figures)
		return error_nomem(reterr);
	for (uint32_t row = 0; row < rows; row++)
		if (!key || strcmp(key, table_text(p->table, row, p->columns[KEY])) == 0)
			p->figures[p->n++].row = row;
	return 0;
}

/* ---- one publication, for people ------------------------------------------------------------ */

static int decimals_of(const char *number)
{
	const char *point = strchr(number, '.');
	return point ? (int)strspn(point + 1, "0123456789") : 0;
}

static void add_percent(struct buf *to, const struct publication *p, const struct figure *f)
{
	double percent = 100 * (f->ours / f->published - 1);
	buf_puts(to, percent < 0 ? "−" : "+");
	print_number(to, fabs(percent), fabs(percent) < 0.1 ? 3 : 1, p->cli->context.numbers);
	buf_puts(to, " %");
}

/* name="A100 SXM4 80GB" as a shell reads it. */
static void add_word(struct buf *to, struct str word)
{
	const char *equals = memchr(word.p, '=', word.n);
	size_t name = equals ? (size_t)(equals - word.p) + 1 : 0;
	bool quoted = memchr(word.p, ' ', word.n) != NULL;
	buf_add(to, word.p, name);
	buf_puts(to, quoted ? "\"" : "");
	buf_add(to, word.p + name, word.n - name);
	buf_puts(to, quoted ? "\"" : "");
}

static void add_command(struct buf *to, const struct publication *p, const struct figure *f)
{
	struct str left = str_of(cell_text(p, f, INPUTS)), input;
	buf_addf(to, "frugal estimate %s", cell_text(p, f, MODEL));
	while (next_input(&left, &input)) {
		buf_putc(to, ' ');
		add_word(to, input);
	}
}

static void add_row(struct columns *columns, const struct publication *p, const struct figure *f)
{
	struct buf cell = {0};
	int decimals = decimals_of(cell_text(p, f, PUBLISHED));
	buf_addf(&cell, "%zu", f->command);
	columns_add(columns, buf_text(&cell));
	columns_add(columns, cell_told(p, f, WHAT));
	buf_clear(&cell);
	print_number(&cell, f->published, decimals, p->cli->context.numbers);
	columns_add(columns, buf_text(&cell));
	buf_clear(&cell);
	/* One digit more than was published: that is where they differ. */
	print_number(&cell, f->ours, decimals + 1, p->cli->context.numbers);
	columns_add(columns, buf_text(&cell));
	columns_add(columns, cell_text(p, f, UNIT));
	buf_clear(&cell);
	add_percent(&cell, p, f);
	columns_add(columns, buf_text(&cell));
	buf_clear(&cell);
	buf_puts(&cell, f->follows ? "" : _("does not follow: "));
	buf_puts(&cell, cell_told(p, f, WHY));
	columns_add(columns, buf_text(&cell));
	columns->failed |= cell.failed;
	buf_release(&cell);
}

static void figures_text(const struct publication *p, struct buf *to)
{
	struct columns columns;
	columns_init(&columns, &p->cli->context.arena, 7);
	columns_add(&columns, "");
	columns_add(&columns, _("figure"));
	columns_add(&columns, _("published"));
	columns_add(&columns, _("ours"));
	columns_add(&columns, "");
	columns_add(&columns, _("difference"));
	columns_add(&columns, _("why"));
	for (size_t i = 0; i < p->n; i++)
		add_row(&columns, p, &p->figures[i]);
	columns.right[2] = columns.right[3] = columns.right[5] = true;
	columns_print(&columns, to, 0);
	columns_release(&columns);
}

static void commands_text(const struct publication *p, struct buf *to)
{
	size_t told = 0;
	buf_puts(to, _("ours by (with --explain: where each number comes from)\n"));
	for (size_t i = 0; i < p->n; i++) {
		if (p->figures[i].command <= told)
			continue;
		told = p->figures[i].command;
		buf_addf(to, "%zu  ", told);
		add_command(to, p, &p->figures[i]);
		buf_putc(to, '\n');
	}
}

/* Each source once, in the order of the figures. */
static void add_sources(const struct publication *p, struct buf *to)
{
	for (size_t i = 0; i < p->n; i++) {
		const char *source = cell_text(p, &p->figures[i], SOURCE);
		bool seen = false;
		for (size_t k = 0; k < i; k++)
			seen |= strcmp(cell_text(p, &p->figures[k], SOURCE), source) == 0;
		if (!seen)
			buf_addf(to, "%s%s", i ? "; " : "", source);
	}
}

/* ---- its steps ------------------------------------------------------------------------------ */

/* *ret_n is 0 where the publication is no chain of two steps or more. */
static int take_steps(const struct publication *p, struct waterfall *ret, const char *note,
		      struct frugal_error *reterr)
{
	struct waterfall_step *steps =
		arena_array(&p->cli->context.arena, p->n + 1, sizeof(*steps));
	if (!steps)
		return error_nomem(reterr);
	*ret = (struct waterfall){.steps = steps, .note = note, .numbers = p->cli->context.numbers};
	for (size_t i = 0; i < p->n; i++) {
		const struct figure *f = &p->figures[i];
		if (!*cell_text(p, f, STEP))
			continue;
		ret->title = arena_printf(&p->cli->context.arena, _("%s, step by step"),
					  cell_text(p, f, NAME));
		if (!ret->title)
			return error_nomem(reterr);
		ret->unit = cell_text(p, f, UNIT);
		steps[ret->n++] = (struct waterfall_step){cell_told(p, f, STEP), f->ours};
	}
	return 0;
}

static int write_svg(const struct publication *p, const char *path, struct frugal_error *reterr)
{
	struct waterfall chart;
	struct buf svg = {0}, note = {0};
	add_sources(p, &note);
	int r = take_steps(p, &chart, buf_text(&note), reterr);
	if (r == 0 && chart.n < 2)
		r = error_set(reterr, FRUGAL_EUSAGE, _("%s is told in one step: nothing to chart"),
			      cell_text(p, &p->figures[0], NAME));
	if (r == 0) {
		waterfall_svg(&chart, &svg);
		r = svg.failed ? error_nomem(reterr) : file_write(path, buf_str(&svg), reterr);
	}
	buf_release(&svg);
	buf_release(&note);
	return r;
}

static int one_text(const struct publication *p, struct buf *to, struct frugal_error *reterr)
{
	struct waterfall chart;
	int r = take_steps(p, &chart, "", reterr);
	if (r < 0)
		return r;
	buf_addf(to, "%s: ", cell_text(p, &p->figures[0], NAME));
	add_sources(p, to);
	buf_puts(to, "\n\n");
	figures_text(p, to);
	buf_putc(to, '\n');
	if (chart.n > 1) {
		waterfall_text(&chart, p->cli->out_colour, to);
		buf_putc(to, '\n');
	}
	commands_text(p, to);
	return 0;
}

/* ---- all of them, and JSON ------------------------------------------------------------------ */

static bool begins(const struct publication *p, size_t i)
{
	return i == 0 || strcmp(cell_text(p, &p->figures[i], KEY),
				cell_text(p, &p->figures[i - 1], KEY)) != 0;
}

static void add_publication(struct columns *columns, const struct publication *p, size_t i)
{
	struct buf cell = {0};
	size_t n = 0, follow = 0;
	for (size_t k = i; k < p->n && (k == i || !begins(p, k)); k++, n++)
		follow += p->figures[k].follows;
	columns_add(columns, cell_text(p, &p->figures[i], KEY));
	buf_addf(&cell, "%zu", n);
	columns_add(columns, buf_text(&cell));
	buf_clear(&cell);
	buf_addf(&cell, "%zu", follow);
	columns_add(columns, buf_text(&cell));
	columns_add(columns, cell_text(p, &p->figures[i], SOURCE));
	columns->failed |= cell.failed;
	buf_release(&cell);
}

static void list_text(const struct publication *p, struct buf *to)
{
	struct columns columns;
	columns_init(&columns, &p->cli->context.arena, 4);
	columns_add(&columns, _("publication"));
	columns_add(&columns, _("figures"));
	columns_add(&columns, _("that follow"));
	columns_add(&columns, _("source"));
	for (size_t i = 0; i < p->n; i++)
		if (begins(p, i))
			add_publication(&columns, p, i);
	columns.right[1] = columns.right[2] = true;
	columns_print(&columns, to, 0);
	columns_release(&columns);
}

static void figure_json(struct jsonw *json, const struct publication *p, const struct figure *f)
{
	struct buf command = {0};
	add_command(&command, p, f);
	jsonw_object(json, NULL);
	jsonw_string(json, "publication", cell_text(p, f, KEY));
	jsonw_string(json, "what", cell_text(p, f, WHAT));
	jsonw_string(json, "step", *cell_text(p, f, STEP) ? cell_text(p, f, STEP) : NULL);
	jsonw_number(json, "published", f->published);
	jsonw_number(json, "ours", f->ours);
	jsonw_string(json, "unit", cell_text(p, f, UNIT));
	jsonw_number(json, "difference", f->ours / f->published - 1);
	jsonw_number(json, "tolerance", table_number(p->table, f->row, p->columns[TOLERANCE]));
	jsonw_bool(json, "follows", f->follows);
	jsonw_string(json, "why", cell_text(p, f, WHY));
	jsonw_string(json, "model", cell_text(p, f, MODEL));
	jsonw_string(json, "figure", cell_text(p, f, FIGURE));
	jsonw_string(json, "command", buf_text(&command));
	jsonw_number(json, "year", table_number(p->table, f->row, p->columns[YEAR]));
	jsonw_string(json, "source", cell_text(p, f, SOURCE));
	jsonw_object_end(json);
	buf_release(&command);
}

static void as_json(const struct publication *p, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "published");
	jsonw_array(&json, "figures");
	for (size_t i = 0; i < p->n; i++)
		figure_json(&json, p, &p->figures[i]);
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

static int tell(struct publication *p, struct frugal_error *reterr)
{
	const struct published_options *asked = p->cli->options;
	struct buf text = {0};
	int r = 0;
	if (asked->svg)
		r = write_svg(p, asked->svg, reterr);
	if (r == 0 && asked->json)
		as_json(p, &text);
	else if (r == 0 && p->cli->n_args)
		r = one_text(p, &text, reterr);
	else if (r == 0)
		list_text(p, &text);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put_bytes(&text);
	buf_release(&text);
	return r;
}

static int published(struct cli *cli, struct frugal_error *reterr)
{
	const struct published_options *asked = cli->options;
	struct publication p = {.cli = cli};
	if (asked->svg && !cli->n_args) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s needs %s"), "--svg", _("NAME"));
		return error_todo(reterr, "%s", "frugal published bloom --svg FILE");
	}
	int r = open_table(&p, reterr);
	if (r == 0)
		r = take_rows(&p, cli->n_args ? cli->args[0] : NULL, reterr);
	if (r == 0)
		r = compute(&p, reterr);
	if (r == 0)
		r = tell(&p, reterr);
	knowledge_close(&p.knowledge);
	return r;
}

const struct command command_published = {
	.name = "published",
	.group = GROUP_ESTIMATE,
	.brief = N_("published footprints beside ours, and why they differ"),
	.text = N_("Recomputes what papers have published (GPT-3, BLOOM, ChatGPT...) from the "
		   "inputs they state, by the models of frugal models, and says why ours is not "
		   "the same: mostly their rounding; where the figure does not follow from its own "
		   "inputs, that. Each of ours is the answer of a command line that is printed."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct published_options),
	.examples = examples,
	.function = published,
};
