/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The settings of a question: the folders of the user's models and tables, the seed of the draws,
 * the language and style of texts, the ledger. The command line fills it from its options, the
 * library from struct frugal_options; no room below them reads options or environment variables.
 */
#ifndef MODEL_CONTEXT_H
#define MODEL_CONTEXT_H

#include <stdint.h>

#include "base/mem.h"
#include "quantity/print.h"

struct context {
	struct arena arena;   /* lives as long as the question */
	const char *models;   /* folder of models that replace built-in ones, or NULL */
	const char *factors;  /* the same for tables */
	const char *config;   /* the user's configuration (has models/, factors/, keys), or NULL */
	const char *source;   /* rows of this source, or NULL: any */
	int32_t factors_year; /* rows not after it; 0: the newest */
	uint64_t seed;        /* 0: the default */
	uint32_t draws;       /* 0: the default */
	const char *lang;     /* "en" or "fr" */
	const struct number_style *numbers;
	const char *store; /* path of the ledger, or NULL: the default place */
	const char *grid;  /* folder of the hours of electricity, or NULL: the default place */
	const char *root;  /* folder of a recorded machine, or NULL: this one */
	int64_t now_s;     /* UTC: what audits and reports are dated by */
};

#endif
