/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question to every method of a family: the same inputs, each method's own answer, or why it
 * has none. An input that a method does not have is left out of its question and named; one that
 * no method has is an error.
 */
#ifndef MODEL_METHODS_H
#define MODEL_METHODS_H

#include "model/ask.h"

struct method {
	const char *name;
	struct answer *answer;   /* NULL: none, and reason says why */
	const char *reason;      /* in English */
	const char *reason_told; /* the same in the language of the user */
	const char *ignored; /* inputs that the method does not know, with ", " between; or NULL */
};

struct methods {
	struct arena arena;
	struct method *items; /* by name */
	size_t n;
};

/*
 * family is a family, or a model, which stands for its first one. inputs are assignments or texts.
 * FRUGAL_EUSAGE: there is no such family, no method has one of the inputs, or none can answer: then
 * the error is that of the first. Freed by methods_release.
 */
int methods_ask(struct library *library, const char *family, const struct model_input *inputs,
		size_t n, const struct answer_options *options, struct methods *ret,
		struct frugal_error *reterr);
void methods_release(struct methods *methods);

/* Whether the model is one of the family. */
bool model_in_family(const struct model *model, struct str family);

#endif
