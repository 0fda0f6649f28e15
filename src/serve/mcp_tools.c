/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of tools, their schemas, and those that ask the models, the published figures and the
 * hours. Names and schemas are for programs, and in English whatever the language of the texts.
 */
#include "serve/mcp_tools.h"

#include <string.h>

#include "api/inside_grid.h"
#include "base/intl.h"
#include "report/answer.h"
#include "report/ask.h"
#include "report/job.h"
#include "report/published.h"
#include "serve/mcp_model.h"
#include "serve/plan_asked.h"

/* clang-format off */
static const struct mcp_argument ask_arguments[] = {
	{"question", MCP_TEXT, true, "one question in a sentence, in English or French: Llama 3.1 70B for 2000 people, 30 requests a day, in France"},
	{"answers", MCP_OBJECT, false, "what the sentence leaves open, by key: about, model, people, requests, days, answer, gpu, devices, duration, hardware, count, place"},
	{NULL, MCP_TEXT, false, NULL},
};
static const struct mcp_argument estimate_arguments[] = {
	{"model", MCP_MODEL, true, "the model that estimates"},
	{"inputs", MCP_OBJECT, false, "its inputs by name, each with its unit and perhaps an interval: {\"gpu_hours\": \"1083 kh\", \"pue\": \"1.2 [1.1, 1.4]\"}"},
	{"describe", MCP_FLAG, false, "describe the inputs of the model, with units and defaults, instead of an estimate"},
	{"explain", MCP_FLAG, false, "add the derivation of each figure, down to factors and their sources"},
	{"sensitivity", MCP_FLAG, false, "add which inputs make the interval wide"},
	{NULL, MCP_TEXT, false, NULL},
};
static const struct mcp_argument runs_arguments[] = {
	{"run", MCP_TEXT, false, "one run whole: its id, its name, last, last~2; without it the newest runs are listed"},
	{"filter", MCP_TEXT, false, "only such runs: project=digits,phase=training"},
	{"status", MCP_TEXT, false, "running, finished, interrupted, ok or failed"},
	{"limit", MCP_WHOLE, false, "runs in the list, 100 at most (default: 20)"},
	{NULL, MCP_TEXT, false, NULL},
};
static const struct mcp_argument compare_arguments[] = {
	{"groups", MCP_LIST, true, "two runs or groups of runs at least, the baseline first: name=small, 7c1e, last"},
	{"metric", MCP_TEXT, false, "quality to compare, as the runs have it: accuracy"},
	{"less_is_better", MCP_FLAG, false, "of the metric"},
	{"of", MCP_TEXT, false, "what to test: energy (the default), carbon or duration"},
	{"max_increase", MCP_LIST, false, "limits over the baseline: 5%, or energy=5%,carbon=10%"},
	{"min_runs", MCP_WHOLE, false, "runs that each group requires for a limit (default: 1)"},
	{"filter", MCP_TEXT, false, "narrows every group: project=digits"},
	{NULL, MCP_TEXT, false, NULL},
};
static const struct mcp_argument published_arguments[] = {
	{"name", MCP_TEXT, false, "a publication: gpt3, bloom, chatgpt; without it all of them"},
	{NULL, MCP_TEXT, false, NULL},
};
static const struct mcp_argument explain_arguments[] = {
	{"run", MCP_TEXT, true, "a run (its id, its name, last), or a kept estimate (e-7c1e)"},
	{"figure", MCP_TEXT, false, "one figure: energy, carbon"},
	{NULL, MCP_TEXT, false, NULL},
};
/* clang-format on */

/* ---- the tools ------------------------------------------------------------------------------ */

/* Each member of an object as a text; FRUGAL_EUSAGE: a member that is none. */
static int read_object(struct mcp_call *call, const char *name, struct asked *ret,
		       struct frugal_error *reterr)
{
	const json_t *object = json_object_get(call->arguments, name);
	ret->n = 0;
	return object ? asked_of_json(object, call->arena, ret, reterr) : 0;
}

static int give_ask(struct mcp_call *call, frugal_ask *ask, struct frugal_error *reterr)
{
	struct ask_answer found = {0};
	struct jsonw json = {.out = &call->data};
	ask_understood_text(&call->text, question_of(ask));
	int r = frugal_ask_check(ask, reterr);
	int given = r == 0 ? ask_answer(question_of(ask), &found, reterr) : r;
	if (given == 0) {
		buf_putc(&call->text, '\n');
		ask_answer_text(&call->text, question_of(ask), &found, call->lang, call->numbers);
	}
	if (given == 0 || r < 0)
		ask_answer_json(&json, question_of(ask), given == 0 ? &found : NULL);
	ask_answer_release(&found);
	return given;
}

static int call_ask(struct mcp_call *call, struct frugal_error *reterr)
{
	struct asked answers;
	frugal_ask *ask = NULL;
	int r = read_object(call, "answers", &answers, reterr);
	if (r == 0)
		r = frugal_ask_new(call->library, asked_word(&call->asked, "question"), &ask,
				   reterr);
	for (size_t i = 0; r == 0 && i < answers.n; i++)
		r = frugal_ask_set(ask, answers.fields[i].name, answers.fields[i].value, reterr);
	if (r == 0)
		r = give_ask(call, ask, reterr);
	frugal_ask_free(ask);
	return r;
}

static void give_estimate(struct mcp_call *call, const struct answer *answer)
{
	struct jsonw json = {.out = &call->data};
	bool explains = asked_flag(&call->asked, "explain");
	answer_text(&call->text, answer, call->lang, call->numbers);
	if (asked_flag(&call->asked, "sensitivity")) {
		buf_putc(&call->text, '\n');
		answer_doubts(&call->text, answer, call->numbers);
	}
	if (explains) {
		buf_putc(&call->text, '\n');
		answer_tree(&call->text, answer, NULL, call->lang, call->numbers);
	}
	jsonw_object(&json, NULL);
	jsonw_string(&json, "frugal", frugal_version());
	jsonw_string(&json, "kind", "estimate");
	jsonw_string(&json, "model", asked_word(&call->asked, "model"));
	answer_figures_json(&json, "figures", answer);
	jsonw_array(&json, "notes");
	for (size_t i = 0; i < answer->n_notes; i++)
		jsonw_string(&json, NULL, answer->notes[i].stated);
	jsonw_array_end(&json);
	if (explains)
		answer_derivation_json(&json, "derivation", answer);
	jsonw_object_end(&json);
}

static int call_estimate(struct mcp_call *call, struct frugal_error *reterr)
{
	const char *model = asked_word(&call->asked, "model");
	const struct frugal_answering how = {.size = sizeof(how),
					     .lines = asked_flag(&call->asked, "explain"),
					     .doubts = asked_flag(&call->asked, "sensitivity")};
	struct asked inputs;
	frugal_question *question = NULL;
	frugal_result *result = NULL;
	if (asked_flag(&call->asked, "describe"))
		return mcp_describe(call->library, model, call->lang, &call->text, &call->data,
				    reterr);
	int r = read_object(call, "inputs", &inputs, reterr);
	if (r == 0)
		r = frugal_question_new(call->library, model, &question, reterr);
	for (size_t i = 0; r == 0 && i < inputs.n; i++) {
		const char *input = arena_printf(call->arena, "%s=%s", inputs.fields[i].name,
						 inputs.fields[i].value);
		r = input ? frugal_question_set(question, input, reterr) : error_nomem(reterr);
	}
	if (r == 0)
		r = frugal_question_answer(question, &how, &result, reterr);
	if (r == 0)
		give_estimate(call, answer_of(result));
	frugal_result_free(result);
	frugal_question_free(question);
	return r;
}

static int call_published(struct mcp_call *call, struct frugal_error *reterr)
{
	const char *name = asked_word(&call->asked, "name");
	const struct published_view view = {call->lang, call->numbers, false};
	struct jsonw json = {.out = &call->data};
	frugal_published *found = NULL;
	int r = frugal_published_new(call->library, name, &found, reterr);
	if (r < 0)
		return r;
	if (name)
		published_text(&call->text, published_of(found), &view);
	else
		published_list_text(&call->text, published_of(found));
	published_json(&json, published_of(found));
	frugal_published_free(found);
	return 0;
}

static int call_plan(struct mcp_call *call, struct frugal_error *reterr)
{
	struct plan_asked read;
	frugal_plan *plan = NULL;
	int r = plan_asked_read(&call->asked, call->arena, &read, reterr);
	if (r == 0)
		r = frugal_plan_job(call->library, &read.question, &plan, reterr);
	if (r < 0)
		return r;
	job_as_text(plan_of(plan), call->numbers, &call->text);
	job_as_json(plan_of(plan), &call->data);
	frugal_plan_free(plan);
	return 0;
}

const struct mcp_tool mcp_tools[] = {
	{"ask", "Answer a question in a sentence",
	 "Estimates the footprint of using, training or adapting a model, or of buying hardware, "
	 "from "
	 "one sentence. Says what was understood and which defaults were taken; names what is "
	 "missing "
	 "instead of guessing.",
	 ask_arguments, call_ask},
	{"estimate", "Estimate from known inputs",
	 "Computes the figures of a model from its inputs, with intervals. Missing inputs take the "
	 "defaults of the model, labelled so.",
	 estimate_arguments, call_estimate},
	{"runs", "Measured runs",
	 "Lists the runs that were measured on this machine, newest first, with energy and carbon; "
	 "or "
	 "shows one whole, with its parts and figures.",
	 runs_arguments, mcp_runs},
	{"compare", "Compare runs or groups of runs",
	 "Compares energy, carbon, time and quality of groups of measured runs with a baseline, "
	 "each "
	 "with its interval, and tests whether they differ.",
	 compare_arguments, mcp_compare},
	{"plan", "When and where to run a job",
	 "Plans one job over the stored hours of electricity of one zone or several, so that it "
	 "emits "
	 "least before its deadline; says so where waiting saves little. Nothing is reserved.",
	 NULL, call_plan},
	{"published", "Published figures beside ours",
	 "Recomputes published footprints from the inputs that the papers state, and gives the "
	 "reason "
	 "where they differ.",
	 published_arguments, call_published},
	{"explain", "Where the figures of a run come from",
	 "Shows how each figure of a measured run was computed: formulas, inputs, factors with "
	 "source "
	 "and year, and what is left out.",
	 explain_arguments, mcp_explain},
	{NULL, NULL, NULL, NULL, NULL},
};

/* ---- arguments ------------------------------------------------------------------------------ */

/* The argument at index, also of a plan; false past the last. */
static bool argument_at(const struct mcp_tool *tool, size_t index, struct mcp_argument *ret)
{
	static const enum mcp_type types[] = {[PLAN_LIST] = MCP_LIST,
					      [PLAN_TEXT] = MCP_TEXT,
					      [PLAN_QUANTITY] = MCP_TEXT,
					      [PLAN_FLAG] = MCP_FLAG};
	if (tool->arguments) {
		*ret = tool->arguments[index];
		return ret->name != NULL;
	}
	const struct plan_word *word = &plan_words[index];
	*ret = (struct mcp_argument){word->name, types[word->type], index == 0, word->brief};
	return word->name != NULL;
}

static void add_models(struct jsonw *json, const struct frugal_model_head *const *heads)
{
	jsonw_array(json, "enum");
	for (size_t i = 0; heads[i]; i++)
		jsonw_string(json, NULL, heads[i]->name);
	jsonw_array_end(json);
}

static void add_schema_of(struct jsonw *json, const struct mcp_argument *argument,
			  const struct frugal_model_head *const *heads)
{
	static const char *const types[] = {
		[MCP_TEXT] = "string",   [MCP_LIST] = "array",    [MCP_FLAG] = "boolean",
		[MCP_WHOLE] = "integer", [MCP_OBJECT] = "object", [MCP_MODEL] = "string"};
	jsonw_object(json, argument->name);
	jsonw_string(json, "type", types[argument->type]);
	jsonw_string(json, "description", argument->brief);
	if (argument->type == MCP_LIST)
		jsonw_raw(json, "items", str_of("{\"type\":\"string\"}"));
	if (argument->type == MCP_OBJECT)
		jsonw_raw(json, "additionalProperties",
			  str_of("{\"type\":[\"string\",\"number\",\"boolean\"]}"));
	if (argument->type == MCP_WHOLE)
		jsonw_int(json, "minimum", 1);
	if (argument->type == MCP_MODEL)
		add_models(json, heads);
	jsonw_object_end(json);
}

static void add_schema(struct jsonw *json, const struct mcp_tool *tool,
		       const struct frugal_model_head *const *heads)
{
	struct mcp_argument argument;
	jsonw_object(json, "inputSchema");
	jsonw_string(json, "type", "object");
	jsonw_object(json, "properties");
	for (size_t i = 0; argument_at(tool, i, &argument); i++)
		add_schema_of(json, &argument, heads);
	jsonw_object_end(json);
	jsonw_array(json, "required");
	for (size_t i = 0; argument_at(tool, i, &argument); i++)
		if (argument.required)
			jsonw_string(json, NULL, argument.name);
	jsonw_array_end(json);
	jsonw_bool(json, "additionalProperties", false);
	jsonw_object_end(json);
}

int mcp_tools_json(frugal_library *library, struct buf *to, struct frugal_error *reterr)
{
	const struct frugal_model_head *const *heads;
	struct jsonw json = {.out = to};
	int r = frugal_models(library, &heads, reterr);
	if (r < 0)
		return r;
	jsonw_object(&json, NULL);
	jsonw_array(&json, "tools");
	for (const struct mcp_tool *tool = mcp_tools; tool->name; tool++) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "name", tool->name);
		jsonw_string(&json, "title", tool->title);
		jsonw_string(&json, "description", tool->brief);
		add_schema(&json, tool, heads);
		jsonw_object(&json, "annotations");
		jsonw_string(&json, "title", tool->title);
		jsonw_bool(&json, "readOnlyHint", true);
		jsonw_bool(&json, "idempotentHint", true);
		jsonw_bool(&json, "openWorldHint", false);
		jsonw_object_end(&json);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	return 0;
}

static bool fits(enum mcp_type type, const json_t *value)
{
	switch (type) {
	case MCP_FLAG:
		return json_is_boolean(value);
	case MCP_WHOLE:
		return json_is_integer(value) && json_integer_value(value) > 0;
	case MCP_OBJECT:
		return json_is_object(value);
	case MCP_LIST:
		return json_is_array(value) || json_is_string(value);
	case MCP_TEXT:
	case MCP_MODEL:
		return json_is_string(value) || json_is_number(value);
	}
	return false;
}

static int check_argument(const struct mcp_tool *tool, const char *name, const json_t *value,
			  struct frugal_error *reterr)
{
	static const char *const wanted[] = {
		[MCP_TEXT] = N_("a text"),        [MCP_LIST] = N_("a list of texts"),
		[MCP_FLAG] = N_("true or false"), [MCP_WHOLE] = N_("a whole number above 0"),
		[MCP_OBJECT] = N_("an object"),   [MCP_MODEL] = N_("a text"),
	};
	struct mcp_argument argument;
	struct buf names = {0};
	for (size_t i = 0; argument_at(tool, i, &argument); i++) {
		buf_addf(&names, "%s%s", i ? ", " : "", argument.name);
		if (strcmp(argument.name, name) != 0)
			continue;
		buf_release(&names);
		if (json_is_null(value) || fits(argument.type, value))
			return 0;
		return error_set(reterr, FRUGAL_EUSAGE, _("argument '%s' requires %s"), name,
				 _(wanted[argument.type]));
	}
	error_set(reterr, FRUGAL_EUSAGE, _("unknown argument '%s'"), name);
	error_todo(reterr, "%s", buf_text(&names));
	buf_release(&names);
	return FRUGAL_EUSAGE;
}

static int check_required(const struct mcp_tool *tool, const struct asked *asked,
			  struct frugal_error *reterr)
{
	struct mcp_argument argument;
	for (size_t i = 0; argument_at(tool, i, &argument); i++)
		if (argument.required && !asked_word(asked, argument.name))
			return error_set(reterr, FRUGAL_EUSAGE, _("argument '%s' is missing"),
					 argument.name);
	return 0;
}

int mcp_tool_call(const struct mcp_tool *tool, struct mcp_call *call, struct frugal_error *reterr)
{
	json_t *own = (json_t *)(uintptr_t)call->arguments; /* iterating changes nothing */
	json_t *flat = json_object();
	int r = flat ? 0 : error_nomem(reterr);
	for (void *at = json_object_iter(own); r == 0 && at; at = json_object_iter_next(own, at)) {
		const char *name = json_object_iter_key(at);
		json_t *value = json_object_iter_value(at);
		r = check_argument(tool, name, value, reterr);
		if (r == 0 && !json_is_object(value) && json_object_set(flat, name, value) < 0)
			r = error_nomem(reterr);
	}
	if (r == 0)
		r = asked_of_json(flat, call->arena, &call->asked, reterr);
	json_decref(flat);
	if (r == 0)
		r = check_required(tool, &call->asked, reterr);
	return r == 0 ? tool->function(call, reterr) : r;
}
