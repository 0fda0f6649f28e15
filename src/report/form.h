/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The footprint in standard forms, each with its own units: a Hugging Face model card (grams),
 * CycloneDX 1.6 (kWh, tonnes), SPDX 3.0.1 (kWh), the Model Documentation Form of the GPAI Code of
 * Practice (MWh), SCI (g per unit), SCI for AI (two scores), the French sheet for public purchases,
 * the indicators of data centres of EU 2024/1364, AI Energy Score (Wh of accelerators per 1000
 * queries), BoAmps (kWh), a sentence for a paper, a badge.
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

/* The facts of the site that a form has a place for: bits. */
enum form_place { FORM_HAS_PUE = 1, FORM_HAS_WATER = 2, FORM_HAS_RENEWABLE = 4, FORM_HAS_SITE = 7 };
bool form_has_place(const char *name, enum form_place place);

/* The format at index, "json"; NULL past the last. The first is what it has where none is asked. */
const char *form_format(const char *name, size_t index);

/* FRUGAL_EUSAGE: the form requires what the subject does not have; the remedy names it. */
int form_write(const char *name, const struct form_subject *subject, struct buf *to,
	       struct frugal_error *reterr);

#endif
