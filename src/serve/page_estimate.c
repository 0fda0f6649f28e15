/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /estimate: the questions of a sentence as a form, and its answer. /estimate/MODEL: the form of
 * any model, made from its file, and its answer. What was asked is the address.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "report/answer.h"
#include "serve/page_estimate.h"
#include "serve/page_estimate_form.h"
#include "serve/routes.h"

static void add_sections(struct estimate *estimate, struct buf *b)
{
	html(b, "<div class=\"g g2\">\n");
	estimate_what_if(estimate, b);
	estimate_doubts(estimate, b);
	estimate_methods(estimate, b);
	estimate_links(estimate, b);
	estimate_why(estimate, b);
	html(b, "</div>\n");
}

/* ---- a model -------------------------------------------------------------------------------- */

/* As data, or one figure's derivation: true. */
static bool write_part(struct estimate *estimate, struct http_reply *reply)
{
	const char *figure = request_query(estimate->request, "why");
	const struct answer_line *line = figure ? answer_find(estimate->answer, figure) : NULL;
	if (estimate_as_data(estimate, reply))
		return true;
	if (!line || !line->figure)
		return false;
	estimate_why_page(estimate, figure, reply);
	return true;
}

static void write_model(struct estimate *estimate, const struct frugal_model *model,
			const struct estimate_form *form, struct http_reply *reply)
{
	struct request *request = estimate->request;
	struct buf *b = &reply->body;
	const struct frugal_model_head *head = model->head;
	bool french = request->lang_index == LANG_FR;
	if (form->n_wrong || form->error.what[0])
		reply->status = 400;
	web_begin(request, reply, french ? head->title_fr : head->title, "/estimate");
	if (!estimate->answer && !form->n_wrong && !form->error.what[0])
		html(b, "<p class=\"lead\">%s</p>\n",
		     _("Fill in what is known; the rest takes a default that is labelled so."));
	html(b, "<div class=\"g g4\">\n");
	estimate_form_model(estimate, model, form, b);
	html(b, "<div>\n");
	if (estimate->answer) {
		estimate_result(estimate, b);
		add_sections(estimate, b);
	} else {
		estimate_form_about(estimate, model, b);
	}
	html(b, "</div></div>\n");
	web_end(request, reply);
}

int page_estimate_model(struct request *request, struct http_reply *reply,
			struct frugal_error *reterr)
{
	struct estimate estimate = {.request = request, .model = request->rest};
	struct estimate_form form = {0};
	const struct frugal_model *model;
	int r = request_library(request, &estimate.library, reterr);
	if (r == 0)
		r = frugal_model_get(estimate.library, estimate.model, &model, reterr);
	if (r == FRUGAL_EUSAGE)
		return request_refused(request, 404, reterr);
	if (r == 0)
		r = estimate_form_read(&estimate, &form, reterr);
	if (r < 0)
		return r;
	if (estimate.n && !form.n_wrong && estimate_answer(&estimate, &form.error) < 0 &&
	    form.error.code != FRUGAL_EUSAGE && form.error.code != FRUGAL_EFINDING) {
		*reterr = form.error;
		return reterr->code;
	}
	if (!estimate.answer || !write_part(&estimate, reply))
		write_model(&estimate, model, &form, reply);
	estimate_release(&estimate);
	return 0;
}

/* ---- a sentence ----------------------------------------------------------------------------- */

static void add_models(struct request *request, struct buf *b, frugal_library *library)
{
	const struct frugal_model_head *const *heads;
	struct frugal_error unread;
	html(b, "<section aria-labelledby=\"h-all\"><h2 id=\"h-all\">%s</h2>\n<ul>",
	     _("Another question"));
	if (frugal_models(library, &heads, &unread) == 0)
		for (size_t i = 0; heads[i]; i++)
			html(b, "<li><a href=\"%s\">%s</a> <span class=\"m\">%s</span></li>\n",
			     web_href(request, "/estimate/%s", web_part(request, heads[i]->name)),
			     request->lang_index == LANG_FR ? heads[i]->title_fr : heads[i]->title,
			     heads[i]->name);
	html(b, "</ul></section>\n");
}

static void write_ask(struct estimate *estimate, frugal_ask *ask, const struct estimate_form *form,
		      struct http_reply *reply)
{
	struct request *request = estimate->request;
	struct buf *b = &reply->body;
	if (form->n_wrong)
		reply->status = 400;
	web_begin(request, reply, _("Estimate"), "/estimate");
	if (!estimate->answer)
		html(b, "<p class=\"lead\">%s</p>\n",
		     _("Write it in a sentence, in English or French: what is used, by how many "
		       "people, where. What is missing is asked for; nothing is guessed."));
	html(b, "<div class=\"g g4\">\n");
	estimate_form_ask(estimate, ask, form, b);
	html(b, "<div>\n");
	if (estimate->answer) {
		estimate_result(estimate, b);
		html(b, "<p><a href=\"%s\">%s</a></p>\n",
		     web_href(request, "%s", estimate_path(estimate, NULL)),
		     _("All inputs of the model"));
		add_sections(estimate, b);
	} else {
		add_models(request, b, estimate->library);
	}
	html(b, "</div></div>\n");
	web_end(request, reply);
}

static int answer_ask(struct estimate *estimate, frugal_ask *ask, struct frugal_error *reterr)
{
	const char *input;
	estimate->model = frugal_ask_model(ask);
	if (!estimate->model)
		return 0;
	while (estimate->n < ESTIMATE_MAX_INPUTS && (input = frugal_ask_input(ask, estimate->n)))
		estimate->inputs[estimate->n++] = input;
	return estimate_answer(estimate, reterr);
}

int page_estimate_ask(struct request *request, struct http_reply *reply,
		      struct frugal_error *reterr)
{
	struct estimate estimate = {.request = request};
	struct estimate_form form = {0};
	frugal_ask *ask = NULL;
	int r = request_library(request, &estimate.library, reterr);
	if (r == 0)
		r = estimate_form_read_ask(&estimate, &form, &ask, reterr);
	if (r == 0 && !form.n_wrong)
		r = answer_ask(&estimate, ask, reterr);
	if (r == 0 && (!estimate.answer || !write_part(&estimate, reply)))
		write_ask(&estimate, ask, &form, reply);
	estimate_release(&estimate);
	frugal_ask_free(ask);
	return r;
}
