/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The answer to a question in a sentence: its figures with their doubts, the same by other methods,
 * and what would make it less, each asked of the models anew.
 */
#ifndef INSIGHT_ASK_ANSWER_H
#define INSIGHT_ASK_ANSWER_H

#include "insight/ask.h"
#include "model/answer.h"

#define ASK_MAX_METHODS 16
#define ASK_MAX_LESS 4

/* A figure of another method for the whole of the question. */
struct ask_method {
	const char *name;
	const struct answer_line *line; /* of energy, which gives its unit */
	double value, low, high;        /* base units */
};

struct ask_less {
	const char *what;  /* in the language of the user */
	double times;      /* so many times less energy, or carbon of what is bought */
	const char *input; /* in place of what was asked: "output_tokens=150token" */
};

struct ask_answer {
	struct answer *answer;
	struct answer *others[ASK_MAX_METHODS]; /* have the lines of methods */
	size_t n_others;
	struct ask_method methods[ASK_MAX_METHODS];
	size_t n_methods;
	struct ask_less less[ASK_MAX_LESS];
	size_t n_less;
};

/*
 * The question must be whole, else FRUGAL_EUSAGE. Other errors are those of question_answer. Texts
 * live as long as ask. Released by ask_answer_release, also after an error.
 */
int ask_answer(struct ask *ask, struct ask_answer *ret, struct frugal_error *reterr);
void ask_answer_release(struct ask_answer *answer);

#endif
