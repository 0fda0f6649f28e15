/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AI Energy Score: watt-hours of the accelerators per 1000 queries. It writes the figure only:
 * stars belong to an edition of the leaderboard. Deviations from the protocol
 * (factors/energy_score.csv) are listed, and then nothing is comparable.
 */
#include "report/form_check_parts.h"
#include "report/form_parts.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "report/form_tables.h"

#define SCORE_QUERIES 1000 /* what the key of the score is per */

static bool are_of_protocol(const struct form_boards *boards, const char *accelerator)
{
	for (size_t i = 0; i < boards->n_devices; i++)
		if (!strstr(boards->devices[i], accelerator))
			return false;
	return boards->n_devices && !boards->some_unknown;
}

static int refuse(const struct form_subject *s, struct frugal_error *reterr)
{
	if (!s->boards.runs || !(s->boards.wh.value > 0)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("these runs have no accelerator energy, which is all that the protocol "
			    "counts"));
		return error_todo(reterr, "%s", "frugal sensors");
	}
	if (!(s->units > 0)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("the number of queries that the runs answered is missing"));
		return error_todo(reterr, "%s", "units=10000");
	}
	if (!s->stated.task) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("the task is missing"));
		return error_todo(reterr, "%s", "task=text-generation");
	}
	return 0;
}

static size_t put_departure(struct jsonw *json, bool departs, const char *text)
{
	if (departs)
		jsonw_string(json, NULL, text);
	return departs;
}

static size_t put_departures(struct jsonw *json, const struct form_subject *s,
			     const struct form_protocol *protocol)
{
	const struct form_boards *boards = &s->boards;
	double runs = (double)boards->runs;
	struct buf board = {0}, not_runs = {0}, queries = {0};
	buf_addf(&board, "an accelerator is not an %s", protocol->accelerator);
	buf_addf(&not_runs, "not %.0f runs", protocol->runs);
	buf_addf(&queries, "not %.0f queries a run", protocol->queries_per_run);
	jsonw_array(json, "not_comparable_because");
	size_t n = put_departure(json, !are_of_protocol(boards, protocol->accelerator),
				 buf_text(&board));
	n += put_departure(json, boards->modelled,
			   "the energy of an accelerator is modelled, not counted");
	n += put_departure(json, (double)boards->n > protocol->most_accelerators,
			   "more than one accelerator");
	n += put_departure(json, fabs(runs - protocol->runs) > 0, buf_text(&not_runs));
	n += put_departure(json, boards->runs != s->all.runs, "one of the runs has no accelerator");
	n += put_departure(json, fabs(s->units - protocol->queries_per_run * runs) > 0,
			   buf_text(&queries));
	n += put_departure(json, !protocol->is_task, "the task is not one of the protocol's");
	jsonw_array_end(json);
	json->out->failed |= board.failed || not_runs.failed || queries.failed;
	buf_release(&board);
	buf_release(&not_runs);
	buf_release(&queries);
	return n;
}

static int energy_score(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct jsonw json = {.out = to, .pretty = true};
	const struct form_boards *boards = &s->boards;
	struct form_protocol protocol;
	int r = refuse(s, reterr);
	if (r == 0)
		r = form_protocol_read(s->tables, s->stated.task, &protocol, reterr);
	if (r < 0)
		return r;
	double runs = (double)boards->runs, thousands = s->units / SCORE_QUERIES;
	jsonw_object(&json, NULL);
	jsonw_string(&json, "protocol", "AI Energy Score");
	jsonw_string(&json, "model", s->name);
	jsonw_string(&json, "task", s->stated.task);
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
	jsonw_bool(&json, "comparable", put_departures(&json, s, &protocol) == 0);
	jsonw_string(&json, "comparable_only_if",
		     "the protocol's data set of the task, batches of one, its precision and the "
		     "model's default configuration were used: no meter sees them");
	struct buf method = {0};
	buf_addf(&method,
		 "frugal %s: %.4g kWh of the accelerators in %zu run%s, idle energy included, %s; "
		 "no "
		 "processor, no memory, no PUE",
		 s->version, boards->wh.value / 1e3, boards->runs, boards->runs > 1 ? "s" : "",
		 boards->modelled ? "modelled" : "by their own counters");
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
	.figures = FORM_OF_BOARDS | FORM_OF_DAYS,
	.places = FORM_HAS_TITLE | FORM_HAS_UNITS | FORM_HAS_TASK,
	.formats = {"json"},
	.keys = {"gpu_energy_wh_per_1000_queries", "prefill_wh"},
	.check_json = check_energy_score,
};
