/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The only state of the library that all threads share: the two callbacks. A program sets them
 * before it starts other threads.
 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

struct listener {
	log_sink *sink;
	void *context;
};

static struct listener of_notes, of_notices;

void log_to(log_sink *sink, void *context)
{
	of_notes = (struct listener){sink, context};
}

void log_notices_to(log_sink *sink, void *context)
{
	of_notices = (struct listener){sink, context};
}

static void pass_on(const struct listener *to, const char *topic, const char *fmt, va_list ap)
{
	char text[512];
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	to->sink(to->context, topic, text);
}

void log_note(const char *topic, const char *fmt, ...)
{
	va_list ap;
	if (!of_notes.sink)
		return;
	va_start(ap, fmt);
	pass_on(&of_notes, topic, fmt, ap);
	va_end(ap);
}

void log_notice(const char *topic, const char *fmt, ...)
{
	va_list ap;
	if (!of_notices.sink)
		return;
	va_start(ap, fmt);
	pass_on(&of_notices, topic, fmt, ap);
	va_end(ap);
}
