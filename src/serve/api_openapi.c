/* SPDX-License-Identifier: Apache-2.0 */
/* The description of the API (OpenAPI 3.1), made from the table of routes and openapi.c. */
#include <string.h>

#include "base/json.h"
#include "report/form_view.h"
#include "serve/openapi.h"
#include "serve/plan_asked.h"
#include "serve/routes.h"

static const char any_schema[] = "{}";

static const struct api_description *description_of(const struct route *route)
{
	for (const struct api_description *one = api_descriptions; one->path; one++)
		if (strcmp(one->path, route->path) == 0 && strcmp(one->verb, route->verb) == 0)
			return one;
	return NULL;
}

static const char *place_of(const char *path)
{
	for (const struct api_description *one = api_descriptions; one->path; one++)
		if (strcmp(one->path, path) == 0 && one->place)
			return one->place;
	return "name";
}

/* "/api/v1/runs/{id}" */
static void add_path(struct buf *to, const char *path)
{
	const char *star = strchr(path, '*');
	if (star)
		buf_addf(to, "%.*s{%s}%s", (int)(star - path), path, place_of(path), star + 1);
	else
		buf_puts(to, path);
}

static void raw(struct jsonw *json, const char *key, const char *text)
{
	jsonw_raw(json, key, str_of(text));
}

static void add_parameter(struct jsonw *json, const char *in, const struct api_parameter *parameter)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "name", parameter->name);
	jsonw_string(json, "in", in);
	jsonw_string(json, "description", parameter->description);
	jsonw_bool(json, "required", parameter->required);
	raw(json, "schema", parameter->schema);
	jsonw_object_end(json);
}

static void add_values(struct jsonw *json)
{
	for (size_t i = 0; report_values[i].name; i++) {
		struct buf words = {0};
		buf_addf(&words, "a value that only people know, as %s", form_value_example(i));
		const struct api_parameter one = {report_values[i].name, buf_text(&words),
						  "{\"type\":\"string\"}", false};
		if (report_values[i].place != FORM_HAS_METRIC)
			add_parameter(json, "query", &one);
		buf_release(&words);
	}
}

static void add_plan_words(struct jsonw *json)
{
	for (const struct plan_word *word = plan_words; word->name; word++) {
		const struct api_parameter one = {
			word->name, word->brief,
			word->type == PLAN_FLAG ? "{\"type\":\"string\",\"enum\":[\"true\",\"\"]}"
						: "{\"type\":\"string\"}",
			word == plan_words};
		add_parameter(json, "query", &one);
	}
}

static void add_parameters(struct jsonw *json, const struct route *route,
			   const struct api_description *of)
{
	jsonw_array(json, "parameters");
	if (strchr(route->path, '*')) {
		const struct api_parameter place = {
			place_of(route->path),
			of && of->place_description ? of->place_description : "a part of the path",
			"{\"type\":\"string\",\"minLength\":1}", true};
		add_parameter(json, "path", &place);
	}
	for (const struct api_parameter *one = of ? of->query : NULL; one && one->name; one++)
		add_parameter(json, "query", one);
	if (of && of->tells_values)
		add_values(json);
	if (of && of->plans)
		add_plan_words(json);
	jsonw_array_end(json);
}

static void add_media(struct jsonw *json, const char *const *pairs)
{
	for (; pairs && pairs[0]; pairs += 2) {
		jsonw_object(json, pairs[0]);
		raw(json, "schema", pairs[1]);
		jsonw_object_end(json);
	}
}

static void add_content(struct jsonw *json, const char *const *pairs, const char *const *more)
{
	jsonw_object(json, "content");
	add_media(json, pairs);
	add_media(json, more);
	jsonw_object_end(json);
}

static void add_problem(struct jsonw *json, const char *status, const char *words)
{
	static const char *const problem[] = {"application/problem+json",
					      "{\"$ref\":\"#/components/schemas/Problem\"}", NULL};
	jsonw_object(json, status);
	jsonw_string(json, "description", words);
	add_content(json, problem, NULL);
	jsonw_object_end(json);
}

static void add_tag_header(struct jsonw *json)
{
	jsonw_object(json, "headers");
	jsonw_object(json, "ETag");
	jsonw_string(json, "description", "of this answer, for If-None-Match");
	raw(json, "schema", "{\"type\":\"string\"}");
	jsonw_object_end(json);
	jsonw_object_end(json);
}

static void add_responses(struct jsonw *json, const struct route *route,
			  const struct api_description *of)
{
	static const char *const any[] = {"*/*", any_schema, NULL};
	jsonw_object(json, "responses");
	if (strcmp(route->verb, "DELETE") == 0) {
		jsonw_object(json, "204");
		jsonw_string(json, "description", "it is removed");
	} else {
		jsonw_object(json, "200");
		jsonw_string(json, "description", "the answer");
		add_tag_header(json);
		add_content(json, of && of->answers[0] ? of->answers : any,
			    of ? of->more_answers : NULL);
	}
	jsonw_object_end(json);
	if (strcmp(route->verb, "GET") == 0) {
		jsonw_object(json, "304");
		jsonw_string(json, "description", "the client has this answer already");
		jsonw_object_end(json);
	}
	add_problem(json, "400", "the request is not valid");
	add_problem(json, "401", "the token of this server is missing");
	add_problem(json, "403", "not permitted");
	add_problem(json, "404", "not found");
	if (strcmp(route->verb, "GET") != 0)
		add_problem(json, "413", "the body is too large");
	add_problem(json, "414", "the address is too long");
	add_problem(json, "421", "another server is meant");
	add_problem(json, "422", "a check is not satisfied");
	jsonw_object(json, "431");
	jsonw_string(json, "description",
		     "the headers are too large: in words of the HTTP library");
	jsonw_object_end(json);
	add_problem(json, "503", "the ledger or the system is not available");
	/* A row that nobody described may answer otherwise. */
	if (!of)
		add_problem(json, "default", "another error");
	jsonw_object_end(json);
}

/* The verb as the description has it; the router knows no others. */
static const char *verb_of(const struct route *route)
{
	static const char *const verbs[][2] = {
		{"GET", "get"}, {"POST", "post"}, {"PATCH", "patch"}, {"DELETE", "delete"}};
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(route->verb, verbs[i][0]) == 0)
			return verbs[i][1];
	return "get";
}

static bool has_body(const struct route *route)
{
	return strcmp(route->verb, "POST") == 0 || strcmp(route->verb, "PATCH") == 0;
}

/* "get-runs-id": of the verb and the path. */
static void add_operation_id(struct jsonw *json, const struct route *route)
{
	struct buf id = {0}, path = {0};
	add_path(&path, route->path);
	buf_puts(&id, verb_of(route));
	for (const char *p = buf_text(&path); *p; p++)
		if (*p == '/' || *p == '.')
			buf_putc(&id, '-');
		else if (*p != '{' && *p != '}')
			buf_putc(&id, *p);
	jsonw_string(json, "operationId", buf_text(&id));
	buf_release(&path);
	buf_release(&id);
}

static void add_operation(struct jsonw *json, const struct route *route)
{
	static const char *const any[] = {"application/json", any_schema, NULL};
	const struct api_description *of = description_of(route);
	jsonw_object(json, verb_of(route));
	add_operation_id(json, route);
	jsonw_string(json, "summary", of ? of->summary : "An endpoint without a description");
	add_parameters(json, route, of);
	if (has_body(route)) {
		jsonw_object(json, "requestBody");
		jsonw_bool(json, "required", true);
		add_content(json, of && of->body[0] ? of->body : any, NULL);
		jsonw_object_end(json);
	}
	add_responses(json, route, of);
	jsonw_object_end(json);
}

/* Whether an earlier row has this path: its verbs are one object. */
static bool is_first(const struct route *route)
{
	for (const struct route *one = routes; one != route; one++)
		if (strcmp(one->path, route->path) == 0 && route_is_of_api(one))
			return false;
	return true;
}

static void add_paths(struct jsonw *json)
{
	struct buf path = {0};
	jsonw_object(json, "paths");
	for (const struct route *route = routes; route->path; route++) {
		if (!route_is_of_api(route) || !is_first(route))
			continue;
		buf_clear(&path);
		add_path(&path, route->path);
		jsonw_object(json, buf_text(&path));
		for (const struct route *one = route; one->path; one++)
			if (route_is_of_api(one) && strcmp(one->path, route->path) == 0)
				add_operation(json, one);
		jsonw_object_end(json);
	}
	jsonw_object_end(json);
	buf_release(&path);
}

int api_openapi_document(struct request *request, struct http_reply *reply,
			 struct frugal_error *reterr)
{
	struct jsonw json = {.out = &reply->body};
	(void)request, (void)reterr;
	reply_json(reply);
	jsonw_object(&json, NULL);
	jsonw_string(&json, "openapi", "3.1.0");
	jsonw_object(&json, "info");
	jsonw_string(&json, "title", "frugal");
	jsonw_string(&json, "version", frugal_version());
	jsonw_string(&json, "description",
		     "The footprint of AI work: runs, figures with intervals, audits, reports, "
		     "forms. A null is a value that is missing, never zero. Writing demands the "
		     "token of `frugal serve token`, as does everything from another machine.");
	raw(&json, "license", "{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}");
	jsonw_object_end(&json);
	raw(&json, "servers", "[{\"url\":\"/\"}]");
	raw(&json, "security", "[{},{\"token\":[]}]");
	add_paths(&json);
	jsonw_object(&json, "components");
	raw(&json, "securitySchemes", "{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}}");
	jsonw_object(&json, "schemas");
	for (const char *const *schema = api_schemas; *schema; schema += 2)
		raw(&json, schema[0], schema[1]);
	jsonw_object_end(&json);
	jsonw_object_end(&json);
	jsonw_object_end(&json);
	buf_putc(&reply->body, '\n');
	return 0;
}
