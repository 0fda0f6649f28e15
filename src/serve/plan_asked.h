/* SPDX-License-Identifier: Apache-2.0 */
/* A job to be planned, as it is asked for by names: those of the options of frugal plan. */
#ifndef SERVE_PLAN_ASKED_H
#define SERVE_PLAN_ASKED_H

#include "frugal.h"
#include "serve/asked.h"

#define PLAN_ASKED_LISTS 64

enum plan_word_type { PLAN_LIST, PLAN_TEXT, PLAN_QUANTITY, PLAN_FLAG };

/* A name: its unit, and its member of the question with what a number is multiplied by there. */
struct plan_word {
	const char *name;
	enum plan_word_type type;
	const char *unit;
	size_t member;
	double scale;
	const char *brief; /* for programs: English */
};
extern const struct plan_word plan_words[]; /* ends with name NULL */

struct plan_asked {
	struct frugal_plan_question question;
	const char *zones[PLAN_ASKED_LISTS], *only[PLAN_ASKED_LISTS];
};

/* The question; texts live in the arena. FRUGAL_EUSAGE: no zone, or a value that cannot be read. */
int plan_asked_read(const struct asked *asked, struct arena *arena, struct plan_asked *ret,
		    struct frugal_error *reterr);
/* FRUGAL_EUSAGE: a name that is none of plan_words. */
int plan_asked_check(const struct asked *asked, struct frugal_error *reterr);

/* "frugal plan --zone DE --duration 4h": the command that asks the same. */
void plan_asked_command(const struct asked *asked, struct buf *to);

#endif
