/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is asked by names: the fields of a query or of a form, or the members of an object in JSON,
 * where numbers become texts, true is "true", and the texts of a list are joined by ';'.
 */
#ifndef SERVE_ASKED_H
#define SERVE_ASKED_H

#include <jansson.h>

#include "base/error.h"
#include "serve/http.h"

#define ASKED_MOST 64     /* names */
#define ASKED_DEEPEST 32  /* objects and lists within each other */
#define ASKED_BETWEEN ';' /* of the texts of a list */

struct asked {
	struct http_field fields[ASKED_MOST];
	size_t n;
};

/* The fields of a query; those of one name are joined. */
int asked_of_query(const struct http_request *http, struct asked *ret, struct frugal_error *reterr);
/* The members of an object; FRUGAL_EUSAGE: another value, or a member that is an object. */
int asked_of_json(const json_t *object, struct arena *arena, struct asked *ret,
		  struct frugal_error *reterr);

/*
 * JSON of any kind, nested `deepest` deep at most, without a name twice; FRUGAL_EUSAGE otherwise.
 * The caller calls json_decref.
 */
int asked_parse(struct str text, unsigned deepest, json_t **ret, struct frugal_error *reterr);

/* The value of a name; NULL without it, or where it is empty. */
const char *asked_word(const struct asked *asked, const char *name);
/* "true", "1", "on", "yes" */
bool asked_flag(const struct asked *asked, const char *name);
/* Reads "4h" into *ret in the unit, and leaves it as it is without the name. */
int asked_number(const struct asked *asked, const char *name, const char *unit, double *ret,
		 struct frugal_error *reterr);
/* "2026-03-02T13:00Z" in UTC seconds; *ret is left as it is without the name. */
int asked_moment(const struct asked *asked, const char *name, int64_t *ret,
		 struct frugal_error *reterr);

#endif
