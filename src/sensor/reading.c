/* SPDX-License-Identifier: Apache-2.0 */
#include "sensor/reading.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "quantity/unit.h"

static const struct {
	const char *prefix;
	enum cover cover;
} covers[] = {
	{"cpu", COVER_PACKAGE},   {"package", COVER_PACKAGE}, {"dram", COVER_DRAM},
	{"ram", COVER_DRAM},      {"gpu", COVER_GPU},         {"node", COVER_NODE},
	{"supply", COVER_SUPPLY},
};

enum cover reading_cover(const char *name, int *ret_index)
{
	size_t end = strlen(name), begin;
	int64_t number;
	for (begin = end; begin && name[begin - 1] >= '0' && name[begin - 1] <= '9'; begin--)
		;
	*ret_index = num_parse_int((struct str){name + begin, end - begin}, 0, 1 << 20, &number)
			     ? (int)number
			     : -1;
	for (size_t i = 0; i < sizeof(covers) / sizeof(covers[0]); i++)
		if (strncmp(name, covers[i].prefix, strlen(covers[i].prefix)) == 0)
			return covers[i].cover;
	return COVER_RAIL;
}

static struct str next_word(struct str *line)
{
	*line = str_trim(*line);
	struct str word = {line->p, 0};
	while (word.n < line->n && line->p[word.n] != ' ' && line->p[word.n] != '\t')
		word.n++;
	line->p += word.n;
	line->n -= word.n;
	return word;
}

/* Text that may be printed: UTF-8 without control characters. */
static bool is_plain(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < ' ' || name.p[i] == 0x7F)
			return false;
	return str_utf8_valid(name) == name.n;
}

bool reading_parse(struct str line, struct reading *ret, struct frugal_error *reterr)
{
	struct str rest = line;
	struct str name = next_word(&rest), number = next_word(&rest), unit_text = str_trim(rest);
	struct unit unit;
	double value;
	bool named = name.n && name.n < sizeof(ret->name) && is_plain(name);
	if (!named || num_parse(number, &value) != number.n || !number.n || !isfinite(value) ||
	    value < 0 || !unit_text.n) {
		error_set(reterr, FRUGAL_EDATA, _("'%.*s' is not a reading"), STR_ARG(line));
		error_todo(reterr, "%s", _("write NAME VALUE UNIT, as: node 415 W"));
		return false;
	}
	if (unit_parse(unit_text, &unit, reterr) < 0)
		return false;
	const struct dimension energy = {{[KIND_ENERGY] = 1}};
	const struct dimension power = {{[KIND_ENERGY] = 1, [KIND_TIME] = -1}};
	ret->is_energy = dimension_eq(unit.dim, energy);
	if (!ret->is_energy && !dimension_eq(unit.dim, power)) {
		error_set(reterr, FRUGAL_EDATA, _("'%.*s' is neither a power nor an energy"),
			  STR_ARG(unit_text));
		return false;
	}
	/* Base units are watt-hours and watts. */
	ret->base = value * unit.scale * (ret->is_energy ? JOULES_PER_WH : 1);
	if (!isfinite(ret->base)) {
		error_set(reterr, FRUGAL_EDATA, _("'%.*s' is not a reading"), STR_ARG(line));
		return false;
	}
	(void)snprintf(ret->name, sizeof(ret->name), "%.*s", STR_ARG(name));
	return true;
}
