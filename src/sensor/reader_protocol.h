/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The packets of the privileged reader to unprivileged runs, one for each request (any byte):
 *
 *	frugal-reader 1
 *	part <tab> detail <tab> cover <tab> index <tab> energy_mJ <tab> at_ns
 *		<tab> update_us <tab> low <tab> high
 *
 * Energies increase from the start of the reader, are rounded to a millijoule and renewed ten times
 * a second at most: a finer or faster counter would reveal secrets of other processes
 * (CVE-2020-8694).
 */
#ifndef SENSOR_READER_PROTOCOL_H
#define SENSOR_READER_PROTOCOL_H

#include "base/buf.h"
#include "base/str.h"
#include "sensor/sensor.h"

#define READER_SOCKET "/run/frugal/reader.sock"
#define READER_HEAD "frugal-reader 1"
#define READER_RENEW_NS 100000000 /* ten times a second at most */
#define READER_PACKET 65536
#define READER_ENTRIES 256
#define READER_TEXT 96

struct reader_entry {
	char part[READER_TEXT], detail[READER_TEXT];
	enum cover cover;
	int index;
	uint64_t energy_mj;
	int64_t at_ns; /* monotonic */
	double update_s, low_factor, high_factor;
};

/* Adds one line. */
void reader_write(struct buf *to, const struct reader_entry *entry);

/*
 * Parses a whole packet into at most READER_ENTRIES; false when it has no head. Lines
 * that are invalid or of unknown kinds are skipped.
 */
bool reader_parse(struct str packet, struct reader_entry *entries, size_t *ret_n);

#endif
