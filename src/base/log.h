/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notes for debugging and notices for the user, each sent to one callback (none by default): the
 * library prints nothing.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/error.h"

typedef void log_sink(void *context, const char *topic, const char *text);

void log_to(log_sink *sink, void *context);

/* topic is "room.part": "sensor.powercap". Cheap without a callback. */
void log_note(const char *topic, const char *fmt, ...) PRINTF_LIKE(2, 3);

/*
 * Sets the callback of notices: what a user has to know although nothing failed, a translated
 * sentence without a full stop.
 */
void log_notices_to(log_sink *sink, void *context);
void log_notice(const char *topic, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
