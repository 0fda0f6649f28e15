/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/estimate: one question, or columns of them (serve/estimate_asked.h); and a question
 * in a sentence. */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/json.h"
#include "report/answer.h"
#include "serve/answers.h"
#include "serve/routes.h"

/* An unknown model is not found; another mistake is one of the request. */
static int check_model(struct request *request, frugal_library *library, const char *name,
		       struct frugal_error *reterr)
{
	const char *text;
	int r = frugal_model_text(library, name, &text, reterr);
	return r == FRUGAL_EUSAGE ? request_refused(request, 404, reterr) : r;
}

static int answer_one(frugal_library *library, const struct estimate_asked *asked,
		      struct http_reply *reply, struct frugal_error *reterr)
{
	const struct frugal_answering how = {
		.size = sizeof(how), .lines = true, .doubts = asked->sensitivity};
	frugal_question *question = NULL;
	frugal_result *result = NULL;
	int r = frugal_question_new(library, asked->model, &question, reterr);
	for (size_t i = 0; r == 0 && i < asked->n_inputs; i++)
		r = frugal_question_set(question, asked->inputs[i], reterr);
	if (r == 0)
		r = frugal_question_answer(question, &how, &result, reterr);
	if (r == 0) {
		struct jsonw json = {.out = &reply->body, .pretty = true};
		answer_json(&json, answer_of(result));
		buf_putc(&reply->body, '\n');
	}
	frugal_result_free(result);
	frugal_question_free(question);
	return r;
}

/* ---- columns -------------------------------------------------------------------------------- */

static int find_unit(const struct frugal_model *model, const char *name, const char **ret,
		     struct frugal_error *reterr)
{
	for (size_t i = 0; model->outputs[i]; i++) {
		*ret = model->outputs[i]->unit;
		if (strcmp(model->outputs[i]->name, name) == 0)
			return 0;
	}
	error_set(reterr, FRUGAL_EUSAGE, _("the model %s has no figure %s"), model->head->name,
		  name);
	return error_where(reterr, "outputs");
}

static int add_output(struct request *request, const struct estimate_asked *asked, const char *name,
		      const char *unit, struct frugal_column *column, struct frugal_error *reterr)
{
	*column = (struct frugal_column){
		name, unit, arena_array(request->arena, asked->n_rows + 1, sizeof(double))};
	return column->values ? 0 : error_nomem(reterr);
}

static int make_outputs(struct request *request, const struct frugal_model *model,
			const struct estimate_asked *asked, struct frugal_column **ret,
			size_t *ret_n, struct frugal_error *reterr)
{
	size_t n = asked->n_outputs;
	int r = 0;
	while (!asked->outputs && model->outputs[n])
		n++;
	*ret = arena_array(request->arena, n + 1, sizeof(**ret));
	*ret_n = n;
	if (!*ret)
		return error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < n; i++) {
		const char *name = asked->outputs ? asked->outputs[i] : model->outputs[i]->name;
		const char *unit = NULL;
		r = find_unit(model, name, &unit, reterr);
		if (r == 0)
			r = add_output(request, asked, name, unit, &(*ret)[i], reterr);
	}
	return r;
}

static void columns_json(struct buf *to, const struct estimate_asked *asked,
			 const struct frugal_column *outputs, size_t n, size_t refused)
{
	struct jsonw json = {.out = to};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "frugal", frugal_version());
	jsonw_string(&json, "kind", "estimates");
	jsonw_string(&json, "model", asked->model);
	jsonw_int(&json, "rows", (int64_t)asked->n_rows);
	jsonw_int(&json, "refused", (int64_t)refused);
	jsonw_object(&json, "columns");
	for (size_t i = 0; i < n; i++) {
		jsonw_object(&json, outputs[i].name);
		jsonw_string(&json, "unit", outputs[i].unit);
		jsonw_array(&json, "values");
		for (size_t row = 0; row < asked->n_rows; row++)
			jsonw_number(&json, NULL, outputs[i].values[row]);
		jsonw_array_end(&json);
		jsonw_object_end(&json);
	}
	jsonw_object_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

static int answer_columns(struct request *request, frugal_library *library,
			  const struct estimate_asked *asked, struct http_reply *reply,
			  struct frugal_error *reterr)
{
	const struct frugal_model *model;
	struct frugal_column *outputs = NULL;
	size_t n = 0, refused = 0;
	int r = frugal_model_get(library, asked->model, &model, reterr);
	if (r == 0)
		r = make_outputs(request, model, asked, &outputs, &n, reterr);
	if (r == 0)
		r = frugal_estimate_many(library, asked->model, asked->inputs, asked->n_inputs,
					 asked->columns, asked->n_columns, outputs, n,
					 asked->n_rows, &refused, reterr);
	if (r == 0)
		columns_json(&reply->body, asked, outputs, n, refused);
	return r;
}

int api_estimate_post(struct request *request, struct http_reply *reply,
		      struct frugal_error *reterr)
{
	frugal_library *library;
	struct estimate_asked asked;
	int r = estimate_asked_read(request->http->body, request->arena, &asked, reterr);
	if (r < 0)
		return r;
	const char *key = asked.columns ? "" : answers_key(request, &asked);
	if (answers_find(request, key, reply))
		return 0;
	r = request_library(request, &library, reterr);
	if (r == 0)
		r = check_model(request, library, asked.model, reterr);
	if (r == 0 && asked.columns)
		r = answer_columns(request, library, &asked, reply, reterr);
	else if (r == 0)
		r = answer_one(library, &asked, reply, reterr);
	if (r < 0)
		return r;
	reply_json(reply);
	answers_add(request, key, reply);
	return 0;
}

/* ---- a sentence ----------------------------------------------------------------------------- */

/* "people=2000" */
static int set_answer(frugal_ask *ask, struct arena *arena, const char *input,
		      struct frugal_error *reterr)
{
	size_t n = strcspn(input, "=");
	const char *key = arena_strndup(arena, input, n);
	return key ? frugal_ask_set(ask, key, input + n + 1, reterr) : error_nomem(reterr);
}

static int answer_sentence(struct request *request, const char *sentence,
			   const struct estimate_asked *asked, struct http_reply *reply,
			   struct frugal_error *reterr)
{
	frugal_library *library;
	frugal_ask *ask = NULL;
	char *text = NULL;
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = frugal_ask_new(library, sentence, &ask, reterr);
	for (size_t i = 0; r == 0 && i < asked->n_inputs; i++)
		r = set_answer(ask, request->arena, asked->inputs[i], reterr);
	if (r == 0)
		r = frugal_ask_json(ask, &text, reterr);
	frugal_ask_free(ask);
	if (r < 0)
		return r;
	reply_json(reply);
	buf_puts(&reply->body, text);
	frugal_text_free(text);
	return 0;
}

/* ?q=SENTENCE&people=2000 */
int api_estimate_ask(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	struct estimate_asked asked = {0};
	const char *inputs[HTTP_MAX_FIELDS];
	for (size_t i = 0; i < request->http->n_query; i++) {
		const struct http_field *field = &request->http->query[i];
		if (strcmp(field->name, "q") == 0 || !*field->value)
			continue;
		const char *input =
			arena_printf(request->arena, "%s=%s", field->name, field->value);
		if (!input)
			return error_nomem(reterr);
		inputs[asked.n_inputs++] = input;
	}
	asked.inputs = inputs;
	return answer_sentence(request, request_query(request, "q"), &asked, reply, reterr);
}

int api_estimate_ask_post(struct request *request, struct http_reply *reply,
			  struct frugal_error *reterr)
{
	struct estimate_asked asked;
	const char *sentence = NULL;
	int r = estimate_asked_sentence(request->http->body, request->arena, &sentence, &asked,
					reterr);
	return r == 0 ? answer_sentence(request, sentence, &asked, reply, reterr) : r;
}
