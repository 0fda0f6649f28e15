/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

static log_sink *current_sink;
static void *current_context;

void log_to(log_sink *sink, void *context)
{
	current_sink = sink;
	current_context = context;
}

void log_note(const char *topic, const char *fmt, ...)
{
	if (!current_sink)
		return;
	char text[512];
	va_list ap;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	current_sink(current_context, topic, text);
}
