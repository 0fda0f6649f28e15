/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the commas, quotes and indentation of a JSON text. Values of unknown origin become valid
 * JSON: bytes that are not UTF-8 are replaced; controls, and what breaks or turns a line, are
 * escaped.
 */
#include "base/json.h"

#include "base/num.h"

static void quoted(struct buf *out, struct str s)
{
	buf_putc(out, '"');
	size_t valid = str_utf8_valid(s); /* s is UTF-8 up to here */
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (i == valid && c < 0x80) /* a NUL, which is not text but can be escaped */
			valid = i + 1 + str_utf8_valid((struct str){s.p + i + 1, s.n - i - 1});
		if (c == '"' || c == '\\') {
			buf_putc(out, '\\');
			buf_putc(out, (char)c);
		} else if (c == '\n') {
			buf_puts(out, "\\n");
		} else if (c == '\t') {
			buf_puts(out, "\\t");
		} else if (c < 0x20 || c == 0x7F) {
			buf_addf(out, "\\u%04x", c);
		} else if (c == 0xC2 && i + 1 < valid && (unsigned char)s.p[i + 1] < 0xA0) {
			/*
			 * A control character of 8 bits is escaped, so that no terminal obeys it.
			 */
			buf_addf(out, "\\u%04x", (unsigned char)s.p[++i]);
		} else if (c == 0xE2 && i + 2 < valid &&
			   !str_printable((struct str){s.p + i, s.n - i})) {
			unsigned char mid = (unsigned char)s.p[i + 1];
			unsigned char last = (unsigned char)s.p[i + 2];
			buf_addf(out, "\\u%04x",
				 0x2000u | (unsigned)(mid & 0x3F) << 6 | (unsigned)(last & 0x3F));
			i += 2;
		} else if (i >= valid && c >= 0x80) {
			/*
			 * A byte that is not UTF-8 (in a file name, for example) becomes the
			 * replacement character.
			 */
			buf_puts(out, "\xEF\xBF\xBD");
			size_t next = i + 1;
			valid = next + str_utf8_valid((struct str){s.p + next, s.n - next});
		} else {
			buf_putc(out, (char)c);
		}
	}
	buf_putc(out, '"');
}

static void indent(struct jsonw *json)
{
	if (!json->pretty)
		return;
	buf_putc(json->out, '\n');
	buf_pad(json->out, ' ', (size_t)json->depth * 2);
}

static void begin(struct jsonw *json, const char *key)
{
	if (json->need_comma)
		buf_putc(json->out, ',');
	if (json->depth > 0)
		indent(json);
	if (key) {
		quoted(json->out, str_of(key));
		buf_puts(json->out, json->pretty ? ": " : ":");
	}
	json->need_comma = true;
}

static void open_with(struct jsonw *json, const char *key, char c)
{
	begin(json, key);
	buf_putc(json->out, c);
	json->depth++;
	json->need_comma = false;
}

static void close_with(struct jsonw *json, char c)
{
	json->depth--;
	if (json->need_comma)
		indent(json);
	buf_putc(json->out, c);
	json->need_comma = true;
}

void jsonw_object(struct jsonw *json, const char *key)
{
	open_with(json, key, '{');
}

void jsonw_object_end(struct jsonw *json)
{
	close_with(json, '}');
}

void jsonw_array(struct jsonw *json, const char *key)
{
	open_with(json, key, '[');
}

void jsonw_array_end(struct jsonw *json)
{
	close_with(json, ']');
}

void jsonw_str(struct jsonw *json, const char *key, struct str value)
{
	begin(json, key);
	quoted(json->out, value);
}

void jsonw_string(struct jsonw *json, const char *key, const char *value)
{
	if (value)
		jsonw_str(json, key, str_of(value));
	else
		jsonw_null(json, key);
}

void jsonw_number(struct jsonw *json, const char *key, double value)
{
	char text[NUM_TEXT];
	begin(json, key);
	buf_add(json->out, text, num_format(value, text));
}

void jsonw_int(struct jsonw *json, const char *key, int64_t value)
{
	begin(json, key);
	buf_addf(json->out, "%lld", (long long)value);
}

void jsonw_bool(struct jsonw *json, const char *key, bool value)
{
	begin(json, key);
	buf_puts(json->out, value ? "true" : "false");
}

void jsonw_null(struct jsonw *json, const char *key)
{
	begin(json, key);
	buf_puts(json->out, "null");
}

void jsonw_raw(struct jsonw *json, const char *key, struct str text)
{
	begin(json, key);
	buf_add(json->out, text.p, text.n);
}
