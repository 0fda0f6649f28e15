/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forms that edit a service. Each value is checked before any is written; one that is refused
 * stays in its field, beside the reason, with all others as they were typed.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "report/vocabulary.h"
#include "serve/service_view.h"

#define FACT "fact-" /* before the key of a fact, as the name of its field */

/* ---- what is wrong -------------------------------------------------------------------------- */

static const char *wrong_of(const struct service_forms *sent, const char *name)
{
	for (const struct service_wrong *one = sent->wrong; one; one = one->next)
		if (strcmp(one->name, name) == 0)
			return one->what;
	return NULL;
}

/* Keeps the reason of an error, with what helps. False: memory is out. */
static bool refuse(struct request *request, struct service_forms *sent, const char *name,
		   const struct frugal_error *error)
{
	struct service_wrong *one = arena_alloc(request->arena, sizeof(*one));
	if (!one)
		return false;
	one->name = arena_strdup(request->arena, name);
	one->what = *error->todo ? arena_printf(request->arena, "%s: %s", error->what, error->todo)
				 : arena_strdup(request->arena, error->what);
	one->next = sent->wrong;
	sent->wrong = one;
	return one->name && one->what;
}

/* ---- facts ---------------------------------------------------------------------------------- */

static const char *field_of(struct request *request, const char *key)
{
	const char *name = arena_printf(request->arena, FACT "%s", key);
	return name ? name : "";
}

/* What the field shows: the text that was sent, else that of the register. */
static const char *shown(struct request *request, const struct service *service,
			 const struct register_key *key, const struct service_forms *sent)
{
	const char *text = request_field(request, field_of(request, key->key));
	if (sent->facts)
		return text ? text : "";
	return service_fact(service, key->key);
}

static void add_choice(struct request *request, struct buf *b, const struct register_key *key,
		       const char *value, const char *wrong)
{
	const char *name = field_of(request, key->key);
	html(b, "<div class=\"fd\"><label for=\"i-%s\">%s</label><select id=\"i-%s\" ", name,
	     _(key->title), name);
	html(b, "name=\"%s\"%s><option value=\"\">%s</option>", name,
	     wrong ? " aria-invalid=\"true\"" : "", _("not reported"));
	bool listed = !*value;
	for (const char *const *choice = key->choices; *choice; choice++) {
		bool here = strcmp(*choice, value) == 0;
		listed |= here;
		html(b, "<option value=\"%s\"%s>%s</option>", *choice, here ? " selected" : "",
		     vocabulary_fact(key->key, *choice));
	}
	if (!listed)
		html(b, "<option value=\"%s\" selected>%s</option>", value, value);
	html(b, "</select>");
	if (wrong)
		html(b, "<p class=\"err\">%s</p>", wrong);
	html(b, "</div>\n");
}

void service_facts_form(struct request *request, struct buf *b, const struct service *service,
			const struct service_forms *sent)
{
	html(b, "<form method=\"post\" action=\"%s\">\n",
	     web_href(request, "/services/%s", web_part(request, service->id)));
	web_token(request, b);
	html(b, "<input type=\"hidden\" name=\"form\" value=\"facts\"><div class=\"qq\">\n");
	for (const struct register_key *key = register_keys; key->key; key++) {
		const char *value = shown(request, service, key, sent);
		const char *wrong = wrong_of(sent, key->key);
		if (key->choices) {
			add_choice(request, b, key, value, wrong);
			continue;
		}
		const bool counted = key->unit && strcmp(key->unit, "1") != 0;
		const struct web_field field = {
			.name = field_of(request, key->key),
			.label = _(key->title),
			.value = value,
			.hint = counted ? arena_printf(request->arena, _("with its unit: %s"),
						       key->unit)
					: NULL,
			.wrong = wrong};
		web_input(b, &field);
	}
	html(b, "</div><button>%s</button></form>\n", _("Save the facts"));
}

/* Facts that differ from those of the register; an empty one is forgotten. */
int service_take_facts(struct request *request, frugal_ledger *ledger, const char *id,
		       struct service_forms *sent, struct frugal_error *reterr)
{
	const char *words[HTTP_MAX_FIELDS];
	struct service service = {0};
	size_t n = 0;
	int r = register_find(ledger_of(ledger), id, &service, reterr);
	if (r < 0)
		return r;
	for (const struct register_key *key = register_keys; r == 0 && key->key; key++) {
		const char *text = request_field(request, field_of(request, key->key));
		struct frugal_error error = {0};
		text = text ? text : "";
		if (strcmp(text, service_fact(&service, key->key)) == 0)
			continue;
		if (register_check_fact(key->key, text, &error) < 0) {
			if (!refuse(request, sent, key->key, &error))
				r = error_nomem(reterr);
			continue;
		}
		words[n] = arena_printf(request->arena, "%s=%s", key->key, text);
		if (!words[n++])
			r = error_nomem(reterr);
	}
	service_release(&service);
	if (r == 0 && n && !sent->wrong)
		r = frugal_service_set(ledger, id, words, n, reterr);
	return r;
}

/* ---- months --------------------------------------------------------------------------------- */

void service_month_form(struct request *request, struct buf *b, const struct service *service,
			const struct service_forms *sent)
{
	const struct {
		const char *name, *label, *hint;
	} fields[] = {
		{"month", _("month"), _("such as 2026-11")},
		{"units", _("units served"), _("empty: as it was")},
		{"expected", _("units expected"), _("empty: as it was")},
	};
	html(b, "<form class=\"nr\" method=\"post\" action=\"%s\">\n",
	     web_href(request, "/services/%s", web_part(request, service->id)));
	web_token(request, b);
	html(b, "<input type=\"hidden\" name=\"form\" value=\"month\">\n");
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const struct web_field field = {
			.name = fields[i].name,
			.label = fields[i].label,
			.value = sent->month ? request_field(request, fields[i].name) : NULL,
			.hint = fields[i].hint,
			.wrong = wrong_of(sent, fields[i].name)};
		web_input(b, &field);
	}
	html(b, "<button>%s</button></form>\n", _("Save the month"));
}

/* The words of service_use_words() from the fields that are not empty. */
static int take_units(struct request *request, struct service_forms *sent, const char *words[2],
		      size_t *n, struct frugal_error *reterr)
{
	static const char *const names[] = {"units", "expected"};
	for (int i = 0; i < 2; i++) {
		const char *text = request_field(request, names[i]);
		struct frugal_error error = {0};
		if (!text)
			continue;
		if (register_check_units(text, names[i], &error) < 0) {
			if (!refuse(request, sent, names[i], &error))
				return error_nomem(reterr);
			continue;
		}
		words[*n] = arena_printf(request->arena, "%s=%s", names[i], text);
		if (!words[(*n)++])
			return error_nomem(reterr);
	}
	return 0;
}

int service_take_month(struct request *request, frugal_ledger *ledger, const char *id,
		       struct service_forms *sent, struct frugal_error *reterr)
{
	const char *words[2], *month = request_field(request, "month");
	struct frugal_error error = {0};
	size_t n = 0;
	if (register_check_month(month ? month : "", &error) < 0 &&
	    !refuse(request, sent, "month", &error))
		return error_nomem(reterr);
	int r = take_units(request, sent, words, &n, reterr);
	if (r == 0 && !n && !sent->wrong) {
		error_set(&error, FRUGAL_EUSAGE, _("%s is missing"), _("units served"));
		if (!refuse(request, sent, "units", &error))
			r = error_nomem(reterr);
	}
	if (r == 0 && !sent->wrong)
		r = service_use_words(ledger, id, month, words, n, reterr);
	return r;
}

/* ---- a new one ------------------------------------------------------------------------------ */

void service_new_form(struct request *request, struct buf *b, const char *wrong)
{
	const struct web_field field = {.name = "id",
					.label = _("identifier of the service"),
					.value = request_field(request, "id"),
					.hint = _("such as chat"),
					.wrong = wrong};
	html(b,
	     "<section aria-labelledby=\"h-new\"><h2 id=\"h-new\">%s</h2>\n"
	     "<form class=\"nr\" method=\"post\" action=\"%s\">\n",
	     _("Register a service"), web_href(request, "/services"));
	web_token(request, b);
	web_input(b, &field);
	html(b, "<button>%s</button></form></section>\n", _("Register"));
}
