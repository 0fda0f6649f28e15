/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/page_estimate_form.h"

#include <string.h>

#include "base/intl.h"

#define KEYS_MOST 100   /* in the list of a field */
#define LISTS_MOST 9000 /* bytes of them all: a page is small */

/* ---- read ----------------------------------------------------------------------------------- */

static int note_wrong(struct estimate *estimate, struct estimate_form *form, const char *name,
		      const struct frugal_error *error, struct frugal_error *reterr)
{
	const char *said = arena_printf(estimate->request->arena, "%s%s%s", error->what,
					error->todo[0] ? ": " : "", error->todo);
	if (!said)
		return error_nomem(reterr);
	form->wrong[form->n_wrong++] = (struct wrong_field){name, said};
	return 0;
}

static bool is_own(const char *name)
{
	return strcmp(name, "format") == 0 || strcmp(name, "why") == 0 || strcmp(name, "q") == 0;
}

int estimate_form_read(struct estimate *estimate, struct estimate_form *ret,
		       struct frugal_error *reterr)
{
	const struct http_request *http = estimate->request->http;
	frugal_question *question = NULL;
	int r = frugal_question_new(estimate->library, estimate->model, &question, reterr);
	for (size_t i = 0; r == 0 && i < http->n_query; i++) {
		const struct http_field *field = &http->query[i];
		struct frugal_error error = {0};
		if (!*field->value || is_own(field->name))
			continue;
		const char *input =
			arena_printf(estimate->request->arena, "%s=%s", field->name, field->value);
		if (!input)
			r = error_nomem(reterr);
		else if (frugal_question_set(question, input, &error) < 0)
			r = note_wrong(estimate, ret, field->name, &error, reterr);
		else
			estimate->inputs[estimate->n++] = input;
	}
	frugal_question_free(question);
	return r;
}

int estimate_form_read_ask(struct estimate *estimate, struct estimate_form *ret,
			   frugal_ask **ret_ask, struct frugal_error *reterr)
{
	const struct http_request *http = estimate->request->http;
	struct frugal_error error = {0};
	int r = frugal_ask_new(estimate->library, request_query(estimate->request, "q"), ret_ask,
			       &error);
	if (r == FRUGAL_EUSAGE) {
		r = note_wrong(estimate, ret, "q", &error, reterr);
		if (r == 0)
			r = frugal_ask_new(estimate->library, NULL, ret_ask, &error);
	}
	if (r < 0) {
		*reterr = error;
		return r;
	}
	for (size_t i = 0; r == 0 && i < http->n_query; i++) {
		const struct http_field *field = &http->query[i];
		if (!*field->value || is_own(field->name))
			continue;
		if (frugal_ask_set(*ret_ask, field->name, field->value, &error) < 0)
			r = note_wrong(estimate, ret, field->name, &error, reterr);
	}
	const char *why = NULL, *unclear = frugal_ask_unclear(*ret_ask, 0, &why);
	if (r == 0 && unclear && !ret->n_wrong) {
		error_set(&error, FRUGAL_EUSAGE, "%s: %s", unclear, why ? why : "");
		r = note_wrong(estimate, ret, "q", &error, reterr);
	}
	return r;
}

/* ---- one field ------------------------------------------------------------------------------ */

static const char *said_of(const struct estimate_form *form, const char *name)
{
	for (size_t i = 0; i < form->n_wrong; i++)
		if (strcmp(form->wrong[i].name, name) == 0)
			return form->wrong[i].said;
	return NULL;
}

/* The attributes that tie a field to its help and to what was refused. */
static void add_ties(struct buf *b, const char *name, const char *said)
{
	html(b, " aria-describedby=\"help-%s", name);
	if (said)
		html(b, " e-%s\" aria-invalid=\"true", name);
	html(b, "\"");
}

static void add_said(struct buf *b, const char *name, const char *said)
{
	if (said)
		html(b, "<p class=\"err\" id=\"e-%s\">%s</p>", name, said);
}

static void add_choices(const struct frugal_model_input *input, const char *value, struct buf *b)
{
	html(b, "<option value=\"\">%s</option>", _("default"));
	for (size_t i = 0; input->choices[i]; i++)
		html(b, "<option%s>%s</option>",
		     value && strcmp(value, input->choices[i]) == 0 ? " selected" : "",
		     input->choices[i]);
}

static void add_input(const struct estimate *estimate, const struct estimate_form *form,
		      const struct frugal_model_input *input, bool has_list, struct buf *b)
{
	const char *value = request_query(estimate->request, input->name);
	const char *said = said_of(form, input->name);
	bool french = estimate->request->lang_index == LANG_FR;
	if (!said && input->required && !value && form->error.what[0])
		said = _("it must be given");
	html(b, "<div class=\"fd\"><label for=\"i-%s\">%s%s</label>", input->name, input->name,
	     input->required ? " *" : "");
	html(b, "<%s id=\"i-%s\" name=\"%s\"", input->kind == FRUGAL_CHOICE ? "select" : "input",
	     input->name, input->name);
	add_ties(b, input->name, said);
	if (input->kind == FRUGAL_CHOICE) {
		html(b, ">");
		add_choices(input, value, b);
		html(b, "</select>");
	} else {
		if (has_list)
			html(b, " list=\"l-%s\"", input->table);
		html(b, " value=\"%s\" placeholder=\"%s\">", value ? value : "",
		     input->preset && strlen(input->preset) < 40 ? input->preset : "");
	}
	html(b, "<span class=\"s\" id=\"help-%s\">%s", input->name,
	     french ? input->help_fr : input->help);
	if (input->unit && strcmp(input->unit, "1") != 0)
		html(b, " (%s)", input->unit);
	for (size_t i = 0; input->limits[i]; i++)
		html(b, "%s%s", i ? ", " : "; ", input->limits[i]);
	if (input->preset && input->source && *input->source && !strchr(input->name, '.'))
		html(b, " · %s %s", _("default by"), input->source);
	html(b, "</span>");
	add_said(b, input->name, said);
	html(b, "</div>\n");
}

/* ---- lists of keys -------------------------------------------------------------------------- */

static bool is_first_of_table(const struct frugal_model *model, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (model->inputs[i]->table &&
		    strcmp(model->inputs[i]->table, model->inputs[index]->table) == 0)
			return false;
	return true;
}

static void add_keys(const frugal_table *table, struct buf *to)
{
	const char *last = "";
	size_t n = 0;
	for (uint32_t row = 0; row < frugal_table_rows(table) && n < KEYS_MOST; row++) {
		const char *key = frugal_table_text(table, row, 0);
		if (strcmp(key, last) == 0)
			continue;
		html(to, "<option value=\"%s\"></option>", key);
		last = key;
		n++;
	}
}

/* The lists that fit, in the order of the inputs; has_list: by input. */
static void add_lists(const struct estimate *estimate, const struct frugal_model *model,
		      bool *has_list, size_t n, struct buf *b)
{
	size_t begin = b->n;
	for (size_t i = 0; i < n; i++) {
		const char *name = model->inputs[i]->table;
		const frugal_table *table;
		struct buf keys = {0};
		struct frugal_error unread;
		has_list[i] = false;
		if (!name)
			continue;
		for (size_t k = 0; k < i; k++)
			has_list[i] |= has_list[k] && strcmp(model->inputs[k]->table, name) == 0;
		if (!is_first_of_table(model, i) || strchr(model->inputs[i]->name, '.') ||
		    frugal_table_get(estimate->library, name, &table, &unread) < 0)
			continue;
		add_keys(table, &keys);
		has_list[i] = b->n - begin + keys.n < LISTS_MOST;
		if (has_list[i]) {
			html(b, "<datalist id=\"l-%s\">", name);
			buf_add(b, buf_text(&keys), keys.n);
			html(b, "</datalist>\n");
		}
		buf_release(&keys);
	}
}

/* ---- forms ---------------------------------------------------------------------------------- */

static bool has_field(const struct frugal_model *model, const char *name)
{
	for (size_t i = 0; model->inputs[i]; i++)
		if (strcmp(model->inputs[i]->name, name) == 0)
			return true;
	return false;
}

/* Fields of rows ("zone.intensity"), and what the model does not know. */
static void add_others(const struct estimate *estimate, const struct frugal_model *model,
		       const struct estimate_form *form, struct buf *b)
{
	const struct http_request *http = estimate->request->http;
	for (size_t i = 0; i < http->n_query; i++) {
		const struct http_field *field = &http->query[i];
		const char *said = said_of(form, field->name);
		if (!*field->value || is_own(field->name) || has_field(model, field->name))
			continue;
		html(b,
		     "<div class=\"fd\"><label for=\"o-%zu\">%s</label><input id=\"o-%zu\" "
		     "name=\"%s\" value=\"%s\"",
		     i, field->name, i, field->name, field->value);
		if (said)
			html(b, " aria-invalid=\"true\" aria-describedby=\"oe-%zu\"", i);
		html(b, ">");
		if (said)
			html(b, "<p class=\"err\" id=\"oe-%zu\">%s</p>", i, said);
		html(b, "</div>\n");
	}
}

/* What must be given, what was, and what mostly differs from the default. */
static bool is_shown_first(const struct estimate *estimate, const struct estimate_form *form,
			   const struct frugal_model_input *input)
{
	static const char *const usual[] = {"zone", "llm", "gpu", "output_tokens", "pue"};
	bool is_usual = false;
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		is_usual |= strcmp(input->name, usual[i]) == 0;
	return input->required || is_usual || said_of(form, input->name) ||
	       request_query(estimate->request, input->name);
}

void estimate_form_model(const struct estimate *estimate, const struct frugal_model *model,
			 const struct estimate_form *form, struct buf *b)
{
	size_t n = 0, more = 0;
	while (model->inputs[n])
		n++;
	bool *has_list = arena_array(estimate->request->arena, n + 1, sizeof(*has_list));
	if (!has_list) {
		b->failed = true;
		return;
	}
	html(b, "<section aria-labelledby=\"h-q\"><h2 id=\"h-q\">%s</h2>\n", _("Inputs"));
	if (form->error.what[0])
		html(b, "<p class=\"err\" role=\"alert\">%s%s%s</p>\n", form->error.what,
		     form->error.todo[0] ? ": " : "", form->error.todo);
	html(b, "<form method=\"get\" action=\"%s\" aria-labelledby=\"h-q\">\n",
	     web_href(estimate->request, "/estimate/%s",
		      web_part(estimate->request, estimate->model)));
	add_lists(estimate, model, has_list, n, b);
	add_others(estimate, model, form, b);
	for (size_t i = 0; i < n; i++) {
		bool first = is_shown_first(estimate, form, model->inputs[i]);
		if (first)
			add_input(estimate, form, model->inputs[i], has_list[i], b);
		more += !first;
	}
	html(b, "<p><button>%s</button></p>\n", _("Estimate"));
	if (more)
		html(b, "<details><summary>%s</summary>\n", _("further inputs"));
	for (size_t i = 0; i < n; i++)
		if (!is_shown_first(estimate, form, model->inputs[i]))
			add_input(estimate, form, model->inputs[i], has_list[i], b);
	if (more)
		html(b, "</details>\n");
	html(b, "<p class=\"s\">%s</p></form></section>\n",
	     _("* must be given. A number has its unit, and may have an interval: 8 h, 1.2 [1.1, "
	       "1.4]"));
}

static void add_item(const struct estimate *estimate, const struct estimate_form *form,
		     const struct frugal_ask_item *item, struct buf *b)
{
	const char *value = request_query(estimate->request, item->key);
	const char *said = said_of(form, item->key);
	html(b, "<div class=\"fd\"><label for=\"i-%s\">%s%s</label>", item->key, item->question,
	     item->state == FRUGAL_ASK_MISSING ? " *" : "");
	html(b, "<input id=\"i-%s\" name=\"%s\" value=\"%s\" placeholder=\"%s\"", item->key,
	     item->key, value ? value : "", item->value ? item->value : "");
	add_ties(b, item->key, said);
	html(b, "><span class=\"s\" id=\"help-%s\">%s%s%s</span>", item->key, item->help,
	     item->note ? " · " : "", item->note ? item->note : "");
	add_said(b, item->key, said);
	html(b, "</div>\n");
}

void estimate_form_ask(const struct estimate *estimate, const frugal_ask *ask,
		       const struct estimate_form *form, struct buf *b)
{
	const char *sentence = request_query(estimate->request, "q"), *text;
	const char *said = said_of(form, "q");
	struct frugal_ask_item item = {.size = sizeof(item)};
	bool asked = sentence || estimate->request->http->n_query;
	html(b, "<section aria-labelledby=\"h-q\"><h2 id=\"h-q\">%s</h2>\n", _("Question"));
	html(b, "<form method=\"get\" action=\"%s\" aria-labelledby=\"h-q\">\n",
	     web_href(estimate->request, "/estimate"));
	html(b,
	     "<div class=\"fd\"><label for=\"i-q\">%s</label><input id=\"i-q\" name=\"q\" "
	     "maxlength=\"1000\" value=\"%s\"",
	     _("in a sentence"), sentence ? sentence : "");
	add_ties(b, "q", said);
	html(b, "><span class=\"s\" id=\"help-q\">%s</span>",
	     _("GPT-4o for 2 000 people, 30 requests a day, in France"));
	add_said(b, "q", said);
	html(b, "</div>\n");
	for (size_t i = 0; asked && frugal_ask_item(ask, i, &item, NULL) == 0; i++)
		if (item.state != FRUGAL_ASK_ABSENT)
			add_item(estimate, form, &item, b);
	for (size_t i = 0; (text = frugal_ask_unused(ask, i)); i++)
		html(b, "<p class=\"s\">%s %s</p>", _("not used:"), text);
	for (size_t i = 0; (text = frugal_ask_warning(ask, i)); i++)
		html(b, "<p class=\"note\">%s</p>", text);
	html(b, "<p><button>%s</button></p></form></section>\n", _("Estimate"));
}

void estimate_form_about(const struct estimate *estimate, const struct frugal_model *model,
			 struct buf *b)
{
	const struct frugal_model_head *head = model->head;
	bool french = estimate->request->lang_index == LANG_FR;
	html(b, "<section aria-labelledby=\"h-a\"><h2 id=\"h-a\">%s</h2>\n", _("What it answers"));
	html(b, "<ul>");
	for (size_t i = 0; model->outputs[i]; i++)
		html(b, "<li><b>%s</b> %s</li>\n", model->outputs[i]->name,
		     french ? model->outputs[i]->help_fr : model->outputs[i]->help);
	html(b, "</ul>\n");
	if (*head->boundary)
		html(b, "<p class=\"s\">%s %s</p>\n", _("boundary:"),
		     french ? head->boundary_fr : head->boundary);
	for (size_t i = 0; head->sources[i]; i++)
		html(b, "<p class=\"s\">%s</p>\n", head->sources[i]);
	html(b, "</section>\n");
}
