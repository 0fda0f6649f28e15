/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Describes models as data, to be shown or made into an input form: fills the structs of frugal.h
 * from the model and its program. Everything is copied into the arena.
 */
#ifndef MODEL_DESCRIBE_H
#define MODEL_DESCRIBE_H

#include "frugal.h"
#include "model/catalogue.h"

int model_describe_head(const struct model *model, struct arena *arena,
			const struct frugal_model_head **ret, struct frugal_error *reterr);
int model_describe(const struct program *program, struct arena *arena,
		   const struct frugal_model **ret, struct frugal_error *reterr);

#endif
