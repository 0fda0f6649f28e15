/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"

/* Cuts at a character border: a text that was too long must stay valid UTF-8. */
static void format_into(char *to, size_t size, const char *fmt, va_list ap)
{
	int n = vsnprintf(to, size, fmt, ap);
	if (n < 0) {
		to[0] = '\0';
		return;
	}
	if ((size_t)n < size)
		return;
	size_t end = size - 1;
	while (end > 0 && ((unsigned char)to[end - 1] & 0xC0u) == 0x80u)
		end--;
	if (end > 0 && (unsigned char)to[end - 1] >= 0xC0u)
		end--;
	to[end] = '\0';
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
