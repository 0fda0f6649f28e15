/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The known models: the built-in ones, then those of the user's configuration folder, then those of
 * --models; a later one replaces an earlier one of the same name. A model is read at its first use,
 * and compiled once.
 */
#ifndef MODEL_LIBRARY_H
#define MODEL_LIBRARY_H

#include "model/program.h"

struct library;

struct library_options {
	const char *dir;      /* --models; may be NULL */
	const char *user_dir; /* the user's configuration folder; ignored if it does not exist */
	const struct image *image; /* the built-in models; NULL: those of this program */
};

/* The tables must outlive the library. */
int library_new(const struct library_options *options, struct tables *tables, struct library **ret,
		struct frugal_error *reterr);
void library_free(struct library *library);

struct tables *library_tables(const struct library *library);

/* All names, sorted; ends with NULL; lives as long as the library. */
const char *const *library_names(const struct library *library);

/*
 * FRUGAL_EUSAGE: an unknown model (with a near miss); FRUGAL_EDATA: the file is not valid.
 * library_model gives the head of a model (title, families, sources, text), maybe without its
 * lines.
 */
int library_model(struct library *library, struct str name, const struct model **ret,
		  struct frugal_error *reterr);
int library_program(struct library *library, struct str name, const struct program **ret,
		    struct frugal_error *reterr);

#endif
