/* SPDX-License-Identifier: Apache-2.0 */
/* The standard forms: which there are, one of a group of runs, and the check of one. */
#include "base/intl.h"
#include "serve/forms.h"
#include "serve/routes.h"

#include <string.h>

int api_forms_list(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	struct jsonw json = {.out = &reply->body};
	(void)request, (void)reterr;
	reply_json(reply);
	jsonw_object(&json, NULL);
	jsonw_array(&json, "forms");
	for (size_t i = 0; form_names[i]; i++) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "form", form_names[i]);
		jsonw_array(&json, "formats");
		for (size_t k = 0; form_format(form_names[i], k); k++)
			jsonw_string(&json, NULL, form_format(form_names[i], k));
		jsonw_array_end(&json);
		jsonw_array(&json, "values");
		for (size_t k = 0; report_values[k].name; k++)
			if (form_places(form_names[i]) & (unsigned)report_values[k].place)
				jsonw_string(&json, NULL, report_values[k].name);
		jsonw_array_end(&json);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(&reply->body, '\n');
	return 0;
}

/* ---- one ------------------------------------------------------------------------------------- */

static void field_json(struct jsonw *json, const struct form_field *field)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "name", field->key);
	jsonw_string(json, "source", form_sources[field->source]);
	if (field->text || field->source == FORM_BY_NOBODY)
		jsonw_string(json, "value", field->text);
	else
		jsonw_number(json, "value", field->value);
	if (!field->text && field->low < field->high) {
		jsonw_number(json, "low", field->low);
		jsonw_number(json, "high", field->high);
	}
	if (field->unit)
		jsonw_string(json, "unit", field->unit);
	if (field->of) {
		jsonw_int(json, "runs", (int64_t)field->runs);
		jsonw_int(json, "of", (int64_t)field->of);
	}
	if (field->why)
		jsonw_string(json, "why", field->why);
	jsonw_object_end(json);
}

/* What the form uses, for a program that is to fill in the rest: ?view=fields. */
static void view_json(struct jsonw *json, const struct form_view *view)
{
	const struct form_subject *subject = &view->about.subject;
	jsonw_object(json, NULL);
	jsonw_string(json, "form", view->form);
	jsonw_string(json, "subject", subject->name);
	jsonw_array(json, "fields");
	for (size_t i = 0; i < view->n; i++)
		field_json(json, &view->fields[i]);
	jsonw_array_end(json);
	jsonw_array(json, "runs_that_lack_figures");
	for (size_t i = 0; i < subject->n_gaps; i++)
		jsonw_string(json, NULL, subject->gaps[i].id);
	jsonw_array_end(json);
	jsonw_bool(json, "written", view->refused.code == 0);
	jsonw_string(json, "why", view->refused.code ? view->refused.what : NULL);
	jsonw_string(json, "todo", view->refused.code ? view->refused.todo : NULL);
	jsonw_object_end(json);
}

static int answer_one(struct request *request, struct http_reply *reply, frugal_ledger *ledger,
		      const struct report_question *question, struct frugal_error *reterr)
{
	const char *view_as = request_query(request, "view"), *ending;
	if (view_as && strcmp(view_as, "fields") != 0)
		return error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a value of %s"), view_as,
				 "view");
	if (view_as) {
		struct context context = forms_context(request);
		struct jsonw json = {.out = &reply->body};
		struct form_view view;
		int r = form_view_read(&context, ledger_of(ledger), question, &view, reterr);
		if (r == 0)
			view_json(&json, &view);
		form_view_release(&view);
		arena_release(&context.arena);
		reply->media = "application/json";
		return r;
	}
	int r = ledger_report(ledger, question, NULL, &reply->body, reterr);
	reply->media = forms_media(question->form, question->format, &ending);
	if (r == 0 && request_query(request, "file"))
		forms_as_file(request, reply, question->form, question->labels[0], ending);
	return r;
}

int api_forms_one(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	const char *form = forms_known(request->rest), *group = request_query(request, "group");
	struct report_question question;
	frugal_ledger *ledger;
	int r = request_ledger(request, &ledger, reterr);
	if (r < 0)
		return r;
	if (!form) {
		error_set(reterr, FRUGAL_EUSAGE, _("unknown form '%s'"), request->rest);
		return request_refused(request, 404, reterr);
	}
	if (!group) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"), "group");
		return error_todo(reterr, "group=project=digits");
	}
	group = forms_group(request, group);
	r = group ? forms_question(request, form, &group, 1, &question, reterr)
		  : error_nomem(reterr);
	if (r < 0)
		return r;
	reply->status = 200;
	r = answer_one(request, reply, ledger, &question, reterr);
	return r == FRUGAL_EUSAGE ? forms_refused(request, ledger, &group, 1, reterr) : r;
}

int api_forms_check(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	struct jsonw json = {.out = &reply->body};
	frugal_library *library;
	struct form_found found;
	struct buf lines = {0};
	struct str text = request->http->body;
	if (!text.n) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("the body has no form"));
		return reterr->code;
	}
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = library_form_check(library, "body", text, &lines, &found, reterr);
	if (r == 0) {
		reply_json(reply);
		form_found_json(&found, buf_text(&lines), &json);
		buf_putc(&reply->body, '\n');
	}
	buf_release(&lines);
	return r;
}
