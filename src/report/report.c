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
	question.filter = asked->within;
	return question;
}

/* ---- forms ---------------------------------------------------------------------------------- */

/* Copies what only people know into the subject, in addition to the facts of the group. */
static void tell_form(const struct report_question *asked, struct form_subject *subject)
{
	struct form_told *to = &subject->told;
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
}

/* FRUGAL_EUSAGE: the question gives a fact of the site that the form has no field for. */
static int check_site(const struct report_question *asked, struct frugal_error *reterr)
{
	const struct {
		const char *name;
		bool given;
		enum form_place place;
	} said[] = {{"pue", !isnan(asked->pue), FORM_HAS_PUE},
		    {"wue", !isnan(asked->wue_l_per_kwh), FORM_HAS_WATER},
		    {"renewable", !isnan(asked->renewable), FORM_HAS_RENEWABLE}};
	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
		if (!said[i].given || form_has_place(asked->form, said[i].place))
			continue;
		error_set(reterr, FRUGAL_EUSAGE, _("the form '%s' has no field for %s"),
			  asked->form, said[i].name);
		return error_todo(reterr, _("omit %s"), said[i].name);
	}
	return 0;
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

static int write_form(struct context *context, struct ledger *ledger,
		      const struct report_question *asked, struct buf *to,
		      struct frugal_error *reterr)
{
	struct group_question question = group_asked(asked, asked->n ? asked->labels[0] : NULL);
	struct knowledge knowledge = {0};
	struct form_subject subject;
	struct run_group group;
	bool as_json;
	int r = check_format(asked, &as_json, reterr);
	if (r == 0)
		r = check_site(asked, reterr);
	if (r < 0)
		return r;
	r = group_read(ledger, &question, &context->arena, &group, reterr);
	if (r == 0)
		r = subject_of_group(context, &group, &subject, reterr);
	if (r == 0)
		r = knowledge_open(context, &knowledge, reterr);
	if (r == 0) {
		subject.tables = knowledge.tables;
		subject.as_json = as_json;
		tell_form(asked, &subject);
		r = form_write(asked->form, &subject, to, reterr);
	}
	knowledge_close(&knowledge);
	group_release(&group);
	return r;
}

/* ---- documents ------------------------------------------------------------------------------ */

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
	int r = asked->n > 1 ? page_of_comparison(&page, asked->labels, asked->n, reterr)
		: !label || strchr(label, '=') ? page_of_group(&page, label, reterr)
					       : page_of_run(&page, label, reterr);
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
	int r = question->form ? write_form(context, ledger, question, to, reterr)
			       : write_document(context, ledger, question, to, reterr);
	return r == 0 && to->failed ? error_nomem(reterr) : r;
}
