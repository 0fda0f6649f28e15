/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes JSON into a buf, never localised: keys and values in order, commas by themselves,
 * shortest numbers that read back the same, NaN and infinities as null.
 * pretty indents by two spaces; otherwise one line.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct json {
	struct buf *out;
	bool pretty;
	bool need_comma;
	int depth;
};

/* key is NULL inside an array and at the top. */
void json_object(struct json *json, const char *key);
void json_object_end(struct json *json);
void json_array(struct json *json, const char *key);
void json_array_end(struct json *json);
void json_string(struct json *json, const char *key, const char *value); /* NULL: null */
void json_str(struct json *json, const char *key, struct str value);
void json_number(struct json *json, const char *key, double value);
void json_int(struct json *json, const char *key, int64_t value);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key);

/* text is already JSON. */
void json_raw(struct json *json, const char *key, struct str text);

#endif
