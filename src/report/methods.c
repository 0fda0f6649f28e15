/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares the answers of several methods to one set of inputs: a table of figures, the ratio of
 * the largest to the smallest, and the traits that explain it (PUE, rated power, intensity,
 * embodied emissions), which are read from the derivations.
 */
#include "report/methods.h"

#include <ctype.h>
#include <math.h>

#include "base/intl.h"
#include "base/num.h"
#include "report/answer.h"
#include "report/layout.h"
#include "report/vocabulary.h"

/* ---- what a method counts ---- */

struct traits {
	int year;         /* the newest of its sources; 0: none is dated */
	double pue;       /* MISSING: it has none */
	double share;     /* of the rated power; MISSING: it has none */
	bool rated;       /* it uses the rated power of a device */
	double intensity; /* of the electricity, gCO2e a kWh; MISSING */
	const char *grid; /* the row of the intensity, with its year; "" */
	bool embodied;    /* its carbon counts a share of the embodied emissions */
};

/* The newest year in the text of the sources: four digits that do not belong to a longer number,
 * and before 2050, since RTX 2080 is a card. */
static int newest_year(const char *text)
{
	int newest = 0;
	for (const char *p = text; *p; p++) {
		if (!isdigit((unsigned char)*p) ||
		    (p > text && (isalnum((unsigned char)p[-1]) || p[-1] == '.')))
			continue;
		size_t digits = strspn(p, "0123456789");
		int year = digits == 4 ? (int)strtol(p, NULL, 10) : 0;
		if (year >= 1990 && year < 2050 && p[4] != '.' && year > newest)
			newest = year;
		p += digits - 1;
	}
	return newest;
}

static bool ends(const char *name, const char *with)
{
	size_t n = strlen(name), m = strlen(with);
	return n >= m && strcmp(name + n - m, with) == 0;
}

static double known_value(const struct answer *answer, const char *const *names)
{
	for (; *names; names++) {
		const struct answer_line *line = answer_find(answer, *names);
		if (line && !isnan(line->value))
			return line->value;
	}
	return MISSING;
}

static void read_grid(const struct answer_line *line, struct traits *ret)
{
	struct dimension dim = line->unit.dim;
	bool asked = ends(line->name, "intensity") || strcmp(line->name, "grid_gwp") == 0;
	if (!asked || isnan(line->value) || dimension_is_none(dim))
		return;
	/* A field names the row; an input that follows it does not. */
	if (line->kind == ENTRY_FIELD || isnan(ret->intensity))
		ret->intensity = line->value * 1000; /* base units are g and Wh */
	if (line->kind == ENTRY_FIELD)
		ret->grid = line->source;
}

/* Whether a figure is made, through other figures, of one of embodied emissions. */
static bool counts_embodied(const struct answer *answer, const struct answer_line *figure)
{
	bool counts = strncmp(figure->name, "embodied", 8) == 0 && figure->value > 0;
	for (size_t i = 0; !counts && i < figure->n_uses; i++) {
		const struct answer_line *used = &answer->lines[figure->uses[i]];
		counts = used->figure && counts_embodied(answer, used);
	}
	return counts;
}

static struct traits traits_of(const struct answer *answer)
{
	static const char *const pues[] = {"pue", NULL};
	static const char *const shares[] = {"utilization",  "gpu_usage", "power_share",
					     "active_share", "gpu_share", NULL};
	struct traits traits = {
		.year = newest_year(answer->sources),
		.pue = known_value(answer, pues),
		.share = known_value(answer, shares),
		.intensity = MISSING,
		.grid = "",
	};
	const struct answer_line *carbon = answer_find(answer, "carbon");
	traits.embodied = carbon && counts_embodied(answer, carbon);
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		read_grid(line, &traits);
		traits.rated |= ends(line->name, ".tdp") && !isnan(line->value);
	}
	return traits;
}

/*
 * "PUE 1.56; 65 % of the rated power; 44.2 g CO2e/kWh (FR: Ember (2024)); with embodied emissions"
 */
static void put_traits(struct buf *to, const struct traits *traits,
		       const struct number_style *style)
{
	if (isnan(traits->pue)) {
		buf_puts(to, _("no PUE"));
	} else {
		buf_puts(to, "PUE ");
		print_number(to, traits->pue, 2, style);
	}
	if (!isnan(traits->share) && traits->rated) {
		buf_puts(to, "; ");
		print_number(to, traits->share * 100, 0, style);
		buf_addf(to, _(" %% of rated power"));
	} else if (traits->rated) {
		buf_addf(to, "; %s", _("rated power"));
	}
	if (!isnan(traits->intensity)) {
		buf_puts(to, "; ");
		print_number(to, traits->intensity, traits->intensity < 100 ? 1 : 0, style);
		buf_puts(to, " g/kWh");
		if (traits->grid[0])
			buf_addf(to, " (%s)", traits->grid);
	}
	buf_addf(to, "; %s",
		 traits->embodied ? _("with embodied emissions") : _("without embodied emissions"));
}

void methods_traits_words(struct buf *to, const struct answer *answer,
			  const struct number_style *style)
{
	const struct traits traits = traits_of(answer);
	put_traits(to, &traits, style);
}

/* ---- views ---- */

static const char *in_lang(const char *lang, const char *en, const char *fr)
{
	return strcmp(lang, "fr") == 0 && fr[0] ? fr : en;
}

static void add_figure(struct columns *columns, const struct answer_line *line,
		       const struct number_style *style)
{
	struct buf cell = {0};
	if (!line || isnan(line->value))
		buf_puts(&cell, "-");
	else
		print_quantity(&cell, line->value, line->low, line->high, line->unit.dim,
			       line->unit, line->unit_text, style);
	columns_add(columns, buf_text(&cell));
	buf_release(&cell);
}

static const char *const SHOWN[] = {"energy", "power", "carbon"};
#define N_SHOWN (sizeof(SHOWN) / sizeof(*SHOWN))

static bool somebody_has(const struct method *rows, size_t n, const char *figure)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].answer && answer_find(rows[i].answer, figure))
			return true;
	return false;
}

static void put_table(struct buf *to, const struct method *rows, size_t n,
		      const struct number_style *style)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	bool shown[N_SHOWN];
	size_t n_columns = 2;
	for (size_t c = 0; c < N_SHOWN; c++)
		n_columns += shown[c] = somebody_has(rows, n, SHOWN[c]);
	columns_init(&columns, &arena, n_columns);
	columns_add(&columns, _("method"));
	columns_add(&columns, _("source"));
	for (size_t c = 0; c < N_SHOWN; c++)
		if (shown[c])
			columns_add(&columns, vocabulary_word(SHOWN[c]));
	for (size_t i = 0; i < n; i++) {
		if (!rows[i].answer)
			continue;
		int year = newest_year(rows[i].answer->sources);
		columns_add(&columns, rows[i].name);
		buf_clear(&cell);
		if (year)
			buf_addf(&cell, "%d", year);
		columns_add(&columns, buf_text(&cell));
		for (size_t c = 0; c < N_SHOWN; c++)
			if (shown[c])
				add_figure(&columns, answer_find(rows[i].answer, SHOWN[c]), style);
	}
	columns_print(&columns, to, 0);
	columns_release(&columns);
	buf_release(&cell);
	arena_release(&arena);
}

/* The ratio of the largest to the smallest value of a figure over the methods. */
static void put_spread(struct buf *to, const struct method *rows, size_t n,
		       const struct number_style *style)
{
	for (size_t c = 0; c < N_SHOWN; c++) {
		double low = (double)INFINITY, high = 0;
		size_t answers = 0;
		for (size_t i = 0; i < n; i++) {
			const struct answer_line *line =
				rows[i].answer ? answer_find(rows[i].answer, SHOWN[c]) : NULL;
			if (!line || !(line->value > 0))
				continue;
			answers++;
			low = line->value < low ? line->value : low;
			high = line->value > high ? line->value : high;
		}
		if (answers < 2)
			continue;
		buf_addf(to, _("ratio of the largest to the smallest %s: "),
			 vocabulary_word(SHOWN[c]));
		print_number(to, high / low, 1, style);
		buf_putc(to, '\n');
	}
}

/* The inputs that a method ignores, and why a figure of the table is missing. */
static void put_lacks(struct buf *to, const struct method *row)
{
	if (row->answer && row->ignored)
		buf_addf(to, _("%s does not use %s\n"), row->name, row->ignored);
	for (size_t c = 0; row->answer && c < N_SHOWN; c++) {
		const struct answer_line *line = answer_find(row->answer, SHOWN[c]);
		if (line && line->figure && line->absent)
			buf_addf(to, _("no %s by %s: %s\n"), vocabulary_word(SHOWN[c]), row->name,
				 line->absent_stated ? line->absent_stated : line->absent);
	}
}

void methods_text(struct buf *to, const struct method *rows, size_t n, const char *lang,
		  const struct number_style *style)
{
	put_table(to, rows, n, style);
	buf_putc(to, '\n');
	put_spread(to, rows, n, style);
	buf_addf(to, "\n%s\n", _("why they differ:"));
	for (size_t i = 0; i < n; i++) {
		if (!rows[i].answer)
			continue;
		struct traits traits = traits_of(rows[i].answer);
		buf_addf(to, "  %s: ", rows[i].name);
		put_traits(to, &traits, style);
		const char *differs =
			in_lang(lang, rows[i].answer->differs_en, rows[i].answer->differs_fr);
		buf_addf(to, differs[0] ? "\n    %s\n" : "\n", differs);
	}
	buf_addf(to, "\n%s\n", _("boundaries:"));
	for (size_t i = 0; i < n; i++)
		if (rows[i].answer)
			buf_addf(to, "  %s: %s\n", rows[i].name,
				 in_lang(lang, rows[i].answer->boundary_en,
					 rows[i].answer->boundary_fr));
	for (size_t i = 0; i < n; i++)
		put_lacks(to, &rows[i]);
	for (size_t i = 0; i < n; i++)
		if (!rows[i].answer)
			/* TRANSLATORS: "no answer by luccioni2023: it requires gpu_hours" */
			buf_addf(to, _("no answer by %s: %s\n"), rows[i].name, rows[i].reason_told);
}

void methods_csv(struct buf *to, const struct method *rows, size_t n)
{
	buf_puts(to, "method,name,value,unit,low,high,quality,measured_share,absent\n");
	for (size_t i = 0; i < n; i++)
		if (rows[i].answer)
			answer_figures_csv(to, rows[i].name, rows[i].answer);
}

static void put_number(struct jsonw *json, const char *key, double x)
{
	if (!isnan(x))
		jsonw_number(json, key, x);
}

static void traits_json(struct jsonw *json, const struct traits *traits)
{
	jsonw_object(json, "counts");
	put_number(json, "pue", traits->pue);
	put_number(json, "rated_power_share", traits->rated ? traits->share : MISSING);
	put_number(json, "intensity_g_per_kwh", traits->intensity);
	if (traits->grid[0])
		jsonw_string(json, "intensity_source", traits->grid);
	jsonw_bool(json, "making", traits->embodied);
	jsonw_object_end(json);
}

void methods_json(struct jsonw *json, const struct method *rows, size_t n)
{
	jsonw_array(json, "methods");
	for (size_t i = 0; i < n; i++) {
		const struct answer *answer = rows[i].answer;
		jsonw_object(json, NULL);
		jsonw_string(json, "model", rows[i].name);
		if (answer) {
			struct traits traits = traits_of(answer);
			answer_figures_json(json, "figures", answer);
			jsonw_string(json, "boundary", answer->boundary_en);
			jsonw_string(json, "differs", answer->differs_en);
			jsonw_string(json, "source", answer->sources);
			if (traits.year)
				jsonw_int(json, "source_year", traits.year);
			traits_json(json, &traits);
			if (rows[i].ignored)
				jsonw_string(json, "ignored", rows[i].ignored);
		} else {
			jsonw_string(json, "no_answer", rows[i].reason);
		}
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}
