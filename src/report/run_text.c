/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the summary of a run for people: one line per figure with its interval, quality and
 * source; the energy of the machine during the run; what is unknown; the next useful command.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "insight/like.h"
#include "record/perimeter.h"
#include "report/run_words.h"

#define SEPARATOR " · "
#define BOLD "\033[1m"
#define PLAIN "\033[0m"
/* A run of this length is too short for no counter. */
#define STILL_S 1

/* The command of an interrupted run may have gone on. */
static void add_length(struct buf *to, const struct run_record *run, const struct run_view *view)
{
	struct buf length = {0};
	print_duration(&length, run->duration.s, view->numbers);
	/* TRANSLATORS: how long frugal measured a run before it was killed: seen for 10.1 s */
	buf_addf(to, run->status == RUN_INTERRUPTED ? _("seen for %s") : "%s", buf_text(&length));
	to->failed |= length.failed;
	buf_release(&length);
}

void run_title(struct buf *to, const struct run_record *run, const struct run_view *view)
{
	if (run->name && run->name[0]) {
		add_clean_text(to, run->name, 40);
		buf_puts(to, SEPARATOR);
	}
	buf_puts(to, _("run"));
	buf_putc(to, ' ');
	if (view->id_digits)
		buf_add(to, run->id, view->id_digits);
	else
		buf_puts(to, _("not stored"));
	add_within(to, SEPARATOR, run, view);
	buf_puts(to, SEPARATOR);
	add_length(to, run, view);
	buf_puts(to, SEPARATOR);
	add_command(to, run, 60);
	buf_puts(to, SEPARATOR);
	add_end(to, run);
}

/* ---- what each figure rests on -------------------------------------------------------------- */

/* Whether a counter was read or denied. */
static bool has_counter(const struct run_record *run)
{
	bool any = false;
	for (size_t i = 0; i < run->n_parts; i++)
		any |= run->parts[i].quality == FRUGAL_MEASURED;
	return any;
}

static void energy_remark(struct buf *to, const struct run_record *run,
			  const struct run_figure *figure, const struct run_view *view)
{
	struct buf measured = {0}, modelled = {0};
	size_t n_measured = add_part_names(&measured, run, part_is_measured, false);
	size_t n_modelled = add_part_names(&modelled, run, part_is_modelled, n_measured == 0);
	if (n_measured && n_modelled) {
		print_number(to, floor(figure->measured_share * 100), 0, view->numbers);
		/* TRANSLATORS: "92 % measured (cpu.package-0), ram modelled" */
		buf_addf(to, _(" %% measured (%s), %s modelled"), buf_text(&measured),
			 buf_text(&modelled));
	} else if (n_measured) {
		buf_addf(to, _("measured (%s)"), buf_text(&measured));
	} else {
		buf_addf(to, _("modelled (%s)"), buf_text(&modelled));
		if (!has_counter(run))
			buf_puts(to, _(": no power counter here"));
	}
	buf_release(&measured);
	buf_release(&modelled);
}

static const struct answer_line *why(const struct run_view *view, const char *name)
{
	const struct answer_line *line = view->why ? answer_find(view->why, name) : NULL;
	return line && !isnan(line->value) ? line : NULL;
}

/* "FR: Ember yearly electricity data (2024)" without the key, which the line already has. */
static const char *source_of(const struct answer_line *line, const char *key)
{
	struct str rest;
	if (key && str_after(str_of(line->source), key, &rest) && str_after(rest, ": ", &rest))
		return rest.p;
	return line->source;
}

static void carbon_remark(struct buf *to, const struct run_record *run, const struct run_view *view)
{
	const struct answer_line *intensity = why(view, "zone.intensity");
	if (run->zone_is_default)
		buf_puts(to, _("world average"));
	else
		add_clean_text(to, run->zone ? run->zone : "", 40);
	if (intensity) {
		buf_puts(to, ", ");
		print_quantity(to, intensity->value, intensity->value, intensity->value,
			       intensity->unit.dim, intensity->unit, intensity->unit_text,
			       view->numbers);
	}
	if (run->zone_is_default)
		buf_addf(to,
			 view->set_zone ? _(": zone unknown, set it with %s") : _(": zone unknown"),
			 view->set_zone);
	else if (intensity && intensity->source[0])
		buf_addf(to, "; %s", source_of(intensity, run->zone));
}

static void embodied_remark(struct buf *to, const struct run_record *run,
			    const struct run_view *view)
{
	const struct answer_line *lifetime = why(view, "lifetime");
	(void)run;
	buf_puts(to, _("share of the embodied emissions of the machine"));
	if (!lifetime)
		return;
	buf_puts(to, ", ");
	struct buf years = {0};
	print_number(&years, answer_in_unit(lifetime, lifetime->value), 0, view->numbers);
	/* TRANSLATORS: embodied emissions are spread over so many years */
	buf_addf(to, _("over %s years"), buf_text(&years));
	buf_release(&years);
}

/* The water of the site is in it where its WUE was given. */
static void water_remark(struct buf *to, const struct run_record *run)
{
	buf_puts(to, run_figure_find(run, "site_water", "share")
			     ? _("power stations and site")
			     : _("power stations; the WUE of the site is not given"));
}

/* ---- the figures ---------------------------------------------------------------------------- */

/* "±4 %" when both ends are near and alike, else "12 to 29". */
static void add_interval(struct buf *to, const struct shown *shown, const struct run_view *view)
{
	double up = shown->high - shown->value, down = shown->value - shown->low;
	double half = (up + down) / 2;
	if (!(half > 0))
		return;
	if (shown->value > 0 && half < 0.2 * shown->value && fabs(up - down) < 0.3 * half) {
		double percent = 100 * half / shown->value;
		buf_puts(to, "±");
		print_number(to, percent, percent < 1 ? 1 : 0, view->numbers);
		buf_puts(to, " %");
		return;
	}
	print_number(to, shown->low, print_decimals(shown->low, shown->low, shown->high),
		     view->numbers);
	/* TRANSLATORS: an interval: 12 to 29 */
	buf_puts(to, _(" to "));
	print_number(to, shown->high, print_decimals(shown->high, shown->low, shown->high),
		     view->numbers);
}

enum { NAME, VALUE, INTERVAL, REMARK, CELLS };

struct sheet {
	struct buf cells[CELLS];
	struct columns columns;
	const struct run_view *view;
};

static void sheet_row(struct sheet *sheet)
{
	for (size_t i = 0; i < CELLS; i++) {
		columns_add(&sheet->columns, buf_text(&sheet->cells[i]));
		sheet->columns.failed |= sheet->cells[i].failed;
		buf_clear(&sheet->cells[i]);
	}
}

static void sheet_note(struct sheet *sheet, const char *note)
{
	buf_puts(&sheet->cells[REMARK], note);
	sheet_row(sheet);
}

/* False without such a figure. */
static bool sheet_figure(struct sheet *sheet, const struct run_record *run, const char *name,
			 const char *word)
{
	struct shown shown;
	const struct run_figure *figure = run_figure_find(run, name, "share");
	if (!figure_shown(figure, &shown))
		return false;
	buf_puts(&sheet->cells[NAME], word);
	print_number(&sheet->cells[VALUE], shown.value, shown.decimals, sheet->view->numbers);
	buf_addf(&sheet->cells[VALUE], " %s", shown.unit.text);
	add_interval(&sheet->cells[INTERVAL], &shown, sheet->view);
	return true;
}

/* Parts that gave nothing though they may be read. */
static void quiet_rows(struct sheet *sheet, const struct run_record *run)
{
	struct buf parts = {0};
	if (add_part_names(&parts, run, part_is_still, false)) {
		buf_addf(&sheet->cells[REMARK],
			 run->duration.s < STILL_S
				 ? _("%s: the counter did not move (too short a run?)")
				 : _("%s: the counter did not move"),
			 buf_text(&parts));
		sheet_row(sheet);
	}
	buf_clear(&parts);
	if (add_part_names(&parts, run, part_is_asleep, true)) {
		buf_addf(&sheet->cells[REMARK], _("%s: not known (asleep, and left so)"),
			 buf_text(&parts));
		sheet_row(sheet);
	}
	buf_clear(&parts);
	if (add_part_names(&parts, run, part_is_silent, true)) {
		buf_addf(&sheet->cells[REMARK], _("no reading could be had of it: %s"),
			 buf_text(&parts));
		sheet_row(sheet);
	}
	buf_release(&parts);
}

static void energy_rows(struct sheet *sheet, const struct run_record *run)
{
	const struct run_figure *figure = run_figure_find(run, "energy", "share");
	struct buf parts = {0};
	bool any = sheet_figure(sheet, run, "energy", _("energy"));
	if (any) {
		energy_remark(&sheet->cells[REMARK], run, figure, sheet->view);
	} else {
		buf_puts(&sheet->cells[NAME], _("energy"));
		buf_puts(&sheet->cells[VALUE], _("not known"));
	}
	sheet_row(sheet);
	quiet_rows(sheet, run);
	if (add_part_names(&parts, run, part_is_denied, false)) {
		buf_addf(&sheet->cells[REMARK],
			 _("%s: no permission to read it; how to get it: frugal sensors"),
			 buf_text(&parts));
		sheet_row(sheet);
	} else if (!any || !has_counter(run)) {
		sheet_note(sheet, _("what could be measured here: frugal sensors"));
	}
	buf_release(&parts);
}

/* Whether the run was asked for a figure: older ones were not. */
static bool was_asked(const struct run_view *view, const char *name)
{
	return view->why && answer_find(view->why, name);
}

/* The share of the whole that is embodied. */
static void embodied_share(struct buf *to, const struct run_figure *all,
			   const struct run_figure *embodied, const struct run_view *view)
{
	struct buf share = {0};
	if (!embodied || !(all->value > 0))
		return;
	print_number(&share, 100 * embodied->value / all->value, 0, view->numbers);
	/* TRANSLATORS: of a figure that counts use and embodied */
	buf_addf(to, _("embodied: %s %%"), buf_text(&share));
	to->failed |= share.failed;
	buf_release(&share);
}

/* A criterion of use and embodied: both, or the one that has a factor. */
struct criterion {
	const char *all, *usage, *embodied; /* names of figures */
};

static void criterion_row(struct sheet *sheet, const struct run_record *run,
			  const struct criterion *of, const char *word)
{
	struct buf *remark = &sheet->cells[REMARK];
	const struct run_figure *all = run_figure_find(run, of->all, "share");
	if (sheet_figure(sheet, run, of->all, word)) {
		embodied_share(remark, all, run_figure_find(run, of->embodied, "share"),
			       sheet->view);
	} else if (sheet_figure(sheet, run, of->usage, word)) {
		buf_puts(remark, _("of the electricity; embodied: no factor"));
	} else if (sheet_figure(sheet, run, of->embodied, word)) {
		buf_puts(remark, _("embodied; no factor of this electricity"));
	} else if (was_asked(sheet->view, of->all)) {
		buf_puts(&sheet->cells[NAME], word);
		buf_puts(&sheet->cells[VALUE], _("not known"));
		buf_puts(remark, _("no factor of this electricity"));
	} else {
		return;
	}
	sheet_row(sheet);
}

static void criteria_rows(struct sheet *sheet, const struct run_record *run)
{
	static const struct criterion metals = {"adpe", "usage_adpe", "embodied_adpe"};
	static const struct criterion primary = {"pe", "usage_pe", "embodied_pe"};
	if (sheet_figure(sheet, run, "water", _("water"))) {
		water_remark(&sheet->cells[REMARK], run);
		sheet_row(sheet);
	} else if (sheet_figure(sheet, run, "site_water", _("water"))) {
		buf_puts(&sheet->cells[REMARK], _("of the site; no factor of this electricity"));
		sheet_row(sheet);
	} else if (was_asked(sheet->view, "water")) {
		buf_puts(&sheet->cells[NAME], _("water"));
		buf_puts(&sheet->cells[VALUE], _("not known"));
		buf_puts(&sheet->cells[REMARK], _("no factor of this electricity"));
		sheet_row(sheet);
	}
	criterion_row(sheet, run, &metals, _("metals"));
	criterion_row(sheet, run, &primary, _("primary energy"));
}

/* A figure that was asked for and has no value, with the reason. */
static void missing_row(struct sheet *sheet, const char *name, const char *word)
{
	const struct answer_line *line =
		sheet->view->why ? answer_find(sheet->view->why, name) : NULL;
	if (!line || !line->absent)
		return;
	buf_puts(&sheet->cells[NAME], word);
	buf_puts(&sheet->cells[VALUE], _("not known"));
	buf_puts(&sheet->cells[REMARK], line->absent_stated ? line->absent_stated : line->absent);
	sheet_row(sheet);
}

static void add_figures(struct buf *to, const struct run_record *run, const struct run_view *view)
{
	struct arena arena = {0};
	struct sheet sheet = {.view = view};
	columns_init(&sheet.columns, &arena, CELLS);
	energy_rows(&sheet, run);
	if (sheet_figure(&sheet, run, "carbon", _("carbon"))) {
		carbon_remark(&sheet.cells[REMARK], run, view);
		sheet_row(&sheet);
	} else {
		missing_row(&sheet, "carbon", _("carbon"));
	}
	if (sheet_figure(&sheet, run, "embodied", _("embodied"))) {
		embodied_remark(&sheet.cells[REMARK], run, view);
		sheet_row(&sheet);
	} else {
		missing_row(&sheet, "embodied", _("embodied"));
	}
	criteria_rows(&sheet, run);
	columns_print(&sheet.columns, to, 2);
	for (size_t i = 0; i < CELLS; i++)
		buf_release(&sheet.cells[i]);
	columns_release(&sheet.columns);
	arena_release(&arena);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static void add_last_lines(struct buf *to, const struct run_record *run,
			   const struct run_view *view)
{
	if (run->left_out && run->left_out[0]) {
		buf_addf(to, "  %s ", _("not counted:"));
		run_left_out(to, run);
		buf_putc(to, '\n');
	}
	if (view->like)
		/* TRANSLATORS: comparable to 0.2 km (car, combustion) */
		buf_addf(to, _("  comparable to %s\n"), view->like);
	if (view->forecast)
		buf_addf(to, "  %s\n", view->forecast);
	if (run->status == RUN_INTERRUPTED)
		buf_puts(to, _("  frugal was stopped before the end of the command: figures up to "
			       "that time\n"));
	if (run->status == RUN_RUNNING)
		buf_puts(to, _("  still running: figures so far\n"));
	if (view->id_digits && run->derivation && run->derivation[0])
		buf_addf(to, _("  derivation of these figures: frugal explain %.*s\n"),
			 (int)view->id_digits, run->id);
}

void run_text(struct buf *to, const struct run_record *run, const struct run_view *view)
{
	buf_puts(to, view->colour ? BOLD "frugal" PLAIN "  " : "frugal  ");
	run_title(to, run, view);
	buf_puts(to, "\n\n");
	add_figures(to, run, view);
	buf_putc(to, '\n');
	add_notes(to, run, view);
	add_last_lines(to, run, view);
}

void run_text_with_like(struct buf *to, const struct knowledge *knowledge,
			const struct run_record *run, const struct run_view *view)
{
	struct run_view with_like = *view;
	struct buf like = {0};
	run_like(&like, knowledge, run, view->lang, view->numbers);
	with_like.like = like.n ? buf_text(&like) : NULL;
	run_text(to, run, &with_like);
	buf_release(&like);
}
