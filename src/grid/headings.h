/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The headings of tables that are known: a closed list of whole headings, and a closed list of the
 * words that the heading of an intensity is made of (what it is, unit, kind, scope). A heading with
 * any other word is unknown, never an intensity.
 */
#ifndef GRID_HEADINGS_H
#define GRID_HEADINGS_H

#include "grid/series.h"

#define G_PER_LB 453.59237 /* the pound of 1959, exactly */

enum heading_role {
	HEADING_UNKNOWN,
	HEADING_TIME,
	HEADING_END,
	HEADING_SECONDS, /* the length of the slot */
	HEADING_ZONE,
	HEADING_ESTIMATED,
	HEADING_ISSUED, /* when a forecast was made */
	HEADING_METHOD, /* how a value was estimated */
	HEADING_UNIT,
	HEADING_KIND,   /* cells state kind, scope or basis; a table may have several */
	HEADING_OFFSET, /* of the times from UTC, or their time zone */
	HEADING_CLOCK,  /* the hour of a date */
	HEADING_VALUE,
	HEADING_LEFT_OUT, /* known, and of no use */
};

struct heading {
	enum heading_role role;
	bool is_utc;           /* a time that is stated to be of UTC */
	bool of_maps;          /* only Electricity Maps calls a column so */
	bool of_britain;       /* only NESO's Carbon Intensity API does */
	bool of_signal;        /* a time as WattTime calls it */
	bool of_basis;         /* of HEADING_KIND: cells may be production or consumption */
	double unit_g_per_kwh; /* of a value; 0: not stated */
	bool is_usual_unit;    /* the unit is the usual one of a signal, and not stated */
	bool is_forecast;
	bool has_kind, has_scope, has_basis; /* which of id are stated */
	struct grid_id id;
};

struct heading heading_of(struct str text);

/*
 * Reads what a cell states, of the words of headings: unit, kind, scope and basis. False: it has
 * another word, part of a unit, or contradicts itself.
 */
bool heading_states(struct str cell, struct heading *ret);

/* Whether it is one of the words that headings of intensities have. */
bool heading_has_word(struct str text);

/* zones.c: whether a heading is a country, alone or with parts: FR, NO2, GB-NIR, US-CAL-CISO. */
bool heading_is_zone(struct str text);

/* Whether a cell marks a missing value: empty, N/A, n/e, null, -... */
bool cell_is_missing(struct str cell);

#endif
