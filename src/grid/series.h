/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Carbon intensity of a zone's electricity over time. A series is of one kind (average or
 * marginal), one scope (direct emissions or the whole life cycle) and one basis (production, or
 * consumption with imports): those are never mixed. A slot covers [start, start + seconds), in UTC;
 * a missing value is a gap (NaN), not a guess.
 */
#ifndef GRID_SERIES_H
#define GRID_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/str.h"

enum grid_kind { GRID_AVERAGE, GRID_MARGINAL };
enum grid_scope { GRID_DIRECT, GRID_LIFECYCLE };
enum grid_basis { GRID_PRODUCTION, GRID_CONSUMPTION };

extern const char *const grid_kind_names[]; /* by enum, NULL at the end, as all three */
extern const char *const grid_scope_names[];
extern const char *const grid_basis_names[];

#define GRID_ZONE 64

struct grid_id {
	char zone[GRID_ZONE];
	enum grid_kind kind;
	enum grid_scope scope;
	enum grid_basis basis;
};

struct grid_slot {
	int64_t start_s, seconds;
	double g_per_kwh;
	bool estimated;
	int64_t issued_s; /* of a forecast: when it was made; 0: it is what was */
	bool guessed;     /* nothing states its length, nor do enough equal steps around it */
};

/* What a reader or a merge found that the user has to know, although nothing failed. */
enum grid_note {
	GRID_NOTE_TWICE,    /* moments with two different values: the last one counts */
	GRID_NOTE_REPEATED, /* moments twice with one value: harmless, but of local time */
	GRID_NOTE_MEASURED, /* estimates that do not replace measured values */
	GRID_NOTE_SMALL,    /* values over the life cycle that no grid has */
	GRID_NOTE_CLOCK,    /* hours that local time skips or repeats: times without offset */
	GRID_NOTE_KIND,     /* slots of a document that does not state whether it is marginal */
	GRID_NOTE_ZERO,     /* values of 0 over the life cycle among values in the hundreds */
	GRID_NOTES
};

/* By enum; NULL: of no interest to users. */
extern const char *const grid_note_names[GRID_NOTES];

struct grid_noted {
	size_t n;
	int64_t first_s;
};

struct grid_series {
	struct grid_id id;
	char source[160], licence[64];
	struct grid_slot *slots; /* ascending, none twice, no two cover one moment; mem_free() */
	size_t n, cap;
	struct grid_noted notes[GRID_NOTES];
	double twice[2]; /* the values of the first moment that has two */
};

/* Zones are letters, digits, '-', '_' and '.'. */
bool grid_zone_is_good(struct str zone);

bool grid_id_same(const struct grid_id *a, const struct grid_id *b);

/* Adds a slot at the end, in any order; grid_series_sort() puts them right. False: no memory. */
bool grid_series_add(struct grid_series *series, const struct grid_slot *slot);

/* ---- slots.c -------------------------------------------------------------------------------- */

/*
 * Sorts by start; of two that start at once any value wins over a gap, an actual one over a
 * forecast, a measured one over an estimate, a newer forecast over an older one, the later added
 * over the earlier.
 */
void grid_series_sort(struct grid_series *series);

/*
 * Sorts, gives each slot without a length the one that its neighbours show (otherwise where it is
 * alone), and cuts what two slots cover.
 */
void grid_series_settle(struct grid_series *series, int64_t otherwise);

/*
 * The slots of from, settled, replace all that they cover in to, unless what is there has a higher
 * rank, by the order of grid_series_sort(); what they cut keeps the rest of its time. A guessed
 * length follows the slots of to. Counts how many are new or other than before, and notes in from
 * which estimates replace nothing.
 */
int grid_series_merge(struct grid_series *to, struct grid_series *from, size_t *ret_changed,
		      struct frugal_error *reterr);

void grid_series_note(struct grid_series *series, enum grid_note note, int64_t at_s);

/*
 * Notes values that are a thousandth of what is plausible: kilograms for grams; and zeros among
 * large values: gaps that are written as 0.
 */
void grid_series_note_small(struct grid_series *series);

/* ---- series.c ------------------------------------------------------------------------------- */

void grid_series_release(struct grid_series *series);

struct grid_mean {
	double g_per_kwh; /* over the time that is known; NaN: none is */
	double known;     /* share of the time */
	double forecast;  /* share of the known time */
};

struct grid_mean grid_series_mean(const struct grid_series *series, int64_t from_s, int64_t to_s);

/* Evenly spaced values of [from, to), each the mean of its step; NaN where it is not known. */
void grid_series_resample(const struct grid_series *series, int64_t from_s, int64_t step_s,
			  double *values, size_t n);

/*
 * Gaps between values that are known: a straight line over three hours at most, else the same hour
 * of the week before where the series has it. Returns the share of the n steps that was filled.
 */
double grid_series_fill(const struct grid_series *series, int64_t from_s, int64_t step_s,
			double *values, size_t n);

/* ---- time.c --------------------------------------------------------------------------------- */

/* ISO 8601 with or without seconds and offset (none: UTC), a blank for the T. */
bool grid_time_parse(struct str text, int64_t *ret_s);
/* Whether a time that is parsed has an offset or a Z. */
bool grid_time_has_offset(struct str text);
#define GRID_TIME 24
void grid_time_text(int64_t s, char to[GRID_TIME]); /* "2026-03-02T13:00Z", or with seconds */

/* ---- read.c, and a file for each form ------------------------------------------------------- */

/* What a source of generation, or a neighbour that is imported from, emits. */
enum grid_source { GRID_SOURCE_UNKNOWN, GRID_SOURCE_LEFT_OUT, GRID_GENERATION, GRID_IMPORT };
struct grid_mix {
	enum grid_source (*find)(void *context, struct str name, double *ret_g_per_kwh);
	/* The zone of an area code, or NULL; may be NULL. */
	const char *(*zone_of)(void *context, struct str code);
	/* Whether two names share power: Gas and B04, Wind and Wind Offshore; may be NULL. */
	bool (*overlap)(void *context, struct str a, struct str b);
	void *context;
};

/* What a file does not state about itself. */
struct grid_hints {
	/*
	 * Not NULL: the file has power by source and neighbour (a table has a column for each), and
	 * the intensity is their mean, between the factors of what is at work. Generation is net:
	 * the consumption of a stopped plant is negative. Negative imports are exports, and left
	 * out.
	 */
	const struct grid_mix *mix;
	const char *zone; /* may be NULL */
	bool has_kind, has_scope, has_basis;
	struct grid_id id; /* those that are given */
	const char *source, *licence;
};

struct grid_found {
	struct grid_series *series;
	size_t n, cap;
	bool no_data; /* a known form of answer without hours; grid_read refuses it too */
};

void grid_found_release(struct grid_found *found);

/* The series of this id in found, added if it is not there; NULL: no memory. */
struct grid_series *grid_found_series(struct grid_found *found, const struct grid_id *id,
				      const char *source, const char *licence);

/*
 * Reads a document of a known form: CSV with a time column (one zone a row or a column each, or of
 * Electricity Maps), JSON of Electricity Maps, the GB Carbon Intensity API, RTE's eCO2mix (ODRE) or
 * WattTime, XML of ENTSO-E (a mix). FRUGAL_EDATA with its place; then nothing of it is to be used.
 */
int grid_read(const char *name, struct str text, const struct grid_hints *hints,
	      struct grid_found *ret, struct frugal_error *reterr);
int grid_read_csv(const char *name, struct str text, const struct grid_hints *hints,
		  struct grid_found *ret, struct frugal_error *reterr);
int grid_read_json(const char *name, struct str text, const struct grid_hints *hints,
		   struct grid_found *ret, struct frugal_error *reterr);
int grid_read_xml(const char *name, struct str text, const struct grid_hints *hints,
		  struct grid_found *ret, struct frugal_error *reterr);

#endif
