/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a report or a form for a question. What the question gives wins over the register of
 * services, and the register over the runs; the sums come from insight, the same for every
 * document.
 */
#include "report/report.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "model/knowledge.h"
#include "report/estimated.h"
#include "report/form.h"

const struct report_question report_question_empty = {
	.flop = NAN,
	.tokens = NAN,
	.parameters = NAN,
	.journey = NAN,
	.units = NAN,
	.pue = NAN,
	.wue_l_per_kwh = NAN,
	.renewable = NAN,
	.it_kwh = NAN,
	.site_kwh = NAN,
	.water_l = NAN,
	.reused_kwh = NAN,
};

static struct group_question group_asked(const struct report_question *asked, const char *label)
{
	struct group_question question = group_question_of(label);
	question.pue = asked->pue;
	question.wue_l_per_kwh = asked->wue_l_per_kwh;
	question.renewable = asked->renewable;
	question.units = asked->units;
	question.unit_name = asked->unit;
	question.one_by_one = true;
	question.spans = asked->form != NULL;
	question.filter = asked->within;
	return question;
}

/* ---- what a question gives ------------------------------------------------------------------ */

/* Its values and what has a place for them, by the words of options. */
const struct report_value report_values[] = {
#define NUMBER(name, field, place)                                                                 \
	{                                                                                          \
		name, offsetof(struct report_question, field), false, place                        \
	}
#define TEXT(name, field, place)                                                                   \
	{                                                                                          \
		name, offsetof(struct report_question, field), true, place                         \
	}
	NUMBER("pue", pue, FORM_HAS_PUE),
	NUMBER("wue", wue_l_per_kwh, FORM_HAS_WUE),
	NUMBER("renewable", renewable, FORM_HAS_RENEWABLE),
	TEXT("title", name, FORM_HAS_TITLE),
	NUMBER("units", units, FORM_HAS_UNITS),
	TEXT("unit", unit, FORM_HAS_UNIT),
	NUMBER("flop", flop, FORM_HAS_FLOP),
	NUMBER("tokens", tokens, FORM_HAS_TOKENS),
	NUMBER("parameters", parameters, FORM_HAS_PARAMETERS),
	TEXT("flop-method", flop_method, FORM_HAS_FLOP_METHOD),
	TEXT("counted", counted, FORM_HAS_COUNTED),
	NUMBER("journey", journey, FORM_HAS_JOURNEY),
	TEXT("task", task, FORM_HAS_TASK),
	NUMBER("it-energy", it_kwh, FORM_HAS_IT_ENERGY),
	NUMBER("site-energy", site_kwh, FORM_HAS_SITE_ENERGY),
	NUMBER("water", water_l, FORM_HAS_WATER),
	NUMBER("reused", reused_kwh, FORM_HAS_REUSED),
	TEXT("metric", metric, FORM_HAS_METRIC),
	TEXT("supplier", supplier, FORM_HAS_SUPPLIER),
	TEXT("licence", licence, FORM_HAS_LICENCE),
	TEXT("model-version", model_version, FORM_HAS_MODEL_VERSION),
	TEXT("download", download, FORM_HAS_DOWNLOAD),
	TEXT("released", released, FORM_HAS_RELEASED),
	{NULL, 0, false, 0},
#undef NUMBER
#undef TEXT
};

bool report_value_is_given(const struct report_question *asked, const struct report_value *value)
{
	const char *field = (const char *)asked + value->offset;
	double number;
	const char *text;
	if (value->is_text) {
		memcpy(&text, field, sizeof(text));
		return text != NULL;
	}
	memcpy(&number, field, sizeof(number));
	return !isnan(number);
}

/* The first value that has no place in the document; NULL: each has one. */
static const char *without_place(const struct report_question *asked, unsigned places)
{
	for (size_t i = 0; report_values[i].name; i++)
		if (report_value_is_given(asked, &report_values[i]) &&
		    !(places & (unsigned)report_values[i].place))
			return report_values[i].name;
	return asked->less_is_better && !(places & FORM_HAS_METRIC) ? "less-is-better" : NULL;
}

static bool is_group(const struct report_question *asked)
{
	return !asked->n || strchr(asked->labels[0], '=') != NULL;
}

/* FRUGAL_EUSAGE: the question gives a value that the document has no field for. */
static int check_places(const struct report_question *asked, struct frugal_error *reterr)
{
	static const unsigned of_group = FORM_HAS_SITE | FORM_HAS_UNITS | FORM_HAS_UNIT |
					 FORM_HAS_TITLE,
			      of_comparison = FORM_HAS_METRIC | FORM_HAS_TITLE;
	const char *name = without_place(asked, asked->form       ? form_places(asked->form)
						: asked->n > 1    ? of_comparison
						: is_group(asked) ? of_group
								  : FORM_HAS_TITLE);
	if (!name)
		return 0;
	if (asked->form)
		error_set(reterr, FRUGAL_EUSAGE, _("the form '%s' has no field for this value"),
			  asked->form);
	else
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  asked->n > 1      ? _("a comparison has no field for this value")
			  : is_group(asked) ? _("the report of a group has no field for this value")
					    : _("the report of a run has no field for this value"));
	error_where(reterr, "%s", name);
	return error_todo(reterr, "%s", _("leave it out"));
}

/* ---- values that mean something only with others -------------------------------------------- */

static const struct form_pair group_pairs[] = {{FORM_HAS_UNIT, FORM_HAS_UNITS}, {0, 0}};

static unsigned places_given(const struct report_question *asked)
{
	unsigned places = 0;
	for (size_t i = 0; report_values[i].name; i++)
		if (report_value_is_given(asked, &report_values[i]))
			places |= (unsigned)report_values[i].place;
	return places;
}

static int refuse_alone(const char *name, unsigned with, struct frugal_error *reterr)
{
	struct buf list = {0};
	for (size_t i = 0; report_values[i].name; i++)
		if (with & (unsigned)report_values[i].place)
			buf_addf(&list, "%s%s=...", list.n ? _(" or ") : "", report_values[i].name);
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("this value has no effect alone"));
	error_where(reterr, "%s", name);
	int r = error_todo(reterr, _("add %s"), buf_text(&list));
	buf_release(&list);
	return r;
}

/* known: the places that the register or the runs fill. */
static int check_pairs(const struct report_question *asked, const struct form_pair *pair,
		       unsigned known, struct frugal_error *reterr)
{
	known |= places_given(asked);
	for (; pair->value; pair++)
		for (size_t i = 0; report_values[i].name; i++)
			if (pair->value == (unsigned)report_values[i].place &&
			    report_value_is_given(asked, &report_values[i]) &&
			    !(pair->with & known))
				return refuse_alone(report_values[i].name, pair->with, reterr);
	return 0;
}

/* ---- forms ---------------------------------------------------------------------------------- */

/* Copies what only people know into the subject, in addition to the facts of the group. */
static void tell_form(const struct report_question *asked, struct form_subject *subject)
{
	struct form_stated *to = &subject->stated;
	subject->name = asked->name ? asked->name : subject->name;
	subject->flop = asked->flop;
	subject->flop_method = asked->flop_method;
	to->it_kwh = asked->it_kwh;
	to->site_kwh = asked->site_kwh;
	to->water_l = asked->water_l;
	/* Amounts of the options win over a ratio of the register. */
	if (isnan(asked->pue) && !isnan(to->it_kwh) && !isnan(to->site_kwh))
		to->pue = NAN;
	if (isnan(asked->wue_l_per_kwh) && !isnan(to->it_kwh) && !isnan(to->water_l))
		to->wue_l_per_kwh = NAN;
	to->reused_kwh = asked->reused_kwh;
	to->parameters = asked->parameters;
	to->tokens = asked->tokens;
	to->journey = asked->journey;
	to->task = asked->task;
	to->counted = asked->counted;
	to->supplier = asked->supplier;
	to->licence = asked->licence;
	to->model_version = asked->model_version;
	to->download = asked->download;
	to->released = asked->released;
}

static int check_format(const struct report_question *asked, bool *ret_json,
			struct frugal_error *reterr)
{
	const char *wanted = asked->format, *usual = form_format(asked->form, 0), *one;
	*ret_json = false;
	if (!wanted)
		return 0;
	for (size_t i = 0; (one = form_format(asked->form, i)) != NULL; i++)
		if (strcmp(one, wanted) == 0) {
			*ret_json = strcmp(wanted, "json") == 0;
			return 0;
		}
	error_set(reterr, FRUGAL_EUSAGE, _("the form '%s' has no format '%s'"), asked->form,
		  wanted);
	return usual ? error_todo(reterr, _("choose %s"), usual)
		     : error_todo(reterr, "%s", _("omit the format"));
}

int report_about_read(struct context *context, struct ledger *ledger,
		      const struct report_question *asked, struct report_about *ret,
		      struct frugal_error *reterr)
{
	struct group_question question = group_asked(asked, asked->n ? asked->labels[0] : NULL);
	*ret = (struct report_about){0};
	question.spans = true;
	int r = group_read(ledger, &question, &context->arena, &ret->group, reterr);
	if (r == 0)
		r = subject_of_group(context, &ret->group, &ret->subject, reterr);
	if (r == 0)
		r = knowledge_open(context, &ret->knowledge, reterr);
	if (r == 0) {
		ret->subject.tables = ret->knowledge.tables;
		ret->known = (ret->subject.units > 0 ? FORM_HAS_UNITS : 0u) |
			     (ret->subject.stated.pue > 0 ? FORM_HAS_PUE : 0u);
		tell_form(asked, &ret->subject);
	}
	return r;
}

void report_about_release(struct report_about *about)
{
	knowledge_close(&about->knowledge);
	group_release(&about->group);
}

int report_check_values(const struct report_question *asked, unsigned known,
			struct frugal_error *reterr)
{
	int r = check_places(asked, reterr);
	return r == 0 ? check_pairs(asked, form_pairs(asked->form), known, reterr) : r;
}

static int write_form(struct context *context, struct ledger *ledger,
		      const struct report_question *asked, struct buf *to,
		      struct frugal_error *reterr)
{
	struct report_about about;
	bool as_json;
	int r = check_format(asked, &as_json, reterr);
	if (r < 0)
		return r;
	r = report_about_read(context, ledger, asked, &about, reterr);
	about.subject.as_json = as_json;
	if (r == 0)
		r = check_pairs(asked, form_pairs(asked->form), about.known, reterr);
	if (r == 0)
		r = form_write(asked->form, &about.subject, to, reterr);
	report_about_release(&about);
	return r;
}

/* ---- documents ------------------------------------------------------------------------------ */

static int write_estimate(struct context *context, struct ledger *ledger,
			  const struct report_question *asked, struct buf *to,
			  struct frugal_error *reterr)
{
	struct kept_estimate estimate;
	if (asked->within)
		return error_set(
			reterr, FRUGAL_EUSAGE, "%s",
			_("a kept estimate is not a group of runs: a filter cannot narrow it"));
	int r = ledger_find_estimate(ledger, asked->labels[0], &context->arena, &estimate, reterr);
	return r == 0 ? estimated_page(context, &estimate, asked->name,
				       asked->format ? asked->format : "text", to, reterr)
		      : r;
}

static int write_document(struct context *context, struct ledger *ledger,
			  const struct report_question *asked, struct buf *to,
			  struct frugal_error *reterr)
{
	struct document doc = {0};
	struct page page = {.context = context,
			    .ledger = ledger,
			    .arena = &context->arena,
			    .doc = &doc,
			    .metric = asked->metric,
			    .less_is_better = asked->less_is_better,
			    .question = group_asked(asked, NULL)};
	const char *label = asked->n ? asked->labels[0] : NULL;
	if (asked->n == 1 && estimate_is_id(label))
		return write_estimate(context, ledger, asked, to, reterr);
	int r = asked->n > 1      ? page_of_comparison(&page, asked->labels, asked->n, reterr)
		: is_group(asked) ? page_of_group(&page, label, reterr)
				  : page_of_run(&page, label, reterr);
	if (r == 0 && asked->n <= 1 && is_group(asked))
		r = check_pairs(asked, group_pairs, page.has_units ? FORM_HAS_UNITS : 0, reterr);
	if (r == 0 && asked->name)
		doc.title = asked->name;
	if (r == 0)
		document_write(&doc, asked->format ? asked->format : "text", to);
	to->failed |= page.cell.failed;
	buf_release(&page.cell);
	document_release(&doc);
	return r;
}

int report_write(struct context *context, struct ledger *ledger,
		 const struct report_question *question, struct buf *to,
		 struct frugal_error *reterr)
{
	if (!question->n && !question->within) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("a report requires runs"));
		return error_todo(reterr, "%s", "frugal report project=NAME -o report.html");
	}
	if (question->form && question->n > 1)
		return error_set(reterr, FRUGAL_EUSAGE, _("'%s' is one argument too many"),
				 question->labels[1]);
	if (question->form && question->n && estimate_is_id(question->labels[0])) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("a form is of runs, and an estimate is not a measurement"));
		return error_where(reterr, "%s", question->labels[0]);
	}
	int r = check_places(question, reterr);
	if (r == 0 && question->less_is_better && !question->metric)
		r = refuse_alone("less-is-better", FORM_HAS_METRIC, reterr);
	if (r == 0)
		r = question->form ? write_form(context, ledger, question, to, reterr)
				   : write_document(context, ledger, question, to, reterr);
	return r == 0 && to->failed ? error_nomem(reterr) : r;
}
