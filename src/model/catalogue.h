/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The known models: the built-in ones, then those of the user's configuration folder, then those of
 * --models; a later one replaces an earlier one of the same name. A model is read at its first use,
 * and compiled once.
 */
#ifndef MODEL_CATALOGUE_H
#define MODEL_CATALOGUE_H

#include "model/program.h"

struct catalogue;

struct catalogue_options {
	const char *dir;      /* --models; may be NULL */
	const char *user_dir; /* the user's configuration folder; ignored if it does not exist */
	const struct image *image; /* the built-in models; NULL: those of this program */
};

/* The tables must outlive the catalogue. */
int catalogue_new(const struct catalogue_options *options, struct tables *tables,
		  struct catalogue **ret, struct frugal_error *reterr);
void catalogue_free(struct catalogue *catalogue);

struct tables *catalogue_tables(const struct catalogue *catalogue);

/* All names, sorted; ends with NULL; lives as long as the catalogue. */
const char *const *catalogue_names(const struct catalogue *catalogue);

/*
 * FRUGAL_EUSAGE: an unknown model (with a near miss); FRUGAL_EDATA: the file is not valid.
 * catalogue_model gives the head of a model (title, families, sources, text), maybe without its
 * lines.
 */
int catalogue_model(struct catalogue *catalogue, struct str name, const struct model **ret,
		    struct frugal_error *reterr);
int catalogue_program(struct catalogue *catalogue, struct str name, const struct program **ret,
		      struct frugal_error *reterr);

#endif
