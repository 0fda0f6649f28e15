/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/forms.h"

#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "serve/routes.h"

#define STEM 60 /* bytes of a file's name */

const char *forms_group(struct request *request, const char *word)
{
	return strchr(word, '=') ? word : arena_printf(request->arena, "project=%s", word);
}

struct context forms_context(struct request *request)
{
	struct context context = *context_of(request->hand->library[request->lang_index]);
	context.arena = (struct arena){0};
	return context;
}

const char *forms_known(const char *name)
{
	for (size_t i = 0; name && form_names[i]; i++)
		if (strcmp(form_names[i], name) == 0)
			return form_names[i];
	return NULL;
}

int forms_question(struct request *request, const char *form, const char *const *groups, size_t n,
		   struct report_question *ret, struct frugal_error *reterr)
{
	const char *stated[HTTP_MAX_FIELDS];
	size_t n_stated = 0;
	*ret = report_question_empty;
	ret->labels = groups;
	ret->n = n;
	ret->form = form;
	ret->format = request_query(request, "format");
	for (size_t i = 0; report_values[i].name && n_stated < HTTP_MAX_FIELDS; i++) {
		const char *value = request_query(request, report_values[i].name);
		if (!value || report_values[i].place == FORM_HAS_METRIC)
			continue;
		/* The page of a form keeps what was typed for another, which has no field for it.
		 */
		if (form && !(form_places(form) & (unsigned)report_values[i].place) &&
		    request->route->kind == ROUTE_PAGE)
			continue;
		stated[n_stated] =
			arena_printf(request->arena, "%s=%s", report_values[i].name, value);
		if (!stated[n_stated++])
			return error_nomem(reterr);
	}
	bool file;
	ret->metric = request_query(request, "metric");
	int r = request_flag(request, "less-is-better", &ret->less_is_better, reterr);
	if (r == 0)
		r = request_flag(request, "file", &file, reterr);
	return r == 0 ? report_read_stated(stated, n_stated, ret, reterr) : r;
}

int forms_refused(struct request *request, frugal_ledger *ledger, const char *const *groups,
		  size_t n, struct frugal_error *reterr)
{
	for (size_t i = 0; i < n; i++) {
		const struct frugal_group_question question = {.size = sizeof(question),
							       .words = groups[i]};
		struct frugal_error unknown = {0};
		frugal_group *group = NULL;
		int r = frugal_group_read(ledger, &question, &group, &unknown);
		frugal_group_free(group);
		if (r == FRUGAL_EUSAGE) {
			*reterr = unknown;
			return request_refused(request, 404, reterr);
		}
	}
	return reterr->code;
}

const char *forms_media(const char *form, const char *format, const char **ret_ending)
{
	static const struct {
		const char *format, *ending, *media;
	} known[] = {
		{"json", "json", "application/json"},
		{"md", "md", "text/markdown; charset=utf-8"},
		{"html", "html", "text/html; charset=utf-8"},
		{"csv", "csv", "text/csv; charset=utf-8"},
		{"text", "txt", "text/plain; charset=utf-8"},
	};
	const char *own = format ? format : form ? form_format(form, 0) : "text";
	for (size_t i = 0; own && i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].format, own) == 0) {
			*ret_ending = known[i].ending;
			return known[i].media;
		}
	/* The badge. */
	*ret_ending = "svg";
	return "image/svg+xml";
}

void forms_as_file(struct request *request, struct http_reply *reply, const char *form,
		   const char *group, const char *ending)
{
	char stem[STEM + 1];
	size_t n = 0;
	const char *name = strncmp(group, "project=", 8) == 0 ? group + 8 : group;
	for (const char *p = name; *p && n < STEM; p++) {
		bool plain = char_is_digit(*p) || (*p >= 'a' && *p <= 'z') ||
			     (*p >= 'A' && *p <= 'Z') || (n && strchr("-._", *p));
		if (plain || (n && stem[n - 1] != '-'))
			stem[n++] = plain ? *p : '-';
	}
	stem[n] = '\0';
	const char *value = arena_printf(request->arena, "attachment; filename=\"%s%s%s.%s\"",
					 n ? stem : "", n ? "-" : "", form, ending);
	if (value)
		reply_header(request, reply, "Content-Disposition", value);
}
