/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes JSON into a buf, never localised: keys and values in order, commas without the caller's
 * help, the shortest numbers that read back the same, NaN and infinities as null. With pretty it
 * indents by two spaces; otherwise it writes one line.
 * The prefix is jsonw: jansson, the library that reads JSON, owns json_object and its like.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct jsonw {
	struct buf *out;
	bool pretty;
	bool need_comma;
	int depth;
};

/* key is NULL inside an array and at the top. */
void jsonw_object(struct jsonw *json, const char *key);
void jsonw_object_end(struct jsonw *json);
void jsonw_array(struct jsonw *json, const char *key);
void jsonw_array_end(struct jsonw *json);
void jsonw_string(struct jsonw *json, const char *key, const char *value); /* NULL: null */
void jsonw_str(struct jsonw *json, const char *key, struct str value);
void jsonw_number(struct jsonw *json, const char *key, double value);
void jsonw_int(struct jsonw *json, const char *key, int64_t value);
void jsonw_bool(struct jsonw *json, const char *key, bool value);
void jsonw_null(struct jsonw *json, const char *key);

/* text is already JSON. */
void jsonw_raw(struct jsonw *json, const char *key, struct str text);

#endif
