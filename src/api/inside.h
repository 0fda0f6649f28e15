/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The handles of include/frugal.h, seen from inside. Beside this room only the command line
 * includes it, to hand what a handle holds to the writers of the room report.
 */
#ifndef API_INSIDE_H
#define API_INSIDE_H

#include "frugal.h"
#include "host/host.h"
#include "insight/recompute.h"
#include "meter/figures.h"
#include "model/knowledge.h"
#include "model/question.h"
#include "quantity/print.h"
#include "store/ledger.h"

struct frugal_library {
	struct context context; /* its arena holds the texts of the options */
	struct frugal_options options;
	struct knowledge knowledge; /* empty until something is asked */
};

/* A text that was given out: it lives as long as the result. */
struct given_text {
	struct given_text *next;
	const char *figure; /* NULL: all */
	char *text;
};

struct frugal_result {
	struct arena arena;
	struct answer *answer;  /* of an estimate */
	struct run_record run;  /* of a metered run, */
	struct figures metered; /* with its answers */
	struct frugal_figure *figures;
	size_t n_figures;
	const char *lang; /* "en" or "fr" */
	struct given_text *explained;
	char *json;
};

struct frugal_ledger {
	frugal_library *library;
	struct ledger *ledger;
};

struct frugal_run {
	struct run_record record;
};

/* What handles hold, for the writers of the room report. */
struct ledger *ledger_of(const frugal_ledger *ledger);
const struct run_record *record_of(const frugal_run *run);

/* The words that a filter takes as status; NULL at the end. */
extern const char *const run_statuses[];

/* The filter as the room store wants it; its lists live in the arena. NULL: every run. */
int filter_read(const struct frugal_filter *from, struct arena *arena, struct run_filter *ret,
		struct frugal_error *reterr);

/* frugal_ledger_recompute with all that a view wants; the zones live in the arena. */
int ledger_recompute(frugal_ledger *ledger, const char *name, const char *zone, struct arena *arena,
		     struct recomputed *ret, struct frugal_error *reterr);

/* Gives text to the caller, and empties it. */
int text_give(struct buf *text, char **ret_text, struct frugal_error *reterr);

/* The models and tables, read when first asked for. */
int library_open(frugal_library *library, struct library **ret, struct frugal_error *reterr);

/* The same with its tables. */
int library_knowledge(frugal_library *library, const struct knowledge **ret,
		      struct frugal_error *reterr);

/* What the options say of answers. */
struct answer_options library_answers(const frugal_library *library);

/* What the options say of the machine; the texts are the library's. */
struct host_options library_host(const frugal_library *library);

/* A question to model with its "name=value" texts set. The caller frees it. */
int library_question(frugal_library *library, const char *model, const char *const *inputs,
		     size_t n_inputs, struct question **ret, struct frugal_error *reterr);

/*
 * FRUGAL_EUSAGE: a pointer that must not be NULL is. Within the rooms a code is sure only where
 * reterr is there (error_todo gives it back): each function of frugal.h sees to that first.
 */
int missing_argument(const char *name, struct frugal_error *reterr);

/* An empty result in the words of the library. */
frugal_result *result_new(const frugal_library *library, struct frugal_error *reterr);

/* The figures of result->answer, or of result->run. */
int result_fill(frugal_result *result, struct frugal_error *reterr);

#endif
