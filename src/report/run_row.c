/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a run as one row of a list, and the pieces of text that the row and the summary share. */
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "report/run_words.h"
#include "report/vocabulary.h"

#define COMMAND_WIDTH 40

void add_clean_text(struct buf *to, const char *text, size_t most)
{
	buf_add_short(to, text, most);
}

void add_command(struct buf *to, const struct run_record *run, size_t most)
{
	struct buf line = {0};
	for (char **word = run->command; word && *word && line.n < 4 * most + 16; word++)
		buf_addf(&line, "%s%.400s", line.n ? " " : "", *word);
	add_clean_text(to, buf_text(&line), most);
	to->failed |= line.failed;
	buf_release(&line);
}

void add_end(struct buf *to, const struct run_record *run)
{
	if (run->status == RUN_RUNNING)
		buf_puts(to, _("running"));
	else if (run->status == RUN_INTERRUPTED)
		buf_puts(to, _("interrupted"));
	else if (run->by_signal)
		/* TRANSLATORS: how a command ended: signal 15 */
		buf_addf(to, _("signal %d"), run->exit_code);
	else
		/* TRANSLATORS: how a command ended: its exit status */
		buf_addf(to, _("exit %d"), run->exit_code);
}

void add_within(struct buf *to, const char *before, const struct run_record *run,
		const struct run_view *view)
{
	if (!view->parent_digits)
		return;
	buf_puts(to, before);
	/* TRANSLATORS: a run within another run: within run 069b */
	buf_addf(to, _("within run %.*s"), (int)view->parent_digits, run->parent);
}

bool figure_shown(const struct run_figure *figure, struct shown *ret)
{
	struct unit unit;
	if (!figure || unit_parse(str_of(figure->unit), &unit, NULL) < 0)
		return false;
	display_unit_for(figure->value * unit.scale, unit.dim, unit, figure->unit, &ret->unit);
	double scale = unit.scale / ret->unit.scale;
	ret->value = figure->value * scale;
	ret->low = figure->low * scale;
	ret->high = figure->high * scale;
	ret->decimals = print_decimals(ret->value, ret->low, ret->high);
	return true;
}

/* ---- the row -------------------------------------------------------------------------------- */

void run_row_head(struct columns *columns)
{
	static const char *const heads[RUN_ROW_CELLS] = {
		N_("run"),      N_("started (UTC)"), N_("project"), N_("phase"), N_("command"),
		N_("duration"), N_("energy"),        N_("carbon"),  N_("end")};
	for (size_t i = 0; i < RUN_ROW_CELLS; i++)
		columns_add(columns, _(heads[i]));
}

static void add_cell(struct columns *columns, struct buf *cell)
{
	columns_add(columns, buf_text(cell));
	columns->failed |= cell->failed;
	buf_clear(cell);
}

static void add_figure(struct buf *cell, const struct run_record *run, const char *name,
		       const struct number_style *style)
{
	struct shown shown;
	if (!figure_shown(run_figure_find(run, name, "share"), &shown)) {
		buf_putc(cell, '-');
		return;
	}
	print_number(cell, shown.value, shown.decimals, style);
	buf_addf(cell, " %s", shown.unit.text);
}

void run_row(struct columns *columns, const struct run_record *run, const struct run_view *view)
{
	struct buf cell = {0};
	char when[CLOCK_TEXT];
	clock_utc_text(run->started_us, when);
	columns->right[5] = true;
	buf_add(&cell, run->id, view->id_digits ? view->id_digits : strlen(run->id));
	add_cell(columns, &cell);
	buf_addf(&cell, "%.10s %.5s", when, when + strlen("2026-11-22T"));
	add_cell(columns, &cell);
	add_clean_text(&cell, run->project[0] ? run->project : "-", 20);
	add_cell(columns, &cell);
	add_clean_text(&cell, run->phase[0] ? vocabulary_word(run->phase) : "-", 20);
	add_cell(columns, &cell);
	if (run->name[0])
		add_clean_text(&cell, run->name, COMMAND_WIDTH);
	else
		add_command(&cell, run, COMMAND_WIDTH);
	add_cell(columns, &cell);
	print_duration(&cell, run->duration.s, view->numbers);
	add_cell(columns, &cell);
	add_figure(&cell, run, "energy", view->numbers);
	add_cell(columns, &cell);
	add_figure(&cell, run, "carbon", view->numbers);
	add_cell(columns, &cell);
	add_end(&cell, run);
	add_within(&cell, ", ", run, view);
	add_cell(columns, &cell);
	buf_release(&cell);
}
