/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Audits as JSON, the same as frugal audit --json; and answers of people to practices, as the
 * fields of a form or as an object.
 */
#include <jansson.h>
#include <string.h>

#include "base/intl.h"
#include "serve/asked.h"
#include "serve/practices.h"
#include "serve/routes.h"

static int send_audit(const frugal_audit *audit, const struct audit_view *view,
		      struct http_reply *reply)
{
	struct jsonw json = {.out = &reply->body};
	reply_json(reply);
	audit_json(audit_of(audit), view, &json);
	buf_putc(&reply->body, '\n');
	return 0;
}

static void subject_json(struct jsonw *json, const char *kind, const char *name, double runs)
{
	struct buf subject = {0};
	buf_addf(&subject, "%s=%s", kind, name);
	jsonw_object(json, NULL);
	jsonw_string(json, "subject", buf_text(&subject));
	jsonw_int(json, "runs", (int64_t)runs);
	jsonw_object_end(json);
	buf_release(&subject);
}

static int add_service(void *context, const struct service_row *row, struct frugal_error *reterr)
{
	(void)reterr;
	subject_json(context, "service", row->service.id, row->use.runs);
	return FRUGAL_VISIT_ON;
}

/* What can be audited. */
int api_audit_list(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	struct jsonw json = {.out = &reply->body};
	struct totals totals;
	frugal_ledger *ledger;
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0)
		r = ledger_totals(ledger, NULL, "project", request->arena, &totals, reterr);
	if (r < 0)
		return r;
	reply_json(reply);
	jsonw_object(&json, NULL);
	jsonw_array(&json, "subjects");
	for (size_t i = 0; i < totals.n; i++)
		if (*totals.rows[i].key)
			subject_json(&json, "project", totals.rows[i].key, totals.rows[i].use.runs);
	totals_release(&totals);
	r = services_listed(ledger, request->arena, add_service, &json, reterr);
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(&reply->body, '\n');
	return r;
}

int api_audit_one(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	frugal_audit *audit;
	struct practices_view view;
	int r = practices_view_read(request, &view, reterr);
	if (r == 0)
		r = practices_read(request, &ledger, &audit, reterr);
	if (r < 0)
		return r;
	r = send_audit(audit, &view.audit, reply);
	frugal_audit_free(audit);
	return r;
}

/* ---- answers --------------------------------------------------------------------------------- */

/* A member that is a text; NULL where it is missing or null. */
static int member(const json_t *root, const char *name, const char **ret,
		  struct frugal_error *reterr)
{
	const json_t *value = json_object_get(root, name);
	*ret = value && !json_is_null(value) ? json_string_value(value) : NULL;
	if (!value || json_is_null(value) || *ret)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a text"), name);
	return error_where(reterr, "%s", name);
}

static int read_object(json_t *root, struct frugal_practice_answer *ret,
		       struct frugal_error *reterr)
{
	if (!json_is_object(root))
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("the body is not an object"));
	int r = member(root, "practice", &ret->practice, reterr);
	if (r == 0)
		r = member(root, "answer", &ret->answer, reterr);
	if (r == 0)
		r = member(root, "role", &ret->role, reterr);
	if (r == 0)
		r = member(root, "note", &ret->note, reterr);
	return r == 0 ? member(root, "document", &ret->document, reterr) : r;
}

static int read_answer(struct request *request, json_t **ret_root,
		       struct frugal_practice_answer *ret, struct frugal_error *reterr)
{
	*ret_root = NULL;
	if (!request->http->body.n) {
		ret->practice = request_field(request, "practice");
		ret->answer = request_field(request, "answer");
		ret->role = request_field(request, "role");
		ret->note = request_field(request, "note");
		ret->document = request_field(request, "document");
		return 0;
	}
	int r = asked_parse(request->http->body, ASKED_DEEPEST, ret_root, reterr);
	return r == 0 ? read_object(*ret_root, ret, reterr) : r;
}

/* Answers with the audit as it is then. */
int api_audit_answer(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	static const struct audit_view all = {.stage = -1};
	struct frugal_practice_answer said = {.size = sizeof(said)};
	frugal_ledger *ledger = NULL;
	frugal_audit *audit = NULL;
	json_t *root;
	int r = read_answer(request, &root, &said, reterr);
	if (r == 0 && !said.practice)
		r = error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"), "practice");
	if (r == 0)
		r = request_ledger_to_write(request, &ledger, reterr);
	if (r == 0) {
		r = practices_keep(request, ledger, &said, reterr);
		/* There was none to remove. */
		if (r == FRUGAL_EUSAGE && !said.answer)
			r = request_refused(request, 404, reterr);
	}
	json_decref(root);
	if (r == 0)
		r = frugal_audit_read(ledger, request->rest, &audit, reterr);
	if (r == 0)
		r = send_audit(audit, &all, reply);
	frugal_audit_free(audit);
	frugal_ledger_close(ledger);
	return r;
}
