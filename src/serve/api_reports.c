/* SPDX-License-Identifier: Apache-2.0 */
/* Reports as frugal report writes them: of a run, of a group, of several groups side by side. */
#include "base/intl.h"
#include "serve/forms.h"
#include "serve/routes.h"

#include <string.h>

#define GROUPS 16

static int check_format(const char *format, struct frugal_error *reterr)
{
	static const char *const all[] = {"html", "md", "text", "json", "csv"};
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i], format) == 0)
			return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("unknown format '%s'"), format);
	error_where(reterr, "format");
	return error_todo(reterr, "html, md, text, json, csv");
}

static int write_report(struct request *request, struct http_reply *reply,
			const char *const *groups, size_t n, struct frugal_error *reterr)
{
	struct report_question question;
	frugal_ledger *ledger;
	const char *ending;
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0)
		r = forms_question(request, NULL, groups, n, &question, reterr);
	if (r < 0)
		return r;
	if (!question.format)
		question.format = "json";
	r = check_format(question.format, reterr);
	if (r == 0)
		r = ledger_report(ledger, &question, NULL, &reply->body, reterr);
	if (r < 0)
		return r == FRUGAL_EUSAGE ? forms_refused(request, ledger, groups, n, reterr) : r;
	reply->status = 200;
	reply->media = forms_media(NULL, question.format, &ending);
	/* A page of its own, whose style the policy of this server forbids: it is a file. */
	if (strcmp(question.format, "html") == 0 || request_query(request, "file"))
		forms_as_file(request, reply, "report", groups[0], ending);
	return 0;
}

/* Without a group: which there are. */
int api_reports_several(struct request *request, struct http_reply *reply,
			struct frugal_error *reterr)
{
	const char *groups[GROUPS];
	size_t n = 0;
	for (size_t i = 0; i < request->http->n_query; i++) {
		const struct http_field *field = &request->http->query[i];
		if (strcmp(field->name, "group") != 0 || !*field->value)
			continue;
		if (n == GROUPS)
			return error_set(reterr, FRUGAL_EUSAGE, _("more than %d groups"), GROUPS);
		groups[n++] = field->value;
	}
	if (n)
		return write_report(request, reply, groups, n, reterr);
	struct report_question question;
	int r = forms_question(request, NULL, NULL, 0, &question, reterr);
	if (r == 0 && question.format)
		r = check_format(question.format, reterr);
	return r == 0 ? api_audit_list(request, reply, reterr) : r;
}

int api_reports_one(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	const char *group = request->rest;
	return write_report(request, reply, &group, 1, reterr);
}
