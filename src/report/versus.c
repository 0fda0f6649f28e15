/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the comparison of a reported figure with ours, with the slips that would explain the
 * difference, and the comparison of two scenarios. model/versus.h finds the slips.
 */
#include "report/versus.h"

#include <math.h>

#include "base/csv.h"
#include "base/intl.h"
#include "base/num.h"
#include "report/answer.h"
#include "report/layout.h"

/* Smallest relative change of a criterion that counts. */
#define MOVES 0.01

static void put_value(struct buf *to, const struct answer_line *line, double value, double low,
		      double high, const struct number_style *style)
{
	if (isnan(value))
		buf_puts(to, "-");
	else
		print_quantity(to, value, low, high, line->unit.dim, line->unit, line->unit_text,
			       style);
}

/* ---- against a published figure ---- */

static void put_slip(struct buf *to, const struct slip *slip)
{
	switch (slip->kind) {
	case SLIP_THOUSAND_MORE:
		buf_puts(to, _("a factor of 1000 too much: kg for g, or MWh for kWh"));
		break;
	case SLIP_THOUSAND_LESS:
		buf_puts(to, _("a factor of 1000 too little: g for kg, or kWh for MWh"));
		break;
	case SLIP_TWICE:
		buf_addf(to, _("%s counted twice"), slip->name);
		break;
	case SLIP_LEFT_OUT:
		buf_addf(to, _("%s left out"), slip->name);
		break;
	case SLIP_FIGURE:
		buf_addf(to, _("equal to our figure %s: another boundary"), slip->name);
		break;
	case SLIP_FACTOR:
		buf_addf(to, _("another %s: %s"), slip->name, slip->source);
		break;
	}
}

/* Three significant figures. */
static int ratio_decimals(double ratio)
{
	double size = ratio > 0 ? floor(log10(ratio)) : 0;
	return size >= 2 ? 0 : (int)(2 - size);
}

void versus_text(struct buf *to, const struct versus *versus, const struct number_style *style)
{
	const struct answer_line *line = versus->figure;
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	columns_init(&columns, &arena, 2);
	columns_add(&columns, _("published"));
	put_value(&cell, line, versus->reported, versus->reported, versus->reported, style);
	columns_add(&columns, buf_text(&cell));
	columns_add(&columns, line->name);
	buf_clear(&cell);
	put_value(&cell, line, line->value, line->low, line->high, style);
	columns_add(&columns, buf_text(&cell));
	columns_add(&columns, _("ratio"));
	buf_clear(&cell);
	if (isnan(versus->ratio))
		buf_puts(&cell, "-");
	else
		print_number(&cell, versus->ratio, ratio_decimals(versus->ratio), style);
	buf_puts(&cell, ", ");
	buf_puts(&cell, versus->within   ? _("within our interval")
			: versus->agrees ? _("equal within 2 %")
					 : _("outside our interval"));
	columns_add(&columns, buf_text(&cell));
	columns_print(&columns, to, 2);
	columns_release(&columns);
	if (versus->n_slips)
		buf_addf(to, "\n%s\n", _("what would explain it:"));
	for (size_t i = 0; i < versus->n_slips; i++) {
		buf_puts(to, "  ");
		put_slip(to, &versus->slips[i]);
		buf_putc(to, '\n');
	}
	buf_release(&cell);
	arena_release(&arena);
}

static void put_number(struct jsonw *json, const char *key, double x)
{
	if (isnan(x))
		jsonw_null(json, key);
	else
		jsonw_number(json, key, x);
}

void versus_json(struct jsonw *json, const char *key, const struct versus *versus)
{
	const struct answer_line *line = versus->figure;
	jsonw_object(json, key);
	jsonw_string(json, "figure", line->name);
	jsonw_string(json, "unit", line->unit_text);
	put_number(json, "reported", answer_in_unit(line, versus->reported));
	put_number(json, "estimated", answer_in_unit(line, line->value));
	put_number(json, "ratio", versus->ratio);
	jsonw_bool(json, "within", versus->within);
	jsonw_bool(json, "agrees", versus->agrees);
	jsonw_array(json, "explanations");
	for (size_t i = 0; i < versus->n_slips; i++) {
		const struct slip *slip = &versus->slips[i];
		jsonw_object(json, NULL);
		jsonw_string(json, "kind", slip_word(slip->kind));
		jsonw_string(json, "name", slip->name);
		if (slip->source[0])
			jsonw_string(json, "source", slip->source);
		put_number(json, "value", answer_in_unit(line, slip->value));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_object_end(json);
}

/* ---- two sets of inputs ---- */

static double change_of(const struct answer_line *a, const struct answer_line *b)
{
	return isnan(a->value) || isnan(b->value) || !(fabs(a->value) > 0)
		       ? MISSING
		       : b->value / a->value - 1;
}

/* The criteria of the same use that may be traded against each other. */
static const char *const CRITERIA[] = {"carbon", "adpe", "pe", "water"};
#define N_CRITERIA (sizeof(CRITERIA) / sizeof(*CRITERIA))

static size_t moved(const struct answer *first, const struct answer *second, bool up,
		    const char *names[N_CRITERIA])
{
	size_t n = 0;
	for (size_t i = 0; i < N_CRITERIA; i++) {
		const struct answer_line *a = answer_find(first, CRITERIA[i]);
		const struct answer_line *b = answer_find(second, CRITERIA[i]);
		double change = a && b ? change_of(a, b) : MISSING;
		if (up ? change > MOVES : change < -MOVES)
			names[n++] = CRITERIA[i];
	}
	return n;
}

static void put_names(struct buf *to, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_addf(to, "%s%s", i ? ", " : "", names[i]);
}

static void put_shift(struct buf *to, const struct answer *first, const struct answer *second)
{
	const char *up[N_CRITERIA], *down[N_CRITERIA];
	size_t n_up = moved(first, second, true, up), n_down = moved(first, second, false, down);
	if (!n_up || !n_down)
		return;
	struct buf rising = {0}, falling = {0};
	put_names(&rising, up, n_up);
	put_names(&falling, down, n_down);
	buf_addf(to, _("\nburden shifting: the second lowers %s and raises %s\n"),
		 buf_text(&falling), buf_text(&rising));
	buf_release(&rising);
	buf_release(&falling);
}

void scenarios_text(struct buf *to, const struct answer *first, const struct answer *second,
		    const struct number_style *style)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	columns_init(&columns, &arena, 4);
	columns_add(&columns, _("figure"));
	columns_add(&columns, _("first"));
	columns_add(&columns, _("second"));
	columns_add(&columns, _("change"));
	columns.right[3] = true;
	for (size_t i = 0; i < first->n_lines; i++) {
		const struct answer_line *a = &first->lines[i], *b = &second->lines[i];
		if (!a->figure)
			continue;
		columns_add(&columns, a->name);
		for (int k = 0; k < 2; k++) {
			buf_clear(&cell);
			answer_figure(&cell, k ? second : first, i, style);
			columns_add(&columns, buf_text(&cell));
		}
		double change = change_of(a, b);
		buf_clear(&cell);
		if (!isnan(change)) {
			buf_puts(&cell, change > 0 ? "+" : "");
			print_number(&cell, change * 100, fabs(change) < 0.1 ? 1 : 0, style);
			buf_puts(&cell, " %");
		}
		columns_add(&columns, buf_text(&cell));
	}
	columns_print(&columns, to, 2);
	columns_release(&columns);
	put_shift(to, first, second);
	buf_release(&cell);
	arena_release(&arena);
}

void scenarios_json(struct jsonw *json, const struct answer *first, const struct answer *second)
{
	const char *up[N_CRITERIA], *down[N_CRITERIA];
	size_t n_up = moved(first, second, true, up), n_down = moved(first, second, false, down);
	jsonw_object(json, NULL);
	jsonw_string(json, "frugal", frugal_version());
	jsonw_string(json, "kind", "scenarios");
	jsonw_string(json, "model", first->model);
	jsonw_array(json, "figures");
	for (size_t i = 0; i < first->n_lines; i++) {
		const struct answer_line *a = &first->lines[i], *b = &second->lines[i];
		if (!a->figure)
			continue;
		jsonw_object(json, NULL);
		jsonw_string(json, "name", a->name);
		jsonw_string(json, "unit", a->unit_text);
		put_number(json, "first", answer_in_unit(a, a->value));
		put_number(json, "second", answer_in_unit(b, b->value));
		put_number(json, "change", change_of(a, b));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_object(json, "burden_shifting");
	jsonw_bool(json, "found", n_up && n_down);
	jsonw_array(json, "falls");
	for (size_t i = 0; i < n_down; i++)
		jsonw_string(json, NULL, down[i]);
	jsonw_array_end(json);
	jsonw_array(json, "rises");
	for (size_t i = 0; i < n_up; i++)
		jsonw_string(json, NULL, up[i]);
	jsonw_array_end(json);
	jsonw_object_end(json);
	jsonw_object_end(json);
}

static void put_cell(struct buf *to, double x)
{
	char text[NUM_TEXT];
	buf_putc(to, ',');
	if (!isnan(x))
		buf_add(to, text, num_format(x, text));
}

void scenarios_csv(struct buf *to, const struct answer *first, const struct answer *second)
{
	buf_puts(to, "name,unit,first,second,change\n");
	for (size_t i = 0; i < first->n_lines; i++) {
		const struct answer_line *a = &first->lines[i], *b = &second->lines[i];
		if (!a->figure)
			continue;
		csv_put(to, str_of(a->name));
		buf_putc(to, ',');
		csv_put(to, str_of(a->unit_text));
		put_cell(to, answer_in_unit(a, a->value));
		put_cell(to, answer_in_unit(b, b->value));
		put_cell(to, change_of(a, b));
		buf_putc(to, '\n');
	}
}
