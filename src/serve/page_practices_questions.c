/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The questionnaire: a form for each stage, in which a person answers practices. A radio button is
 * set where a person answered; what the ledger answers stands below it, and stays beside a person's
 * answer that differs.
 */
#include <string.h>

#include "base/intl.h"
#include "serve/practices.h"
#include "serve/web.h"

/* Bytes of a page after which a stage is only named: a user's own table may have many practices. */
#define EVIDENCE_SHOWN 300 /* characters of it */
#define PAGE_FULL 54000

static void add_radio(struct buf *b, const struct audit_item *item, const char *value,
		      const char *word)
{
	bool is = item->stated ? strcmp(item->stated->answer, value) == 0 : !*value;
	html(b, "<label><input type=\"radio\" name=\"a.%s\" value=\"%s\"%s>%s</label>", item->id,
	     value, is ? " checked" : "", word);
}

/* The answer that counts, in the form of its evidence. */
static void add_answer(struct buf *b, const struct audit_item *item)
{
	static const char *const marks[] = {[CLASS_NONE] = "qa",
					    [CLASS_STATED] = "qs",
					    [CLASS_MODELLED] = "qo",
					    [CLASS_DOCUMENT] = "qd",
					    [CLASS_MEASURED] = "qm"};
	html(b, "<span class=\"q %s\">%s</span>", marks[item->class],
	     item->answer == ANSWER_NONE ? _("still open") : _(audit_answers[item->answer]));
}

static void add_roles(struct buf *b, const struct audit_item *item)
{
	const char *between = "";
	for (const char *const *role = audit_roles; *role; role++)
		if (audit_in_view(item, *role, -1)) {
			html(b, "%s%s", between, audit_role_word(*role));
			between = ", ";
		}
}

/* "BP13 · sponsor, team · gain high, effort ?": and how the answer that counts is known. */
static void add_facts(struct buf *b, const struct audit_item *item, const struct context *context)
{
	struct buf words = {0};
	audit_rate_words(&words, item->gain, item->gain_source);
	html(b, "<p class=\"s\">%s%s · ", item->id,
	     strcmp(item->status, "reconstructed") == 0 ? "*" : "");
	add_roles(b, item);
	html(b, " · %s %s, ", _("gain"), buf_text(&words));
	buf_clear(&words);
	audit_rate_words(&words, item->effort, item->effort_source);
	html(b, "%s %s · ", _("effort"), buf_text(&words));
	add_answer(b, item);
	if (item->answer != ANSWER_NONE) {
		buf_clear(&words);
		audit_evidence_words(&words, item, context);
		struct buf shown = {0};
		buf_add_short(&shown, buf_text(&words), EVIDENCE_SHOWN);
		html(b, " %s", buf_text(&shown));
		b->failed |= shown.failed;
		buf_release(&shown);
	}
	html(b, "</p>");
	if (item->contradicts) {
		buf_clear(&words);
		audit_contradiction_words(&words, item);
		html(b, "<p class=\"err\">%s</p>", buf_text(&words));
	}
	b->failed |= words.failed;
	buf_release(&words);
}

static void add_inputs(struct request *request, struct buf *b, const struct audit_item *item)
{
	const struct practice_answer *stated = item->stated;
	html(b, "<div class=\"ra\">");
	add_radio(b, item, "yes", _("yes"));
	add_radio(b, item, "partly", _("partly"));
	add_radio(b, item, "no", _("no"));
	add_radio(b, item, "na", _("does not apply"));
	add_radio(b, item, "", _("no answer"));
	html(b,
	     "</div><div class=\"two\"><label class=\"s\">%s<input name=\"n.%s\" value=\"%s\">"
	     "</label>",
	     _("note"), item->id, stated ? stated->note : "");
	if (practices_has_documents(request))
		html(b, "<label class=\"s\">%s<input name=\"d.%s\" value=\"%s\"></label>",
		     _("document"), item->id, stated ? stated->document : "");
	html(b, "</div>");
}

static void add_item(struct request *request, struct buf *b, const struct audit_item *item,
		     const struct context *context)
{
	html(b, "<fieldset class=\"qu\" id=\"%s\"><legend>%s</legend><p class=\"s\">%s</p>",
	     item->id, audit_title(item, context), audit_question(item, context));
	/* A longer note was written by the command line, which can change it. */
	if (request->may_write && (!item->stated || strlen(item->stated->note) <= PRACTICES_NOTE))
		add_inputs(request, b, item);
	add_facts(b, item, context);
	html(b, "</fieldset>\n");
}

static void add_end_of_form(struct request *request, struct buf *b,
			    const struct practices_view *view)
{
	html(b, "</div>");
	if (!request->may_write) {
		html(b, "</details>\n");
		return;
	}
	html(b,
	     "<p class=\"ra\"><label>%s&nbsp;<select name=\"role\"><option value=\"\">%s"
	     "</option>",
	     _("role"), _("not stated"));
	for (const char *const *role = audit_roles; *role; role++)
		html(b, "<option value=\"%s\"%s>%s</option>", *role,
		     view->role && strcmp(view->role, *role) == 0 ? " selected" : "",
		     audit_role_word(*role));
	html(b, "</select></label> <button>%s</button></p></form></details>\n",
	     _("Keep the answers"));
}

/* In the queries of links, so that what is chosen stays. */
static const char *stage_link(struct request *request, const struct practices_view *view, int stage)
{
	return view->role ? web_href(request, "/practices/%s?stage=%s&role=%s",
				     web_part(request, request->rest), practices_stages[stage],
				     view->role)
			  : web_href(request, "/practices/%s?stage=%s",
				     web_part(request, request->rest), practices_stages[stage]);
}

static void add_stage(struct request *request, struct buf *b, const struct audit *audit,
		      const struct practices_view *view, int stage, size_t n, size_t answered)
{
	const struct context *context = context_of(request->hand->library[request->lang_index]);
	const char *shown = request_query(request, "shown");
	bool open = view->stage || view->gain >= 0 || view->effort >= 0 ||
		    (shown && strcmp(shown, practices_stages[stage]) == 0);
	struct buf count = {0};
	/* TRANSLATORS: practices that have an answer, of all of a stage */
	buf_addf(&count, _("%zu of %zu answered"), answered, n);
	html(b, "<details%s><summary><b>%s</b> <span class=\"s\">%s</span></summary>",
	     open ? " open" : "", _(audit_stages[stage]), buf_text(&count));
	buf_release(&count);
	if (b->n > PAGE_FULL) {
		html(b, "<p><a href=\"%s\">%s</a></p></details>\n",
		     stage_link(request, view, stage), _("show this stage"));
		return;
	}
	if (request->may_write) {
		html(b, "<form method=\"post\" action=\"%s\" aria-label=\"%s\">",
		     web_href(request, "/practices/%s", web_part(request, request->rest)),
		     _(audit_stages[stage]));
		web_token(request, b);
		html(b, "<input type=\"hidden\" name=\"stage\" value=\"%s\">",
		     practices_stages[stage]);
	}
	html(b, "<div class=\"qq\">");
	for (size_t i = 0; i < audit->n; i++)
		if (audit->items[i].stage == stage && practices_in_view(&audit->items[i], view))
			add_item(request, b, &audit->items[i], context);
	add_end_of_form(request, b, view);
}

void practices_questions(struct request *request, struct buf *b, const frugal_audit *handle,
			 const struct practices_view *view)
{
	const struct audit *audit = audit_of(handle);
	size_t shown = 0;
	for (int stage = 0; stage < AUDIT_STAGES; stage++) {
		size_t n = 0, answered = 0;
		for (size_t i = 0; i < audit->n; i++) {
			const struct audit_item *item = &audit->items[i];
			if (item->stage != stage || !practices_in_view(item, view))
				continue;
			n++;
			answered += item->answer != ANSWER_NONE;
		}
		if (n)
			add_stage(request, b, audit, view, stage, n, answered);
		shown += n;
	}
	if (!shown)
		html(b, "<p>%s</p>\n", _("No practice matches."));
	html(b, "<p class=\"s\">%s</p>\n", _("* reconstructed   ~ rated by us   ? unknown\n"));
}
