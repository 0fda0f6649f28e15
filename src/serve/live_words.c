/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts of what changes on the page, by key: the page writes them, and the events send the
 * same, so that both say one thing. Digits are those that the interval deserves, so that little
 * changes from look to look; the time of the look is not among them.
 */
#include "serve/live.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "quantity/print.h"

#define WIDE 3      /* the interval is then the figure, as in web.c */
#define CURVE_X 400 /* of the viewBox */
#define CURVE_Y 200

struct maker {
	struct live_words *words;
	const struct number_style *numbers;
	double top_w; /* of the bars and of the curve */
};

static void add(struct live_words *words, struct buf *text, const char *key, size_t i,
		const char *end)
{
	struct live_word *word = NULL;
	if (mem_grow(&words->word, words->n, &words->cap, sizeof(*words->word), 0))
		word = &words->word[words->n];
	const char *name = i == SIZE_MAX ? arena_printf(&words->arena, "%s%s", key, end)
					 : arena_printf(&words->arena, "%s%zu%s", key, i, end);
	const char *kept = arena_strdup(&words->arena, buf_text(text));
	words->failed |= text->failed || !word || !name || !kept;
	if (word && name && kept)
		words->word[words->n++] = (struct live_word){name, kept};
	buf_release(text);
}

const char *live_word(const struct live_words *words, const char *key)
{
	for (size_t i = 0; i < words->n; i++)
		if (strcmp(words->word[i].key, key) == 0)
			return words->word[i].text;
	return "";
}

void live_words_release(struct live_words *words)
{
	mem_free(words->word);
	arena_release(&words->arena);
	*words = (struct live_words){0};
}

double live_round_up(double x)
{
	static const double steps[] = {1, 1.2, 1.6, 2, 3, 4, 6, 8, 10};
	double ten = pow(10, floor(log10(x)));
	if (!(x > 0) || !isfinite(ten))
		return 1;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (x <= steps[i] * ten * (1 + 1e-9))
			return steps[i] * ten;
	return 10 * ten;
}

/* ---- figures -------------------------------------------------------------------------------- */

/* A figure's texts: "7.0 W", "7.0", "W", "2.9 to 16". */
struct figure_words {
	struct buf value, number, unit, ends;
	bool is_wide;
};

static void add_ends(struct buf *to, const struct frugal_interval *w, double scale, int decimals,
		     const struct number_style *numbers)
{
	print_number(to, w->low * scale, decimals, numbers);
	buf_addf(to, " %s ", _("to"));
	print_number(to, w->high * scale, decimals, numbers);
}

static struct figure_words figure_of(const struct maker *maker, const struct frugal_interval *of,
				     const char *unit)
{
	struct figure_words ret = {0};
	struct unit own;
	struct display_unit shown;
	if (!isfinite(of->value) || unit_parse(str_of(unit), &own, NULL) < 0) {
		buf_puts(&ret.value, _("not known"));
		buf_puts(&ret.number, _("not known"));
		return ret;
	}
	display_unit_for(of->value * own.scale, own.dim, own, unit, &shown);
	double scale = own.scale / shown.scale;
	int decimals = print_decimals(of->value * scale, of->low * scale, of->high * scale);
	print_number(&ret.number, of->value * scale, decimals, maker->numbers);
	buf_puts(&ret.unit, shown.text);
	buf_addf(&ret.value, "%s %s", buf_text(&ret.number), shown.text);
	if (!(of->low < of->high))
		return ret;
	add_ends(&ret.ends, of, scale, decimals, maker->numbers);
	ret.is_wide = of->high > WIDE * of->low;
	return ret;
}

static void figure_release(struct figure_words *words)
{
	buf_release(&words->value);
	buf_release(&words->number);
	buf_release(&words->unit);
	buf_release(&words->ends);
}

/* The large text of a key figure and the small one below it. */
static void add_key_figure(struct maker *maker, const char *key, const struct frugal_interval *of,
			   const char *unit)
{
	struct figure_words words = figure_of(maker, of, unit);
	struct buf small = {0};
	if (words.is_wide)
		buf_addf(&small, "%s %s", _("central value"), buf_text(&words.value));
	else
		buf_puts(&small, buf_text(&words.ends));
	add(maker->words, words.is_wide ? &words.ends : &words.number, key, SIZE_MAX, "L");
	add(maker->words, &words.unit, key, SIZE_MAX, "U");
	add(maker->words, &small, key, SIZE_MAX, "S");
	figure_release(&words);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void add_percent(struct maker *maker, const char *key, size_t i, const char *end, double w)
{
	struct buf text = {0};
	double share = maker->top_w > 0 && w > 0 ? fmin(100 * w / maker->top_w, 100) : 0;
	buf_addf(&text, "%d%%", (int)lround(share));
	add(maker->words, &text, key, i, end);
}

/* name NULL: the row is not shown. */
static void add_row(struct maker *maker, const char *key, size_t i, const char *name,
		    const struct frugal_interval *w)
{
	struct figure_words words = {0};
	struct buf shown = {0};
	if (name) {
		words = figure_of(maker, w, "W");
		buf_add_short(&shown, name, 60);
	}
	add(maker->words, &shown, key, i, "n");
	add(maker->words, &words.value, key, i, "w");
	add(maker->words, &words.ends, key, i, "i");
	add_percent(maker, key, i, "b", name ? w->value : 0);
	add_percent(maker, key, i, "l", name ? w->low : 0);
	add_percent(maker, key, i, "h", name ? w->high : 0);
	figure_release(&words);
}

/* LIVE_SHOWN names, then all others as one. */
static void add_rows(struct maker *maker, const char *key, const struct live_now *now,
		     const struct live_rows *rows)
{
	struct frugal_interval others = rows->others_w;
	size_t n_others = rows->n_others;
	for (size_t i = LIVE_SHOWN; i < rows->n; i++) {
		others.value += rows->row[i].w.value;
		others.low += rows->row[i].w.low;
		others.high += rows->row[i].w.high;
		n_others++;
	}
	for (size_t i = 0; i < LIVE_SHOWN; i++)
		add_row(maker, key, i, i < rows->n ? rows->row[i].name : NULL, &rows->row[i].w);
	add_row(maker, key, LIVE_SHOWN, n_others ? _("all others") : NULL, &others);
	add_row(maker, key, LIVE_SHOWN + 1, _("not observed: kernel, very short processes"),
		&rows->unseen_w);
	add_row(maker, key, LIVE_SHOWN + 2, _("idle"), &now->idle_w);
	add_row(maker, key, LIVE_SHOWN + 3, _("machine"), &now->machine_w);
}

/* ---- the curve ------------------------------------------------------------------------------ */

static int y_of(const struct maker *maker, double w)
{
	return (int)lround(CURVE_Y * (1 - fmin(w / maker->top_w, 1)));
}

static int x_of(const struct live_now *now, const struct live_point *point)
{
	/* In whole seconds, so that a constant power is the same curve each second. */
	double age_s = round(1e-6 * (double)(now->at_us - point->at_us));
	return (int)lround(CURVE_X * (1 - fmin(age_s / LIVE_MINUTE_S, 1)));
}

static void add_curve(struct maker *maker, const struct live_now *now)
{
	struct buf line = {0}, area = {0}, top = {0}, half = {0}, scale = {0};
	for (size_t i = 0; i < now->n_points; i++) {
		const struct live_point *point = &now->points[i];
		buf_addf(&line, "%s%d,%d", i ? " " : "", x_of(now, point),
			 y_of(maker, point->w.value));
		buf_addf(&area, "%s%d,%d", i ? " " : "", x_of(now, point),
			 y_of(maker, point->w.high));
	}
	for (size_t i = now->n_points; i > 0; i--)
		buf_addf(&area, " %d,%d", x_of(now, &now->points[i - 1]),
			 y_of(maker, now->points[i - 1].w.low));
	print_number(&top, maker->top_w, maker->top_w < 10 ? 1 : 0, maker->numbers);
	buf_puts(&top, " W");
	print_number(&half, maker->top_w / 2, maker->top_w < 10 ? 1 : 0, maker->numbers);
	print_number(&scale, maker->top_w, maker->top_w < 10 ? 1 : 0, &NUMBERS_EN);
	add(maker->words, &line, "cp", SIZE_MAX, "");
	add(maker->words, &area, "ca", SIZE_MAX, "");
	add(maker->words, &top, "ct", SIZE_MAX, "");
	add(maker->words, &half, "ch", SIZE_MAX, "");
	add(maker->words, &scale, "cy", SIZE_MAX, "");
}

void live_words_make(const struct live_now *now, const struct number_style *numbers,
		     struct live_words *ret)
{
	struct maker maker = {.words = ret, .numbers = numbers};
	struct buf watched = {0};
	*ret = (struct live_words){0};
	double top = now->machine_w.high;
	for (size_t i = 0; i < now->n_points; i++)
		top = fmax(top, now->points[i].w.high);
	maker.top_w = live_round_up(isfinite(top) ? top : 0);
	add_key_figure(&maker, "p", &now->machine_w, "W");
	add_key_figure(&maker, "e", &now->today_wh, "Wh");
	add_key_figure(&maker, "c", &now->today_g, "gCO2e");
	add_key_figure(&maker, "g", &now->g_per_kwh, "gCO2e/kWh");
	if (now->today_s < 60)
		buf_puts(&watched, _("less than a minute watched"));
	else {
		struct buf time = {0};
		print_duration(&time, 60 * floor(now->today_s / 60), numbers);
		/* TRANSLATORS: "3 h 02 min watched" */
		buf_addf(&watched, _("%s watched"), buf_text(&time));
		buf_release(&time);
	}
	add(ret, &watched, "t", SIZE_MAX, "");
	for (size_t i = 0; i < now->n_parts; i++)
		add_row(&maker, "m", i, now->parts[i].name, &now->parts[i].w);
	add_rows(&maker, "a", now, &now->processes);
	add_rows(&maker, "b", now, &now->containers);
	add_curve(&maker, now);
}

void live_event(const struct live_now *now, struct buf *to)
{
	struct live_words en, fr;
	struct jsonw json = {.out = to};
	intl_use_here("en");
	live_words_make(now, &NUMBERS_EN, &en);
	intl_use_here("fr");
	live_words_make(now, &NUMBERS_FR, &fr);
	intl_use_here(NULL);
	to->failed |= en.failed || fr.failed || en.n != fr.n;
	buf_puts(to, "data: ");
	jsonw_object(&json, NULL);
	for (size_t i = 0; !to->failed && i < en.n; i++) {
		const char *key = en.word[i].key;
		if (strcmp(en.word[i].text, fr.word[i].text) == 0) {
			jsonw_string(&json, key, en.word[i].text);
			continue;
		}
		jsonw_array(&json, key);
		jsonw_string(&json, NULL, en.word[i].text);
		jsonw_string(&json, NULL, fr.word[i].text);
		jsonw_array_end(&json);
	}
	jsonw_object_end(&json);
	buf_puts(to, "\n\n");
	live_words_release(&en);
	live_words_release(&fr);
}
