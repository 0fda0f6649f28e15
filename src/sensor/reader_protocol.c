/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes and parses the lines of the reader; see the header for their form. A line that lacks a
 * field or has a value out of range is skipped.
 */
#include "sensor/reader_protocol.h"

#include <math.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/num.h"

static const struct {
	enum cover cover;
	const char *name;
} covers[] = {
	{COVER_PACKAGE, "package"}, {COVER_DRAM, "dram"}, {COVER_PSYS, "psys"},
	{COVER_SOCKET, "socket"},   {COVER_NODE, "node"}, {COVER_SUPPLY, "supply"},
};

#define FIELDS 9

void reader_write(struct buf *to, const struct reader_entry *entry)
{
	const char *cover = NULL;
	char low[NUM_TEXT], high[NUM_TEXT];
	for (size_t i = 0; i < sizeof(covers) / sizeof(covers[0]); i++)
		if (covers[i].cover == entry->cover)
			cover = covers[i].name;
	if (!cover)
		return;
	(void)num_format(entry->low_factor, low);
	(void)num_format(entry->high_factor, high);
	buf_addf(to, "%s\t%s\t%s\t%d\t%llu\t%lld\t%lld\t%s\t%s\n", entry->part, entry->detail,
		 cover, entry->index, (unsigned long long)entry->energy_mj, (long long)entry->at_ns,
		 (long long)(entry->update_s * 1e6), low, high);
}

static bool take_text(struct str field, char to[READER_TEXT])
{
	if (!field.n || field.n >= READER_TEXT || memchr(field.p, '\0', field.n) ||
	    str_utf8_valid(field) != field.n)
		return false;
	(void)snprintf(to, READER_TEXT, "%.*s", STR_ARG(field));
	return true;
}

static bool take_factor(struct str field, double *ret)
{
	return field.n && num_parse(field, ret) == field.n && isfinite(*ret) && *ret >= 0 &&
	       *ret < 100;
}

static bool take_line(struct str line, struct reader_entry *ret)
{
	struct str fields[FIELDS];
	size_t n = 0;
	int64_t index, energy, at, update;
	bool known = false;
	while (n < FIELDS) {
		const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
		size_t length = tab ? (size_t)(tab - line.p) : line.n;
		fields[n++] = (struct str){line.p, length};
		if (!tab)
			break;
		line = (struct str){tab + 1, line.n - length - 1};
	}
	if (n != FIELDS)
		return false;
	for (size_t i = 0; i < sizeof(covers) / sizeof(covers[0]); i++)
		if (str_is(fields[2], covers[i].name)) {
			ret->cover = covers[i].cover;
			known = true;
		}
	if (!known || !take_text(fields[0], ret->part) || !take_text(fields[1], ret->detail) ||
	    !num_parse_int(fields[3], -1, 1 << 20, &index) ||
	    !num_parse_int(fields[4], 0, INT64_MAX, &energy) ||
	    !num_parse_int(fields[5], 0, INT64_MAX, &at) ||
	    !num_parse_int(fields[6], 0, SECONDS_PER_HOUR * US_PER_SECOND, &update) ||
	    !take_factor(fields[7], &ret->low_factor) || !take_factor(fields[8], &ret->high_factor))
		return false;
	ret->index = (int)index;
	ret->energy_mj = (uint64_t)energy;
	ret->at_ns = at;
	ret->update_s = (double)update * 1e-6;
	return true;
}

bool reader_parse(struct str packet, struct reader_entry *entries, size_t *ret_n)
{
	bool head = false;
	*ret_n = 0;
	while (packet.n) {
		const char *end = memchr(packet.p, '\n', packet.n);
		size_t length = end ? (size_t)(end - packet.p) : packet.n;
		struct str line = {packet.p, length};
		length += end ? 1 : 0;
		packet = (struct str){packet.p + length, packet.n - length};
		if (!head) {
			if (!str_is(line, READER_HEAD))
				return false;
			head = true;
		} else if (*ret_n < READER_ENTRIES && take_line(line, &entries[*ret_n])) {
			(*ret_n)++;
		}
	}
	return head;
}
