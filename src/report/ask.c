/* SPDX-License-Identifier: Apache-2.0 */
/* Writes what was understood of a sentence, and its answer: few lines, each with its unit. */
#include "report/ask.h"

#include <math.h>

#include "base/intl.h"
#include "base/num.h"
#include "report/answer.h"
#include "report/layout.h"

#define DOUBTS 3
#define LEAST_DOUBT 0.05
/* Of a total that is printed: report/answer.h. */
#define LEAST_FIGURES 2

/* ---- what was understood ---- */

static void put_item(struct columns *columns, const struct ask *ask, enum ask_key key)
{
	const struct ask_item *item = &ask->item[key];
	struct buf note = {0};
	if (item->state == ASK_ABSENT || (item->state == ASK_DEFAULT && !item->value))
		return;
	columns_add(columns, ask_label(key));
	columns_add(columns, item->state == ASK_MISSING ? "?" : item->value);
	if (item->note)
		buf_addf(&note, "(%s)", item->note);
	columns_add(columns, buf_text(&note));
	buf_release(&note);
}

void ask_understood_text(struct buf *to, const struct ask *ask)
{
	struct arena arena = {0};
	struct columns columns;
	columns_init(&columns, &arena, 3);
	for (int i = 0; i < ASK_KEYS; i++)
		put_item(&columns, ask, (enum ask_key)i);
	columns_print(&columns, to, 2);
	columns_release(&columns);
	arena_release(&arena);
	for (size_t i = 0; i < ask->said.n_unused; i++) {
		buf_addf(to, "%s'", i ? ", " : _("not used: "));
		buf_add_clean(to, ask->said.unused[i]);
		buf_puts(to, i + 1 == ask->said.n_unused ? "'\n" : "'");
	}
	for (size_t i = 0; i < ask->n_warnings; i++) {
		buf_addf(to, "%s ", _("note:"));
		buf_add_clean(to, ask->warnings[i]);
		buf_putc(to, '\n');
	}
}

/* French writes a thin space before them. */
static const char *colon(const struct number_style *style)
{
	return style == &NUMBERS_FR ? "\u202f: " : ": ";
}

static const char *semicolon(const struct number_style *style)
{
	return style == &NUMBERS_FR ? "\u202f; " : "; ";
}

/* ---- the title ---- */

static void put_title_use(struct buf *to, const struct ask *ask, const struct ask_answer *answer,
			  const struct number_style *style)
{
	const struct answer_line *images = answer_find(answer->answer, "images");
	const struct answer_line *videos = answer_find(answer->answer, "videos");
	const struct answer_line *answers = images   ? images
					    : videos ? videos
						     : answer_find(answer->answer, "answers");
	bool part = ask->said.amount[SLOT_DURATION].given;
	buf_addf(to, part ? _("%s of %s") : _("a year (%s) of %s"), ask->item[KEY_DAYS].value,
		 ask->item[KEY_MODEL].value);
	if (ask->said.amount[SLOT_PEOPLE].given)
		buf_addf(to, _(" for %s people"), ask->item[KEY_PEOPLE].value);
	buf_puts(to, colon(style));
	if (answers)
		print_number(to, answers->value, 0, style);
	buf_addf(to, " %s", images ? _("images") : videos ? _("videos") : _("requests"));
}

static void put_title_training(struct buf *to, const struct ask *ask,
			       const struct ask_answer *answer, const struct number_style *style)
{
	const struct answer_line *hours = answer_find(answer->answer, "device_hours");
	buf_puts(to,
		 ask->said.amount[SLOT_TIMES].given ? _("a year of trainings") : _("one training"));
	if (ask->item[KEY_MODEL].value)
		buf_addf(to, _(" of %s"), ask->item[KEY_MODEL].value);
	if (!hours || isnan(hours->value))
		return;
	buf_puts(to, colon(style));
	double value = answer_in_unit(hours, hours->value);
	print_number(to, value,
		     print_decimals(value, answer_in_unit(hours, hours->low),
				    answer_in_unit(hours, hours->high)),
		     style);
	buf_addf(to, " %s", _("accelerator-hours"));
}

static void put_title_bought(struct buf *to, const struct ask *ask)
{
	if (ask->said.thing) {
		buf_addf(to, _("%s %s over their whole life, used in France"),
			 ask->item[KEY_COUNT].value, ask->item[KEY_HARDWARE].value);
		return;
	}
	buf_addf(to, _("a year of %s"), ask->item[KEY_COUNT].value);
	if (ask->item[KEY_DEVICES].value)
		buf_addf(to, _(" with %s (%s)"), ask->item[KEY_HARDWARE].value,
			 ask->item[KEY_DEVICES].value);
	buf_puts(to, _(": switched on all year, and its share of their manufacture"));
}

static void put_title(struct buf *to, const struct ask *ask, const struct ask_answer *answer,
		      const struct number_style *style)
{
	if (ask->about == ABOUT_USE)
		put_title_use(to, ask, answer, style);
	else if (ask->about == ABOUT_BUY)
		put_title_bought(to, ask);
	else
		put_title_training(to, ask, answer, style);
	buf_putc(to, '\n');
}

/* ---- the figures ---- */

/* The figures for everybody, and the word for each. */
static const struct {
	const char *name, *word;
} FIGURES[] = {
	{"energy", N_("energy")},
	{"carbon", N_("carbon")},
	{"water", N_("water")},
	{"adpe", N_("metals")},
};

#define N_FIGURES (sizeof(FIGURES) / sizeof(*FIGURES))

static void put_doubts(struct buf *to, const struct answer *answer, const char *figure,
		       const char *lang, const struct number_style *style)
{
	size_t n = 0;
	bool french = strcmp(lang, "fr") == 0;
	for (size_t i = 0; i < answer->n_doubts && n < DOUBTS; i++) {
		const struct answer_doubt *doubt = &answer->doubts[i];
		const struct answer_line *line = &answer->lines[doubt->line];
		if (strcmp(answer->lines[doubt->figure].name, figure) != 0 ||
		    doubt->share < LEAST_DOUBT)
			continue;
		bool help = line->help_en && line->help_en[0];
		const char *name = !help ? line->name : french ? line->help_fr : line->help_en;
		buf_addf(to, "%s%s ", n ? semicolon(style) : _("largest doubts: "), name);
		print_number(to, doubt->share * 100, 0, style);
		buf_puts(to, french ? "\u202f%" : " %");
		n++;
	}
	if (n)
		buf_putc(to, '\n');
}

/* "384 g CO2e/kWh, US: Ember yearly electricity data (2024)". */
static void put_place(struct buf *to, const struct answer *answer, const struct number_style *style)
{
	const struct answer_line *intensity = answer_find(answer, "zone.intensity");
	if (!intensity || isnan(intensity->value))
		return;
	print_quantity(to, intensity->value, intensity->value, intensity->value,
		       intensity->unit.dim, intensity->unit, intensity->unit_text, style);
	if (intensity->source && intensity->source[0])
		buf_addf(to, ", %s", intensity->source);
}

/* A figure of answer, or so many times it, to the digits that `frugal estimate` gives it. */
static void put_value(struct buf *to, const struct answer *answer, const struct answer_line *line,
		      double value, double low, double high, const struct number_style *style)
{
	double place = answer_place(answer, (size_t)(line - answer->lines));
	if (isnan(value)) {
		buf_puts(to, "-");
		return;
	}
	if (place > 0)
		place = print_place(value, low, high, line->unit.dim, line->unit, line->unit_text,
				    LEAST_FIGURES);
	print_quantity_to(to, value, low, high, line->unit.dim, line->unit, line->unit_text, place,
			  style);
}

static const char *absence(const struct answer_line *line)
{
	return line->absent_stated ? line->absent_stated : line->absent ? line->absent : "";
}

static void put_figures(struct buf *to, const struct answer *answer,
			const struct number_style *style)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	columns_init(&columns, &arena, 4);
	for (size_t i = 0; i < N_FIGURES; i++) {
		const struct answer_line *line = answer_find(answer, FIGURES[i].name);
		if (!line)
			continue;
		columns_add(&columns, _(FIGURES[i].word));
		put_value(&cell, answer, line, line->value, line->low, line->high, style);
		columns_take(&columns, &cell);
		columns_add(&columns,
			    isnan(line->value) ? _("absent") : quality_word(line->quality));
		if (isnan(line->value))
			buf_add_clean(&cell, absence(line));
		else if (strcmp(FIGURES[i].name, "carbon") == 0)
			put_place(&cell, answer, style);
		columns_take(&columns, &cell);
	}
	columns_print(&columns, to, 2);
	columns_release(&columns);
	buf_release(&cell);
	arena_release(&arena);
}

/* A year of what has a life of some years, all of it counted. */
static void put_a_year(struct buf *to, const struct answer *answer,
		       const struct number_style *style)
{
	const struct answer_line *years = answer_find(answer, "lifespan");
	const struct answer_line *carbon = answer_find(answer, "carbon");
	if (!years || !carbon || !(years->value > 0))
		return;
	double life = answer_in_unit(years, years->value);
	buf_puts(to, _("a year of it: "));
	print_quantity(to, carbon->value / life, carbon->low / life, carbon->high / life,
		       carbon->unit.dim, carbon->unit, carbon->unit_text, style);
	buf_puts(to, _(", of years: "));
	print_number(to, life, life > 10 || fabs(life - round(life)) < 0.01 ? 0 : 1, style);
	buf_putc(to, '\n');
}

static void put_methods(struct buf *to, const struct ask_answer *answer,
			const struct number_style *style)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	if (!answer->n_methods)
		return;
	buf_addf(to, "%s\n", _("energy by other methods:"));
	columns_init(&columns, &arena, 2);
	for (size_t i = 0; i < answer->n_methods; i++) {
		const struct ask_method *method = &answer->methods[i];
		columns_add(&columns, method->name);
		put_value(&cell, answer->others[i], method->line, method->value, method->low,
			  method->high, style);
		columns_take(&columns, &cell);
	}
	columns_print(&columns, to, 2);
	columns_release(&columns);
	buf_release(&cell);
	arena_release(&arena);
}

static void put_less(struct buf *to, const struct ask_answer *answer,
		     const struct number_style *style)
{
	for (size_t i = 0; i < answer->n_less; i++) {
		double times = answer->less[i].times;
		buf_addf(to, "%s %s%s", _("less:"), answer->less[i].what, colon(style));
		print_number(to, times, times < 10 ? 1 : 0, style);
		buf_addf(to, " %s\n", _("times less"));
	}
}

void ask_answer_text(struct buf *to, const struct ask *ask, const struct ask_answer *answer,
		     const char *lang, const struct number_style *style)
{
	const struct answer *main = answer->answer;
	bool french = strcmp(lang, "fr") == 0;
	put_title(to, ask, answer, style);
	put_figures(to, main, style);
	if (ask->said.thing && ask->about == ABOUT_BUY)
		put_a_year(to, main, style);
	put_doubts(to, main, answer_find(main, "energy") ? "energy" : "carbon", lang, style);
	put_methods(to, answer, style);
	put_less(to, answer, style);
	buf_addf(to, "%s %s\n", _("boundary:"), french ? main->boundary_fr : main->boundary_en);
	answer_not_computed(to, main);
	for (size_t i = 0; i < main->n_notes; i++)
		buf_addf(to, "%s %s\n", _("note:"), main->notes[i].stated);
	buf_addf(to, "%s\n  %s\n", _("the same as a command:"), ask->command);
}

/* ---- JSON ---- */

static void items_json(struct jsonw *json, const struct ask *ask)
{
	static const char *const STATES[] = {"absent", "missing", "given", "default"};
	jsonw_array(json, "items");
	for (int i = 0; i < ASK_KEYS; i++) {
		const struct ask_item *item = &ask->item[i];
		if (item->state == ASK_ABSENT)
			continue;
		jsonw_object(json, NULL);
		jsonw_string(json, "key", ask_keys[i]);
		jsonw_string(json, "state", STATES[item->state]);
		jsonw_string(json, "value", item->value);
		jsonw_string(json, "note", item->note);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void texts_json(struct jsonw *json, const char *key, const char *const *texts, size_t n)
{
	jsonw_array(json, key);
	for (size_t i = 0; i < n; i++)
		jsonw_string(json, NULL, texts[i]);
	jsonw_array_end(json);
}

static void unclear_json(struct jsonw *json, const struct ask *ask)
{
	jsonw_array(json, "unclear");
	for (size_t i = 0; i < ask->said.n_unclear; i++) {
		jsonw_object(json, NULL);
		jsonw_string(json, "text", ask->said.unclear[i].text);
		jsonw_string(json, "why", ask_reason(ask->said.unclear[i].why));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void methods_and_less_json(struct jsonw *json, const struct ask_answer *answer)
{
	jsonw_array(json, "methods");
	for (size_t i = 0; i < answer->n_methods; i++) {
		const struct ask_method *method = &answer->methods[i];
		jsonw_object(json, NULL);
		jsonw_string(json, "model", method->name);
		jsonw_string(json, "figure", method->line->name);
		jsonw_number(json, "value", answer_in_unit(method->line, method->value));
		jsonw_str(json, "unit", str_of(method->line->unit_text));
		jsonw_number(json, "low", answer_in_unit(method->line, method->low));
		jsonw_number(json, "high", answer_in_unit(method->line, method->high));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_array(json, "less");
	for (size_t i = 0; i < answer->n_less; i++) {
		jsonw_object(json, NULL);
		jsonw_string(json, "input", answer->less[i].input);
		jsonw_number(json, "times", answer->less[i].times);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

void ask_answer_json(struct jsonw *json, const struct ask *ask, const struct ask_answer *answer)
{
	static const char *const ABOUTS[] = {NULL, "use", "train", "adapt", "buy"};
	jsonw_object(json, NULL);
	jsonw_string(json, "frugal", frugal_version());
	jsonw_string(json, "kind", "ask");
	jsonw_string(json, "about", ABOUTS[ask->about]);
	items_json(json, ask);
	unclear_json(json, ask);
	texts_json(json, "unused", ask->said.unused, ask->said.n_unused);
	texts_json(json, "warnings", ask->warnings, ask->n_warnings);
	jsonw_string(json, "command", ask->command);
	jsonw_string(json, "model", ask->model);
	texts_json(json, "inputs", ask->inputs, ask->n_inputs);
	if (answer) {
		answer_figures_json(json, "figures", answer->answer);
		methods_and_less_json(json, answer);
	}
	jsonw_object_end(json);
}
