/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads records without copying: a field points into the text, unless it has doubled quotes, which
 * are undoubled in the arena. Numbers are not read here, see num.h.
 */
#include "base/csv.h"

#include "base/intl.h"

void csv_init_piece(struct csv *csv, const char *name, struct str text, struct arena *arena,
		    char separator, uint32_t line)
{
	*csv = (struct csv){
		.name = name,
		.p = text.p,
		.end = text.p + text.n,
		.arena = arena,
		.line = line,
		.next_line = line,
		.separator = separator,
	};
}

static void skip_line(struct csv *csv)
{
	const char *newline = memchr(csv->p, '\n', (size_t)(csv->end - csv->p));
	csv->p = newline ? newline + 1 : csv->end;
	csv->next_line++;
}

static void skip_empty_lines(struct csv *csv)
{
	while (csv->p < csv->end) {
		const char *p = csv->p + (*csv->p == '\r');
		if (p < csv->end && *p != '\n')
			return;
		skip_line(csv);
	}
}

void csv_init(struct csv *csv, const char *name, struct str text, struct arena *arena)
{
	if (text.n >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0)
		text = (struct str){text.p + 3, text.n - 3};
	csv_init_piece(csv, name, text, arena, ',', 1);
	for (skip_empty_lines(csv); csv->p < csv->end && csv->p[0] == '#'; skip_empty_lines(csv))
		skip_line(csv);
	size_t commas = 0, semicolons = 0, tabs = 0;
	for (const char *p = csv->p; p < csv->end && *p != '\n'; p++) {
		commas += *p == ',';
		semicolons += *p == ';';
		tabs += *p == '\t';
	}
	if (semicolons > commas && semicolons >= tabs)
		csv->separator = ';';
	else if (tabs > commas)
		csv->separator = '\t';
}

static int fail(struct csv *csv, struct frugal_error *reterr, const char *what)
{
	error_set(reterr, FRUGAL_EDATA, "%s", what);
	error_where(reterr, "%s:%u", csv->name, csv->line);
	return FRUGAL_EDATA;
}

/* Reads a quoted field; csv->p is on the opening quote. */
static int quoted_field(struct csv *csv, const char *limit, struct str *ret,
			struct frugal_error *reterr)
{
	const char *start = ++csv->p;
	size_t doubled = 0;
	for (;;) {
		const char *quote = memchr(csv->p, '"', (size_t)(limit - csv->p));
		if (!quote) {
			csv->p = start;
			csv->open = limit == csv->end;
			/*
			 * One message for both cases: the end of a piece is not always the end of
			 * the text.
			 */
			return fail(csv, reterr, _("a quote is not closed within 1 MiB"));
		}
		csv->p = quote + 1;
		if (csv->p < limit && *csv->p == '"') {
			csv->p++;
			doubled++;
			continue;
		}
		*ret = (struct str){start, (size_t)(quote - start)};
		break;
	}
	for (size_t i = 0; i < ret->n; i++)
		csv->next_line += ret->p[i] == '\n';
	if (ret->n && memchr(ret->p, '\0', ret->n))
		return fail(csv, reterr, _("a NUL byte: this is not text"));
	if (doubled) {
		char *copy = arena_alloc(csv->arena, ret->n + 1);
		if (!copy)
			return error_nomem(reterr);
		size_t n = 0;
		for (size_t i = 0; i < ret->n; i++) {
			copy[n++] = ret->p[i];
			i += ret->p[i] == '"';
		}
		*ret = (struct str){copy, n};
	}
	const char *after = csv->p;
	if (after < csv->end && *after == '\r' && (after + 1 == csv->end || after[1] == '\n'))
		after = ++csv->p;
	if (after < csv->end && *after != csv->separator && *after != '\n')
		return fail(csv, reterr, _("text after a closing quote"));
	return 0;
}

static int plain_field(struct csv *csv, const char *limit, struct str *ret,
		       struct frugal_error *reterr)
{
	const char *start = csv->p;
	const char *p = start;
	char separator = csv->separator;
	/* Most bytes are above every byte that ends a field: one comparison for each of them. */
	unsigned char highest = (unsigned char)(separator > '\n' ? separator : '\n');
	while (p < limit &&
	       ((unsigned char)*p > highest || (*p != separator && *p != '\n' && *p != '\0')))
		p++;
	csv->p = p;
	if (p < csv->end && p == limit)
		return fail(csv, reterr, _("a line is longer than 1 MiB"));
	if (p < csv->end && *p == '\0')
		return fail(csv, reterr, _("a NUL byte: this is not text"));
	bool before_newline = p > start && p[-1] == '\r' && (p == csv->end || *p == '\n');
	*ret = (struct str){start, (size_t)(p - start) - before_newline};
	return 0;
}

int csv_next(struct csv *csv, struct str *fields, size_t max, size_t *ret_n,
	     struct frugal_error *reterr)
{
	skip_empty_lines(csv);
	csv->line = csv->next_line;
	csv->open = false;
	if (csv->p >= csv->end)
		return 0;
	const char *limit =
		(size_t)(csv->end - csv->p) > CSV_MAX_RECORD ? csv->p + CSV_MAX_RECORD : csv->end;
	size_t n = 0;
	for (;;) {
		struct str field;
		int r;
		if (csv->p >= limit && limit < csv->end)
			r = fail(csv, reterr, _("a line is longer than 1 MiB"));
		else if (csv->p < limit && *csv->p == '"')
			r = quoted_field(csv, limit, &field, reterr);
		else
			r = plain_field(csv, limit, &field, reterr);
		if (r == 0 && n == max)
			r = fail(csv, reterr, _("too many fields"));
		if (r < 0) {
			skip_line(csv);
			return r;
		}
		fields[n++] = field;
		if (csv->p >= csv->end || *csv->p++ == '\n')
			break;
	}
	csv->next_line++;
	*ret_n = n;
	return 1;
}

/*
 * Moves past the record at csv->p, which has a quote on its first line; false: the record may go on
 * after the text.
 */
static bool pass_record(struct csv *csv, struct str *fields, size_t max)
{
	size_t n;
	(void)csv_next(csv, fields, max, &n, NULL);
	return !csv->open && csv->p[-1] == '\n';
}

size_t csv_whole(struct str text, char separator, struct str *fields, size_t max,
		 struct arena *arena)
{
	struct csv csv;
	csv_init_piece(&csv, "", text, arena, separator, 1);
	const char *whole = text.p, *quote = NULL;
	bool quotes = true;
	while (csv.p < csv.end) {
		if (quotes && (!quote || quote < csv.p)) {
			quote = memchr(csv.p, '"', (size_t)(csv.end - csv.p));
			quotes = quote != NULL;
		}
		const char *newline = quotes ? memchr(csv.p, '\n', (size_t)(csv.end - csv.p))
					     : memrchr(csv.p, '\n', (size_t)(csv.end - csv.p));
		if (!newline)
			break;
		if (!quotes || newline < quote)
			csv.p = newline + 1;
		else if (!pass_record(&csv, fields, max))
			break;
		whole = csv.p;
	}
	return (size_t)(whole - text.p);
}

/* A sign followed by a number as people write it, and by nothing else: not a formula. */
static bool is_number(struct str text)
{
	for (size_t i = 1; i < text.n; i++) {
		char c = text.p[i];
		bool sign = (c == '+' || c == '-') && text.p[i - 1] == ' ';
		bool part = (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
		if (!sign && !part && (!c || !strchr("., %", c)))
			return false;
	}
	return text.p[0] == '+' || text.p[0] == '-';
}

void csv_put_words(struct buf *to, struct str text)
{
	struct buf cell = {0};
	bool formula = text.n && memchr("=+-@\t\r", text.p[0], 6) && !is_number(text);
	if (!formula && str_shown(text) == text.n) {
		csv_put(to, text);
		return;
	}
	if (formula)
		buf_putc(&cell, '\'');
	while (text.n) {
		size_t n = str_shown(text);
		if (n)
			buf_add(&cell, text.p, n);
		else
			buf_putc(&cell, '?');
		n = n ? n : 1;
		text = (struct str){text.p + n, text.n - n};
	}
	csv_put(to, buf_str(&cell));
	to->failed |= cell.failed;
	buf_release(&cell);
}

void csv_put(struct buf *to, struct str text)
{
	bool quote = false;
	for (size_t i = 0; i < text.n; i++)
		quote |= text.p[i] == ',' || text.p[i] == '"' || text.p[i] == '\n' ||
			 text.p[i] == '\r' || text.p[i] == ';';
	if (!quote) {
		buf_add(to, text.p, text.n);
		return;
	}
	buf_putc(to, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			buf_putc(to, '"');
		buf_putc(to, text.p[i]);
	}
	buf_putc(to, '"');
}
