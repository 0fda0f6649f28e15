/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vocabulary of records: the phases of a model's life and the outcomes of a run, each listed
 * once, in order. Options, filters, reports and forms read these lists; a phase or an outcome is
 * added here and nowhere else. The words are keys: the ledger and JSON have them as they are;
 * people read their translation.
 */
#ifndef RECORD_WORDS_H
#define RECORD_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* The purpose of a phase: forms and reports sum by it. */
enum phase_role {
	PHASE_UNSAID, /* "" or a word that is not a phase */
	PHASE_BEFORE, /* data, development, search, evaluation: all before and around training */
	PHASE_LEARN,  /* training */
	PHASE_ADAPT,  /* fine-tuning */
	PHASE_USE     /* inference */
};

extern const char *const run_phases[];   /* in the order of a model's life; ends with NULL */
extern const char *const run_outcomes[]; /* "failed", "superseded", ...; ends with NULL */

/* Returns the index in run_phases, or the number of phases for any other word. */
size_t run_phase_place(const char *phase);
enum phase_role run_phase_role(const char *phase);

#define RUN_OUTCOME_SHIPPED "shipped"

#endif
