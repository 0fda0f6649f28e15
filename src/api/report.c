/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes reports and forms into memory, and checks the units of forms. The room report writes and
 * reads them; here the "name=value" texts of the caller become its question.
 */
#include <math.h>
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"
#include "quantity/quantity.h"
#include "record/ranges.h"
#include "report/form.h"
#include "report/form_check.h"
#include "report/report.h"

/* The values that the caller may state: a number in a unit, or a text. */
static const struct {
	const char *name, *unit; /* unit NULL: a text */
	size_t offset;           /* in struct report_question */
	double least, most;
} words[] = {
#define NUMBER(name, unit, field, least, most)                                                     \
	{                                                                                          \
		name, unit, offsetof(struct report_question, field), least, most                   \
	}
#define TEXT(name, field)                                                                          \
	{                                                                                          \
		name, NULL, offsetof(struct report_question, field), 0, 0                          \
	}
	NUMBER("pue", "1", pue, PUE_LEAST, PUE_MOST),
	NUMBER("wue", "L/kWh", wue_l_per_kwh, 0, WUE_MOST),
	NUMBER("renewable", "1", renewable, 0, SHARE_MOST),
	NUMBER("units", "1", units, UNITS_LEAST, UNITS_MOST),
	NUMBER("flop", "FLOP", flop, 0, FLOP_MOST),
	NUMBER("tokens", "token", tokens, COUNT_LEAST, COUNT_MOST),
	NUMBER("parameters", "1", parameters, COUNT_LEAST, COUNT_MOST),
	NUMBER("journey", "1", journey, UNITS_LEAST, JOURNEY_MOST),
	NUMBER("it-energy", "kWh", it_kwh, SITE_LEAST, SITE_MOST),
	NUMBER("site-energy", "kWh", site_kwh, SITE_LEAST, SITE_MOST),
	NUMBER("water", "L", water_l, 0, SITE_MOST),
	NUMBER("reused", "kWh", reused_kwh, 0, SITE_MOST),
	TEXT("unit", unit),
	TEXT("name", name),
	TEXT("title", name),
	TEXT("task", task),
	TEXT("flop-method", flop_method),
	TEXT("counted", counted),
	TEXT("supplier", supplier),
	TEXT("licence", licence),
	TEXT("model-version", model_version),
	TEXT("download", download),
	TEXT("released", released),
#undef NUMBER
#undef TEXT
};
#define WORDS (sizeof(words) / sizeof(words[0]))

static bool is_one_of(const char *word, const char *const *list)
{
	while (*list && strcmp(*list, word) != 0)
		list++;
	return *list != NULL;
}

/* As an option of the command line: a unit is required, and both ends are in the range. */
static int read_number(const char *text, size_t at, double *ret, struct frugal_error *reterr)
{
	struct quantity q;
	struct unit unit;
	int r = unit_parse(str_of(words[at].unit), &unit, reterr);
	if (r == 0)
		r = quantity_parse_as(str_of(text), words[at].name, unit, words[at].unit,
				      BARE_REFUSED, &q, reterr);
	if (r < 0)
		return r;
	const struct number_range ends[] = {
		{words[at].name, q.low / unit.scale, words[at].least, words[at].most, false},
		{words[at].name, q.high / unit.scale, words[at].least, words[at].most, false},
	};
	*ret = q.value / unit.scale;
	return ranges_check(ends, 2, reterr);
}

static int read_text(const char *text, size_t at, const char **ret, struct frugal_error *reterr)
{
	*ret = text;
	if (!text[0])
		return error_set(reterr, FRUGAL_EUSAGE, _("%s has an empty value"), words[at].name);
	if (strcmp(words[at].name, "counted") != 0 || is_one_of(text, form_counts))
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a way to count"), text);
	return error_todo(reterr, "%s", "counted=gross, counted=effective");
}

static int read_word(const char *word, struct report_question *to, struct frugal_error *reterr)
{
	const char *equals = strchr(word, '=');
	size_t i = 0, n = equals ? (size_t)(equals - word) : 0;
	double number = NAN;
	const char *text = NULL;
	while (i < WORDS && (strlen(words[i].name) != n || memcmp(words[i].name, word, n) != 0))
		i++;
	if (i == WORDS) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a value that a report uses"), word);
		return error_todo(reterr, "%s",
				  "pue= wue= renewable= units= unit= name= task= flop= ...");
	}
	char *field = (char *)to + words[i].offset;
	int r = words[i].unit ? read_number(equals + 1, i, &number, reterr)
			      : read_text(equals + 1, i, &text, reterr);
	if (r < 0)
		return error_where(reterr, "%s", word);
	if (words[i].unit)
		memcpy(field, &number, sizeof(number));
	else
		memcpy(field, &text, sizeof(text));
	return 0;
}

int report_read_stated(const char *const *stated, size_t n, struct report_question *to,
		       struct frugal_error *reterr)
{
	int r = check_texts(stated, n, "stated", reterr);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = read_word(stated[i], to, reterr);
	return r;
}

int ledger_report(frugal_ledger *ledger, const struct report_question *question,
		  const struct frugal_filter *filter, struct buf *to, struct frugal_error *reterr)
{
	struct report_question narrowed = *question;
	struct run_filter within;
	/* Uses an arena of its own: a library may write many. */
	struct context context = ledger->library->context;
	context.arena = (struct arena){0};
	narrowed.within = filter ? &within : NULL;
	int r = filter_read_group(filter, &context.arena, &within, reterr);
	if (r == 0)
		r = report_write(&context, ledger->ledger, &narrowed, to, reterr);
	arena_release(&context.arena);
	return r;
}

int frugal_report_write(frugal_ledger *ledger, const struct frugal_report *report, char **ret_text,
			struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_report asked = {.size = sizeof(asked)};
	struct buf text = {0};
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!report)
		return missing_argument("report", reterr);
	if (!ret_text)
		return missing_argument("ret_text", reterr);
	int r = copy_sized(report, &asked, sizeof(asked), "report", reterr);
	if (r == 0)
		r = check_texts(asked.groups, asked.n_groups, "groups", reterr);
	struct report_question question = report_question_empty;
	question.labels = asked.groups;
	question.n = asked.n_groups;
	question.format = asked.format;
	question.form = asked.form;
	question.metric = asked.metric;
	question.less_is_better = asked.less_is_better != 0;
	if (r == 0)
		r = report_read_stated(asked.stated, asked.n_stated, &question, reterr);
	if (r == 0 && asked.form && !is_one_of(asked.form, form_names))
		r = error_set(reterr, FRUGAL_EUSAGE, _("unknown form '%s'"), asked.form);
	if (r == 0 && !asked.form && asked.format && !is_one_of(asked.format, document_formats))
		r = error_set(reterr, FRUGAL_EUSAGE, _("unknown format '%s'"), asked.format);
	if (r == 0)
		r = ledger_report(ledger, &question, asked.filter, &text, reterr);
	if (r == 0)
		return text_give(&text, ret_text, reterr);
	buf_release(&text);
	return r;
}

const char *frugal_form_name(size_t index)
{
	size_t n = 0;
	while (form_names[n] && n < index)
		n++;
	return form_names[n];
}

int library_form_check(frugal_library *library, const char *name, struct str text, struct buf *to,
		       struct form_found *ret, struct frugal_error *reterr)
{
	const struct knowledge *knowledge;
	struct form_ranges ranges = {0};
	int r = library_knowledge(library, &knowledge, reterr);
	if (r == 0)
		r = form_ranges_read(knowledge->tables, &ranges, reterr);
	return r == 0 ? form_check(name, text, &ranges, library->context.numbers, to, ret, reterr)
		      : r;
}

int frugal_form_check(frugal_library *library, const char *name, const char *text, size_t n_text,
		      size_t *ret_compared, size_t *ret_slips, char **ret_text,
		      struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct form_found found;
	struct buf lines = {0};
	reterr = reterr ? reterr : &unread;
	if (!library || !text)
		return missing_argument(library ? "text" : "library", reterr);
	int r = library_form_check(library, name ? name : "-", (struct str){text, n_text}, &lines,
				   &found, reterr);
	if (r == 0 && ret_compared)
		*ret_compared = found.compared;
	if (r == 0 && ret_slips)
		*ret_slips = found.slips;
	if (r == 0 && ret_text)
		return text_give(&lines, ret_text, reterr);
	buf_release(&lines);
	return r;
}
