/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The runs of the ledger as JSON: pages of the list, one run whole, its derivation; its fields
 * changed, and its removal.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "report/run.h"
#include "serve/asked.h"
#include "serve/page_run_inside.h"
#include "serve/routes.h"

#define RUNS_DEFAULT 100
#define RUNS_MOST 1000
#define MOST_WORDS 64

struct listed {
	struct jsonw json;
	size_t n, limit;
	bool more;
	char id[RUN_ID_SIZE]; /* of the last */
	int64_t us;
};

static int add_run(void *context, const frugal_run *run, struct frugal_error *reterr)
{
	struct listed *listed = context;
	const struct run_record *record = record_of(run);
	(void)reterr;
	if (listed->n == listed->limit) {
		listed->more = true;
		return FRUGAL_VISIT_STOP;
	}
	run_json(&listed->json, record, false);
	memcpy(listed->id, record->id, RUN_ID_SIZE);
	listed->us = record->started_us;
	listed->n++;
	return FRUGAL_VISIT_ON;
}

/* "limit=20". */
static int read_limit(const struct request *request, size_t *ret, struct frugal_error *reterr)
{
	const char *text = request_query(request, "limit");
	int64_t n = RUNS_DEFAULT;
	if (text && !num_parse_int(str_of(text), 1, RUNS_MOST, &n))
		return error_set(reterr, FRUGAL_EUSAGE, _("limit is a number from 1 to %d"),
				 RUNS_MOST);
	*ret = (size_t)n;
	return 0;
}

/* "1764596048000000-b8cccc362e392342" after a run in the order of starts, else "50", an offset. */
static int read_cursor(const struct request *request, struct frugal_filter *filter,
		       struct frugal_error *reterr)
{
	const char *text = request_query(request, "cursor");
	const char *dash = text ? strchr(text, '-') : NULL;
	int64_t n = 0;
	if (!text)
		return 0;
	const bool by_start = !filter->sort || strcmp(filter->sort, "start") == 0;
	struct str number = {text, dash ? (size_t)(dash - text) : strlen(text)};
	if ((dash != NULL) != by_start || !num_parse_int(number, 0, INT64_MAX, &n) ||
	    (dash && strspn(dash + 1, "0123456789abcdef") != RUN_ID_SIZE - 1) ||
	    (dash && strlen(dash + 1) != RUN_ID_SIZE - 1))
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("cursor is not one that a page of these runs gave"));
	filter->after_id = dash ? dash + 1 : NULL;
	filter->after_us = dash ? n : 0;
	filter->offset = dash ? 0 : (size_t)n;
	return 0;
}

static void add_next(struct request *request, struct listed *listed, struct http_reply *reply,
		     const struct frugal_filter *filter)
{
	static const char *const names[] = {"filter", "project", "phase",
					    "status", "outcome", "sort"};
	struct buf path = {0}, link = {0};
	const bool by_start = !filter->sort || strcmp(filter->sort, "start") == 0;
	if (!listed->more) {
		jsonw_null(&listed->json, "next");
		return;
	}
	buf_addf(&path, "/api/v1/runs?limit=%zu&cursor=", listed->limit);
	if (by_start)
		buf_addf(&path, "%lld-%s", (long long)listed->us, listed->id);
	else
		buf_addf(&path, "%zu", filter->offset + listed->limit);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (request_query(request, names[i]))
			buf_addf(&path, "&%s=%s", names[i],
				 web_part(request, request_query(request, names[i])));
	const char *href = web_href(request, "%s", buf_text(&path));
	jsonw_string(&listed->json, "next", href);
	buf_addf(&link, "<%s>; rel=\"next\"", href);
	reply_header(request, reply, "Link", buf_text(&link));
	buf_release(&link);
	buf_release(&path);
}

int api_runs_list(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_ledger *ledger = NULL;
	struct frugal_filter filter = {.size = sizeof(filter),
				       .words = request_query(request, "filter"),
				       .project = request_query(request, "project"),
				       .phase = request_query(request, "phase"),
				       .outcome = request_query(request, "outcome"),
				       .sort = request_query(request, "sort"),
				       .status = request_query(request, "status")};
	struct listed listed = {.json = {.out = &reply->body}};
	int r = read_limit(request, &listed.limit, reterr);
	if (r == 0)
		r = read_cursor(request, &filter, reterr);
	if (r == 0)
		r = request_ledger(request, &ledger, reterr);
	if (r < 0)
		return r;
	filter.limit = listed.limit + 1;
	reply_json(reply);
	jsonw_object(&listed.json, NULL);
	jsonw_array(&listed.json, "runs");
	r = frugal_ledger_list(ledger, &filter, FRUGAL_RUN_FIGURES, add_run, &listed, reterr);
	jsonw_array_end(&listed.json);
	jsonw_int(&listed.json, "count", (int64_t)listed.n);
	if (r == 0)
		add_next(request, &listed, reply, &filter);
	jsonw_object_end(&listed.json);
	buf_putc(&reply->body, '\n');
	return r;
}

static int find(struct request *request, frugal_run **ret, struct frugal_error *reterr)
{
	frugal_ledger *ledger = NULL;
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0)
		r = frugal_ledger_run(ledger, request->rest, ret, reterr);
	return r == FRUGAL_EUSAGE ? request_refused(request, 404, reterr) : r;
}

int api_runs_one(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_run *run;
	struct jsonw json = {.out = &reply->body};
	int r = find(request, &run, reterr);
	if (r < 0)
		return r;
	reply_json(reply);
	run_json(&json, record_of(run), true);
	buf_putc(&reply->body, '\n');
	frugal_run_free(run);
	return 0;
}

int api_runs_derivation(struct request *request, struct http_reply *reply,
			struct frugal_error *reterr)
{
	frugal_run *run;
	int r = find(request, &run, reterr);
	if (r < 0)
		return r;
	const char *text = record_of(run)->derivation;
	reply_json(reply);
	buf_puts(&reply->body, text && *text ? text : "null");
	buf_putc(&reply->body, '\n');
	frugal_run_free(run);
	return 0;
}

/* {"set":["project=digits","+night"]}: the words of frugal runs set. */
static int read_words(struct request *request, const char **words, size_t *ret_n,
		      struct frugal_error *reterr)
{
	json_t *root = NULL;
	*ret_n = 0;
	int r = asked_parse(request->http->body, ASKED_DEEPEST, &root, reterr);
	if (r < 0)
		return r;
	const json_t *list = json_object_get(root, "set");
	const size_t n = json_array_size(list);
	bool sound = n > 0 && n <= MOST_WORDS;
	for (size_t i = 0; sound && i < n; i++) {
		const char *word = json_string_value(json_array_get(list, i));
		sound = word && (words[(*ret_n)++] = arena_strdup(request->arena, word));
	}
	json_decref(root);
	if (sound)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("the body is not a change of a run"));
	return error_todo(reterr, "%s", "{\"set\":[\"phase=training\",\"+TAG\"]}");
}

int api_runs_change(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	const char *words[MOST_WORDS];
	frugal_run *run;
	size_t n;
	int r = read_words(request, words, &n, reterr);
	if (r == 0)
		r = find(request, &run, reterr);
	if (r < 0)
		return r;
	frugal_run_free(run);
	r = run_change(request, request->rest, words, n, reterr);
	return r == 0 ? api_runs_one(request, reply, reterr) : r;
}

int api_runs_remove(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_ledger *ledger = NULL;
	frugal_run *run;
	int r = find(request, &run, reterr);
	if (r < 0)
		return r;
	const char *name = arena_strdup(request->arena, record_of(run)->id);
	frugal_run_free(run);
	r = name ? request_ledger_to_write(request, &ledger, reterr) : error_nomem(reterr);
	if (r == 0)
		r = frugal_ledger_remove(ledger, &name, 1, reterr);
	frugal_ledger_close(ledger);
	if (r == 0)
		reply->status = 204;
	return r;
}
