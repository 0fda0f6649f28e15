/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The derivation of a metered run: the answer of models/run.model, with the parts of the machine
 * as further lines beneath the energies that they add up to. It is kept as JSON
 * (answer_derivation_json) and read back into an answer, so that one tree printer serves both.
 */
#ifndef INSIGHT_DERIVATION_H
#define INSIGHT_DERIVATION_H

#include "model/answer.h"
#include "model/catalogue.h"
#include "record/perimeter.h"

/* Puts the parts of run under the inputs `measured` and `modelled`, as far as answer has them. */
int derivation_add_parts(struct answer *answer, const struct run_record *run,
			 enum perimeter perimeter, struct frugal_error *reterr);

/*
 * Reads what answer_derivation_json wrote. FRUGAL_EDATA when it is damaged: no JSON, no lines, a
 * line that uses one after it. An empty text is FRUGAL_EDATA too: nothing was kept.
 */
int derivation_read(const char *json, struct answer **ret, struct frugal_error *reterr);

/*
 * Adds the French title and boundary of the model of the catalogue, where its English ones are
 * those that were stored: the model of today may count something else.
 */
int derivation_words(struct answer *answer, struct catalogue *catalogue,
		     struct frugal_error *reterr);

#endif
