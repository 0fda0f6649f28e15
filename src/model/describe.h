/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Models as data for those who show them or make a form of them: the structs of frugal.h, filled
 * from what was read and compiled. Everything is copied into the arena.
 */
#ifndef MODEL_DESCRIBE_H
#define MODEL_DESCRIBE_H

#include "frugal.h"
#include "model/library.h"

int model_describe_head(const struct model *model, struct arena *arena,
			const struct frugal_model_head **ret, struct frugal_error *reterr);
int model_describe(const struct program *program, struct arena *arena,
		   const struct frugal_model **ret, struct frugal_error *reterr);

#endif
