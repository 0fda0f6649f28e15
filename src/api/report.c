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
#include "report/form.h"
#include "report/form_check.h"
#include "report/report.h"

/* The values that the caller may state: a number in a unit, or a text. */
static const struct {
	const char *begins, *unit; /* NULL: a text */
	size_t offset;             /* in struct report_question */
} words[] = {
#define NUMBER(name, unit, field)                                                                  \
	{                                                                                          \
		name "=", unit, offsetof(struct report_question, field)                            \
	}
#define TEXT(name, field)                                                                          \
	{                                                                                          \
		name "=", NULL, offsetof(struct report_question, field)                            \
	}
	NUMBER("pue", "1", pue),
	NUMBER("wue", "L/kWh", wue_l_per_kwh),
	NUMBER("renewable", "1", renewable),
	NUMBER("units", "1", units),
	NUMBER("flop", "FLOP", flop),
	NUMBER("tokens", "token", tokens),
	NUMBER("parameters", "1", parameters),
	NUMBER("journey", "1", journey),
	NUMBER("it-energy", "kWh", it_kwh),
	NUMBER("site-energy", "kWh", site_kwh),
	NUMBER("water", "L", water_l),
	NUMBER("reused", "kWh", reused_kwh),
	TEXT("unit", unit),
	TEXT("name", name),
	TEXT("task", task),
	TEXT("flop-method", flop_method),
	TEXT("counted", counted),
#undef NUMBER
#undef TEXT
};

static int read_number(struct str text, const char *unit_name, double *ret,
		       struct frugal_error *reterr)
{
	struct quantity quantity;
	struct unit unit;
	int r = unit_parse(str_of(unit_name), &unit, reterr);
	if (r == 0)
		r = quantity_parse(text, &quantity, reterr);
	if (r < 0)
		return r;
	/* A number without unit is in the unit of its name. */
	const struct unit one = {1, {{0}}};
	bool plain = dimension_eq(quantity.dim, one.dim);
	if (!plain && !dimension_eq(quantity.dim, unit.dim))
		return error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is not a quantity in %s"),
				 STR_ARG(text), unit_name);
	*ret = plain ? quantity.value : quantity.value / unit.scale;
	return 0;
}

static int read_word(const char *word, struct report_question *to, struct frugal_error *reterr)
{
	struct str value;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!str_after(str_of(word), words[i].begins, &value))
			continue;
		char *field = (char *)to + words[i].offset;
		if (words[i].unit) {
			double number = NAN;
			int r = read_number(value, words[i].unit, &number, reterr);
			if (r < 0)
				return error_where(reterr, "%s", word);
			memcpy(field, &number, sizeof(number));
		} else {
			memcpy(field, &value.p, sizeof(value.p));
		}
		return 0;
	}
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a value that a report uses"), word);
	return error_todo(reterr, "%s", "pue= wue= renewable= units= unit= name= task= flop= ...");
}

static bool is_one_of(const char *word, const char *const *list)
{
	while (*list && strcmp(*list, word) != 0)
		list++;
	return *list != NULL;
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
	int r = filter_read(filter, &context.arena, &within, reterr);
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
	struct report_question question = report_question_empty;
	question.labels = asked.groups;
	question.n = asked.groups ? asked.n_groups : 0;
	question.format = asked.format;
	question.form = asked.form;
	question.metric = asked.metric;
	question.less_is_better = asked.less_is_better != 0;
	for (size_t i = 0; r == 0 && i < asked.n_told; i++)
		r = read_word(asked.told[i], &question, reterr);
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
	return r == 0 ? form_check(name, text, &ranges, to, ret, reterr) : r;
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
