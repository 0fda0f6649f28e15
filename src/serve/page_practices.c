/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The practices of frugal AI for a project or a service, as frugal audit prints them: what is
 * missing, the score, the open practices by gain and effort, and the questionnaire. Answers are
 * kept by plain forms, one a stage.
 */
#include <string.h>

#include "base/intl.h"
#include "serve/practices.h"
#include "serve/routes.h"
#include "serve/web.h"

#define LISTED 200
#define NEXT_SHOWN 5

/* ---- the projects to choose from ------------------------------------------------------------- */

static void add_subject(struct request *request, struct buf *b, const char *subject,
			const char *name, size_t runs)
{
	html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"%s\">%s</a></th>",
	     web_href(request, "/practices/%s", web_part(request, subject)), name);
	html(b, "<td role=\"cell\" class=\"n\" data-l=\"%s\">%zu</td>", _("runs"), runs);
	html(b, "<td role=\"cell\" class=\"a s\"><a href=\"%s\">%s</a></td></tr>\n",
	     web_href(request, "/forms/%s", web_part(request, subject)), _("forms"));
}

struct listing {
	struct request *request;
	struct buf *b;
	size_t n;
};

static int add_service(void *context, const struct service_row *row, struct frugal_error *reterr)
{
	struct listing *listing = context;
	(void)reterr;
	const char *subject = arena_printf(listing->request->arena, "service=%s", row->service.id);
	if (subject && listing->n++ < LISTED)
		add_subject(listing->request, listing->b, subject, subject, (size_t)row->use.runs);
	return FRUGAL_VISIT_ON;
}

static int add_subjects(struct listing *listing, frugal_ledger *ledger, struct frugal_error *reterr)
{
	struct request *request = listing->request;
	struct totals totals;
	int r = ledger_totals(ledger, NULL, "project", request->arena, &totals, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; i < totals.n && listing->n < LISTED; i++) {
		const char *key = totals.rows[i].key;
		if (!*key)
			continue;
		const char *subject = arena_printf(request->arena, "project=%s", key);
		add_subject(request, listing->b, subject ? subject : key, key,
			    (size_t)totals.rows[i].use.runs);
		listing->n++;
	}
	totals_release(&totals);
	return services_listed(ledger, request->arena, add_service, listing, reterr);
}

static void add_chooser(struct request *request, struct buf *b)
{
	html(b,
	     "<form method=\"get\" action=\"%s\"><p><label for=\"subject\">%s</label> "
	     "<input id=\"subject\" name=\"subject\" placeholder=\"project=digits\"></p>"
	     "<p><button>%s</button></p></form>\n",
	     web_href(request, "/practices"), _("project or service"), _("Show"));
}

int page_practices_list(struct request *request, struct http_reply *reply,
			struct frugal_error *reterr)
{
	const char *subject = request_query(request, "subject");
	struct buf *b = &reply->body, rows = {0};
	struct listing listing = {request, &rows, 0};
	frugal_ledger *ledger;
	if (subject) {
		const char *part = web_part(request, subject);
		const char *path = arena_printf(request->arena, "/practices/%s", part);
		reply_elsewhere(request, reply, path ? path : "/practices");
		return 0;
	}
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0)
		r = add_subjects(&listing, ledger, reterr);
	if (r == 0) {
		web_begin(request, reply, _("Practices"), "/practices");
		html(b, "<p class=\"lead\">%s</p>\n",
		     _("The practices of frugal AI, project by project: what the ledger answers, "
		       "what people answer, and what is missing."));
	}
	if (r == 0 && listing.n) {
		html(b,
		     "<table class=\"r\" role=\"table\"><caption>%s</caption><thead "
		     "role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" "
		     "scope=\"col\">%s</th>",
		     _("Projects and services"), _("project or service"));
		html(b,
		     "<th role=\"columnheader\" scope=\"col\" class=\"n\">%s</th><th "
		     "role=\"columnheader\" scope=\"col\">%s</th></tr></thead><tbody "
		     "role=\"rowgroup\">\n",
		     _("runs"), _("forms"));
		buf_add(b, buf_text(&rows), rows.n);
		html(b, "</tbody></table>\n");
	} else if (r == 0) {
		html(b,
		     "<p class=\"note\">%s <span class=\"m\">frugal run --project digits -- CMD"
		     "</span></p>\n",
		     _("No run has a project yet. To record one:"));
	}
	if (r == 0) {
		add_chooser(request, b);
		web_end(request, reply);
	}
	b->failed |= rows.failed;
	buf_release(&rows);
	return r;
}

/* ---- one of them ----------------------------------------------------------------------------- */

static void add_gates(struct request *request, struct buf *b, const struct audit *audit)
{
	const struct context *context = context_of(request->hand->library[request->lang_index]);
	struct buf words = {0};
	html(b,
	     "<section aria-labelledby=\"h-g\"><h2 id=\"h-g\">%s</h2>\n<table class=\"r\" "
	     "role=\"table\"><caption class=\"vh\">%s</caption><thead role=\"rowgroup\"><tr "
	     "role=\"row\">",
	     _("Gates"), _("Gates and what they miss"));
	html(b,
	     "<th role=\"columnheader\" scope=\"col\">%s</th><th role=\"columnheader\" "
	     "scope=\"col\">%s</th></tr></thead><tbody role=\"rowgroup\">\n",
	     _("gate"), _("what is missing"));
	for (size_t i = 0; i < audit->n_gates; i++) {
		const struct audit_gate *gate = &audit->gates[i];
		buf_clear(&words);
		audit_gate_words(&words, audit, gate, context);
		html(b,
		     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><b>%s</b> %s</th>"
		     "<td role=\"cell\" class=\"a s\">%s</td></tr>\n",
		     gate->missing ? _("closed") : _("passed"), audit_gate_name(gate, context),
		     gate->missing ? buf_text(&words) : _("nothing"));
	}
	html(b, "</tbody></table>\n");
	b->failed |= words.failed;
	buf_release(&words);
}

/* A bar of the share of practices with this evidence, in the form of its quality. */
static void add_class_row(struct buf *b, const struct audit *audit, enum audit_class class,
			  const char *mark, const char *name)
{
	double percent = audit->n ? 100 * (double)audit->by_class[class] / (double)audit->n : 0;
	html(b,
	     "<tr><th scope=\"row\"><span class=\"q %s\">%s</span></th><td class=\"c\"><svg "
	     "height=\"18\" aria-hidden=\"true\"><line class=\"ax\" y2=\"18\"/>",
	     mark, name);
	if (audit->by_class[class] && class == CLASS_MEASURED)
		html(b, "<rect class=\"k\" y=\"3\" height=\"12\" width=\"%.1f%%\"/>", percent);
	else if (audit->by_class[class] && (class == CLASS_MODELLED || class == CLASS_STATED))
		html(b,
		     "<rect class=\"bk\" fill=\"url(#%s)\" y=\"3\" height=\"12\" "
		     "width=\"%.1f%%\"/>",
		     class == CLASS_STATED ? "hs" : "ho", percent);
	else if (audit->by_class[class])
		html(b,
		     "<rect class=\"bg %s\" stroke-dasharray=\"%s\" y=\"3\" height=\"12\" "
		     "width=\"%.1f%%\"/>",
		     class == CLASS_NONE ? "ax" : "bk", class == CLASS_NONE ? "4 3" : "0", percent);
	html(b, "</svg></td><td class=\"n\">%zu</td></tr>\n", audit->by_class[class]);
}

static void add_evidence(struct buf *b, const struct audit *audit)
{
	html(b, "<h3>%s</h3><table><caption class=\"vh\">%s</caption><thead><tr>",
	     _("What the answers rest on"), _("Practices by evidence"));
	html(b,
	     "<th scope=\"col\">%s</th><th scope=\"col\" class=\"c\">0 %s %zu</th><th "
	     "scope=\"col\" class=\"n\">%s</th></tr></thead><tbody>\n",
	     _("evidence"), _("to"), audit->n, _("practices"));
	add_class_row(b, audit, CLASS_MEASURED, "qm", _("measured"));
	add_class_row(b, audit, CLASS_DOCUMENT, "qd", _("document"));
	add_class_row(b, audit, CLASS_MODELLED, "qo", _("modelled"));
	add_class_row(b, audit, CLASS_STATED, "qs", _("stated"));
	add_class_row(b, audit, CLASS_NONE, "qa", _("still open"));
	html(b, "</tbody></table>\n");
	if (audit->contradictions) {
		struct buf words = {0};
		buf_addf(&words, _("answers that the ledger contradicts: %zu"),
			 audit->contradictions);
		html(b, "<p class=\"note\">%s</p>\n", buf_text(&words));
		buf_release(&words);
	}
	html(b, "</section>\n");
}

static const char *rate_word(int rate)
{
	return rate == RATE_UNKNOWN ? _("not known") : _(audit_rates[rate]);
}

/* The number of open practices, as a link to them. */
static void add_matrix_cell(struct request *request, struct buf *b, size_t n, int gain, int effort)
{
	static const char *const rates[] = {"unknown", "low", "moderate", "high"};
	bool first = gain == RATE_HIGH && effort == RATE_LOW;
	if (!n) {
		html(b, "<td><span class=\"u\">0</span></td>");
		return;
	}
	html(b, "<td%s><a href=\"%s#h-q\" aria-label=\"", first ? " class=\"top1\"" : "",
	     web_href(request, "/practices/%s?gain=%s&effort=%s", web_part(request, request->rest),
		      rates[gain], rates[effort]));
	html(b, "%zu %s, %s %s, %s %s\">%zu</a></td>", n, _("still open"), _("gain"),
	     rate_word(gain), _("effort"), rate_word(effort), n);
}

static void add_matrix(struct request *request, struct buf *b, const struct audit *audit)
{
	static const int order[] = {RATE_LOW, RATE_MODERATE, RATE_HIGH, RATE_UNKNOWN};
	html(b,
	     "<section aria-labelledby=\"h-mx\"><h2 id=\"h-mx\">%s</h2>\n<table class=\"mx\">"
	     "<caption class=\"s\">%s</caption><thead><tr><th scope=\"col\"><span "
	     "class=\"vh\">%s</span></th>",
	     _("Open practices, by gain and effort"),
	     _("rows: gain; columns: effort. Tinted: first."), _("gain"));
	for (int i = 0; i < AUDIT_RATES; i++)
		html(b, "<th scope=\"col\">%s</th>", rate_word(order[i]));
	html(b, "</tr></thead><tbody>\n");
	for (int gain = RATE_HIGH; gain >= RATE_UNKNOWN; gain--) {
		html(b, "<tr><th scope=\"row\">%s</th>", rate_word(gain));
		for (int i = 0; i < AUDIT_RATES; i++)
			add_matrix_cell(request, b, audit->open_by[gain][order[i]], gain, order[i]);
		html(b, "</tr>\n");
	}
	html(b, "</tbody></table>\n");
}

static void add_next(struct request *request, struct buf *b, const struct audit *audit,
		     const struct practices_view *view)
{
	const struct context *context = context_of(request->hand->library[request->lang_index]);
	size_t n = 0;
	html(b, "<h3>%s</h3>\n<ol class=\"acts\">", _("Next, by gain and effort"));
	for (size_t i = 0; i < audit->n_next && n < NEXT_SHOWN; i++) {
		const struct audit_item *item = audit->next[i];
		if (!audit_in_view(item, view->audit.role, view->audit.stage))
			continue;
		n++;
		html(b, "<li><a href=\"%s#%s\">%s</a> <span class=\"s\">%s</span></li>",
		     web_href(request, "/practices/%s?stage=%s", web_part(request, request->rest),
			      practices_stages[item->stage]),
		     item->id, audit_question(item, context), item->id);
	}
	html(b, "</ol>\n");
	if (!n)
		html(b, "<p>%s</p>\n", _("No practice is open."));
	html(b, "</section>\n");
}

static void add_roles(struct request *request, struct buf *b, const struct practices_view *view)
{
	const char *part = web_part(request, request->rest);
	html(b, "<ul class=\"lnk\" aria-label=\"%s\"><li><a href=\"%s#h-q\"%s>%s</a></li>",
	     _("role"), web_href(request, "/practices/%s", part),
	     view->role ? "" : " aria-current=\"true\"", _("all"));
	for (const char *const *role = audit_roles; *role; role++)
		html(b, "<li><a href=\"%s#h-q\"%s>%s</a></li>",
		     web_href(request, "/practices/%s?role=%s", part, *role),
		     view->role && strcmp(view->role, *role) == 0 ? " aria-current=\"true\"" : "",
		     audit_role_word(*role));
	html(b, "</ul>\n");
}

/* The score in the words of the command line: its first line is the sentence of the page. */
static void add_score(struct buf *b, const struct audit *audit)
{
	struct buf words = {0};
	audit_score_words(&words, audit);
	const char *text = buf_text(&words);
	size_t n = strcspn(text, "\n");
	html(b, "<p class=\"lead\">%s%s%.*s.</p>\n",
	     audit->complete ? "" : _("assessment incomplete"), audit->complete ? "" : _("; "),
	     (int)n, text);
	for (text += n; *text; text += n) {
		text += strspn(text, "\n");
		n = strcspn(text, "\n");
		if (n)
			html(b, "<p class=\"s\">%.*s</p>\n", (int)n, text);
	}
	html(b, "<p class=\"s\">%s</p>\n", audit_notice());
	b->failed |= words.failed;
	buf_release(&words);
}

static void write_page(struct request *request, struct http_reply *reply,
		       const frugal_audit *handle, const struct practices_view *view,
		       const char *refused)
{
	const struct audit *audit = audit_of(handle);
	struct buf *b = &reply->body;
	const char *title = arena_printf(request->arena, "%s · %s", _("Practices"), request->rest);
	web_begin(request, reply, title ? title : _("Practices"), "/practices");
	if (refused)
		html(b, "<p class=\"err\" role=\"alert\">%s</p>\n", refused);
	add_score(b, audit);
	html(b, "<div class=\"g g2\">\n");
	add_gates(request, b, audit);
	add_evidence(b, audit);
	add_matrix(request, b, audit);
	add_next(request, b, audit, view);
	html(b,
	     "<section class=\"w big\" aria-labelledby=\"h-q\"><h2 id=\"h-q\">%s</h2>\n<p "
	     "class=\"s\">%s</p>\n",
	     _("Questionnaire"),
	     _("The ledger has answered where it could; where a person and the ledger differ, "
	       "both stay. An answer 'does not apply' requires a note."));
	add_roles(request, b, view);
	practices_questions(request, b, handle, view);
	html(b, "</section></div>\n");
	web_end(request, reply);
}

int page_practices_one(struct request *request, struct http_reply *reply,
		       struct frugal_error *reterr)
{
	frugal_ledger *ledger;
	frugal_audit *audit;
	struct practices_view view;
	int r = practices_view_read(request, &view, reterr);
	if (r == 0)
		r = practices_read(request, &ledger, &audit, reterr);
	if (r < 0)
		return r;
	write_page(request, reply, audit, &view, NULL);
	frugal_audit_free(audit);
	return 0;
}

/* ---- answers --------------------------------------------------------------------------------- */

static bool is_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* The field "d.BP01" of a practice; NULL without it. */
static const char *field_of(const struct request *request, char kind, const char *practice)
{
	char name[40];
	size_t n = strlen(practice);
	if (n + 3 > sizeof(name))
		return NULL;
	name[0] = kind;
	name[1] = '.';
	memcpy(name + 2, practice, n + 1);
	return request_field(request, name);
}

static const struct audit_item *item_of(const struct audit *audit, const char *id)
{
	for (size_t i = 0; i < audit->n; i++)
		if (strcmp(audit->items[i].id, id) == 0)
			return &audit->items[i];
	return NULL;
}

/* One radio button: nothing is kept where the person's answer is as it was. */
static int keep_one(struct request *request, frugal_ledger *ledger, const struct audit *audit,
		    const struct http_field *field, struct frugal_error *reterr)
{
	const char *id = field->name + 2;
	const struct audit_item *item = item_of(audit, id);
	const struct practice_answer *was = item ? item->stated : NULL;
	struct frugal_practice_answer said = {.size = sizeof(said),
					      .practice = id,
					      .answer = *field->value ? field->value : NULL,
					      .role = request_field(request, "role"),
					      .note = field_of(request, 'n', id),
					      .document = field_of(request, 'd', id)};
	if (!was && !said.answer)
		return 0;
	if (was && !practices_has_documents(request))
		said.document = NULL;
	if (was && said.answer && is_text(said.answer, was->answer) &&
	    is_text(said.note, was->note) &&
	    (is_text(said.document, was->document) || !practices_has_documents(request)))
		return 0;
	if (!said.role && was && *was->role)
		said.role = was->role;
	return practices_keep(request, ledger, &said, reterr);
}

/* Keeps what can be kept; what cannot is named in *refused, with its practice. */
static int keep_all(struct request *request, frugal_ledger *ledger, const struct audit *audit,
		    struct buf *refused, struct frugal_error *reterr)
{
	for (size_t i = 0; i < request->http->n_form; i++) {
		const struct http_field *field = &request->http->form[i];
		if (strncmp(field->name, "a.", 2) != 0)
			continue;
		int r = keep_one(request, ledger, audit, field, reterr);
		if (r == FRUGAL_EUSAGE || r == FRUGAL_EENV)
			buf_addf(refused, "%s%s: %s", refused->n ? _("; ") : "", field->name + 2,
				 reterr->what);
		else if (r < 0)
			return r;
	}
	return refused->failed ? error_nomem(reterr) : 0;
}

static void go_back(struct request *request, struct http_reply *reply)
{
	const char *stage = request_field(request, "stage");
	bool known = false;
	for (size_t i = 0; stage && practices_stages[i]; i++)
		known |= strcmp(stage, practices_stages[i]) == 0;
	const char *path = arena_printf(request->arena, "/practices/%s%s%s#h-q",
					web_part(request, request->rest), known ? "?shown=" : "",
					known ? stage : "");
	reply_elsewhere(request, reply, path ? path : "/practices");
}

int page_practices_answer(struct request *request, struct http_reply *reply,
			  struct frugal_error *reterr)
{
	frugal_ledger *read, *ledger = NULL;
	frugal_audit *audit;
	struct practices_view view;
	struct buf refused = {0};
	int r = practices_view_read(request, &view, reterr);
	if (r == 0)
		r = practices_read(request, &read, &audit, reterr);
	if (r < 0)
		return r;
	r = frugal_ledger_open(request->hand->library[request->lang_index], FRUGAL_LEDGER_WRITE,
			       &ledger, reterr);
	if (r == 0)
		r = keep_all(request, ledger, audit_of(audit), &refused, reterr);
	frugal_ledger_close(ledger);
	frugal_audit_free(audit);
	if (r == 0 && !refused.n)
		go_back(request, reply);
	if (r == 0 && refused.n)
		r = practices_read(request, &read, &audit, reterr);
	if (r == 0 && refused.n) {
		reply->status = 400;
		write_page(request, reply, audit, &view, buf_text(&refused));
		frugal_audit_free(audit);
	}
	buf_release(&refused);
	return r;
}
