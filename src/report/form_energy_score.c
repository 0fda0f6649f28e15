/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AI Energy Score: watt-hours of the accelerators per 1000 queries. The figure only: stars are a
 * leaderboard's, of one edition. What leaves the protocol is said, and then nothing compares.
 */
#include "report/form_check_parts.h"
#include "report/form_parts.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"

/* Of the protocol: how often it is run, how many queries a run has, on what. */
#define PROTOCOL_RUNS 10
#define PROTOCOL_QUERIES 1000
#define PROTOCOL_BOARD "H100"

/* Of its page "Task Definition", by their usual short names. */
static const char *const tasks[] = {
	"text-generation",      "reasoning",           "summarization",
	"question-answering",   "text-classification", "sentence-similarity",
	"image-classification", "object-detection",    "automatic-speech-recognition",
	"image-generation",     "image-captioning",
};

static bool is_task(const char *task)
{
	for (size_t i = 0; i < sizeof(tasks) / sizeof(tasks[0]); i++)
		if (strcmp(tasks[i], task) == 0)
			return true;
	return false;
}

/* Models of text that one board cannot hold have more of them: the protocol's class C. */
static bool may_have_more(const char *task)
{
	return strcmp(task, tasks[0]) == 0 || strcmp(task, tasks[1]) == 0;
}

static bool are_protocol_boards(const struct form_boards *boards)
{
	for (size_t i = 0; i < boards->n_devices; i++)
		if (!strstr(boards->devices[i], PROTOCOL_BOARD))
			return false;
	return boards->n_devices && !boards->some_unknown;
}

static int refuse(const struct form_subject *s, struct frugal_error *reterr)
{
	if (!s->boards.runs || !(s->boards.wh.value > 0)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("these runs tell no energy of accelerators, and the protocol counts "
			    "nothing else"));
		return error_todo(reterr, "%s", "frugal sensors");
	}
	if (!(s->units > 0)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("the queries that the runs answered are not told"));
		return error_todo(reterr, "%s", "--units 10000");
	}
	if (!s->told.task) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("the task is not told"));
		return error_todo(reterr, "%s", "--task text-generation");
	}
	return 0;
}

static size_t put_departures(struct jsonw *json, const struct form_subject *s)
{
	const struct form_boards *boards = &s->boards;
	const struct {
		bool holds;
		const char *text;
	} departures[] = {
		{!are_protocol_boards(boards), "an accelerator is no H100"},
		{boards->modelled, "the energy of an accelerator is modelled, not counted"},
		{boards->n > 1 && !may_have_more(s->told.task), "more than one accelerator"},
		{boards->runs != PROTOCOL_RUNS, "not 10 runs"},
		{boards->runs != s->all.runs, "a run without accelerator is among them"},
		{fabs(s->units - PROTOCOL_QUERIES * (double)boards->runs) > 0,
		 "not 1000 queries a run"},
		{!is_task(s->told.task), "the task is none of the protocol's"},
	};
	size_t n = 0;
	jsonw_array(json, "not_comparable_because");
	for (size_t i = 0; i < sizeof(departures) / sizeof(departures[0]); i++)
		if (departures[i].holds) {
			jsonw_string(json, NULL, departures[i].text);
			n++;
		}
	jsonw_array_end(json);
	return n;
}

static int energy_score(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct jsonw json = {.out = to, .pretty = true};
	const struct form_boards *boards = &s->boards;
	int r = refuse(s, reterr);
	if (r < 0)
		return r;
	double runs = (double)boards->runs, thousands = s->units / PROTOCOL_QUERIES;
	jsonw_object(&json, NULL);
	jsonw_string(&json, "protocol", "AI Energy Score");
	jsonw_string(&json, "model", s->name);
	jsonw_string(&json, "task", s->told.task);
	jsonw_string(&json, "units", "Wh");
	jsonw_number(&json, "gpu_energy_wh_per_1000_queries", boards->wh.value / thousands);
	jsonw_number(&json, "low", boards->wh.low / thousands);
	jsonw_number(&json, "high", boards->wh.high / thousands);
	jsonw_int(&json, "runs", (int64_t)boards->runs);
	jsonw_number(&json, "queries_per_run", s->units / runs);
	jsonw_number(&json, "gpu_energy_wh_per_run", boards->wh.value / runs);
	jsonw_number(&json, "least_wh_of_a_run", boards->least_wh);
	jsonw_number(&json, "most_wh_of_a_run", boards->most_wh);
	jsonw_string(&json, "hardware", boards->names);
	jsonw_int(&json, "accelerators", (int64_t)boards->n);
	jsonw_bool(&json, "gpu_measured", !boards->modelled);
	jsonw_bool(&json, "comparable", put_departures(&json, s) == 0);
	jsonw_string(&json, "comparable_only_if",
		     "the protocol's data set of the task, batches of one, its precision and the "
		     "model's default configuration were used: no meter sees them");
	struct buf method = {0};
	buf_addf(&method,
		 "frugal %s: %.4g kWh of the accelerators in %zu run%s, idle power with it, %s; no "
		 "processor, no memory, no PUE",
		 s->version, boards->wh.value / 1e3, boards->runs, boards->runs > 1 ? "s" : "",
		 boards->modelled ? "modelled" : "as their own counters say");
	buf_puts(&method, "; ");
	form_add_covers(&method, s, form_covers_all);
	jsonw_string(&json, "method", buf_text(&method));
	r = method.failed ? error_nomem(reterr) : 0;
	buf_release(&method);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
	return r;
}

/* The runs' own site is none of it: no place for a PUE. */
const struct form energy_score_form = {
	.write = energy_score,
	.formats = {"json"},
	.keys = {"gpu_energy_wh_per_1000_queries", "prefill_wh"},
	.check_json = check_energy_score,
};
