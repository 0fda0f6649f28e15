/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens the models and tables of a question: the built-in ones, those of the user's configuration
 * folder (models/ and factors/), and those of the folders that the context names, which win.
 */
#ifndef MODEL_KNOWLEDGE_H
#define MODEL_KNOWLEDGE_H

#include "model/answer.h"
#include "model/catalogue.h"
#include "model/context.h"

struct knowledge {
	struct tables *tables;
	struct catalogue *catalogue;
};

int knowledge_open(struct context *context, struct knowledge *ret, struct frugal_error *reterr);
void knowledge_close(struct knowledge *knowledge);

/* The seed and the draws of the context. */
void knowledge_answer_options(const struct context *context, struct answer_options *ret);

#endif
