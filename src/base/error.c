/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every text of an error goes through format_into(), which cuts it to the size of its field. The
 * code and the texts are values: nothing is printed or logged here.
 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/str.h"

/*
 * Quoted texts may contain any bytes and are cut anywhere. The message stays one line of valid
 * UTF-8 that cannot steer a terminal: other bytes become '?', and a character cut at the end is
 * dropped.
 */
static void format_into(char *to, size_t size, const char *fmt, va_list ap)
{
	int n = vsnprintf(to, size, fmt, ap);
	if (n < 0) {
		to[0] = '\0';
		return;
	}
	struct str rest = str_of(to);
	bool cut = (size_t)n >= size;
	while (rest.n) {
		size_t valid = str_utf8_valid(rest);
		if (cut && valid < rest.n && rest.n - valid < 4) {
			to[(size_t)(rest.p - to) + valid] = '\0';
			break;
		}
		if (valid < rest.n)
			to[(size_t)(rest.p - to) + valid] = '?';
		rest = (struct str){rest.p + valid, rest.n - valid};
	}
	for (rest = str_of(to); rest.n;) {
		size_t shown = str_printable(rest);
		if (!shown)
			to[(size_t)(rest.p - to)] =
				rest.p[0] == '\n' || rest.p[0] == '\t' ? ' ' : '?';
		rest = (struct str){rest.p + (shown ? shown : 1), rest.n - (shown ? shown : 1)};
	}
}

int error_set(struct frugal_error *reterr, int code, const char *fmt, ...)
{
	if (!reterr)
		return code;
	va_list ap;
	va_start(ap, fmt);
	reterr->code = code;
	format_into(reterr->what, sizeof(reterr->what), fmt, ap);
	va_end(ap);
	reterr->where[0] = '\0';
	reterr->todo[0] = '\0';
	return code;
}

int error_where(struct frugal_error *reterr, const char *fmt, ...)
{
	if (!reterr)
		return FRUGAL_EBUG;
	va_list ap;
	va_start(ap, fmt);
	format_into(reterr->where, sizeof(reterr->where), fmt, ap);
	va_end(ap);
	return reterr->code;
}

int error_todo(struct frugal_error *reterr, const char *fmt, ...)
{
	if (!reterr)
		return FRUGAL_EBUG;
	va_list ap;
	va_start(ap, fmt);
	format_into(reterr->todo, sizeof(reterr->todo), fmt, ap);
	va_end(ap);
	return reterr->code;
}

int error_nomem(struct frugal_error *reterr)
{
	return error_set(reterr, FRUGAL_EENV, "%s", _("out of memory"));
}

int error_io(struct frugal_error *reterr, const char *verb, const char *path, int errnum)
{
	/* TRANSLATORS: "cannot open results.csv: No such file or directory" */
	return error_set(reterr, FRUGAL_EENV, _("cannot %s %s: %s"), verb, path, strerror(errnum));
}
