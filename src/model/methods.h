/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks every method of a family one question: the same inputs, and the answer of each method or its
 * reason to have none. An input that a method lacks is left out of its question and listed; an
 * input that no method has is an error.
 */
#ifndef MODEL_METHODS_H
#define MODEL_METHODS_H

#include "model/ask.h"

struct method {
	const char *name;
	struct answer *answer;   /* NULL: none, for the reason below */
	const char *reason;      /* in English */
	const char *reason_told; /* the same in the language of the user */
	const char *ignored;     /* inputs that the method lacks, joined with ", "; or NULL */
};

struct methods {
	struct arena arena;
	struct method *items; /* by name */
	size_t n;
};

/*
 * family is a family, or a model, which means its first family. inputs are assignments or texts.
 * FRUGAL_EUSAGE: an unknown family, an input that no method has, or no method can answer: then the
 * error is that of the first. Freed by methods_release.
 */
int methods_ask(struct catalogue *catalogue, const char *family, const struct model_input *inputs,
		size_t n, const struct answer_options *options, struct methods *ret,
		struct frugal_error *reterr);
void methods_release(struct methods *methods);

/* Whether the model is one of the family. */
bool model_in_family(const struct model *model, struct str family);

#endif
