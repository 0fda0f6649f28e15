/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A model as a part of the image: which models it is compiled of, its head (title, sources, ...),
 * its program, and the text of its file. Texts of the file are stored as places in that text; this
 * also distinguishes equal numbers of two lines, which are drawn separately.
 */
#ifndef MODEL_IMAGE_H
#define MODEL_IMAGE_H

#include "base/draft.h"
#include "model/program.h"

/* The models that a program is compiled of, itself first, and their files. */
#define IMAGE_MODELS 64
struct image_models {
	const char *names[IMAGE_MODELS];
	struct str texts[IMAGE_MODELS];
	size_t n;
};

int model_image_models(const struct image *image, const struct image_view *view,
		       struct image_models *ret, struct frugal_error *reterr);

/* The text of the file. */
struct str model_image_text(const struct image *image, const struct image_part *part);

/* The head, without lines: enough for lists, not for compiling what uses it. */
int model_image_head(const struct image_view *view, const struct image_models *models,
		     struct model **ret, struct frugal_error *reterr);

/*
 * Reads the program of model. *ret is NULL when one of its tables has rows of the user: the caller
 * then compiles the model. Other faults of a table are returned.
 */
int model_image_program(const struct image_view *view, const struct image_models *models,
			const struct model *model, struct tables *tables, struct program **ret,
			struct frugal_error *reterr);

/* Writes the model and its program; false when memory is out or there are too many models. */
bool model_draft(struct model *model, struct program *program, const struct image_models *models,
		 struct draft *to);

#endif
