/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The footprint in standard forms, each with its own units: a Hugging Face model card (grams),
 * CycloneDX 1.6 and 1.7 (kWh, tonnes), SPDX 3.0.1 (kWh), the Model Documentation Form of the GPAI
 * Code of Practice (MWh), SCI (g per unit), SCI for AI (two scores), the French sheet for public
 * purchases, the indicators of data centres of EU 2024/1364, AI Energy Score (Wh of accelerators
 * per 1000 queries), BoAmps (kWh), a sentence for a paper, a badge.
 *
 * Missing values are marked as missing, never invented. Figures are of the share perimeter: the
 * machines, without the building beyond the PUE that the runs or the form were given, counted once.
 */
#ifndef REPORT_FORM_H
#define REPORT_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "insight/subject.h"

/* "hf", "cyclonedx", "spdx", ...; NULL at the end. */
extern const char *const form_names[];
extern const char *const form_counts[]; /* how FLOP and tokens are counted; ends with NULL */

/* The values of a question that a document can have a place for: bits. */
enum form_place {
	FORM_HAS_PUE = 1 << 0,
	FORM_HAS_WUE = 1 << 1,
	FORM_HAS_RENEWABLE = 1 << 2,
	FORM_HAS_TITLE = 1 << 3,
	FORM_HAS_UNITS = 1 << 4,
	FORM_HAS_UNIT = 1 << 5, /* the word for one */
	FORM_HAS_FLOP = 1 << 6,
	FORM_HAS_TOKENS = 1 << 7,
	FORM_HAS_PARAMETERS = 1 << 8,
	FORM_HAS_FLOP_METHOD = 1 << 9,
	FORM_HAS_COUNTED = 1 << 10,
	FORM_HAS_JOURNEY = 1 << 11,
	FORM_HAS_TASK = 1 << 12,
	FORM_HAS_IT_ENERGY = 1 << 13,
	FORM_HAS_SITE_ENERGY = 1 << 14,
	FORM_HAS_WATER = 1 << 15,
	FORM_HAS_REUSED = 1 << 16,
	FORM_HAS_METRIC = 1 << 17, /* and whether less of it is better */
	FORM_HAS_SUPPLIER = 1 << 18,
	FORM_HAS_LICENCE = 1 << 19,
	FORM_HAS_MODEL_VERSION = 1 << 20,
	FORM_HAS_DOWNLOAD = 1 << 21,
	FORM_HAS_RELEASED = 1 << 22,
	FORM_HAS_MODEL =
		FORM_HAS_SUPPLIER | FORM_HAS_LICENCE | FORM_HAS_MODEL_VERSION | FORM_HAS_DOWNLOAD,
	FORM_HAS_SITE = FORM_HAS_PUE | FORM_HAS_WUE | FORM_HAS_RENEWABLE,
	FORM_HAS_SITE_METERS = FORM_HAS_IT_ENERGY | FORM_HAS_SITE_ENERGY | FORM_HAS_WATER
};
/* The figures of runs that a form has a field or a sentence for: bits. */
enum form_figure {
	FORM_OF_ENERGY = 1 << 0, /* the first three as in enum group_figure */
	FORM_OF_CARBON = 1 << 1,
	FORM_OF_EMBODIED = 1 << 2,
	FORM_OF_WATER = 1 << 3,
	FORM_OF_HARDWARE = 1 << 4,
	FORM_OF_ZONE = 1 << 5,
	FORM_OF_DAYS = 1 << 6,   /* from when to when */
	FORM_OF_BOARDS = 1 << 7, /* energy of accelerators */
};
unsigned form_figures(const char *name);

/* Those of a form; 0 for a name that is not a form. */
unsigned form_places(const char *name);

/* A value that a document does nothing with unless one of others is known too. */
struct form_pair {
	unsigned value, with; /* one bit of enum form_place, and those of the others */
};
/* Those of a form; the last has no value. */
const struct form_pair *form_pairs(const char *name);

/* The format at index, "json"; NULL past the last. The first is what it has where none is asked. */
const char *form_format(const char *name, size_t index);

/* FRUGAL_EUSAGE: the form requires what the subject does not have; the remedy names it. */
int form_write(const char *name, const struct form_subject *subject, struct buf *to,
	       struct frugal_error *reterr);

#endif
