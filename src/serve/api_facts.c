/* SPDX-License-Identifier: Apache-2.0 */
/* The models with their inputs, the tables with their rows, the published figures, as JSON. */
#include "report/models.h"
#include "report/published.h"
#include "report/tables.h"
#include "serve/routes.h"

static int done(struct http_reply *reply, int r)
{
	if (r < 0)
		return r;
	reply_json(reply);
	buf_putc(&reply->body, '\n');
	return 0;
}

static int unless_unknown(struct request *request, int r, struct frugal_error *reterr)
{
	return r == FRUGAL_EUSAGE ? request_refused(request, 404, reterr) : r;
}

int api_facts_models(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_library *library;
	const struct frugal_model_head *const *heads;
	struct jsonw json = {.out = &reply->body, .pretty = true};
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = frugal_models(library, &heads, reterr);
	if (r == 0)
		(void)models_json(&json, heads, request_query(request, "family"));
	return done(reply, r);
}

int api_facts_model(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_library *library;
	const struct frugal_model *model;
	struct jsonw json = {.out = &reply->body, .pretty = true};
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = unless_unknown(
			request, frugal_model_get(library, request->rest, &model, reterr), reterr);
	if (r == 0)
		model_json(&json, model);
	return done(reply, r);
}

int api_facts_tables(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_library *library;
	const char *const *names;
	struct jsonw json = {.out = &reply->body, .pretty = true};
	size_t n = 0;
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = frugal_tables(library, &names, reterr);
	if (r < 0)
		return r;
	while (names[n])
		n++;
	const struct table **tables = arena_array(request->arena, n + 1, sizeof(*tables));
	if (!tables)
		return error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < n; i++) {
		const frugal_table *table;
		r = frugal_table_get(library, names[i], &table, reterr);
		if (r == 0)
			tables[i] = table_of(table);
	}
	if (r == 0)
		tables_json(&json, tables, n);
	return done(reply, r);
}

/* "FR:2022" is that row alone, "FR" all of its years, the one that answers first. */
static int choose_rows(struct request *request, const frugal_table *table, uint32_t **ret,
		       uint32_t *ret_n, struct frugal_error *reterr)
{
	const char *key = request_query(request, "key");
	struct frugal_found found;
	uint32_t n = frugal_table_rows(table);
	uint32_t *rows = arena_array(request->arena, (size_t)n + 1, sizeof(*rows));
	if (!rows)
		return error_nomem(reterr);
	for (uint32_t i = 0; i < n; i++)
		rows[i] = i;
	*ret = rows;
	*ret_n = n;
	if (!key)
		return 0;
	int r = frugal_table_find(table, key, &found, reterr);
	if (r < 0)
		return unless_unknown(request, r, reterr);
	rows[0] = found.row;
	*ret_n = strchr(key, ':') ? 1 : frugal_table_same_key(table, found.row, rows, n);
	return 0;
}

int api_facts_table(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_library *library;
	const frugal_table *table;
	struct jsonw json = {.out = &reply->body, .pretty = true};
	uint32_t *rows = NULL, n = 0;
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = unless_unknown(
			request, frugal_table_get(library, request->rest, &table, reterr), reterr);
	if (r == 0)
		r = choose_rows(request, table, &rows, &n, reterr);
	if (r == 0)
		table_rows_json(&json, table_of(table), rows, n);
	return done(reply, r);
}

static int answer_published(struct request *request, const char *name, struct http_reply *reply,
			    struct frugal_error *reterr)
{
	frugal_library *library;
	frugal_published *published = NULL;
	struct jsonw json = {.out = &reply->body, .pretty = true};
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = unless_unknown(request, frugal_published_new(library, name, &published, reterr),
				   reterr);
	if (r == 0)
		published_json(&json, published_of(published));
	frugal_published_free(published);
	return done(reply, r);
}

int api_facts_published(struct request *request, struct http_reply *reply,
			struct frugal_error *reterr)
{
	return answer_published(request, NULL, reply, reterr);
}

int api_facts_publication(struct request *request, struct http_reply *reply,
			  struct frugal_error *reterr)
{
	return answer_published(request, request->rest, reply, reterr);
}
