/* SPDX-License-Identifier: Apache-2.0 */
/* The answers that people gave to the practices of an audit, with their evidence. */
#ifndef STORE_PRACTICE_ANSWER_H
#define STORE_PRACTICE_ANSWER_H

#include "store/ledger.h"

struct practice_answer {
	const char *practice; /* its key in the table of practices */
	const char *answer;   /* "yes", "partly", "no", "na" */
	const char *role;     /* who answers: "team", "sponsor", "user", "supplier"; or "" */
	const char *note;     /* for "na" the reason */
	const char *document, *sha256; /* "": none */
	int64_t at_us;
};

/* subject: "project=digits", "service=chat". */
int ledger_put_practice_answer(struct ledger *ledger, const char *subject,
			       const struct practice_answer *answer, struct frugal_error *reterr);

/* Removes the answer; FRUGAL_EUSAGE when there was none. */
int ledger_remove_practice_answer(struct ledger *ledger, const char *subject, const char *practice,
				  struct frugal_error *reterr);

/* The texts live in the arena. */
int ledger_practice_answers(struct ledger *ledger, const char *subject, struct arena *arena,
			    struct practice_answer **ret, size_t *ret_n,
			    struct frugal_error *reterr);

#endif
