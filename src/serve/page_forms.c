/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The standard forms of a project: which can be written, and of one each value with the place it
 * comes from, what people must still state, the form as it is, and its check. What people state is
 * in the query, so that the page can be handed on.
 */
#include <string.h>

#include "base/intl.h"
#include "serve/forms.h"
#include "serve/routes.h"
#include "serve/web.h"

#define LISTED 200
#define TEXT_SHOWN 20000 /* bytes of a form; the file has all */

/* What people call a form: names are those of its publisher. */
static const char *title_of(const char *form)
{
	static const struct {
		const char *form, *title;
	} titles[] = {
		{"hf", N_("Hugging Face model card, co2_eq_emissions")},
		{"cyclonedx", N_("CycloneDX 1.6 bill of materials")},
		{"cyclonedx-1.7", N_("CycloneDX 1.7 bill of materials")},
		{"spdx", N_("SPDX 3.0.1 bill of materials")},
		{"gpai", N_("Model Documentation Form, GPAI Code of Practice")},
		{"sci", N_("SCI, Software Carbon Intensity")},
		{"sci-ai", N_("SCI for AI")},
		{"achat-ia", N_("French sheet for public purchases of AI")},
		{"datacentre", N_("indicators of data centres, EU 2024/1364")},
		{"ai-energy-score", N_("AI Energy Score")},
		{"boamps", N_("BoAmps report")},
		{"citation", N_("sentence for a paper")},
		{"latex", N_("sentence for a paper, LaTeX")},
		{"badge", N_("badge")},
	};
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (strcmp(titles[i].form, form) == 0)
			return _(titles[i].title);
	return form;
}

/* numbers: how many of the heads after the first are of numbers. */
static void table_begin(struct buf *b, const char *caption, const char *const *heads, size_t n,
			size_t numbers)
{
	html(b,
	     "<table class=\"r\" role=\"table\"><caption>%s</caption><thead role=\"rowgroup\"><tr "
	     "role=\"row\">",
	     caption);
	for (size_t i = 0; i < n; i++)
		html(b, "<th role=\"columnheader\" scope=\"col\"%s>%s</th>",
		     i > 0 && i <= numbers ? " class=\"n\"" : "", heads[i]);
	html(b, "</tr></thead><tbody role=\"rowgroup\">\n");
}

/* ---- the projects to choose from ------------------------------------------------------------- */

static size_t add_groups(struct request *request, struct buf *b, frugal_ledger *ledger,
			 struct frugal_error *reterr)
{
	const char *heads[] = {_("project"), _("runs")};
	struct totals totals;
	size_t n = 0;
	if (ledger_totals(ledger, NULL, "project", request->arena, &totals, reterr) < 0)
		return 0;
	for (size_t i = 0; i < totals.n && n < LISTED; i++) {
		const char *key = totals.rows[i].key;
		if (!*key)
			continue;
		if (!n++)
			table_begin(b, _("Projects"), heads, 2, 1);
		html(b,
		     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a "
		     "href=\"%s\">%s</a></th>",
		     web_href(request, "/forms/%s", web_part(request, key)), key);
		html(b, "<td role=\"cell\" class=\"n\">%zu</td></tr>\n",
		     (size_t)totals.rows[i].use.runs);
	}
	if (n)
		html(b, "</tbody></table>\n");
	totals_release(&totals);
	return n;
}

int page_forms_list(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	struct buf *b = &reply->body, rows = {0};
	frugal_ledger *ledger;
	int r = request_ledger(request, &ledger, reterr);
	if (r < 0)
		return r;
	reterr->code = 0;
	size_t n = add_groups(request, &rows, ledger, reterr);
	if (reterr->code < 0) {
		buf_release(&rows);
		return reterr->code;
	}
	web_begin(request, reply, _("Compliance"), "/forms");
	html(b, "<p class=\"lead\">%s</p>\n",
	     _("The forms that others ask for, filled in from the runs: what is missing is named, "
	       "never invented. No conformity is claimed."));
	if (n)
		buf_add(b, buf_text(&rows), rows.n);
	else
		html(b,
		     "<p class=\"note\">%s <span class=\"m\">frugal run --project digits -- CMD"
		     "</span></p>\n",
		     _("No run has a project yet. To record one:"));
	html(b, "<section aria-labelledby=\"h-f\"><h2 id=\"h-f\">%s</h2><ul>", _("Forms"));
	for (size_t i = 0; form_names[i]; i++)
		html(b, "<li>%s <span class=\"m\">%s</span></li>", title_of(form_names[i]),
		     form_names[i]);
	html(b, "</ul></section>\n");
	web_end(request, reply);
	b->failed |= rows.failed;
	buf_release(&rows);
	return 0;
}

/* ---- all forms of one ------------------------------------------------------------------------ */

struct states {
	struct request *request;
	struct buf *b;
	size_t written, all;
};

static int add_state(void *context, const char *form, const struct frugal_error *refused)
{
	struct states *states = context;
	struct request *request = states->request;
	struct buf *b = states->b;
	states->all++;
	states->written += !refused;
	html(b,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"%s\">%s</a></th>"
	     "<td role=\"cell\" class=\"a\">%s</td>",
	     web_href(request, "/forms/%s?form=%s", web_part(request, request->rest), form),
	     title_of(form), refused ? _("not yet") : _("can be written"));
	html(b, "<td role=\"cell\" class=\"a s\">%s</td></tr>\n", refused ? refused->what : "");
	return 0;
}

static int write_states(struct request *request, struct http_reply *reply, frugal_ledger *ledger,
			const struct report_question *question, struct frugal_error *reterr)
{
	const char *heads[] = {_("form"), _("state"), _("what is missing")};
	struct buf *b = &reply->body, rows = {0};
	struct states states = {request, &rows, 0, 0};
	struct context context = forms_context(request);
	int r = form_states(&context, ledger_of(ledger), question, add_state, &states, reterr);
	if (r == 0) {
		const char *title =
			arena_printf(request->arena, "%s · %s", _("Compliance"), request->rest);
		struct buf lead = {0};
		buf_addf(&lead, _("%zu of %zu forms can be written from what the ledger has."),
			 states.written, states.all);
		web_begin(request, reply, title ? title : "", "/forms");
		html(b, "<p class=\"lead\">%s</p>\n", buf_text(&lead));
		buf_release(&lead);
		table_begin(b, _("Forms"), heads, 3, 0);
		buf_add(b, buf_text(&rows), rows.n);
		html(b, "</tbody></table>\n");
		web_end(request, reply);
	}
	b->failed |= rows.failed;
	buf_release(&rows);
	arena_release(&context.arena);
	return r;
}

/* ---- one form -------------------------------------------------------------------------------- */

static void add_source(struct buf *b, const struct form_field *field)
{
	static const char *const marks[] = {"qa", "qm", "qd", "qs"};
	const char *words[] = {_("missing"), _("runs"), _("register"), _("stated here")};
	struct buf count = {0};
	if (field->of)
		buf_addf(&count, _("%zu of %zu runs"), field->runs, field->of);
	html(b, "<td role=\"cell\" class=\"a\"><span class=\"q %s\">%s</span>",
	     marks[field->source],
	     field->of && field->source == FORM_BY_RUNS ? buf_text(&count) : words[field->source]);
	if (field->why)
		html(b, " <span class=\"s\">· %s</span>", field->why);
	buf_release(&count);
	if (field->example && field->source == FORM_BY_NOBODY)
		html(b, " <a href=\"#v-%s\">%s</a>", field->key, _("state it"));
	html(b, "</td></tr>\n");
}

static void add_field(struct request *request, struct buf *b, const struct form_field *field)
{
	struct web_quantity quantity = {_("not known"), "", "", false};
	html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th>", field->name);
	if (field->text) {
		html(b, "<td role=\"cell\" class=\"a\">%s</td><td role=\"cell\"></td>",
		     field->text);
	} else {
		if (field->source != FORM_BY_NOBODY)
			quantity = web_quantity(request, field->value, field->low, field->high,
						field->unit);
		web_cells(request, b, &quantity, NULL);
	}
	add_source(b, field);
}

static void add_fields(struct request *request, struct buf *b, const struct form_view *view)
{
	const char *heads[] = {_("value"), _("content"), _("interval"), _("where it is from")};
	table_begin(b, _("What the form uses"), heads, 4, 2);
	for (size_t i = 0; i < view->n; i++)
		add_field(request, b, &view->fields[i]);
	html(b, "</tbody></table>\n");
}

static void add_amount(struct request *request, struct buf *b, const struct form_amount *amount,
		       const char *unit)
{
	struct web_quantity quantity = {_("not known"), "", "", false};
	if (amount->runs)
		quantity = web_quantity(request, amount->value, amount->low, amount->high, unit);
	web_cells(request, b, &quantity, NULL);
}

/* The runs behind the figures, phase by phase, and those that lack some. */
static void add_runs(struct request *request, struct buf *b, const struct form_view *view)
{
	const char *heads[] = {_("phase"),    _("runs"),   _("energy"),
			       _("interval"), _("carbon"), _("interval")};
	const struct form_subject *s = &view->about.subject;
	table_begin(b, _("The runs behind it"), heads, 6, 5);
	for (size_t i = 0; i < s->n_phases; i++) {
		const struct form_use *use = &s->phases[i];
		const char *filter =
			arena_printf(request->arena, "%s,phase=%s", s->name, use->phase);
		html(b,
		     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a "
		     "href=\"%s\">%s</a></th><td role=\"cell\" class=\"n\">%zu</td>",
		     web_href(request, "/runs?filter=%s", web_part(request, filter ? filter : "")),
		     *use->phase ? _(use->phase) : _("not stated"), use->runs);
		add_amount(request, b, &use->energy_kwh, "kWh");
		add_amount(request, b, &use->carbon_g, "gCO2e");
		html(b, "</tr>\n");
	}
	html(b, "</tbody></table>\n");
	if (!s->n_gaps)
		return;
	html(b, "<p class=\"note\">%s", _("Runs without one of these figures:"));
	for (size_t i = 0; i < s->n_gaps; i++)
		html(b, " <a href=\"%s\">%.4s</a>", web_href(request, "/runs/%s", s->gaps[i].id),
		     s->gaps[i].id);
	html(b, "</p>\n");
}

/* A GET form: what is stated becomes the address of the page. */
static void add_inputs(struct request *request, struct buf *b, const char *form)
{
	html(b,
	     "<section aria-labelledby=\"h-v\"><h2 id=\"h-v\">%s</h2>\n<p class=\"s\">%s</p><form "
	     "method=\"get\" action=\"%s\"><input type=\"hidden\" name=\"form\" value=\"%s\">",
	     _("What people must state"),
	     _("It comes before the register, and stays in the address of this page, which can be "
	       "handed on; the ledger is not changed."),
	     web_href(request, "/forms/%s", web_part(request, request->rest)), form);
	for (size_t i = 0; report_values[i].name; i++) {
		const char *name = report_values[i].name, *value = request_query(request, name);
		if (!(form_places(form) & (unsigned)report_values[i].place))
			continue;
		html(b,
		     "<p class=\"fd\"><label for=\"v-%s\">%s</label><input id=\"v-%s\" "
		     "name=\"%s\" value=\"%s\" placeholder=\"%s\"></p>\n",
		     name, form_value_name(i), name, name, value ? value : "",
		     form_value_example(i));
	}
	html(b, "<p><button>%s</button></p></form></section>\n", _("Fill in"));
}

/* The same question as an address of the API. */
static const char *file_link(struct request *request, const struct form_view *view)
{
	struct buf query = {0};
	const char *group = forms_group(request, request->rest);
	buf_addf(&query, "/api/v1/forms/%s?file=1&group=%s", view->form,
		 web_part(request, group ? group : ""));
	for (size_t i = 0; report_values[i].name; i++) {
		const char *value = request_query(request, report_values[i].name);
		if (value && form_places(view->form) & (unsigned)report_values[i].place)
			buf_addf(&query, "&%s=%s", report_values[i].name, web_part(request, value));
	}
	const char *format = request_query(request, "format");
	if (format)
		buf_addf(&query, "&format=%s", web_part(request, format));
	const char *href = web_href(request, "%s", buf_text(&query));
	buf_release(&query);
	return href;
}

static int add_check(struct request *request, struct buf *b, const struct form_view *view,
		     struct frugal_error *reterr)
{
	struct form_found found;
	struct buf lines = {0};
	struct frugal_error error = {0};
	frugal_library *library = request->hand->library[request->lang_index];
	int r = library_form_check(library, view->form, buf_str(&view->text), &lines, &found,
				   &error);
	if (r == 0)
		form_found_words(&lines, &found);
	if (r == 0)
		html(b, "<h3>%s</h3><pre class=\"m\" tabindex=\"0\">%s</pre>\n", _("Check"),
		     buf_text(&lines));
	else if (r == FRUGAL_EDATA)
		html(b, "<h3>%s</h3><p class=\"s\">%s</p>\n", _("Check"),
		     _("This one is for people: no check reads it back."));
	else
		*reterr = error;
	buf_release(&lines);
	return r == FRUGAL_EDATA ? 0 : r;
}

static int add_document(struct request *request, struct buf *b, const struct form_view *view,
			struct frugal_error *reterr)
{
	html(b, "<section class=\"w\" aria-labelledby=\"h-d\"><h2 id=\"h-d\">%s</h2>\n",
	     _("The form"));
	if (view->refused.code) {
		html(b, "<p class=\"err\">%s</p>", view->refused.what);
		if (*view->refused.todo)
			html(b, "<p>%s: <span class=\"m\">%s</span></p>", _("to do"),
			     view->refused.todo);
		html(b, "</section>\n");
		return 0;
	}
	html(b, "<p><a href=\"%s\" download>%s</a></p>\n", file_link(request, view),
	     _("Download as a file"));
	int r = add_check(request, b, view, reterr);
	if (r < 0)
		return r;
	html(b, "<details><summary>%s</summary><pre class=\"m\" tabindex=\"0\">%.*s</pre>",
	     _("as it is written"), TEXT_SHOWN, buf_text(&view->text));
	if (view->text.n > TEXT_SHOWN)
		html(b, "<p class=\"s\">%s</p>", _("The rest is in the file."));
	html(b, "</details></section>\n");
	return 0;
}

static void add_lead(struct buf *b, const struct form_view *view)
{
	size_t by[4] = {0};
	struct buf lead = {0};
	for (size_t i = 0; i < view->n; i++)
		by[view->fields[i].source]++;
	buf_addf(&lead,
		 _("Values: %zu from the runs, %zu from the register, %zu stated here, %zu "
		   "missing."),
		 by[FORM_BY_RUNS], by[FORM_BY_REGISTER], by[FORM_BY_PERSON], by[FORM_BY_NOBODY]);
	html(b, "<p class=\"lead\">%s %s</p>\n",
	     view->refused.code ? _("The form cannot be written yet:") : "", buf_text(&lead));
	buf_release(&lead);
}

static int write_one(struct request *request, struct http_reply *reply, frugal_ledger *ledger,
		     const struct report_question *question, struct frugal_error *reterr)
{
	struct buf *b = &reply->body;
	struct context context = forms_context(request);
	struct form_view view;
	int r = form_view_read(&context, ledger_of(ledger), question, &view, reterr);
	if (r == 0) {
		const char *title =
			arena_printf(request->arena, "%s · %s", title_of(view.form), request->rest);
		web_begin(request, reply, title ? title : "", "/forms");
		add_lead(b, &view);
		html(b,
		     "<p><a href=\"%s\">%s</a></p><div class=\"g g2\"><section "
		     "aria-labelledby=\"h-u\"><h2 id=\"h-u\">%s</h2>\n",
		     web_href(request, "/forms/%s", web_part(request, request->rest)),
		     _("all forms"), _("Values"));
		add_fields(request, b, &view);
		add_runs(request, b, &view);
		html(b, "</section>\n");
		add_inputs(request, b, view.form);
		r = add_document(request, b, &view, reterr);
		html(b, "</div>\n");
		web_end(request, reply);
	}
	form_view_release(&view);
	arena_release(&context.arena);
	return r;
}

int page_forms_one(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	const char *asked = request_query(request, "form"), *form = forms_known(asked);
	const char *group = forms_group(request, request->rest);
	struct report_question question;
	frugal_ledger *ledger;
	int r = group ? request_ledger(request, &ledger, reterr) : error_nomem(reterr);
	if (r < 0)
		return r;
	if (asked && !form) {
		error_set(reterr, FRUGAL_EUSAGE, _("unknown form '%s'"), asked);
		return request_refused(request, 404, reterr);
	}
	r = forms_question(request, form, &group, 1, &question, reterr);
	if (r < 0)
		return r;
	r = form ? write_one(request, reply, ledger, &question, reterr)
		 : write_states(request, reply, ledger, &question, reterr);
	return r == FRUGAL_EUSAGE ? request_refused(request, 404, reterr) : r;
}
