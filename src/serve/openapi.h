/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the description of the API says of a row of routes.h beyond the row. A row without one here
 * is described in general, so that no endpoint is missing; tests/serve/openapi.py names those.
 */
#ifndef SERVE_OPENAPI_H
#define SERVE_OPENAPI_H

#include <stdbool.h>

struct api_parameter {
	const char *name, *description;
	const char *schema; /* JSON */
	bool required;
};

struct api_description {
	const char *verb, *path;
	const char *summary;
	const char *place;              /* what '*' of the path is called */
	const char *place_description;  /* and is */
	struct api_parameter query[12]; /* name NULL at the end */
	/* Media types of 200, each followed by a schema (JSON); NULL at the end of each list. */
	const char *answers[7], *more_answers[7];
	const char *body[5]; /* the same of what is sent */
	bool tells_values;   /* the query may have the values that a report takes */
	bool plans;          /* the query has the words of a plan (plan_asked.h) */
};

extern const struct api_description api_descriptions[]; /* path NULL at the end */

/* Named schemas: a name and its JSON, in turn; NULL at the end. */
extern const char *const api_schemas[];

#endif
