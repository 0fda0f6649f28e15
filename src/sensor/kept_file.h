/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of one number that stay open and are read again: powercap, hwmon and batteries. The path of
 * the source is that of the file, or of two whose numbers are multiplied ("a
 * b": a current and a voltage). A class uses these three as its own open, read and close.
 */
#ifndef SENSOR_KEPT_FILE_H
#define SENSOR_KEPT_FILE_H

#include "sensor/sensor.h"

/* The state that follows from a failed read: DENIED or ABSENT. r is a length or -errno. */
enum tick_state kept_file_state(ssize_t r);

/*
 * Reads a source once, before it is opened: STALE when its files have no number, or one that is no
 * reading. *ret_raw may be NULL, and is 0 unless the state is OK.
 */
enum tick_state kept_file_look(const struct host *host, const struct source *source,
			       uint64_t *ret_raw);

/* Writes the path of `name` next to the source's (first) file; false when it is too long. */
bool kept_file_beside(const struct source *source, const char *name, char *to, size_t size);

/* FRUGAL_EENV with the source's unlock when it may not be read. */
int kept_file_open(struct host *host, const struct source *source, struct sensor **ret,
		   struct frugal_error *reterr);
/*
 * STALE for a file that is empty or negative, or does not contain a number; a source with two_ways
 * may be negative.
 */
void kept_file_read(struct sensor *sensor, struct tick *ret_tick);
void kept_file_close(struct sensor *sensor);

#endif
