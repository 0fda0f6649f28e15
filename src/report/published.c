/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A published figure next to ours: the table, the commands that compute ours, and the steps
 * between both as a chart. The comparison itself is in model/published.h.
 */
#include "report/published.h"

#include <math.h>

#include "base/intl.h"
#include "quantity/change.h"
#include "report/chart_waterfall.h"
#include "report/layout.h"

typedef struct frugal_published_figure figure;

/* The text in the language of the user. */
static const char *in_words(const struct published_view *view, const char *english,
			    const char *french)
{
	return strcmp(view->lang, "fr") == 0 ? french : english;
}

/* name="A100 SXM4 80GB" as a shell reads it. */
static void add_word(struct buf *to, const char *word)
{
	const char *equals = strchr(word, '=');
	size_t name = equals ? (size_t)(equals - word) + 1 : 0;
	bool quoted = strchr(word, ' ') != NULL;
	buf_add(to, word, name);
	buf_puts(to, quoted ? "\"" : "");
	buf_puts(to, word + name);
	buf_puts(to, quoted ? "\"" : "");
}

static void add_command(struct buf *to, const figure *f)
{
	buf_addf(to, "frugal estimate %s", f->model);
	for (const char *const *input = f->inputs; *input; input++) {
		buf_putc(to, ' ');
		add_word(to, *input);
	}
}

/* ---- one publication ------------------------------------------------------------------------ */

static int decimals_of(const char *number)
{
	const char *point = strchr(number, '.');
	return point ? (int)strspn(point + 1, "0123456789") : 0;
}

static void add_percent(struct buf *to, const figure *f, const struct published_view *view)
{
	double percent = 100 * change_of(f->published, f->ours);
	if (isnan(percent)) {
		buf_puts(to, "-");
		return;
	}
	buf_puts(to, percent < 0 ? "−" : "+");
	print_number(to, fabs(percent), fabs(percent) < 0.1 ? 3 : 1, view->numbers);
	buf_puts(to, " %");
}

static void add_row(struct columns *columns, const figure *f, const struct published_view *view)
{
	struct buf cell = {0};
	int decimals = decimals_of(f->published_text);
	buf_addf(&cell, "%zu", f->question);
	columns_take(columns, &cell);
	columns_add(columns, in_words(view, f->what, f->what_fr));
	print_number(&cell, f->published, decimals, view->numbers);
	columns_take(columns, &cell);
	/* One digit more than was published: that is where they differ. */
	print_number(&cell, f->ours, decimals + 1, view->numbers);
	columns_take(columns, &cell);
	columns_add(columns, f->unit);
	add_percent(&cell, f, view);
	columns_take(columns, &cell);
	buf_puts(&cell, f->follows ? "" : _("not reproduced: "));
	buf_puts(&cell, in_words(view, f->why, f->why_fr));
	columns_take(columns, &cell);
	columns->failed |= cell.failed;
	buf_release(&cell);
}

static void figures_text(struct buf *to, const struct published *published,
			 const struct published_view *view, struct arena *arena)
{
	struct columns columns;
	columns_init(&columns, arena, 7);
	columns_add(&columns, "");
	columns_add(&columns, _("figure"));
	columns_add(&columns, _("published"));
	columns_add(&columns, _("ours"));
	columns_add(&columns, "");
	columns_add(&columns, _("difference"));
	columns_add(&columns, _("why"));
	for (size_t i = 0; i < published->n; i++)
		add_row(&columns, &published->figures[i], view);
	columns.right[2] = columns.right[3] = columns.right[5] = true;
	columns_print(&columns, to, 0);
	columns_release(&columns);
}

static void commands_text(struct buf *to, const struct published *published)
{
	size_t shown = 0;
	buf_puts(to, _("commands for our figures\n"));
	for (size_t i = 0; i < published->n; i++) {
		if (published->figures[i].question <= shown)
			continue;
		shown = published->figures[i].question;
		buf_addf(to, "%zu  ", shown);
		add_command(to, &published->figures[i]);
		buf_putc(to, '\n');
	}
}

/* Each source once, in the order of the figures. */
static void add_sources(struct buf *to, const struct published *published)
{
	for (size_t i = 0; i < published->n; i++) {
		const char *source = published->figures[i].source;
		bool seen = false;
		for (size_t k = 0; k < i; k++)
			seen |= strcmp(published->figures[k].source, source) == 0;
		if (!seen)
			buf_addf(to, "%s%s", i ? "; " : "", source);
	}
}

/* ---- its steps ------------------------------------------------------------------------------ */

/* ret->n is 0 when the publication does not have two steps or more. */
static void take_steps(const struct published *published, const struct published_view *view,
		       const char *note, struct arena *arena, struct buf *to, struct waterfall *ret)
{
	struct waterfall_step *steps = arena_array(arena, published->n + 1, sizeof(*steps));
	*ret = (struct waterfall){.steps = steps, .note = note, .numbers = view->numbers};
	to->failed |= !steps;
	for (size_t i = 0; steps && i < published->n; i++) {
		const figure *f = &published->figures[i];
		if (!*f->step)
			continue;
		ret->title = arena_printf(arena, _("%s, step by step"), f->name);
		to->failed |= !ret->title;
		ret->unit = f->unit;
		steps[ret->n++] =
			(struct waterfall_step){in_words(view, f->step, f->step_fr), f->ours};
	}
}

int published_svg(struct buf *to, const struct published *published,
		  const struct published_view *view, struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct waterfall chart;
	struct buf note = {0};
	int r = 0;
	add_sources(&note, published);
	take_steps(published, view, buf_text(&note), &arena, to, &chart);
	if (chart.n < 2)
		r = error_set(reterr, FRUGAL_EUSAGE, _("%s has a single step: nothing to chart"),
			      published->figures[0].name);
	else
		waterfall_svg(&chart, to);
	if (r == 0 && to->failed)
		r = error_nomem(reterr);
	buf_release(&note);
	arena_release(&arena);
	return r;
}

void published_text(struct buf *to, const struct published *published,
		    const struct published_view *view)
{
	struct arena arena = {0};
	struct waterfall chart;
	take_steps(published, view, "", &arena, to, &chart);
	buf_addf(to, "%s: ", published->figures[0].name);
	add_sources(to, published);
	buf_puts(to, "\n\n");
	figures_text(to, published, view, &arena);
	buf_putc(to, '\n');
	if (chart.n > 1) {
		waterfall_text(&chart, view->colour, to);
		buf_putc(to, '\n');
	}
	commands_text(to, published);
	arena_release(&arena);
}

/* ---- all of them, and JSON ------------------------------------------------------------------ */

static bool begins(const struct published *published, size_t i)
{
	return i == 0 || strcmp(published->figures[i].publication,
				published->figures[i - 1].publication) != 0;
}

static void add_publication(struct columns *columns, const struct published *published, size_t i)
{
	struct buf cell = {0};
	size_t n = 0, follow = 0;
	for (size_t k = i; k < published->n && (k == i || !begins(published, k)); k++, n++)
		follow += published->figures[k].follows != 0;
	columns_add(columns, published->figures[i].publication);
	buf_addf(&cell, "%zu", n);
	columns_take(columns, &cell);
	buf_addf(&cell, "%zu", follow);
	columns_take(columns, &cell);
	columns_add(columns, published->figures[i].source);
	columns->failed |= cell.failed;
	buf_release(&cell);
}

void published_list_text(struct buf *to, const struct published *published)
{
	struct arena arena = {0};
	struct columns columns;
	columns_init(&columns, &arena, 4);
	columns_add(&columns, _("publication"));
	columns_add(&columns, _("figures"));
	columns_add(&columns, _("reproduced"));
	columns_add(&columns, _("source"));
	for (size_t i = 0; i < published->n; i++)
		if (begins(published, i))
			add_publication(&columns, published, i);
	columns.right[1] = columns.right[2] = true;
	columns_print(&columns, to, 0);
	columns_release(&columns);
	arena_release(&arena);
}

static void figure_json(struct jsonw *json, const figure *f)
{
	struct buf command = {0};
	add_command(&command, f);
	jsonw_object(json, NULL);
	jsonw_string(json, "publication", f->publication);
	jsonw_string(json, "what", f->what);
	jsonw_string(json, "step", *f->step ? f->step : NULL);
	jsonw_number(json, "published", f->published);
	jsonw_number(json, "ours", f->ours);
	jsonw_string(json, "unit", f->unit);
	jsonw_number(json, "difference", change_of(f->published, f->ours));
	jsonw_number(json, "tolerance", f->tolerance);
	jsonw_bool(json, "follows", f->follows);
	jsonw_string(json, "why", f->why);
	jsonw_string(json, "model", f->model);
	jsonw_string(json, "figure", f->figure);
	jsonw_string(json, "command", buf_text(&command));
	jsonw_number(json, "year", f->year);
	jsonw_string(json, "source", f->source);
	jsonw_object_end(json);
	buf_release(&command);
}

void published_json(struct jsonw *json, const struct published *published)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "kind", "published");
	jsonw_array(json, "figures");
	for (size_t i = 0; i < published->n; i++)
		figure_json(json, &published->figures[i]);
	jsonw_array_end(json);
	jsonw_object_end(json);
}
