/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The handles of include/frugal.h, as this room sees them. Only the command line includes this
 * header too: it passes the contents of handles to the writers of the room report.
 */
#ifndef API_INSIDE_H
#define API_INSIDE_H

#include "frugal.h"
#include "host/host.h"
#include "insight/ask_answer.h"
#include "insight/audit.h"
#include "insight/comparison.h"
#include "insight/electricity.h"
#include "insight/group.h"
#include "insight/project.h"
#include "insight/recompute.h"
#include "insight/register.h"
#include "insight/totals.h"
#include "insight/trial.h"
#include "insight/trial_past.h"
#include "meter/figures.h"
#include "model/knowledge.h"
#include "model/methods.h"
#include "model/plausible.h"
#include "model/published.h"
#include "model/versus.h"
#include "quantity/print.h"
#include "store/ledger.h"

#define MAX_DRAWS 1048576 /* as on the command line */

struct frugal_library {
	struct context context; /* its arena has the texts of the options */
	struct frugal_options options;
	struct knowledge knowledge;             /* empty until the first question */
	const struct frugal_model_head **heads; /* NULL until first used */
	struct described *described;            /* models that were used */
};

/* A text that was returned: it lives as long as the result. */
struct given_text {
	struct given_text *next;
	const char *figure; /* NULL: all */
	char *text;
};

struct frugal_result {
	struct arena arena;
	struct answer *answer;        /* of an estimate */
	struct run_record run;        /* of a metered run */
	struct figures metered;       /* its answers */
	struct buf derivation;        /* the JSON of run.derivation */
	struct run_hours hours;       /* the electricity of its hours */
	struct run_electricity place; /* its zone, if that is not a row */
	struct frugal_error wrong;    /* why figures are missing; code 0: none is */
	struct frugal_figure *figures;
	size_t n_figures;
	const char *lang; /* "en" or "fr" */
	struct given_text *explained;
	char *json;
};

struct frugal_ledger {
	frugal_library *library;
	struct ledger *ledger;
	struct computing *computing; /* the figures of runs that are running */
};

struct frugal_run {
	struct run_record record;
};

struct frugal_group {
	struct arena arena;
	struct run_group own;
	const struct run_group *group; /* own, or that of a project or service */
};

struct frugal_project {
	struct frugal_group group; /* with the arena of all */
	struct project project;
};

struct frugal_service {
	struct frugal_group group; /* with the arena of all */
	struct service_view view;
};

struct frugal_comparison {
	struct arena arena;
	const char *const *labels;
	struct comparison comparison;
};

#define MAX_WARNINGS 8

struct frugal_question {
	frugal_library *library;
	struct question *question;
	struct doubtful doubtful[MAX_WARNINGS];
	struct arena arena;
};

struct frugal_methods {
	struct methods methods;
	frugal_result **results; /* by method; they own the answers */
};

struct frugal_versus {
	struct arena arena;
	struct versus versus;
};

struct frugal_published {
	struct published published;
};

struct frugal_audit {
	struct context context; /* the library's, with an arena of its own */
	struct audit audit;
	const char **missing; /* by gate; NULL: it is met */
};

struct frugal_ask {
	frugal_library *library;
	struct ask *ask;
};

struct frugal_trial {
	frugal_library *library;
	struct context context; /* the library's, with an arena of its own */
	struct trial trial;
};

struct frugal_forecasts {
	struct context context; /* the library's, with an arena of its own */
	struct trial_past past;
};

/* The contents of handles, for the writers of the room report. */
struct context *context_of(frugal_library *library); /* its arena lives as long */
struct ask *question_of(frugal_ask *ask);
const struct audit *audit_of(const frugal_audit *audit);
struct ledger *ledger_of(const frugal_ledger *ledger);
const struct run_record *record_of(const frugal_run *run);
const struct run_group *group_of(const frugal_group *group);
const struct project *project_of(const frugal_project *project);
const struct service_view *service_of(const frugal_service *service);
const struct comparison *comparison_of(const frugal_comparison *comparison);
const struct trial *trial_of(const frugal_trial *trial);
const struct trial_past *forecasts_of(const frugal_forecasts *forecasts);

/* Sums of the ledger for a view; texts live in the arena, totals_release frees the rest. */
int ledger_totals(frugal_ledger *ledger, const struct frugal_filter *filter, const char *by,
		  struct arena *arena, struct totals *ret, struct frugal_error *reterr);
/* The services with what their runs used, in order of id. */
int services_listed(frugal_ledger *ledger, struct arena *arena, service_row_visit *visit,
		    void *context, struct frugal_error *reterr);

/* frugal_service_use from words: "units=12000", "expected=10000". */
int service_use_words(frugal_ledger *ledger, const char *id, const char *month,
		      const char *const *words, size_t n, struct frugal_error *reterr);

struct frugal_amount amount_of(const struct use_figure *figure);
struct frugal_sum sum_of_use(const struct use *use);

/*
 * Fills a struct of the caller that begins with its size, which may be shorter than ours: members
 * that it does not have are not written. FRUGAL_EUSAGE: the size was not set.
 */
int sized_fill(void *to, size_t size, const void *from, size_t own, struct frugal_error *reterr);

const struct answer *answer_of(const frugal_result *result); /* NULL of a metered run */
const struct method *methods_of(const frugal_methods *methods, size_t *ret_n);
const struct versus *versus_of(const frugal_versus *versus);
const struct published *published_of(const frugal_published *published);
const struct table *table_of(const frugal_table *table);

/* At most MAX_WARNINGS warnings; they live as long as the question. */
const struct doubtful *question_warnings(frugal_question *question, size_t *ret_n);

/* Writes a report or a form into to; the question is that of the room report. */
struct report_question;
int ledger_report(frugal_ledger *ledger, const struct report_question *question,
		  const struct frugal_filter *filter, struct buf *to, struct frugal_error *reterr);

/* Reads "name=value" texts of what only people know, which must outlive the question. */
int report_read_stated(const char *const *stated, size_t n, struct report_question *to,
		       struct frugal_error *reterr);

/* frugal_form_check with all that was found. */
struct form_found;
int library_form_check(frugal_library *library, const char *name, struct str text, struct buf *to,
		       struct form_found *ret, struct frugal_error *reterr);

/* The values of status in a filter; NULL at the end. */
extern const char *const run_statuses[];

/* Converts a filter to that of the room store; its lists live in the arena. NULL: every run. */
int filter_read(const struct frugal_filter *from, struct arena *arena, struct run_filter *ret,
		struct frugal_error *reterr);

/* What a filter asks for but its moments, "project=a,status=failed"; "": nothing; NULL: an error.
 */
const char *filter_words(const struct frugal_filter *from, struct arena *arena,
			 struct frugal_error *reterr);

/* The same of a group: refuses status "running", limit and oldest_first. */
int filter_read_group(const struct frugal_filter *from, struct arena *arena, struct run_filter *ret,
		      struct frugal_error *reterr);

/* frugal_ledger_recompute with all figures that a view needs; the zones live in the arena. */
int ledger_recompute(frugal_ledger *ledger, const char *name, const char *zone, struct arena *arena,
		     struct recomputed *ret, struct frugal_error *reterr);

/*
 * The same of several: names are runs or words of groups (none: the filter alone), whose runs have
 * ended, oldest first. FRUGAL_EUSAGE: a name without a run.
 */
int ledger_recompute_all(frugal_ledger *ledger, const char *const *names, size_t n_names,
			 const struct frugal_filter *filter, const char *zone, struct arena *arena,
			 struct recomputed **ret, size_t *ret_n, struct group_pues *ret_left,
			 struct frugal_error *reterr);

/* Gives text to the caller, and empties it. */
int text_give(struct buf *text, char **ret_text, struct frugal_error *reterr);

/* The models and tables, read at the first use. */
int library_models(frugal_library *library, struct catalogue **ret, struct frugal_error *reterr);

/* The same with its tables. */
int library_knowledge(frugal_library *library, const struct knowledge **ret,
		      struct frugal_error *reterr);

/* The settings of answers from the options. */
struct answer_options library_answers(const frugal_library *library);

/* The settings of the machine from the options; the texts are the library's. */
struct host_options library_host(const frugal_library *library);

/* "name=value" texts as inputs, in memory that the caller frees. */
int take_texts(const char *const *texts, size_t n, struct model_input **ret,
	       struct frugal_error *reterr);

/* A question to model with its "name=value" inputs set. The caller frees it. */
int library_question(frugal_library *library, const char *model, const char *const *inputs,
		     size_t n_inputs, struct question **ret, struct frugal_error *reterr);

/*
 * FRUGAL_EUSAGE for a pointer that must not be NULL. The rooms below return a code only if reterr
 * is not NULL (error_todo returns it), so each function of frugal.h first sets a missing reterr.
 */
int missing_argument(const char *name, struct frugal_error *reterr);

/* FRUGAL_EUSAGE: which values are better is said, but not of which metric. */
int check_metric(bool less_is_better, const char *metric, struct frugal_error *reterr);

/*
 * FRUGAL_EUSAGE: a list of n entries that is NULL, or has more than LIST_MOST; of texts also one
 * that is NULL.
 */
int check_list(const void *list, size_t n, const char *name, struct frugal_error *reterr);
int check_texts(const char *const *texts, size_t n, const char *name, struct frugal_error *reterr);

/* FRUGAL_EUSAGE: a moment in UTC seconds that is beyond the years of dates. */
int check_moment(int64_t s, const char *name, struct frugal_error *reterr);

/* FRUGAL_EUSAGE: there are n, and index is not of them. */
int past_last(size_t index, size_t n, struct frugal_error *reterr);

/*
 * Copies a struct of the caller whose first member is its size into ours of to_size bytes. One that
 * was built with an older header is shorter: the members that it does not have are zero. One of a
 * newer header is longer, which is accepted if the unknown part is zero, else FRUGAL_EUSAGE. name
 * is that of the struct after "frugal_".
 */
int copy_sized(const void *from, void *to, size_t to_size, const char *name,
	       struct frugal_error *reterr);

/*
 * The number of digits that name a measured run in the ledger, which is open; 0 and NULL: not
 * stored.
 */
size_t measure_kept(frugal_measure *measure, struct ledger **ret);
/* Whether it has a budget of carbon, and no zone: the world average counts. */
bool measure_counts_world(const frugal_measure *measure);

/* An empty result in the language of the library. */
frugal_result *result_new(const frugal_library *library, struct frugal_error *reterr);

/* The figures of result->answer, or of result->run. */
int result_fill(frugal_result *result, struct frugal_error *reterr);

/* A result that owns the answer; frees the answer when memory is out. */
int result_of_answer(const frugal_library *library, struct answer *answer, frugal_result **ret,
		     struct frugal_error *reterr);

/* FRUGAL_EUSAGE: neither a zone, nor one whose hours are stored, nor a region of a cloud. */
int library_check_zone(frugal_library *library, const char *zone, struct frugal_error *reterr);

#endif
