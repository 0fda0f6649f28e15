/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal: measure, estimate and explain the environmental footprint of AI work.
 *
 * Read this header from top to bottom; stop when you have what you need.
 *
 *   1. Errors      every call that can fail returns 0 or a negative frugal_code
 *                  and fills a caller-owned struct frugal_error.
 *   2. Figures     a number with its unit, interval, quality and measured share.
 *   3. Library     the methods (models) and the facts (factor tables).
 *   4. Estimate    one question, every method of it, or a million rows of it.
 *   5. Result      figures, and why: text, tree or JSON; against a published one.
 *   6. Meter       the energy of the calling process, between start and stop.
 *   7. Facts       the models and their inputs, the tables and their rows,
 *                  published footprints compared with ours.
 *   8. Ledger      stored runs: list, read, set, remove, move.
 *   9. Groups      what several runs used, in total and by phase; projects; services.
 *  10. Measure     a command, the whole machine, its sensors.
 *  11. Grid        the carbon intensity of electricity, hour by hour.
 *  12. Plan        the best hours and zone for a job that can wait.
 *  13. Compare     groups compared with a baseline, and the energy that quality costs.
 *  14. Audit       the practices of frugal AI, with answers and evidence.
 *  15. Report      reports and standard forms.
 *  16. Trial       what the whole of a job will use, from runs on shares of it.
 *  17. Ask         one question in a sentence, in English or French.
 *
 * Handles are opaque and are freed by their own _free, which accepts NULL.
 * Strings returned through a handle live as long as the handle. Nothing here
 * prints or exits, and only frugal_grid_fetch touches the network. A handle serves
 * one thread at a time; different handles are independent.
 */
#ifndef FRUGAL_H
#define FRUGAL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__) && __GNUC__ >= 4
#define FRUGAL_API __attribute__((visibility("default")))
#else
#define FRUGAL_API
#endif

/* ---- 1. Errors ------------------------------------------------------------------------------ */

/* The negative of a code is the exit status of the command line tool. */
enum frugal_code {
	FRUGAL_OK = 0,
	FRUGAL_EFINDING = -1,  /* a check of a model is false, a budget is exceeded */
	FRUGAL_EUSAGE = -2,    /* the arguments: unknown input, wrong unit, missing value */
	FRUGAL_EENV = -3,      /* the machine: permission, missing source, disk, memory */
	FRUGAL_EDATA = -4,     /* the data: a model, table or file with an error */
	FRUGAL_EBUG = -5,      /* a bug in frugal; please report it */
	FRUGAL_EUNDECIDED = -6 /* a limit of a comparison cannot be judged; see its reason */
};

/*
 * Filled when a call returns a negative code, untouched otherwise. The three texts make one line:
 * "what (where): todo". where and todo may be empty. Texts are UTF-8, cut to fit.
 */
struct frugal_error {
	int32_t code;
	char what[512];  /* what is wrong, with the offending text */
	char where[192]; /* file:line:column, or the option or input at fault */
	char todo[256];  /* what the caller can do about it */
};

/* The version of the library, "MAJOR.MINOR.PATCH". */
FRUGAL_API const char *frugal_version(void);

/* The licence of frugal, and the notices and licences of the data that is built in; in English. */
FRUGAL_API const char *frugal_notice(void);
FRUGAL_API const char *frugal_licence(void);

/* ---- 2. Figures ----------------------------------------------------------------------------- */

/* Where a number comes from; a sum has the quality of its weakest part that is not zero. */
enum frugal_quality {
	FRUGAL_MEASURED = 0, /* read from a counter or meter */
	FRUGAL_DECLARED = 1, /* given by the user */
	FRUGAL_MODELLED = 2, /* computed by a model from published factors */
	FRUGAL_DEFAULT = 3   /* not given: a labelled default */
};

/* "measured", "declared", "modelled", "default". */
FRUGAL_API const char *frugal_quality_name(enum frugal_quality quality);

/*
 * A figure. value, low and high are in unit. low..high is the 5 %..95 % range of the seeded
 * draws, widened to contain the value where it is outside (frugal_result_headline says so); low ==
 * high == value when no input is uncertain.
 */
struct frugal_figure {
	const char *name;      /* "carbon" */
	const char *perimeter; /* of a metered run: see section 6; else NULL */
	const char *unit;      /* "kgCO2e" */
	double value;
	double low;
	double high;
	enum frugal_quality quality;
	double measured_share; /* 0..1: share of the value that rests on measured inputs */
};

/*
 * A number written with its unit, in the unit that the caller asks for. low..high is
 * the interval in brackets; both are the value where there is none.
 */
struct frugal_quantity {
	size_t size; /* set by the caller to sizeof(struct frugal_quantity) */
	double value, low, high;
};

/*
 * Reads text ("700 W", "90min", "1.2 [1.1, 1.3]", "50 %") as a number of unit ("kW", "h", "1").
 * Messages call it name ("--interval"). FRUGAL_EUSAGE: not a number, no unit or one that does not
 * fit, with the nearest that does.
 */
FRUGAL_API int frugal_quantity_read(const char *text, const char *unit, const char *name,
				    struct frugal_quantity *ret, struct frugal_error *reterr);

/* ---- 3. Library ----------------------------------------------------------------------------- */

typedef struct frugal_library frugal_library;

/*
 * Set size to sizeof(struct frugal_options) and the rest to zero; every member may stay zero. The
 * struct only ever grows at its end: a program that was built with a shorter one keeps working.
 */
struct frugal_options {
	size_t size;
	const char *models_dir;  /* folder of .model files; they add to the built-in ones or replace
				    them */
	const char *factors_dir; /* folder of tables; their rows come before built-in ones */
	const char *lang;        /* "en" (default) or "fr": the words of titles and trees */
	uint64_t seed;           /* of the draws; 0 means the default seed 1 */
	uint32_t draws;          /* 0 means 4096; 1 means no interval; 1 048 576 at most */
	int32_t factors_year;    /* 0: the newest row of a key; else the newest not after it */
	const char *zone;  /* electricity zone of metered runs; NULL: world average, "default" */
	double interval_s; /* seconds between two readings of the meter; 0 means 0.1 */
	const char *config_dir; /* the user's configuration: its models/ and factors/ are read too;
				   NULL: none */
	const char *source;     /* only rows of this source of a table; NULL: any */
	const char *store;      /* path of the ledger; NULL: the default place */
	int64_t now_s;          /* UTC seconds that documents are dated by; 0: the clock */
	const char *grid_dir;   /* folder of the hours of electricity; NULL: the default place */
	/* The machine that is measured. NULL: the default, given here behind the semicolon. */
	const char *root;          /* folder of a recorded machine; "/" */
	const char *nvml;          /* the NVML library; libnvidia-ml.so.1 */
	const char *reader;        /* socket of a reader; /run/frugal/reader.sock */
	const char *redfish_login; /* "name:password" of a server's controller */
	const char *attribution;   /* first to be tried: "cgroup", "perf" or "wait4" */
	const char *sensors;       /* more sensors, one per line, like --sensor of the program */
	int32_t redfish_insecure;  /* 1: any certificate of a controller is accepted */
	/*
	 * 1: environment variables are ignored. 0: FRUGAL_ROOT and the others that the man page
	 * lists replace members that are NULL or 0.
	 */
	int32_t no_environment;
};

/*
 * Loads nothing yet: models and tables are read when first used. options may be NULL; they are
 * copied. The library outlives its meters; a result outlives the library.
 */
FRUGAL_API int frugal_library_new(const struct frugal_options *options,
				  frugal_library **ret_library, struct frugal_error *reterr);
FRUGAL_API void frugal_library_free(frugal_library *library);

/* ---- 4. Estimate ---------------------------------------------------------------------------- */

typedef struct frugal_result frugal_result;

/*
 * Answers one question. inputs are "name=value" texts as on the command line, with units:
 * "gpu_hours=1083 kh", "gpu=A100 SXM4 80GB", "pue=1.2 [1.1, 1.3]", "zone.intensity=57 g/kWh".
 * Errors: FRUGAL_EUSAGE for the inputs, FRUGAL_EDATA for the model, FRUGAL_EFINDING when a check
 * of the model is false. The caller frees *ret_result.
 */
FRUGAL_API int frugal_estimate(frugal_library *library, const char *model,
			       const char *const *inputs, size_t n_inputs,
			       frugal_result **ret_result, struct frugal_error *reterr);

/* A column of numbers for frugal_estimate_many: one value per row, in unit. */
struct frugal_column {
	const char *name; /* input, field of a row ("zone.intensity"), or output of the model */
	const char *unit; /* NULL: the model's own unit */
	double *values;   /* n_rows numbers; read for inputs, written for outputs */
};

/*
 * Answers the same question for n_rows rows, at central values. fixed are "name=value" texts that
 * apply to each row (rows of tables are given there). A row whose inputs are refused (NaN, past a
 * limit of the model), whose check is false or whose result is infinite gets NaN in every output;
 * *ret_refused counts them (may be NULL). An unknown column or a wrong unit is FRUGAL_EUSAGE, and
 * then no output is written. An output column may be an input column: rows are read first.
 */
FRUGAL_API int frugal_estimate_many(frugal_library *library, const char *model,
				    const char *const *fixed, size_t n_fixed,
				    const struct frugal_column *inputs, size_t n_inputs,
				    const struct frugal_column *outputs, size_t n_outputs,
				    size_t n_rows, size_t *ret_refused,
				    struct frugal_error *reterr);

/*
 * A question that is built step by step. It belongs to its library and is freed before it.
 * FRUGAL_EUSAGE: an unknown model; FRUGAL_EDATA: the model is not valid.
 */
typedef struct frugal_question frugal_question;

FRUGAL_API int frugal_question_new(frugal_library *library, const char *model,
				   frugal_question **ret_question, struct frugal_error *reterr);
FRUGAL_API void frugal_question_free(frugal_question *question);

/* "name=value" as above. FRUGAL_EUSAGE also for an input that was already given. */
FRUGAL_API int frugal_question_set(frugal_question *question, const char *input,
				   struct frugal_error *reterr);

/*
 * A number that a program knows: measured, computed, or read from a record. Set size to
 * sizeof(struct frugal_number). low..high is the 90 % interval, as that of a figure: an answer of
 * one question may be an input of the next. Both 0: the value is exact.
 */
struct frugal_number {
	size_t size;
	const char *name; /* input, or field of a row ("zone.intensity") */
	const char *unit; /* of the same dimension as the input's; NULL: the input's own */
	double value, low, high;
	enum frugal_quality quality;
	double measured_share; /* 0..1 */
	const char *source;    /* for the derivation; may be NULL */
};

/*
 * Sets an input, or replaces its value. FRUGAL_EUSAGE: an unknown input, one that takes a name, a
 * wrong unit, a value that is not finite or that the model refuses.
 */
FRUGAL_API int frugal_question_set_number(frugal_question *question,
					  const struct frugal_number *number,
					  struct frugal_error *reterr);

/* A value that was given and looks 1000 times too large or too small: kg for g. In unit. */
struct frugal_warning {
	const char *input;
	const char *unit;
	double given, meant;
	double low, high; /* the usual range */
};

/* The warning at index; FRUGAL_EUSAGE past the last. Texts live as long as the question. */
FRUGAL_API int frugal_question_warning(frugal_question *question, size_t index,
				       struct frugal_warning *ret_warning);

/* What to compute besides the figures. Set size to sizeof(struct frugal_answering). */
struct frugal_answering {
	size_t size;
	uint32_t draws; /* 0: as in the options of the library; 1: no intervals */
	int lines;      /* not 0: intervals of every line of the derivation, for frugal_explain */
	int doubts;     /* not 0: which inputs its intervals come from, for frugal_result_doubt */
};

/*
 * Answers; the question can be set further and asked again. answering may be NULL: only figures
 * with their intervals. Errors are those of frugal_estimate. The caller frees *ret_result.
 */
FRUGAL_API int frugal_question_answer(frugal_question *question,
				      const struct frugal_answering *answering,
				      frugal_result **ret_result, struct frugal_error *reterr);

/*
 * The same question answered by every method of its family. No method is an agreed standard, so
 * their differences are part of the answer.
 */
typedef struct frugal_methods frugal_methods;

struct frugal_method {
	const char *model;
	const frugal_result *result; /* NULL: no answer, for reason */
	const char *reason;          /* why it has no answer, in English; else NULL */
	const char *ignored; /* inputs that it does not have, separated by ", "; NULL: none */
};

/*
 * family is a family ("training"), or a model, which stands for its first family. FRUGAL_EUSAGE:
 * an unknown family, an input that no method has, or no method can answer.
 */
FRUGAL_API int frugal_methods_new(frugal_library *library, const char *family,
				  const char *const *inputs, size_t n_inputs,
				  frugal_methods **ret_methods, struct frugal_error *reterr);
FRUGAL_API void frugal_methods_free(frugal_methods *methods);
FRUGAL_API size_t frugal_methods_count(const frugal_methods *methods);

/* Methods in the order of their names; results and texts live as long as methods. */
FRUGAL_API int frugal_methods_get(const frugal_methods *methods, size_t index,
				  struct frugal_method *ret_method);

/*
 * Functions of the caller that read and write the bytes of files. They return 0, or a negative code
 * with its error, which ends the call that uses them. frugal_read fills to with up to size bytes,
 * in order; *ret_n 0 is the end of the file.
 */
typedef int frugal_read(void *context, char *to, size_t size, size_t *ret_n,
			struct frugal_error *reterr);
typedef int frugal_write(void *context, const char *bytes, size_t n, struct frugal_error *reterr);

/*
 * Takes a note that the answers of so many rows have (see frugal_result_note), in the words that it
 * has for the first of them, which is on that line of the file. Called once a kind of note, after
 * the last row.
 */
typedef int frugal_stream_note(void *context, const char *text, uint64_t rows, uint64_t first_line,
			       struct frugal_error *reterr);

/*
 * Rows of a CSV file of any length, in constant memory. The header names inputs ("gpu_hours",
 * "gpu_hours[kh]", "zone.intensity") or columns to copy ("id", "_anything"); each row is
 * written with the figures of the model appended. Set size to sizeof(struct frugal_stream).
 */
struct frugal_stream {
	size_t size;
	const char *name;  /* of the file, for messages */
	frugal_read *read; /* these three are called by the calling thread */
	frugal_write *write;
	frugal_write *reject; /* "line,reason,row" of refused rows; NULL: not written */
	void *context;
	unsigned threads; /* 0: one per processor */
	int intervals;    /* not 0: each figure is followed by its low and high end, and all three
			     are those of frugal_question_answer; else figures are at central inputs */
	uint32_t draws;   /* of intervals; 0: as in the options of the library */
	frugal_stream_note *note; /* NULL: notes are not counted */
};

struct frugal_stream_report {
	uint64_t rows, refused;
	struct frugal_error first; /* the first refusal */
	uint64_t absent;           /* bit i: figure i (63: or a later one) is absent in some row */
	double parse_s, answer_s, print_s; /* CPU time of all threads */
};

/*
 * The inputs of question apply to every row. A row that is refused is left out and counted.
 * FRUGAL_EDATA: an empty file, an unknown column; FRUGAL_EUSAGE: an input that neither question nor
 * a column gives. Also the errors of read, write and reject.
 */
FRUGAL_API int frugal_question_stream(const frugal_question *question,
				      const struct frugal_stream *stream,
				      struct frugal_stream_report *ret_report,
				      struct frugal_error *reterr);

/* ---- 5. Result ------------------------------------------------------------------------------ */

FRUGAL_API void frugal_result_free(frugal_result *result);
FRUGAL_API size_t frugal_result_count(const frugal_result *result);

/*
 * The figure at index, in the order of the model; FRUGAL_EUSAGE past the end. Its texts live as
 * long as the result. A figure with a missing input has the value NaN. For a metered run: perimeter
 * by perimeter, then each mark as a figure of its name and of the perimeter "section"; no figures
 * where nothing could be metered.
 */
FRUGAL_API int frugal_result_figure(const frugal_result *result, size_t index,
				    struct frugal_figure *ret_figure);

/*
 * The figure called name (for a metered run: of perimeter "share", or the first mark of that
 * name); FRUGAL_EUSAGE: unknown name.
 */
FRUGAL_API int frugal_result_find(const frugal_result *result, const char *name,
				  struct frugal_figure *ret_figure);

/*
 * The derivation of a figure (NULL: of all) as a tree in text; lives as long as the result. NULL
 * when the figure is unknown or memory is out. For a metered run: of the perimeter "share".
 */
FRUGAL_API const char *frugal_explain(frugal_result *result, const char *figure);

/*
 * The whole result as the JSON that the command line prints; lives as long as the result. NULL
 * when memory is out.
 */
FRUGAL_API const char *frugal_result_json(frugal_result *result);

/* Why the figure has no value, in English; NULL when it has one or is unknown. */
FRUGAL_API const char *frugal_result_absent(const frugal_result *result, const char *figure);

/*
 * What the value of a figure is: "central", what its formula gives at the central value of each
 * input, or "mean", the mean of the draws, of models that multiply skewed guesses. Numbers are in
 * the unit of the figure, NaN where it has no value; without uncertain inputs the three are one.
 */
struct frugal_headline {
	const char *headline;
	double central, mean, median; /* mean and median are those of the draws */
	int widened; /* the value is outside the 5 % to 95 % range, which is widened to include it
		      */
};

/* FRUGAL_EUSAGE: an unknown figure, or a metered run, whose figures have no draws. */
FRUGAL_API int frugal_result_headline(const frugal_result *result, const char *figure,
				      struct frugal_headline *ret_headline);

/*
 * What a reader must know beyond the figures, in English: a default that stands in where a row that
 * was given lacks a value, the row that a family name is taken as, a size that is a guess. NULL
 * past the last, and of a metered run; lives as long as the result.
 */
FRUGAL_API const char *frugal_result_note(const frugal_result *result, size_t index);

/* How much of the variance of a figure comes from one uncertain input. */
struct frugal_doubt {
	const char *figure;
	const char *input; /* or a constant of the model */
	double share;      /* 0..1; those of a figure sum to 1 */
};

/*
 * The doubt at index: figure by figure, the largest first; FRUGAL_EUSAGE past the last. None
 * unless doubts of struct frugal_answering was set.
 */
FRUGAL_API int frugal_result_doubt(const frugal_result *result, size_t index,
				   struct frugal_doubt *ret_doubt);

/* A published figure compared with ours. */
typedef struct frugal_versus frugal_versus;

struct frugal_versus_figure {
	const char *figure;
	const char *unit;
	double reported, estimated; /* in unit */
	double ratio;               /* reported over estimated; NaN when that is 0 */
	int within;                 /* reported is within our interval */
	int agrees;                 /* reported is within 2 % of ours */
};

/* One error that would explain the difference. */
struct frugal_slip {
	const char *kind;   /* "thousand_more", "thousand_less", "counted_twice", "left_out",
			       "other_figure", "other_factor" */
	const char *name;   /* of the input, figure or field; NULL: none */
	const char *source; /* of the other factor, with its year; NULL: none */
	double value;       /* our figure with this error, in the unit of the comparison */
};

/*
 * reported is "552t", or "energy=1287MWh" where the unit does not identify the figure; result is
 * the answer to question as it stands. FRUGAL_EUSAGE: no figure has that name or unit, or it is
 * absent. The comparison is freed before the result and the library.
 */
FRUGAL_API int frugal_versus_new(const frugal_question *question, const frugal_result *result,
				 const char *reported, frugal_versus **ret_versus,
				 struct frugal_error *reterr);
FRUGAL_API void frugal_versus_free(frugal_versus *versus);
FRUGAL_API int frugal_versus_get(const frugal_versus *versus,
				 struct frugal_versus_figure *ret_comparison);

/* The slip at index, the likeliest first; FRUGAL_EUSAGE past the last. */
FRUGAL_API int frugal_versus_slip(const frugal_versus *versus, size_t index,
				  struct frugal_slip *ret_slip);

/* ---- 6. Meter ------------------------------------------------------------------------------- */

typedef struct frugal_meter frugal_meter;

/*
 * Meters the machine, and attributes energy to the process by CPU time. Three perimeters:
 *
 *   marginal  what the process added: its share of the energy above idle
 *   share     marginal, and its share of the idle energy: the one to report
 *   machine   all that the machine used in the same time
 *
 * Starts metering the calling process and the children it has waited for. A thread of the library
 * reads the counters; it takes no signal. FRUGAL_EUSAGE: a wrong zone in the options.
 */
FRUGAL_API int frugal_meter_start(frugal_library *library, frugal_meter **ret_meter,
				  struct frugal_error *reterr);

/* Ends a section called name: its energy is what was used since the last mark or the start. */
FRUGAL_API int frugal_meter_mark(frugal_meter *meter, const char *name,
				 struct frugal_error *reterr);

/* Reads the figures so far without stopping; the caller frees *ret_result. */
FRUGAL_API int frugal_meter_read(frugal_meter *meter, frugal_result **ret_result,
				 struct frugal_error *reterr);

/*
 * Stops and returns the figures; the meter is freed in every case. The caller frees *ret_result;
 * ret_result may be NULL.
 */
FRUGAL_API int frugal_meter_stop(frugal_meter *meter, frugal_result **ret_result,
				 struct frugal_error *reterr);

/* ---- 7. Facts: the tables and models themselves ---------------------------------------------- */

/*
 * The structs below belong to the library and live as long as it does. Lists of pointers end with
 * NULL, so that they need no count; the structs may grow at their end. Texts for people are in
 * English and in French (_fr), which is the English one if a translation is missing.
 */
struct frugal_model_head {
	const char *name;                   /* "training" */
	const char *file;                   /* "models/training.model", or the path of the user's */
	const char *title, *title_fr;       /* the question that it answers */
	const char *boundary, *boundary_fr; /* what is counted and what is left out; may be "" */
	const char *const *families;        /* the first is the main one */
	const char *const *sources;         /* publications */
	const char *headline; /* what the value of a figure is: see struct frugal_headline */
};

enum frugal_input_kind {
	FRUGAL_NUMBER = 0, /* "10 [8, 12] h" */
	FRUGAL_ROW = 1,    /* a name in a table: "A100 SXM4 80GB" */
	FRUGAL_CHOICE = 2  /* one of a few words */
};

/* An input of a model, with all that a form needs to ask for it. */
struct frugal_model_input {
	const char *name;
	enum frugal_input_kind kind;
	const char *unit;           /* of a number; else NULL */
	const char *table;          /* of a row; else NULL */
	const char *const *choices; /* of a choice; else NULL */
	int required;               /* not 0: it has no default and must be given */
	const char *preset; /* its default as written in the model: "0.65 [0.5, 0.9]", "\"WOR\"",
			       "instance.gpu"; NULL: none */
	double value, low, high;   /* the default of a number, in unit; NaN where it is computed */
	double at_least, at_most;  /* limits in unit; -INFINITY, INFINITY: none */
	const char *const *limits; /* the same as written: "> 0", "<= 1" */
	const char *source;        /* of the default; may be "" */
	const char *help, *help_fr;
};

struct frugal_model_output {
	const char *name;
	const char *unit;
	const char *help, *help_fr;
};

struct frugal_model {
	const struct frugal_model_head *head;
	const struct frugal_model_input *const *inputs; /* also those of the models that it uses */
	const struct frugal_model_output *const *outputs;
	const char *text; /* the file */
};

/* All models, by name. FRUGAL_EDATA: a file of the user is not a model. */
FRUGAL_API int frugal_models(frugal_library *library,
			     const struct frugal_model_head *const **ret_models,
			     struct frugal_error *reterr);

/* FRUGAL_EUSAGE: an unknown model; FRUGAL_EDATA: it is not valid. */
FRUGAL_API int frugal_model_get(frugal_library *library, const char *name,
				const struct frugal_model **ret_model, struct frugal_error *reterr);

/* The file of a model, which need not be valid. */
FRUGAL_API int frugal_model_text(frugal_library *library, const char *name, const char **ret_text,
				 struct frugal_error *reterr);

/* The names of all tables. */
FRUGAL_API int frugal_tables(frugal_library *library, const char *const **ret_names,
			     struct frugal_error *reterr);

/*
 * A table of facts: each row has a key, values with units, source, year and licence. Several rows
 * may have the same key: other years, other sources. FRUGAL_EUSAGE: an unknown table;
 * FRUGAL_EDATA: a file of the user is not valid.
 */
typedef struct frugal_table frugal_table;

#define FRUGAL_NONE UINT32_MAX

FRUGAL_API int frugal_table_get(frugal_library *library, const char *name,
				const frugal_table **ret_table, struct frugal_error *reterr);
FRUGAL_API const char *frugal_table_name(const frugal_table *table);
FRUGAL_API uint32_t frugal_table_rows(const frugal_table *table);
FRUGAL_API uint32_t frugal_table_columns(const frugal_table *table);

struct frugal_table_head {
	const char *name;
	const char *unit;   /* NULL: text; "1": a number without unit */
	uint32_t low, high; /* columns of its interval, or FRUGAL_NONE */
};

/* The head of a column; FRUGAL_EUSAGE past the last. */
FRUGAL_API int frugal_table_column(const frugal_table *table, uint32_t column,
				   struct frugal_table_head *ret_head);

/* The column called name, or FRUGAL_NONE. */
FRUGAL_API uint32_t frugal_table_column_find(const frugal_table *table, const char *name);

/* A cell as written, numbers too; "" where it is missing, or past the end. */
FRUGAL_API const char *frugal_table_text(const frugal_table *table, uint32_t row, uint32_t column);

/* A number in the unit of its column; NaN where it is missing, or a text. */
FRUGAL_API double frugal_table_number(const frugal_table *table, uint32_t row, uint32_t column);

/* The place of the row, "factors/gpus.csv:12": at most size bytes with the ending zero. */
FRUGAL_API int frugal_table_where(const frugal_table *table, uint32_t row, char *to, size_t size);

enum frugal_found_kind {
	FRUGAL_FOUND = 0,
	FRUGAL_UNKNOWN = 1,    /* no row has the name; candidates are similar names */
	FRUGAL_AMBIGUOUS = 2,  /* several rows have it; candidates are the first ones */
	FRUGAL_OTHER_YEAR = 3, /* "FR:1900": its rows are of other years */
	FRUGAL_TAKEN = 4       /* "H100": row is its commonest variant; candidates are others */
};

struct frugal_found {
	enum frugal_found_kind kind;
	uint32_t row; /* FRUGAL_NONE unless found or taken */
	uint32_t candidates[8];
	uint32_t n_candidates;
};

/*
 * The row for a name as people and machines write it: "FR", "FR:2022", "France",
 * "NVIDIA A100-SXM4-80GB", "openai/gpt-4o". A family name ("H100") is its commonest variant where
 * the tables say which that is, and is marked as such. Else FRUGAL_EUSAGE for an unknown or
 * ambiguous name; then *ret_found is also set, with the candidates.
 */
FRUGAL_API int frugal_table_find(const frugal_table *table, const char *name,
				 struct frugal_found *ret_found, struct frugal_error *reterr);

/*
 * Writes the rows with the key of row to rows[0..max), first the one that answers for the key, then
 * the newest; returns their number.
 */
FRUGAL_API uint32_t frugal_table_same_key(const frugal_table *table, uint32_t row, uint32_t *rows,
					  uint32_t max);

/* CSV text of the user's own rows. Set size to sizeof(struct frugal_import). */
struct frugal_import {
	size_t size;
	const char *table;
	const char *name; /* of the file, for messages and as the source of rows without one */
	const char *text;
	size_t n_text;
	const char *const *renames; /* "THEIRS=OURS": columns of other names, "TDP=tdp[W]"; if there
				       are any, columns that are not listed are left out */
	size_t n_renames;
	int dry_run; /* not 0: write nothing */
};

struct frugal_imported {
	const char *path; /* of the file that is, or would be, written; lives with the library */
	uint32_t read;    /* rows of the text */
	uint32_t added;   /* of them, new rows */
	uint32_t winning; /* of them, rows that come before built-in ones of their key */
};

/*
 * Adds rows to the user's folder (config_dir of the options). Nothing is written unless all of the
 * text is valid; importing the same rows again changes nothing. A table that the library has
 * already read does not change: the next library reads the new rows.
 * FRUGAL_EUSAGE: an unknown table, no folder, a bad rename; FRUGAL_EDATA: the text, with its line;
 * FRUGAL_EENV: it cannot be written.
 */
FRUGAL_API int frugal_table_import(frugal_library *library, const struct frugal_import *rows,
				   struct frugal_imported *ret_imported,
				   struct frugal_error *reterr);

/* Published footprints, and what our models give from the inputs that the papers state. */
typedef struct frugal_published frugal_published;

struct frugal_published_figure {
	const char *publication;    /* key of several figures: "bloom" */
	const char *name;           /* "BLOOM" */
	const char *what, *what_fr; /* what the figure counts */
	const char *step, *step_fr; /* its place in a sum of steps; "": none */
	const char *model;          /* that gives ours */
	const char *const *inputs;  /* of the model, as in frugal_estimate */
	const char *figure;         /* of the model */
	const char *unit;
	double published, ours;
	const char *published_text; /* with the digits of the publication: "24.7" */
	size_t question;            /* figures of one question have the same number, from 1 */
	int follows;                /* ours is within tolerance of the published one */
	double tolerance;           /* a ratio minus 1; NaN: it does not follow, for why */
	const char *why, *why_fr;   /* why they differ */
	const char *source;
	double year; /* NaN: not dated */
};

/* name: a publication; NULL: all of them. FRUGAL_EUSAGE: an unknown publication. */
FRUGAL_API int frugal_published_new(frugal_library *library, const char *name,
				    frugal_published **ret_published, struct frugal_error *reterr);
FRUGAL_API void frugal_published_free(frugal_published *published);
FRUGAL_API size_t frugal_published_count(const frugal_published *published);

/*
 * The figure at index, publications one after the other. Texts live as long as published and the
 * library.
 */
FRUGAL_API int frugal_published_get(const frugal_published *published, size_t index,
				    struct frugal_published_figure *ret_figure);

/* ---- 8. Ledger: stored runs ------------------------------------------------------------------ */

/*
 * The ledger is a file of runs, of one user or of a team. Many programs may have it open;
 * each call below is one transaction. A handle serves one thread, and must be opened after a fork.
 *
 * Further errors of this section: FRUGAL_EENV for the file (disk full, no permission, damaged,
 * locked for 10 s), with its path in `where`; FRUGAL_EUSAGE for an unknown run, or a name or
 * prefix of several runs.
 */
typedef struct frugal_ledger frugal_ledger;
typedef struct frugal_run frugal_run;

enum frugal_ledger_mode {
	FRUGAL_LEDGER_READ = 0, /* a missing ledger reads as an empty one */
	FRUGAL_LEDGER_WRITE = 1 /* creates the file and its folders if they are missing */
};

/* Opens the ledger that the options of library name. The library outlives it. */
FRUGAL_API int frugal_ledger_open(frugal_library *library, enum frugal_ledger_mode mode,
				  frugal_ledger **ret_ledger, struct frugal_error *reterr);
FRUGAL_API void frugal_ledger_close(frugal_ledger *ledger);

/*
 * Selects the runs that match all members. Set size to sizeof(struct frugal_filter) and the rest to
 * zero: every run. "" matches runs in which the field is empty. Groups, projects, comparisons and
 * reports are of runs that have ended, all that match: they refuse status "running", limit and
 * oldest_first, and heed no sort, offset or after; frugal_ledger_sum refuses status "running".
 */
struct frugal_filter {
	size_t size;
	const char *project, *service, *phase, *name, *host; /* NULL: any */
	const char *outcome;     /* "shipped", "failed", "superseded", "abandoned"; NULL: any */
	const char *status;      /* "running", "finished", "interrupted", or of the finished: "ok"
				    (exit status 0), "failed"; NULL: any */
	const char *const *tags; /* n_tags, all of which a run must have */
	size_t n_tags;
	int64_t since_us, until_us; /* started in [since, until), UTC microseconds; 0: open */
	size_t limit;               /* 1 000 000 at most; 0: all */
	int32_t oldest_first;
	const char *words; /* "project=digits,phase=training": must match too; NULL: none */
	/*
	 * Of a list: the largest first by "energy", "carbon" (share perimeter) or "duration"; NULL:
	 * by "start". Only the newest 10 000 runs that match are sorted so.
	 */
	const char *sort;
	size_t offset; /* leaves out so many of the first, 10 000 000 at most */
	/* Of a list by start, newest first: only the runs that follow this one. NULL: all. */
	const char *after_id;
	int64_t after_us; /* its start */
};

/*
 * Parses a date: "2026-11-22", "2026-11-22T10:00:00Z", or "7d" for a week ago; *ret_us is in UTC
 * microseconds. FRUGAL_EUSAGE: none of these.
 */
FRUGAL_API int frugal_moment(const char *text, int64_t *ret_us, struct frugal_error *reterr);

/* How much of each run is read: its head; also its figures and tags; everything. */
enum frugal_detail { FRUGAL_RUN_HEAD = 0, FRUGAL_RUN_FIGURES = 1, FRUGAL_RUN_WHOLE = 2 };

/* What a visit returns: continue, end the list, or a negative frugal_code with its error. */
enum frugal_visit { FRUGAL_VISIT_ON = 0, FRUGAL_VISIT_STOP = 1 };

/* run lives until the visit returns. */
typedef int frugal_run_visit(void *context, const frugal_run *run, struct frugal_error *reterr);

/* Calls visit for each run of the filter (NULL: all), newest first. 0 also when stopped. */
FRUGAL_API int frugal_ledger_list(frugal_ledger *ledger, const struct frugal_filter *filter,
				  enum frugal_detail detail, frugal_run_visit *visit, void *context,
				  struct frugal_error *reterr);

/* One run, whole. name: its name or id, 4 digits of it, "last", "last~2"; freed by the caller. */
FRUGAL_API int frugal_ledger_run(frugal_ledger *ledger, const char *name, frugal_run **ret_run,
				 struct frugal_error *reterr);
FRUGAL_API void frugal_run_free(frugal_run *run);

/* The head of a run. Texts live as long as the run; "" is a value that was not given. */
struct frugal_run_about {
	size_t size;             /* set by the caller to sizeof(struct frugal_run_about) */
	const char *id, *status; /* "running", "finished", "interrupted" */
	const char *project, *service, *phase, *name, *host, *zone, *machine;
	const char *outcome;          /* "" when not set, or only the head was read */
	const char *attribution;      /* how CPU time was counted: "cgroup", "perf", "wait4" */
	const char *const *command;   /* ends with NULL */
	const char *const *tags;      /* ends with NULL; none when only the head was read */
	int64_t started_us, ended_us; /* UTC microseconds; ended_us 0 while it runs */
	double duration_s, cpu_s;     /* cpu_s: CPU time of the command */
	double share;                 /* of the machine's CPU time during the run, 0..1 */
	int32_t exit_code;            /* or the number of the signal */
	int32_t by_signal;
	const char *left_out;   /* what no part covers, one line */
	const char *derivation; /* JSON object; "" unless the run was read whole */
};
FRUGAL_API int frugal_run_about(const frugal_run *run, struct frugal_run_about *ret,
				struct frugal_error *reterr);

/* Figures, by perimeter, as in section 5. FRUGAL_EUSAGE: past the end, or unknown. */
FRUGAL_API size_t frugal_run_count(const frugal_run *run);
FRUGAL_API int frugal_run_figure(const frugal_run *run, size_t index,
				 struct frugal_figure *ret_figure);
FRUGAL_API int frugal_run_find(const frugal_run *run, const char *name, const char *perimeter,
			       struct frugal_figure *ret_figure);

/* A part of the machine over the run. energy_j = idle_j + attributed_j + unattributed_j. */
struct frugal_part {
	const char *part;   /* "cpu.package-0", "dram.0", "gpu.0", "ram", "server" */
	const char *sensor; /* "powercap intel-rapl:0", "model cpu_power T0" */
	double energy_j;    /* low is energy_j * low_factor, high is energy_j * high_factor */
	double low_factor, high_factor;
	double idle_j;         /* of the machine without load */
	double attributed_j;   /* added by the command */
	double unattributed_j; /* added by everything else */
	double gaps_s;         /* time without a valid reading */
	enum frugal_quality quality;
	const char *state;  /* "ok", "denied", "absent", "stale", "asleep" */
	int32_t idle_known; /* 0: idle power was never measured here, so idle_j is 0 */
	int32_t is_check;   /* a meter of the whole machine, to compare: in no sum */
	const char
		*device; /* its model, "NVIDIA H100 80GB HBM3"; "": the sensor does not know it */
};
FRUGAL_API size_t frugal_run_part_count(const frugal_run *run);
FRUGAL_API int frugal_run_part(const frugal_run *run, size_t index, struct frugal_part *ret_part);

/*
 * Where the figures of a run that was read whole come from: a result whose figures are those of
 * perimeter "share" and whose derivation frugal_explain shows, in the language of library. The
 * caller frees it. FRUGAL_EDATA: it was not stored, or is damaged.
 */
FRUGAL_API int frugal_run_derivation(frugal_library *library, const frugal_run *run,
				     frugal_result **ret_result, struct frugal_error *reterr);

/* The whole record as the JSON that export writes. *ret_text is freed by frugal_text_free. */
FRUGAL_API int frugal_run_json(const frugal_run *run, char **ret_text, struct frugal_error *reterr);
FRUGAL_API void frugal_text_free(char *text);

/*
 * Sets fields and tags of a run: "project=digits", "service=chat", "phase=training", "name=small",
 * "outcome=shipped", "+tag", "-tag". All words are applied, or none.
 * FRUGAL_EUSAGE: an unknown field, a value that is not in its list, or a tag to remove that the run
 * does not have.
 */
FRUGAL_API int frugal_ledger_set(frugal_ledger *ledger, const char *run, const char *const *words,
				 size_t n_words, struct frugal_error *reterr);

/*
 * Removes all of the runs, or none: a name is unknown, or a run is still running. Kept estimates
 * ("e-7c1e") are removed too.
 */
FRUGAL_API int frugal_ledger_remove(frugal_ledger *ledger, const char *const *runs, size_t n_runs,
				    struct frugal_error *reterr);

/* What a kept estimate is for. Set size; members that are not given are NULL. */
struct frugal_kept {
	size_t size;
	const char *project, *service, *name;
};

/*
 * Keeps the answer to an estimate in the ledger, with the texts that it was asked by
 * ("gpu_hours=8h"). It is not a run, and no sum counts it; an audit sees that it was made before
 * the runs. result is that of frugal_estimate or of a question, with all its lines. *ret_id, "e-"
 * and 16 digits, is freed by frugal_text_free; frugal_report_write and frugal_ledger_remove take
 * it, and 4 digits of it. FRUGAL_EUSAGE: the result is that of a run.
 */
FRUGAL_API int frugal_estimate_keep(frugal_ledger *ledger, const frugal_result *result,
				    const char *const *inputs, size_t n_inputs,
				    const struct frugal_kept *kept, char **ret_id,
				    struct frugal_error *reterr);

/* A run with other factors. Figures are of perimeter "share"; NaN: missing. */
struct frugal_recomputed {
	size_t size;                  /* set by the caller to sizeof(struct frugal_recomputed) */
	double energy_kwh, carbon_kg; /* as stored */
	double new_energy_kwh, new_carbon_kg; /* with the factors of the library */
};

/*
 * Recomputes a stored run with the factors that the library chooses, and in another zone if zone is
 * not NULL. Without a zone, a year or a source, stored hours of the time of the run come first. The
 * ledger does not change.
 */
FRUGAL_API int frugal_ledger_recompute(frugal_ledger *ledger, const char *run, const char *zone,
				       struct frugal_recomputed *ret, struct frugal_error *reterr);

/*
 * Imports runs, one JSON object per line as frugal_run_json writes them: all of them or none. name
 * is used in errors. Runs that are already stored do not change; ret_ may be NULL.
 */
FRUGAL_API int frugal_ledger_import(frugal_ledger *ledger, const char *name, frugal_read *read,
				    void *context, size_t *ret_added, size_t *ret_known,
				    struct frugal_error *reterr);

/* ---- 9. Groups and services: what several runs used ------------------------------------------ */

/*
 * A group of runs with its sums, computed once, so that all answers of a handle agree. Runs that
 * have ended count. low..high is the 90 % interval: the error of a run's figures (a power model's
 * factor, the intensity of a zone) is common to the runs, so the ends of a sum are the sums of the
 * ends.
 */
typedef struct frugal_group frugal_group;

/* Members of a question that may be given as 0. */
enum frugal_given {
	FRUGAL_GIVEN_WUE = 1,
	FRUGAL_GIVEN_RENEWABLE = 2,
	FRUGAL_GIVEN_UNITS = 4,
	FRUGAL_GIVEN_INCREASE = 8 /* of struct frugal_comparison_question */
};

/*
 * Which runs, and facts about them. Set size to sizeof(struct frugal_group_question) and the rest
 * to zero: all runs, no facts. Facts given here replace those of the register of services, which
 * replace those of the runs. A value other than 0 needs no bit in given.
 */
struct frugal_group_question {
	size_t size;
	const char *words; /* "project=digits,phase=training", an id, "last"; NULL: none */
	const struct frugal_filter *filter; /* must match too; NULL: none */
	double pue;           /* of the site, in place of the runs' own, 1 to 10; 0: not given */
	double wue_l_per_kwh; /* 1000 at most; 0: not given, or with FRUGAL_GIVEN_WUE no water */
	double renewable;     /* 0..1; 0 likewise, with FRUGAL_GIVEN_RENEWABLE */
	double units; /* that the runs served, 1e30 at most; 0 likewise, with FRUGAL_GIVEN_UNITS */
	const char *unit;   /* what one of the units is; NULL: the register's */
	int32_t one_by_one; /* 1: also what only the runs have: machines without PUE, times
			     */
	uint32_t given;     /* bits of enum frugal_given */
};

/*
 * FRUGAL_EUSAGE: wrong words, words and filter that exclude each other, or no run matches. The
 * caller frees *ret_group; it outlives the ledger.
 */
FRUGAL_API int frugal_group_read(frugal_ledger *ledger,
				 const struct frugal_group_question *question,
				 frugal_group **ret_group, struct frugal_error *reterr);
FRUGAL_API void frugal_group_free(frugal_group *group);

/* An amount over the runs that have it. If runs is 0 it is not known, which is not zero. */
struct frugal_amount {
	double value, low, high;
	double runs;
};

/* What some runs used. Energy is that of the share perimeter, with the PUE of the group. */
struct frugal_sum {
	size_t size; /* set by the caller to sizeof(struct frugal_sum) */
	double runs, duration_s;
	struct frugal_amount energy_wh, carbon_g;
	struct frugal_amount embodied_g; /* of the machines, by time */
	struct frugal_amount water_l;    /* of power stations, and of the site where it is known */
	double measured_wh;              /* of the energy, measured by counters */
	double marginal_wh; /* what the commands added; the rest is their share of idle power */
	double it_wh;       /* the machines without any PUE; NaN unless one_by_one */
	struct frugal_amount site_water_l; /* it_wh by the WUE of the group; only with one_by_one */
	/* Abiotic depletion, in g Sb eq, and primary energy: of the electricity, and embodied. */
	struct frugal_amount usage_adpe_g, embodied_adpe_g, usage_pe_wh, embodied_pe_wh;
};

/*
 * The sum of a part: "all", "failed", "shipped", "abandoned", "untold" (these four make all),
 * "before" (data, development, search, evaluation), "inference", "served" (inference in the
 * months whose units are known). FRUGAL_EUSAGE: another part.
 */
FRUGAL_API int frugal_group_sum(const frugal_group *group, const char *part,
				struct frugal_sum *ret_sum, struct frugal_error *reterr);

/* key and sum live until the visit returns. key: "training", "2026-11", "FR"; "" for none. */
typedef int frugal_sum_visit(void *context, const char *key, const struct frugal_sum *sum,
			     struct frugal_error *reterr);

/* By "phase", "month", "zone" or "machine", each run once. FRUGAL_EUSAGE: another key. */
FRUGAL_API int frugal_group_by(const frugal_group *group, const char *key, frugal_sum_visit *visit,
			       void *context, struct frugal_error *reterr);

/* A group without its sums. Texts live as long as the group; NaN and "": not known. */
struct frugal_group_about {
	size_t size;         /* set by the caller to sizeof(struct frugal_group_about) */
	const char *service; /* the one of the register that all its runs are for */
	double pue; /* NaN with "register": the services have several, or other runs none */
	double wue_l_per_kwh, renewable;
	const char *pue_by; /* "option", "register", "runs" or "" */
	double units;       /* of the months that have both units and runs of inference */
	const char *unit;
	int64_t from_us, to_us; /* first start, last end, UTC; 0 unless one_by_one */
};
FRUGAL_API int frugal_group_about(const frugal_group *group, struct frugal_group_about *ret,
				  struct frugal_error *reterr);

/*
 * Sums of the runs of a filter (NULL: all) as the ledger has them, by "project", "service",
 * "phase", "outcome", "name", "end" (ok, failed, interrupted), "zone", "machine", "day" or
 * "month"; key NULL: one sum, whose key is "".
 */
FRUGAL_API int frugal_ledger_sum(frugal_ledger *ledger, const struct frugal_filter *filter,
				 const char *key, frugal_sum_visit *visit, void *context,
				 struct frugal_error *reterr);

/* A project: its group, and what its epochs after the best one used. */
typedef struct frugal_project frugal_project;

/*
 * filter: only the runs of the project that match it; NULL: all. metric: quality by epoch, from
 * frugal mark; NULL: one of a validation, or the most frequent, and whether less is better follows
 * from its name. FRUGAL_EUSAGE: no such runs, less_is_better without a metric. The caller frees
 * *ret_project.
 */
FRUGAL_API int frugal_project_read(frugal_ledger *ledger, const char *name,
				   const struct frugal_filter *filter, const char *metric,
				   int32_t less_is_better, frugal_project **ret_project,
				   struct frugal_error *reterr);
FRUGAL_API void frugal_project_free(frugal_project *project);
/* Lives as long as the project. */
FRUGAL_API const frugal_group *frugal_project_group(const frugal_project *project);

/* Shares of the project's energy, 0..1; NaN: not known. */
struct frugal_project_shares {
	size_t size; /* set by the caller to sizeof(struct frugal_project_shares) */
	double before, failed, idle;
	double never_shipped; /* failed, abandoned or superseded; NaN: no outcome is reported */
	double after_best;    /* of the energy of epochs */
	const char *metric;   /* "" without epochs; lives as long as the project */
};
FRUGAL_API int frugal_project_shares(const frugal_project *project,
				     struct frugal_project_shares *ret,
				     struct frugal_error *reterr);

/*
 * The register of services: what runs are for. Words are "status=production", "unit=answer",
 * "pue=1.3", "reference_per_use=300gCO2e"; "team=" removes one. FRUGAL_EUSAGE: an unknown
 * field. An unknown service is registered.
 */
FRUGAL_API int frugal_service_set(frugal_ledger *ledger, const char *id, const char *const *words,
				  size_t n_words, struct frugal_error *reterr);
/* Units of a month ("2026-11"), served and expected: 0 to 1e30; NaN keeps the stored value. */
FRUGAL_API int frugal_service_use(frugal_ledger *ledger, const char *id, const char *month,
				  double units, double expected, struct frugal_error *reterr);
/* Removes a service from the register; its runs do not change. */
FRUGAL_API int frugal_service_remove(frugal_ledger *ledger, const char *id,
				     struct frugal_error *reterr);

typedef int frugal_service_visit(void *context, const char *id, struct frugal_error *reterr);
FRUGAL_API int frugal_services(frugal_ledger *ledger, frugal_service_visit *visit, void *context,
			       struct frugal_error *reterr);

/* A service with its months, its trend and its benefit against its reference scenario. */
typedef struct frugal_service frugal_service;
FRUGAL_API int frugal_service_read(frugal_ledger *ledger, const char *id,
				   frugal_service **ret_service, struct frugal_error *reterr);
FRUGAL_API void frugal_service_free(frugal_service *service);
/* A field of the register ("team"); "" when it is not set. */
FRUGAL_API const char *frugal_service_fact(const frugal_service *service, const char *key);
FRUGAL_API const frugal_group *frugal_service_group(const frugal_service *service);

struct frugal_service_month {
	size_t size; /* set by the caller to sizeof(struct frugal_service_month) */
	const char *month;
	/* Of its runs of inference. */
	struct frugal_amount energy_wh, carbon_g, embodied_g;
	double units, expected;      /* NaN: not given */
	struct frugal_amount unit_g; /* carbon and embodied of one unit; NaN without units */
};
FRUGAL_API size_t frugal_service_month_count(const frugal_service *service);
FRUGAL_API int frugal_service_month(const frugal_service *service, size_t index,
				    struct frugal_service_month *ret, struct frugal_error *reterr);

/* From the first to the last month that is over, with units and runs; NaN: fewer than two. */
struct frugal_trend {
	size_t size;                      /* set by the caller to sizeof(struct frugal_trend) */
	double unit_change, total_change; /* of carbon: -0.5 is half */
	double rebound;                   /* 0.3: more usage took back 30 % of the saving; NaN: a
					     unit does not emit less, or usage fell */
	int32_t rebounds;                 /* a unit emits less, and the total is more */
	/* Compared months; NULL: fewer than two. The first one that is not over; NULL: all are. */
	const char *first_month, *last_month, *not_over;
};
FRUGAL_API int frugal_service_trend(const frugal_service *service, struct frugal_trend *ret,
				    struct frugal_error *reterr);

/*
 * The figures "avoided", "eaten", "direct", "indirect", "net", "break_even" of the net benefit.
 * FRUGAL_EUSAGE: none; frugal_service_no_benefit gives the reason (NULL where there is one).
 */
FRUGAL_API int frugal_service_benefit(const frugal_service *service, const char *name,
				      struct frugal_figure *ret_figure);
FRUGAL_API const char *frugal_service_no_benefit(const frugal_service *service);

/* ---- 10. Measure: a command, the whole machine, the sensors ---------------------------------- */

struct frugal_event;

struct frugal_period {
	int64_t from_s, to_s; /* UTC */
};

/* The action when a budget is used up. */
enum frugal_on_budget { FRUGAL_BUDGET_WARN = 0, FRUGAL_BUDGET_PAUSE = 1, FRUGAL_BUDGET_STOP = 2 };

/*
 * What is measured and how the run is recorded. Set size to sizeof(struct frugal_measure_options)
 * and the rest to zero; every member may stay zero or NULL. Lists of texts end with NULL.
 */
struct frugal_measure_options {
	size_t size;
	/* The record. */
	const char *project;
	const char *service;
	const char *phase; /* "training", "inference"... */
	const char *name;
	const char *const *tags;
	const char *zone;              /* NULL: that of the library */
	double pue, pue_low, pue_high; /* 0: the default of the model */
	int32_t keep; /* 1: store the run in the ledger, from its first seconds on */
	/* The sources. */
	int32_t trust_node; /* 1: use the meter of the whole machine, not the sum of its parts */
	double interval_s;  /* between two readings; 0: that of the library */
	const char *const *sensors; /* additional ones: "shelly:http://192.168.1.7" */
	const char *gpus; /* accelerators to count: "0,2"; NULL: CUDA_VISIBLE_DEVICES... */
	/* A command. */
	char *const *environment;   /* its variables; NULL: those of the caller */
	int32_t out_fd;             /* its standard output; 0: that of the caller */
	int32_t containers;         /* 1: count containers that start during the run */
	int32_t ranks;              /* 1: one record per machine for a Slurm, MPI or torchrun job */
	int32_t confirm;            /* 1: pause it during the event FRUGAL_EVENT_PREDICTED */
	const char *progress_regex; /* epochs in its output: "Epoch ([0-9]+)/([0-9]+)" */
	const struct frugal_period
		*hours; /* it is paused outside them; after the last it runs to its end */
	size_t n_hours;
	int64_t epochs, steps; /* how many there will be; 0: as it reports itself */
	/* "2kWh", "500gCO2e", "3EUR", "4h". Carbon without a zone is that of the world average;
	 * FRUGAL_EUSAGE where the zone has no intensity. */
	const char *const *budgets;
	double eur_per_kwh; /* price of electricity; 0: not known */
	enum frugal_on_budget on_budget;
	double grace_s; /* time between the signal to end and its kill; 0: 10 s */
	/* Called by frugal_measure_wait, in its thread; ends the command if it does not return 0.
	 * May be NULL. */
	int (*event)(void *context, const struct frugal_event *event);
	void *context;
	double wue_l_per_kwh; /* water of the site for the machines' energy, 1000 at most; 0: not
				 given, or with FRUGAL_GIVEN_WUE no water */
	int32_t wait; /* 1: measure until the processes that the command leaves have ended, too */
	int32_t no_job_tags; /* 1: no tags of its Slurm job, container, pod and git commit */
	uint32_t given;      /* bits of enum frugal_given: FRUGAL_GIVEN_WUE */
};

/*
 * Starts the meter of section 6 with options. With keep, frugal_meter_stop stores the run; if that
 * fails it returns the error, and also the result.
 */
FRUGAL_API int frugal_meter_start_with(frugal_library *library,
				       const struct frugal_measure_options *options,
				       frugal_meter **ret_meter, struct frugal_error *reterr);

typedef struct frugal_measure frugal_measure;

/*
 * Checks the options and starts nothing. The texts and lists of options are not copied and must
 * outlive the measure. FRUGAL_EUSAGE: a wrong zone, phase, sensor, budget or pattern. options may
 * be NULL. A process measures one command at a time: signals that would end the process go to the
 * command.
 */
FRUGAL_API int frugal_measure_new(frugal_library *library,
				  const struct frugal_measure_options *options,
				  frugal_measure **ret_measure, struct frugal_error *reterr);

/*
 * Starts argv (argv[0] is searched in PATH; the last is NULL). The command gets the streams,
 * signals and terminal of the caller, and FRUGAL_SOCKET: see frugal_mark. FRUGAL_EENV: nothing can
 * be metered or started.
 */
FRUGAL_API int frugal_measure_command(frugal_measure *measure, char *const argv[],
				      struct frugal_error *reterr);

/* Or measure a running process, with all that it starts from now on, or a control group. */
FRUGAL_API int frugal_measure_process(frugal_measure *measure, int32_t pid,
				      struct frugal_error *reterr);
FRUGAL_API int frugal_measure_group(frugal_measure *measure, const char *cgroup,
				    struct frugal_error *reterr);

/* How the command ended; exec_errno is not 0 if it could not be executed (126 or 127). */
struct frugal_ended {
	size_t size;
	int32_t status;     /* as in a shell: 128 + n for signal n */
	int32_t signal;     /* that ended it, or 0 */
	int32_t exec_errno; /* why it could not be executed, or 0 */
	int32_t stopped;    /* 1: by a budget or by the event function */
	int32_t follows;    /* 1: the first process of the job on this machine stores the record */
	int32_t unheard;    /* 1: that process did not receive the CPU time of this one */
};

/* Waits for its end: reads, calls event, stores the run. Set ret_ended->size; may be NULL. */
FRUGAL_API int frugal_measure_wait(frugal_measure *measure, struct frugal_ended *ret_ended,
				   struct frugal_error *reterr);

/*
 * The figures so far (in an event) or, after the wait, of the whole run; the caller frees the
 * result. FRUGAL_EUSAGE: nothing was measured.
 */
FRUGAL_API int frugal_measure_result(frugal_measure *measure, frugal_result **ret_result,
				     struct frugal_error *reterr);

/* After the wait: the id of the run in the ledger; "" when it was not stored. */
FRUGAL_API const char *frugal_measure_run(const frugal_measure *measure);

/*
 * After the wait: the problems of the record, such as no figures, a damaged ledger set aside, a run
 * that was not stored. Returns the code of the problem at index, FRUGAL_OK past the last.
 */
FRUGAL_API int frugal_measure_problem(const frugal_measure *measure, size_t index,
				      struct frugal_error *reterr);

/*
 * The rank on this machine of a process of a Slurm, MPI or torchrun job, from the variables that
 * its launcher set in environment: 0 is the first; -1: not such a job.
 */
FRUGAL_API int32_t frugal_local_rank(char *const *environment);

/* Sends a signal to the command and to all that it started. */
FRUGAL_API void frugal_measure_signal(frugal_measure *measure, int32_t signal_number);

/* Does not end the command. */
FRUGAL_API void frugal_measure_free(frugal_measure *measure);

enum frugal_event_kind {
	FRUGAL_EVENT_READ = 0, /* after each reading */
	FRUGAL_EVENT_PREDICTED =
		1, /* the total is predicted from the first epochs or steps; anew (is_renewed) when
		      they begin again, when their total changes, or when it left its interval */
	FRUGAL_EVENT_BUDGET = 2, /* 50, 80, 100 % of a budget are used */
	FRUGAL_EVENT_PAUSED = 3, /* until until_s, by the hours of the options */
	FRUGAL_EVENT_RESUMED = 4,
	FRUGAL_EVENT_STOPPING =
		5 /* the calling process is about to stop with the command (Ctrl-Z) */
};

struct frugal_interval {
	double value, low, high; /* 5 % .. 95 % */
};

/* Valid during the call. Energy and carbon are of the perimeter share. */
struct frugal_event {
	enum frugal_event_kind kind;
	double elapsed_s;
	double energy_wh;
	double carbon_g;     /* NaN: not known yet */
	const char *unit;    /* "epoch" or "step": the progress that it reports */
	int64_t done, total; /* of them; 0: not reported */
	int32_t is_predicted;
	struct frugal_interval end_energy_wh; /* at the end, as predicted */
	struct frugal_interval end_carbon_g;  /* NaN: not known yet */
	double end_s;
	const char *budget_unit; /* "Wh", "gCO2e", "EUR" or "h" */
	double budget;           /* its limit */
	int32_t percent;         /* of the budget that is used */
	int64_t until_s;         /* UTC */
	int64_t rounds;          /* times that the epochs or steps began again: folds, repeats */
	int32_t is_renewed; /* the prediction is not the first: the command is not paused for it */
	int32_t has_ended;  /* the command has ended: a budget stops nothing any more */
};

/*
 * Sends a line to the meter around the calling program: "load" ends a section, "epoch 3/20
 * accuracy=0.93" an epoch, "begin NAME" and "end NAME" enclose a section. socket is the value of
 * FRUGAL_SOCKET. FRUGAL_EUSAGE: a wrong line; FRUGAL_EENV: no meter listens.
 */
FRUGAL_API int frugal_mark(const char *socket, const char *line, struct frugal_error *reterr);

/* ---- the machine and its sensors ---- */

struct frugal_sensor {
	const char *part;   /* "cpu.package-0", "dram.0", "gpu.0" */
	const char *kind;   /* its class: "powercap" */
	const char *detail; /* "powercap intel-rapl:0" */
	const char *covers; /* "package", "dram", "gpu", "node"... */
	const char *state;  /* "ok", "denied", "absent", "stale", "asleep" */
	const char *path;   /* where it is read, as its class names it */
	const char *unlock; /* the command that grants access if denied, or "" */
	enum frugal_quality quality;
	int32_t is_counter;             /* it counts energy; else it gives power */
	double resolution;              /* joules (a counter) or watts */
	double update_s;                /* time between two changes */
	double low_factor, high_factor; /* the interval of its readings */
};

struct frugal_sensor_class {
	const char *name;
	const char *brief; /* in English; its French is in the catalogue */
	int32_t is_model;  /* used where nothing is measured */
	size_t found;
};

enum frugal_health { FRUGAL_HEALTH_OK = 0, FRUGAL_HEALTH_BETTER = 1, FRUGAL_HEALTH_BAD = 2 };

/* A condition of good measurements on this machine. */
struct frugal_finding {
	const char *topic; /* "processor", "memory", "ledger"... */
	enum frugal_health health;
	const char *what; /* in the language of the program */
	const char *todo; /* a command or advice that improves it; "" */
};

typedef struct frugal_machine frugal_machine;

/* Searches all sources, also those on the network that options name. options may be NULL. */
FRUGAL_API int frugal_machine_new(frugal_library *library,
				  const struct frugal_measure_options *options,
				  frugal_machine **ret_machine, struct frugal_error *reterr);

/* "AMD EPYC 7763 64-Core Processor, 64 cores, 128 threads, 512 GB". */
FRUGAL_API const char *frugal_machine_name(const frugal_machine *machine);

/* NULL past the end. The structs live as long as the machine. */
FRUGAL_API const struct frugal_sensor *frugal_machine_sensor(const frugal_machine *machine,
							     size_t index);
FRUGAL_API const struct frugal_sensor_class *frugal_machine_sensor_class(
	const frugal_machine *machine, size_t index);

/* What could be improved. The first call examines the machine, which may take a second. */
FRUGAL_API const struct frugal_finding *frugal_machine_finding(frugal_machine *machine,
							       size_t index);
FRUGAL_API void frugal_machine_free(frugal_machine *machine);

/* ---- power of processes, now ---- */

/* A process, or a control group. */
struct frugal_live_row {
	int32_t pid; /* of a group: one of its processes; 0: the rest */
	int32_t uid;
	uint32_t ended;  /* 0: it is alive; else the number of ended processes of this name */
	int32_t is_rest; /* what no observed process used */
	const char *name;
	const char *group; /* its control group */
	double cpu;        /* processors in use: 1.5 is one and a half */
	double cpu_w;      /* of processors, memory, rest of the server */
	double board_w;    /* of accelerators */
	double joules;     /* today */
};

/* An accelerator, and a process on it. */
struct frugal_live_board {
	const char *part, *detail;
	double w, idle_w;
	double joules; /* today */
};

struct frugal_live_use {
	size_t board; /* its index */
	int32_t pid;
	double w;
};

/* A part of the machine: machine_w is the sum of its parts. */
struct frugal_live_part {
	const char *part, *detail; /* "cpu.package-0" */
	double w, idle_w;
	double low_w, high_w; /* the interval of w */
	double joules;        /* since the handle was made */
	enum frugal_quality quality;
};

/* The machine between the last look (or the start) and this one; all rows add up to it. */
struct frugal_look {
	int64_t at_us;            /* UTC */
	double machine_w, idle_w; /* NaN: no part of this machine can be read */
	double measured_share;    /* of machine_w; NaN likewise */
	const char *day;          /* "2026-11-28", local: the day that today means */
	double today_j, today_s;  /* energy used, time observed */
	const char *zone;
	int32_t zone_is_default;
	double g_per_kwh;
	const char *means;            /* how processes are observed: "ebpf", "exits", "files" */
	size_t n_processes, n_groups; /* rows; the last one of each is the rest */
	size_t n_boards, n_uses;
};

/*
 * The intervals of the last look. The error of a source is taken as common to all that it feeds, so
 * that the ends of all rows and of the idle power add up to those of the machine. NaN: not known.
 */
struct frugal_live_ends {
	size_t size;    /* set by the caller to sizeof(struct frugal_live_ends) */
	size_t n_parts; /* of frugal_live_part */
	struct frugal_interval machine_w, idle_w, today_wh, g_per_kwh;
	int32_t is_hour; /* g_per_kwh is of the stored hour; 0: of the year */
	/* Of today_wh, by the intensity at each look; what was stored before: at the first look. */
	struct frugal_interval today_g;
};

typedef struct frugal_live frugal_live;

/*
 * means: how to observe processes, "ebpf", "exits" or "files"; NULL: the best that is allowed. With
 * keep in options, energies of today continue from the ledger and are stored there each minute.
 */
FRUGAL_API int frugal_live_new(frugal_library *library,
			       const struct frugal_measure_options *options, const char *means,
			       frugal_live **ret_live, struct frugal_error *reterr);

/* Takes a look; the caller waits between two. *ret_look is valid until the next call. */
FRUGAL_API int frugal_live_look(frugal_live *live, const struct frugal_look **ret_look,
				struct frugal_error *reterr);

/* Rows of the last look; NULL past the end. A use is of one accelerator by one process. */
FRUGAL_API const struct frugal_live_row *frugal_live_process(const frugal_live *live, size_t index);
FRUGAL_API const struct frugal_live_row *frugal_live_group(const frugal_live *live, size_t index);
FRUGAL_API const struct frugal_live_board *frugal_live_board(const frugal_live *live, size_t index);
FRUGAL_API const struct frugal_live_part *frugal_live_part(const frugal_live *live, size_t index);
FRUGAL_API int frugal_live_ends(const frugal_live *live, struct frugal_live_ends *ret,
				struct frugal_error *reterr);
/* The power of a row of the last look, with its interval. */
FRUGAL_API struct frugal_interval frugal_live_watts(const frugal_live *live,
						    const struct frugal_live_row *row);
FRUGAL_API const struct frugal_live_use *frugal_live_use(const frugal_live *live, size_t index);
FRUGAL_API void frugal_live_free(frugal_live *live);

/* ---- counters for users who may not read them ---- */

typedef struct frugal_reader frugal_reader;

/*
 * Serves the counters of this machine on a Unix socket: a listening one, or (listen_fd -1) one that
 * is created at path (NULL: /run/frugal/reader.sock) for a group (NULL: frugal, if it exists).
 * FRUGAL_EENV: no counter can be read.
 */
FRUGAL_API int frugal_reader_new(frugal_library *library,
				 const struct frugal_measure_options *options, int32_t listen_fd,
				 const char *path, const char *group, frugal_reader **ret_reader,
				 struct frugal_error *reterr);
FRUGAL_API size_t frugal_reader_count(const frugal_reader *reader);
FRUGAL_API const char *frugal_reader_path(const frugal_reader *reader);

/* Serves until stop_fd is readable. */
FRUGAL_API int frugal_reader_serve(frugal_reader *reader, int32_t stop_fd,
				   struct frugal_error *reterr);
FRUGAL_API void frugal_reader_free(frugal_reader *reader);

/* ---- 11. Grid: hours of electricity ---------------------------------------------------------- */

/*
 * The carbon intensity of a zone's electricity over time, in gCO2e/kWh, stored as files in the
 * folder that the options name. A series has one kind, scope and basis, which are never mixed.
 * Times are UTC seconds since 1970. A missing value is a gap (NaN), never a guess.
 *
 * Further errors of this section: FRUGAL_EUSAGE when the series is not stored, with the stored
 * zones; FRUGAL_EDATA for an error in a file or an answer, with its place.
 */
typedef struct frugal_series frugal_series;

/*
 * Selects a series. NULL: any; then average comes before marginal, lifecycle before direct,
 * consumption before production.
 */
struct frugal_series_choice {
	size_t size;       /* set by the caller to sizeof(struct frugal_series_choice) */
	const char *zone;  /* "FR", or another name of its row of zones: "France", "fra" */
	const char *kind;  /* "average", "marginal" */
	const char *scope; /* "direct" emissions, or the whole "lifecycle" */
	const char *basis; /* "production", or "consumption" with imports */
};

FRUGAL_API int frugal_series_open(frugal_library *library,
				  const struct frugal_series_choice *choice,
				  frugal_series **ret_series, struct frugal_error *reterr);
FRUGAL_API void frugal_series_free(frugal_series *series);

/* series lives until the visit returns. */
typedef int frugal_series_visit(void *context, const frugal_series *series,
				struct frugal_error *reterr);

/* Calls visit for each series of a zone (NULL: of all), sorted. 0 also when stopped. */
FRUGAL_API int frugal_series_list(frugal_library *library, const char *zone,
				  frugal_series_visit *visit, void *context,
				  struct frugal_error *reterr);

struct frugal_series_about {
	size_t size; /* set by the caller to sizeof(struct frugal_series_about) */
	const char *zone, *kind, *scope, *basis;
	const char *source, *licence;
	int64_t from_s, to_s; /* from the first slot to the end of the last; both 0: no slots */
	size_t slots;
};
FRUGAL_API int frugal_series_about(const frugal_series *series, struct frugal_series_about *ret,
				   struct frugal_error *reterr);

/* A slot is [start_s, start_s + seconds). They ascend, and none overlaps another's start. */
struct frugal_slot {
	int64_t start_s, seconds;
	double g_per_kwh;  /* NaN: not known */
	double low, high;  /* 80 % interval of a forecast; both are the value in the past */
	int64_t issued_s;  /* when a forecast was made; 0: an actual value */
	int32_t estimated; /* its source marks it as estimated */
};

/* The slot at index; FRUGAL_EUSAGE past the end. */
FRUGAL_API size_t frugal_series_count(const frugal_series *series);
FRUGAL_API int frugal_series_slot(const frugal_series *series, size_t index,
				  struct frugal_slot *ret_slot);

/* The mean over the known time of [from_s, to_s). */
struct frugal_grid_mean {
	double g_per_kwh;      /* NaN: nothing is known */
	double known_share;    /* of the time */
	double forecast_share; /* of the known time */
};
FRUGAL_API int frugal_series_mean(const frugal_series *series, int64_t from_s, int64_t to_s,
				  struct frugal_grid_mean *ret, struct frugal_error *reterr);

/*
 * The hours ahead: stored values, also forecasts of a provider, and beyond them frugal's own
 * forecast, of a week at most. All slots have the same length. The caller frees the series with
 * frugal_series_free.
 */
struct frugal_window {
	size_t size;    /* set by the caller to sizeof(struct frugal_window) */
	int64_t from_s; /* 0: now */
	double hours;   /* 0: 24 */
	int64_t step_s; /* 0: that of the series, an hour at most */
	int32_t blind;  /* 1: use only what was known at from_s */
	int32_t fills;  /* 1: fill gaps, of three hours by a line, longer ones by the week before */
	int32_t own;    /* 1: only frugal's own forecast, by the hour, from values before from_s */
	/* Written on success: shares of the window. */
	double forecast_share, own_forecast_share, filled_share;
};
FRUGAL_API int frugal_series_ahead(frugal_library *library,
				   const struct frugal_series_choice *choice,
				   struct frugal_window *window, frugal_series **ret_series,
				   struct frugal_error *reterr);

/* The error that frugal's own forecasts would have had over a series, made with past values only.
 */
struct frugal_backtest {
	size_t size; /* set by the caller to sizeof(struct frugal_backtest) */
	size_t origins;
	double error;         /* of the next 24 hours: mean absolute error over the value */
	double saving;        /* of a job of 4 hours with a day's slack, planned again each hour */
	double saving_once;   /* planned once */
	double oracle_saving; /* planned with the actual values */
};
FRUGAL_API int frugal_series_backtest(const frugal_series *series, struct frugal_backtest *ret,
				      struct frugal_error *reterr);

/* What a file, or an answer of a service, does not state itself. */
struct frugal_series_hints {
	size_t size; /* set by the caller to sizeof(struct frugal_series_hints) */
	const char *zone, *kind, *scope, *basis;
	const char *source, *licence;
	const char *mix; /* "ar5", "srren", "direct": factors by which generation by source becomes
			    an intensity; NULL: none */
};

/*
 * What was found in a file or an answer and has to be known, although it was stored. kind, and what
 * count and first_s are of:
 * "twice": times with two different values (the last one was stored);
 * "measured_stays": estimates that do not replace stored measured values;
 * "small": values that no grid has: perhaps in kg/kWh;
 * "clock": hours that local time skips or repeats, in a file that states no offsets;
 * "kind_not_stated": first slot of a file of an unstated kind; "zero": values of 0 among hundreds.
 */
struct frugal_series_warning {
	size_t size; /* set by the caller to sizeof(struct frugal_series_warning) */
	const char *kind;
	size_t count;
	int64_t first_s;
};

/* The warning at index about a series that a visit is given; FRUGAL_EUSAGE past the last. */
FRUGAL_API int frugal_series_warning(const frugal_series *series, size_t index,
				     struct frugal_series_warning *ret_warning);

/* Called for each series that was stored, with the number of its new or changed slots. */
typedef int frugal_kept_visit(void *context, const frugal_series *found, size_t changed,
			      struct frugal_error *reterr);

/*
 * Reads n bytes of text (NULL: the file called name) in a known form: CSV with a time and values,
 * JSON or XML of the services below, JSON of the Carbon Aware SDK. Series are merged with the
 * stored ones: a newer slot replaces all that it covers, but estimates replace no measured values,
 * forecasts no actual ones, older forecasts no newer ones, and gaps nothing. A text with an error
 * changes nothing. FRUGAL_EUSAGE also where hints contradict what the text states. hints and visit
 * may be NULL.
 */
FRUGAL_API int frugal_grid_import(frugal_library *library, const char *name, const char *text,
				  size_t n, const struct frugal_series_hints *hints,
				  frugal_kept_visit *visit, void *context,
				  struct frugal_error *reterr);

/* A service that publishes hours. */
struct frugal_provider {
	size_t size;          /* set by the caller to sizeof(struct frugal_provider) */
	const char *name;     /* "electricitymaps", "entsoe", "gb", "rte", "watttime" */
	const char *zone;     /* its only one, or NULL */
	const char *key;      /* its name for a key; NULL: it requires none */
	const char *variable; /* "FRUGAL_KEY_ENTSOE": where the command line looks for the key */
	int32_t ahead;        /* publishes forecasts */
	int32_t mix_only;     /* publishes generation by source: hints.mix is needed */
};

/* The provider at index; FRUGAL_EUSAGE past the end. */
FRUGAL_API int frugal_grid_provider(size_t index, struct frugal_provider *ret);

/* Called before each request with its first time. */
typedef void frugal_fetch_progress(void *context, const char *provider, int64_t from_s);

struct frugal_fetch {
	size_t size; /* set by the caller to sizeof(struct frugal_fetch); the rest may be zero
			but provider */
	const char *provider;
	const char *zone; /* NULL: the provider's only one */
	const char *url;  /* NULL: the provider's own */
	const char *key;  /* NULL: of the file `keys` of the configuration; never printed */
	const struct frugal_series_hints *hints; /* may be NULL; its zone is ignored */
	int32_t ahead;                           /* 1: the provider's forecast */
	int64_t from_s, to_s; /* 0: from the end of the stored hours (else the last day); to now */
	double timeout_s;     /* 0: 30 */
	frugal_fetch_progress *progress; /* may be NULL */
	void *context;
	/* Set in every case: hours received before a failure are stored. */
	size_t requests, slots, changed;
	frugal_kept_visit *kept; /* called for each series of each answer, with context; may be
				    NULL */
};

/*
 * Fetches hours that are not stored yet from a service, and stores them: the one call of this
 * header that uses the network. FRUGAL_EUSAGE: an unknown provider or zone, or a missing key;
 * FRUGAL_EENV: no answer.
 */
FRUGAL_API int frugal_grid_fetch(frugal_library *library, struct frugal_fetch *fetch,
				 struct frugal_error *reterr);

/* ---- 12. Plan: when and where ---------------------------------------------------------------- */

typedef struct frugal_plan frugal_plan;

/*
 * One job over the hours of one zone or several. The plan with the least carbon is chosen; money
 * and waiting count if g_per_eur and g_per_h give their worth in carbon. Set size, call
 * frugal_plan_defaults, then set the members that you know.
 */
struct frugal_plan_question {
	size_t size;
	const char *const *zones; /* home first; each with its properties:
				     "DE,pue=1.2,rtt=20ms,price=0.3EUR/kWh,copy" (has the data) */
	size_t n_zones;
	const char *kind, *scope, *basis; /* of the series; NULL: as in section 11 */
	int64_t from_s;                   /* 0: now */
	double hours;                     /* duration of the job: 1 */
	const char *usual_of; /* a project: a duration that 90 % of its runs did not exceed */
	double deadline_h;    /* time from from_s by which it has ended: 24 */
	const char *power;    /* "3kW", or "3kW,1kW" for equal parts of the duration; NULL: 1 kW; of
				 an elastic job: of each unit */
	int32_t interruptible;
	double resume_kwh, min_run_h; /* interruptible: energy to resume; minimum run time */
	const double *throughput;     /* elastic: work per hour with 1, 2.. units; or NULL */
	size_t n_throughput;
	double work;               /* elastic: total work */
	double data_gb, back_gb;   /* data to transfer to the zone; results to transfer back */
	double network_kwh_per_gb; /* 0.01 */
	double bandwidth_gbit_s;   /* 1 */
	double max_rtt_ms;         /* zones with a longer rtt are excluded: infinity */
	double g_per_eur, g_per_h; /* worth of a euro and of an hour of waiting: 0 */
	double least_saving;       /* with a smaller share saved it runs now: 0.02 */
	int32_t looks_back; /* 1: plan with what was known at from_s, compare with the actual */
	int32_t fills;      /* 1: fill gaps of the hours */
	int32_t front;      /* 1: also the plans that no other beats in carbon, money and end */
	double capacity_kw; /* maximum power of simultaneous reservations of a zone; 0: as stored */
	int32_t reserves;   /* 1: reserve its hours, for all who share the ledger */
	const char *name;   /* of the reservation */
	/*
	 * Hours in which all of the job has to be: "Mon-Fri 20:00-06:00, Sat-Sun Europe/Paris".
	 * They are of the clock of this machine, or of the time zone at the end, with its changes;
	 * hours over midnight belong to the day on which they begin. Several lists allow what one
	 * of them does.
	 */
	const char *const *only;
	size_t n_only;
};
FRUGAL_API int frugal_plan_defaults(struct frugal_plan_question *question,
				    struct frugal_error *reterr);

/*
 * FRUGAL_EUSAGE: a wrong question, or a zone without stored hours; FRUGAL_EDATA: the job cannot end
 * before the deadline, or one of its hours is not known. The caller frees *ret_plan.
 */
FRUGAL_API int frugal_plan_job(frugal_library *library, const struct frugal_plan_question *question,
			       frugal_plan **ret_plan, struct frugal_error *reterr);
FRUGAL_API void frugal_plan_free(frugal_plan *plan);

struct frugal_plan_about {
	size_t size;                    /* set by the caller to sizeof(struct frugal_plan_about) */
	int32_t waits;                  /* 0: waiting saves little, run it now at home */
	double saving;                  /* share of the carbon of running now */
	double saving_low, saving_high; /* by the interval of the forecast */
	double marginal_g, marginal_now_g; /* the same slots with marginal intensity; or NaN */
	double actual_g, oracle_g; /* with looks_back: of the plan, and of the best one; or NaN */
	double hours;              /* duration of the job */
	size_t usual_runs;         /* runs that gave the duration; 0: hours were given */
	double usual_h;            /* duration that nine in ten of them did not exceed */
	const char *kind, *scope, *basis, *source;               /* of the chosen zone's series */
	double forecast_share, own_forecast_share, filled_share; /* of its window */
	const char *reservation; /* id; "" when nothing was reserved */
	size_t n_zones, n_front; /* of frugal_plan_way */
};
FRUGAL_API int frugal_plan_about(const frugal_plan *plan, struct frugal_plan_about *ret,
				 struct frugal_error *reterr);

/* Ways to run the job. */
enum frugal_ways {
	FRUGAL_WAY_BEST = 0, /* the chosen one, index 0 */
	FRUGAL_WAY_NOW = 1,  /* at home and at once, index 0 */
	FRUGAL_WAY_ZONE = 2, /* the best in each zone of the question */
	FRUGAL_WAY_FRONT = 3 /* those that no other beats, by their end */
};

struct frugal_way {
	size_t size; /* set by the caller to sizeof(struct frugal_way) */
	const char *zone;
	double carbon_g, transfer_g; /* transfer_g is within carbon_g */
	double eur;                  /* NaN where a price is missing */
	int64_t end_s;               /* with the results back */
	size_t pieces;               /* 0: the job cannot run there */
};

/* Hours without interruption: [from_s, to_s) with a number of units (1 unless elastic). */
struct frugal_piece {
	int64_t from_s, to_s;
	double units;
};

/* FRUGAL_EUSAGE past the end. */
FRUGAL_API int frugal_plan_way(const frugal_plan *plan, enum frugal_ways ways, size_t index,
			       struct frugal_way *ret, struct frugal_error *reterr);
FRUGAL_API int frugal_plan_piece(const frugal_plan *plan, enum frugal_ways ways, size_t index,
				 size_t piece, struct frugal_piece *ret,
				 struct frugal_error *reterr);

/* The plan as the JSON that the command line prints; freed by frugal_text_free. */
FRUGAL_API int frugal_plan_json(const frugal_plan *plan, char **ret_text,
				struct frugal_error *reterr);

/*
 * A plan handed over to a scheduler. Set size, then the members that you know: what was not asked
 * for is not written, as a deadline that is only the default.
 */
struct frugal_planned_job {
	size_t size;
	const char *scheduler; /* "at", "cron", "k8s", "sbatch" or "systemd" */
	const char *const *command;
	size_t n_words;
	const char *image;  /* k8s: the container that has the command, and frugal */
	const char *folder; /* in which the command starts; NULL: in the scheduler's own */
	const char *name;   /* NULL: made of the command */
	const char *const *environment; /* "NAME=value" */
	size_t n_environment;
	/* The same for cron and systemd alone, which start a command without it: PATH.. */
	const char *const *surroundings;
	size_t n_surroundings;
	const char *program;     /* of frugal, under which the command runs; NULL: "frugal" */
	int32_t unmetered;       /* 1: not under frugal */
	int32_t keeps_deadline;  /* 1: the deadline was asked for: no later start */
	int32_t limits_duration; /* 1: the duration was asked for: Slurm may end a longer job */
	/*
	 * "hour", "day", "week" or "month": the file plans anew each time, by a deadline of at most
	 * one of these (or 7 days), as `frugal run --when green` does. NULL: it starts once.
	 */
	const char *every;
	/*
	 * "DE=ssh de-node {}": the command line that starts a job in a zone, where {} is the job as
	 * one word for a shell there. Without one, a file planned for another zone than home says
	 * so.
	 */
	const char *const *at_zones;
	size_t n_at_zones;
};

/*
 * A file with which the scheduler starts the command when the plan begins; if that is now, at once.
 * FRUGAL_EUSAGE: the plan is in pieces or has passed, or the scheduler cannot do what is asked.
 * *ret_text is freed by frugal_text_free.
 */
FRUGAL_API int frugal_plan_file(const frugal_plan *plan, const struct frugal_planned_job *job,
				char **ret_text, struct frugal_error *reterr);

/* The same with the command and an image alone. */
FRUGAL_API int frugal_plan_emit(const frugal_plan *plan, const char *scheduler,
				const char *const *command, size_t n_words, const char *image,
				char **ret_text, struct frugal_error *reterr);

/*
 * Solves a planning problem (a fleet, gangs) that is written as one JSON object (docs/planning.md):
 * n bytes of text in, the answer out. name is used in errors; rounds improve a plan of gangs, 0:
 * the default number. The same seed gives the same answer.
 */
FRUGAL_API int frugal_plan_instance(const char *name, const char *text, size_t n, uint64_t seed,
				    size_t rounds, char **ret_text, struct frugal_error *reterr);

/* What users of one ledger have reserved. */
struct frugal_reservation {
	size_t size;
	const char *id, *zone, *name;
	int64_t from_s, to_s;
	double power_kw;
};
typedef int frugal_reservation_visit(void *context, const struct frugal_reservation *reservation,
				     struct frugal_error *reterr);

/* Those that have not ended, by zone and start; visits each piece of one in pieces. */
FRUGAL_API int frugal_ledger_reservations(frugal_ledger *ledger, frugal_reservation_visit *visit,
					  void *context, struct frugal_error *reterr);

/* Cancels a reservation: its id, or a prefix of 4 digits or more. */
FRUGAL_API int frugal_ledger_release(frugal_ledger *ledger, const char *id,
				     struct frugal_error *reterr);

/*
 * Waits for the hours of a plan, as `frugal run --when green` does. The caller sleeps until look_s,
 * plans again with frugal_wait_look, and starts the job when begins is 1. key identifies the job
 * (its words and folder): if it is started again, after a restart of the machine, the first
 * deadline stays. ledger may be NULL: then the deadline is not stored; else it outlives the wait.
 */
typedef struct frugal_wait frugal_wait;

struct frugal_wait_state {
	size_t size;     /* set by the caller to sizeof(struct frugal_wait_state) */
	int32_t begins;  /* 1: it is time to start, or waiting saves little */
	int32_t goes_on; /* 1: the deadline is that of an earlier start */
	int64_t start_s; /* when it begins in the plan */
	int64_t look_s;  /* when to look again, start_s at the latest */
	int64_t deadline_s;
};
FRUGAL_API int frugal_wait_begin(frugal_library *library, frugal_ledger *ledger, const char *key,
				 const struct frugal_plan_question *question,
				 frugal_wait **ret_wait, struct frugal_error *reterr);

/* The state of the wait at this time. */
FRUGAL_API int frugal_wait_state(const frugal_wait *wait, struct frugal_wait_state *ret,
				 struct frugal_error *reterr);

/* Plans again over the rest of the window; if that is not possible the plan does not change. */
FRUGAL_API int frugal_wait_look(frugal_wait *wait, struct frugal_error *reterr);

/* The current plan; it lives until the next look. */
FRUGAL_API const frugal_plan *frugal_wait_plan(const frugal_wait *wait);

/* Removes the stored deadline: the job begins, or was cancelled. Accepts NULL. */
FRUGAL_API void frugal_wait_end(frugal_wait *wait);

/* ---- 13. Compare ----------------------------------------------------------------------------- */

/*
 * Groups compared with a baseline, the first of them. Runs that have finished count; interrupted
 * ones, which a group of section 9 counts, are left out, since a part of a job is not comparable.
 */
typedef struct frugal_comparison frugal_comparison;

/* Set size to sizeof(struct frugal_comparison_question), labels and n, and the rest to zero. */
struct frugal_comparison_question {
	size_t size;
	const char *const *labels; /* "name=small", an id, "last"; copied */
	size_t n;                  /* 2 to 100 */
	const char *metric;        /* quality: "accuracy"; NULL: none */
	int32_t less_is_better;    /* of the metric; FRUGAL_EUSAGE without one */
	const char *of;            /* quantity to test: "energy" (NULL), "carbon" or "duration" */
	double most_increase; /* 0.05: over 5 % more than the baseline is a finding, 1e6 at most;
				 0: off, or any increase with FRUGAL_GIVEN_INCREASE */
	double point;         /* of quality; 0: 0.01, or 1 where the metric exceeds 1 */
	double worth_wh;      /* energy that a point is worth; 0: not given */
	uint64_t seed;        /* of permutations; 0: 1 */
	const struct frugal_filter *filter; /* narrows every group; NULL: none */
	uint32_t given;                     /* bits of enum frugal_given */
	/*
	 * Further limits, n_limits texts: "5%" of the quantity to test, "energy=5%,carbon=10%". A
	 * number without % is below 1: 0.05.
	 */
	const char *const *limits;
	size_t n_limits;
	size_t min_runs; /* runs that a group requires for a limit; 0: 1 */
};

/*
 * FRUGAL_EUSAGE: a group without runs, one that excludes the filter, fewer than two groups, or a
 * number out of range; without a limit, also a group whose runs were all interrupted. The caller
 * frees *ret_comparison.
 */
FRUGAL_API int frugal_comparison_read(frugal_ledger *ledger,
				      const struct frugal_comparison_question *question,
				      frugal_comparison **ret_comparison,
				      struct frugal_error *reterr);
FRUGAL_API void frugal_comparison_free(frugal_comparison *comparison);

/*
 * A mean over n runs. low..high is the 90 % interval, from the differences between runs and from
 * the error that is common to them; common_low..common_high is from the latter alone, which more
 * repeats do not reduce.
 */
struct frugal_mean {
	size_t n;        /* 0: no run has it, and all members are NaN */
	double mean, sd; /* sd: NaN of one run */
	double low, high;
	double common_low, common_high;
};
struct frugal_compared {
	size_t size; /* set by the caller to sizeof(struct frugal_compared) */
	const char *label;
	size_t runs;
	struct frugal_mean energy_wh, carbon_g, duration_s, quality;
	int32_t on_front;   /* no other group has better quality with less energy */
	size_t interrupted; /* runs that match and are left out */
	size_t failed; /* by exit status or outcome: left out, unless none succeeded or the group
			  asks for them */
	size_t shared; /* runs of the baseline that are compared with it, left out */
	const char *machine, *zone; /* of all its runs; NULL: not known, or several */
	double measured_share;      /* of the energy, by counters */
};
FRUGAL_API int frugal_comparison_group(const frugal_comparison *comparison, size_t index,
				       struct frugal_compared *ret, struct frugal_error *reterr);

/*
 * A group minus the baseline. Intervals are of 95 %, without the error that is common to the runs,
 * since both have it.
 */
struct frugal_change {
	size_t size; /* set by the caller to sizeof(struct frugal_change) */
	/* Of the mean, as a share of the baseline's: 0.1 is 10 % more. NaN: one of them is missing,
	 * or the baseline's is 0. */
	double change, low, high;
	double welch_p, permutation_p; /* NaN: not tested */
	int32_t tested;                /* both have repeats that differ */
	int32_t worse;                 /* a regression by any limit */
	/* "untested", "too_few" (no order of so few runs could be significant: 4 and 4 suffice),
	 * "by_chance" (a test says so), "differs" (each test does),
	 * "failed" (runs that failed are not tested against others). */
	const char *verdict;
};
/* index 1 and above. */
FRUGAL_API int frugal_comparison_change(const frugal_comparison *comparison, size_t index,
					struct frugal_change *ret, struct frugal_error *reterr);

/*
 * What a limit says of a group. "cannot_tell" has its reason: "itself" (the baseline has no other
 * run), "failed" (a group has no run that succeeded), "no_figure", "of_zero" (the baseline's),
 * "machine", "zone" (of carbon), "method" (measured and modelled), "too_few" (runs), "scatter" (the
 * increase is within what the repeats scatter; a single run is set against those of the other
 * group). change, p and limit are shares; p is NaN where no test decided.
 */
struct frugal_gate {
	size_t size; /* set by the caller to sizeof(struct frugal_gate) */
	double limit, change, p;
	const char *verdict; /* "pass", "regression", "cannot_tell" */
	const char *reason;  /* "" unless it cannot tell */
	int32_t improved;    /* less than the baseline, beyond what the repeats scatter */
};
/* index 1 and above; of NULL: the figure of the question. FRUGAL_EUSAGE: it has no limit. */
FRUGAL_API int frugal_comparison_gate(const frugal_comparison *comparison, size_t index,
				      const char *of, struct frugal_gate *ret,
				      struct frugal_error *reterr);

/* Of all limits: 0, FRUGAL_EFINDING on a regression, else FRUGAL_EUNDECIDED if any cannot tell. */
FRUGAL_API int frugal_comparison_verdict(const frugal_comparison *comparison);

/* quality = level + slope * ln(energy / Wh) over the runs of all groups. */
struct frugal_law {
	size_t size; /* set by the caller to sizeof(struct frugal_law) */
	size_t n;
	double level, slope, slope_error, r2, p;
	double point, next_point_wh; /* energy of the next point; NaN: more energy did not help */
	double worth_until_wh;       /* NaN: worth_wh was not given */
};
/* FRUGAL_EUSAGE: fewer than three runs of different energies have the metric. */
FRUGAL_API int frugal_comparison_law(const frugal_comparison *comparison, struct frugal_law *ret,
				     struct frugal_error *reterr);

/* ---- 14. Audit ------------------------------------------------------------------------------- */

/* A project or a service assessed by the practices of frugal AI; claims no conformity. */
typedef struct frugal_audit frugal_audit;

/*
 * subject is "project=digits", "service=chat" or the name of a project. FRUGAL_EUSAGE: it has
 * neither runs nor answers, and is not in the register. The caller frees *ret_audit.
 */
FRUGAL_API int frugal_audit_read(frugal_ledger *ledger, const char *subject,
				 frugal_audit **ret_audit, struct frugal_error *reterr);
FRUGAL_API void frugal_audit_free(frugal_audit *audit);

struct frugal_audit_score {
	size_t size;             /* set by the caller to sizeof(struct frugal_audit_score) */
	int32_t complete;        /* all gates are open */
	double progress;         /* 0..1, weighted by the gain of practices */
	double coverage;         /* 0..1: share of it that rests on documents or measurements */
	double rgesn;            /* 0..1; NaN: no criterion applies */
	size_t practices, gates; /* their numbers */
	size_t contradictions;   /* answers that the ledger contradicts */
};
FRUGAL_API int frugal_audit_score(const frugal_audit *audit, struct frugal_audit_score *ret,
				  struct frugal_error *reterr);

/* A practice; texts are in the language of the library and live as long as the audit. */
struct frugal_practice {
	size_t size; /* set by the caller to sizeof(struct frugal_practice) */
	const char *id, *title, *question;
	const char *stage;         /* "governance", "design", ... */
	const char *roles;         /* "team;sponsor" */
	const char *gain, *effort; /* "unknown", "low", "moderate", "high" */
	const char *answer;        /* the one that counts: "none", "no", "partly", "yes", "na" */
	const char *stated;        /* the answer of people, or "none" */
	const char *evidence;      /* "none", "stated", "modelled", "document", "measured" */
	double measured;           /* the value in the ledger; NaN: none */
	double value, weight;
	int32_t contradicts;
};
FRUGAL_API int frugal_audit_practice(const frugal_audit *audit, size_t index,
				     struct frugal_practice *ret, struct frugal_error *reterr);

/* The name of a gate, and what it misses: NULL when it is open. FRUGAL_EUSAGE past the end. */
FRUGAL_API int frugal_audit_gate(const frugal_audit *audit, size_t index, const char **ret_name,
				 const char **ret_missing);

/* The answer of a person to a practice. Set size; members that are not given are NULL. */
struct frugal_practice_answer {
	size_t size;
	const char *practice; /* its id, in any case */
	const char *answer;   /* "yes", "partly", "no", "na"; NULL: remove the answer */
	const char *role;     /* "team", "sponsor", "user", "supplier" */
	const char *note;     /* "na" requires one */
	const char *document; /* path of the evidence; its hash is stored */
};

/* Stores or removes an answer. FRUGAL_EUSAGE: an unknown practice or answer; na without note. */
FRUGAL_API int frugal_audit_answer(frugal_ledger *ledger, const char *subject,
				   const struct frugal_practice_answer *answer,
				   struct frugal_error *reterr);

/* ---- 15. Report and forms -------------------------------------------------------------------- */

/*
 * A report or form to write. Set size to sizeof(struct frugal_report) and members that are not used
 * to zero. `stated` has "name=value" texts of what only people know; they come before the values of
 * the register: "pue=1.2", "wue=0.3 L/kWh", "renewable=60%", "units=1000", "unit=request",
 * "name=small", "task=text-generation", "flop=3e21 FLOP", "flop-method=...", "tokens=2e12 token",
 * "parameters=7e9", "counted=gross", "journey=3", "it-energy=8 GWh", "site-energy=9 GWh",
 * "water=2000 m3", "reused=1 GWh", and of the model "supplier=", "licence=Apache-2.0",
 * "model-version=", "download=", "released=2026-11-30". Units are required and values are in the
 * ranges of the options of `frugal report`.
 */
struct frugal_report {
	size_t size;
	const char *const
		*groups; /* "project=digits", "service=chat", a run; several are compared */
	size_t n_groups;
	const char *format; /* "html", "md", "text", "json", "csv"; NULL: text, or the form's own */
	const char *form;   /* one of frugal_form_name; NULL: a report */
	const char *metric; /* quality, to compare groups */
	int32_t less_is_better;
	const char *const *stated;
	size_t n_stated;
	const struct frugal_filter *filter; /* narrows every group; without groups: the group */
};

/*
 * Writes it into memory; *ret_text is freed by frugal_text_free. FRUGAL_EUSAGE: an unknown group,
 * format or form, or a missing value that the form requires, with what to do.
 */
FRUGAL_API int frugal_report_write(frugal_ledger *ledger, const struct frugal_report *report,
				   char **ret_text, struct frugal_error *reterr);

/* "hf", "cyclonedx", "spdx", ...; NULL past the last. */
FRUGAL_API const char *frugal_form_name(size_t index);

/*
 * Reads a form back and compares its figures with each other, and with what exists (the table
 * form_ranges): a slip of unit is a factor of 1000 between two that should agree. *ret_text says
 * which, a line each, and is freed by frugal_text_free. FRUGAL_EDATA: the text is not a form that
 * is known.
 */
FRUGAL_API int frugal_form_check(frugal_library *library, const char *name, const char *text,
				 size_t n_text, size_t *ret_compared, size_t *ret_slips,
				 char **ret_text, struct frugal_error *reterr);

/* ---- 16. Trial ------------------------------------------------------------------------------- */

/*
 * What the whole of a work will use, from runs on growing shares of it:
 *
 *   frugal_trial_new(library, &question, &trial, &error);
 *   for each share that frugal_trial_share gives, once or more:
 *           frugal_trial_start(trial, share, &options, &measure, &error);
 *           frugal_measure_wait(measure, &ended, &error);
 *           frugal_measure_free(measure);
 *   frugal_trial_forecast(trial, ledger, &error);
 *   frugal_trial_figure(trial, FRUGAL_TRIAL_ENERGY, &figure, &error);
 *
 * The ledger keeps the runs with the tag "trial:ID", and the forecast; section 8 lists the former,
 * frugal_forecasts_read the latter. A trial belongs to its library and is freed before it.
 */
typedef struct frugal_trial frugal_trial;

/* Set size and words; the rest may stay zero or NULL. Everything is copied. */
struct frugal_trial_question {
	size_t size;
	const char *const *words; /* of the command; {} stands for the share, in one at least */
	size_t n_words;
	const char *shares; /* of the whole, rising: "1%,2%,5%" (NULL) */
	size_t repeats;     /* runs of each share: 1; three runs are the least */
	const char *zone;   /* of their electricity; NULL: as their options say */
	/* Accelerators, processors and instances of the tables, for frugal_trial_place. */
	const char *const *on;
	size_t n_on;
	const char *zones; /* for frugal_trial_carbon: "FR,SE"; NULL: that of the runs */
};

/* Runs nothing. FRUGAL_EUSAGE: the question, or a name that no table has. */
FRUGAL_API int frugal_trial_new(frugal_library *library,
				const struct frugal_trial_question *question,
				frugal_trial **ret_trial, struct frugal_error *reterr);
FRUGAL_API void frugal_trial_free(frugal_trial *trial);

/* The share at index, 0.01; FRUGAL_EUSAGE past the last. */
FRUGAL_API int frugal_trial_share(const frugal_trial *trial, size_t index, double *ret_share);

/*
 * Starts the command at a share, or at 1: the whole. options are those of section 10 with keep set;
 * NULL: the usual. The trial gives the name, one more tag, and its zone.
 * The caller waits, and frees the measure before the trial. A command that fails is a run as well,
 * which the forecast would rest on: look at frugal_ended.status. FRUGAL_EUSAGE: another share, or
 * options without keep.
 */
FRUGAL_API int frugal_trial_start(frugal_trial *trial, double share,
				  const struct frugal_measure_options *options,
				  frugal_measure **ret_measure, struct frugal_error *reterr);

/*
 * Reads the runs, forecasts the whole and keeps the forecast, once; ledger is open for writing.
 * FRUGAL_EUSAGE: a share has no run, or there is a forecast; FRUGAL_EDATA: runs lack a figure.
 */
FRUGAL_API int frugal_trial_forecast(frugal_trial *trial, frugal_ledger *ledger,
				     struct frugal_error *reterr);

/* After the whole was run: reads it. FRUGAL_EUSAGE: it was not kept, or nothing was forecast. */
FRUGAL_API int frugal_trial_whole(frugal_trial *trial, frugal_ledger *ledger,
				  struct frugal_error *reterr);

struct frugal_trial_about {
	size_t size;    /* set by the caller to sizeof(struct frugal_trial_about) */
	const char *id; /* its runs have the tag "trial:ID" */
	size_t shares;
	size_t repeats;
	size_t runs;          /* 0 before the forecast */
	int32_t has_forecast; /* 1: there are figures */
	int32_t has_whole;    /* 1: they have the whole that was run */
	double others_share;  /* of the processors, used by others during the runs; NaN: no runs */
	size_t n_places, n_zones; /* after the forecast; 0: none were asked for */
};
FRUGAL_API int frugal_trial_about(const frugal_trial *trial, struct frugal_trial_about *ret,
				  struct frugal_error *reterr);

/* A run that the forecast rests on, in the order of shares; FRUGAL_EUSAGE past the last. */
struct frugal_trial_run {
	size_t size; /* set by the caller to sizeof(struct frugal_trial_run) */
	double share;
	double energy_wh, carbon_g, duration_s;
	double cpu_s; /* processor time */
};
FRUGAL_API int frugal_trial_run(const frugal_trial *trial, size_t index,
				struct frugal_trial_run *ret, struct frugal_error *reterr);

enum frugal_trial_kind {
	FRUGAL_TRIAL_ENERGY = 0,   /* Wh */
	FRUGAL_TRIAL_CARBON = 1,   /* gCO2e */
	FRUGAL_TRIAL_DURATION = 2, /* s */
	FRUGAL_TRIAL_CPU = 3       /* s of processor time */
};

/*
 * Of the whole. low..high is an interval of 90 % with the error that the meter had in all runs;
 * meter_low..meter_high is without it: what the same meter will measure. All NaN: the runs lack it.
 */
struct frugal_trial_figure {
	size_t size; /* set by the caller to sizeof(struct frugal_trial_figure) */
	double value, low, high;
	double meter_low, meter_high;
	double exponent; /* it grows as the size to this power; NaN: the size made no difference */
	double actual;   /* of the whole that was run; NaN: it was not */
};
/* FRUGAL_EUSAGE: it has no forecast yet. */
FRUGAL_API int frugal_trial_figure(const frugal_trial *trial, enum frugal_trial_kind kind,
				   struct frugal_trial_figure *ret, struct frugal_error *reterr);

/* The whole on a machine; here is the first. Modelled from the tables. */
struct frugal_trial_place {
	size_t size;        /* set by the caller to sizeof(struct frugal_trial_place) */
	const char *name;   /* as asked; NULL: here */
	const char *reason; /* why it has no figures, which are NaN then; else NULL */
	struct frugal_interval energy_wh, duration_s;
};
/* After the forecast; FRUGAL_EUSAGE past the last. Texts live as long as the trial. */
FRUGAL_API int frugal_trial_place(const frugal_trial *trial, size_t index,
				  struct frugal_trial_place *ret, struct frugal_error *reterr);

/* Its carbon by the electricity of a zone; FRUGAL_EUSAGE past the last place or zone. */
struct frugal_trial_carbon {
	size_t size; /* set by the caller to sizeof(struct frugal_trial_carbon) */
	const char *zone;
	struct frugal_interval carbon_g;
};
FRUGAL_API int frugal_trial_carbon(const frugal_trial *trial, size_t place, size_t zone,
				   struct frugal_trial_carbon *ret, struct frugal_error *reterr);

/* ---- earlier forecasts, with the wholes that were run ---- */

typedef struct frugal_forecasts frugal_forecasts;

/*
 * All of a ledger, newest first. A run counts for the last forecast before it of its command, at
 * share 1 and on the same host, if it ended well. A ledger without forecasts gives none.
 */
FRUGAL_API int frugal_forecasts_read(frugal_ledger *ledger, frugal_forecasts **ret_forecasts,
				     struct frugal_error *reterr);
FRUGAL_API void frugal_forecasts_free(frugal_forecasts *forecasts);
FRUGAL_API size_t frugal_forecasts_count(const frugal_forecasts *forecasts);

struct frugal_forecast {
	size_t size;         /* set by the caller to sizeof(struct frugal_forecast) */
	const char *id;      /* of its trial */
	const char *command; /* with {} for the share */
	int64_t at_us;       /* when it was made, UTC */
	/* As frugal_trial_figure gives them: with the error that all runs of a meter share. */
	struct frugal_interval energy_wh, carbon_g, duration_s;
	size_t wholes;
	/* Without that error: what the same meter will measure, which a whole is compared with. */
	struct frugal_interval meter_energy_wh, meter_carbon_g, meter_duration_s;
};
/* FRUGAL_EUSAGE past the last. Texts live as long as the handle. */
FRUGAL_API int frugal_forecasts_get(const frugal_forecasts *forecasts, size_t index,
				    struct frugal_forecast *ret, struct frugal_error *reterr);

/* A whole that was run. NaN: not known, or carbon of another zone's electricity. */
struct frugal_whole {
	size_t size;     /* set by the caller to sizeof(struct frugal_whole) */
	const char *run; /* id */
	int64_t started_us;
	double energy_wh, carbon_g, duration_s;
	int32_t energy_inside, carbon_inside, duration_inside; /* 1: within the forecast */
};
/* Of the forecast at index, newest first; FRUGAL_EUSAGE past the last. */
FRUGAL_API int frugal_forecasts_whole(const frugal_forecasts *forecasts, size_t index, size_t whole,
				      struct frugal_whole *ret, struct frugal_error *reterr);

/* Of all wholes that have the figure, how many are within: nine in ten are meant. Not of CPU. */
FRUGAL_API int frugal_forecasts_inside(const frugal_forecasts *forecasts,
				       enum frugal_trial_kind kind, size_t *ret_inside,
				       size_t *ret_of, struct frugal_error *reterr);

/* ---- 17. Ask --------------------------------------------------------------------------------- */

/*
 * A question in a sentence: "GPT-4o for 2 000 agents, 30 requests a day". It becomes a model and
 * its inputs, or a list of what it leaves open. Nothing is guessed: a number that no word explains
 * is unclear, a name that may be several rows is missing, a default is labelled. Words are rows of
 * the table ask_words, in English and French; texts below are in the language of the library.
 */
typedef struct frugal_ask frugal_ask;

/*
 * Reads the sentence; NULL or "": nothing is said yet. What is missing or unclear is not an error.
 * FRUGAL_EUSAGE: not text in UTF-8, or too long. It belongs to its library and is freed before it.
 */
FRUGAL_API int frugal_ask_new(frugal_library *library, const char *sentence, frugal_ask **ret_ask,
			      struct frugal_error *reterr);
FRUGAL_API void frugal_ask_free(frugal_ask *ask);

/*
 * Answers the question of a key ("people"), in place of what was said: a number ("2000"), a name,
 * or words, which may say more ("2000 people, 30 requests a day"). An empty answer changes nothing:
 * defaults stay. FRUGAL_EUSAGE: an unknown key; an answer that is not understood, or a name that
 * may be several rows, with its candidates.
 */
FRUGAL_API int frugal_ask_set(frugal_ask *ask, const char *key, const char *answer,
			      struct frugal_error *reterr);

enum frugal_ask_state {
	FRUGAL_ASK_ABSENT,  /* not part of this question */
	FRUGAL_ASK_MISSING, /* it must be answered */
	FRUGAL_ASK_GIVEN,
	FRUGAL_ASK_DEFAULT /* an answer is taken, or that of the model where value is NULL */
};

/* One thing of the question. Texts live as long as ask. */
struct frugal_ask_item {
	size_t size;          /* set by the caller to sizeof(struct frugal_ask_item) */
	const char *key;      /* of frugal_ask_set */
	const char *label;    /* "people" */
	const char *question; /* "how many people use it?" */
	const char *help;     /* how to answer */
	const char *value;    /* given or default, for people; or NULL */
	const char *note;     /* why that default, what else a name means, what is open; or NULL */
	enum frugal_ask_state state;
};
/* In the order in which they are asked; FRUGAL_EUSAGE past the last. */
FRUGAL_API int frugal_ask_item(const frugal_ask *ask, size_t index, struct frugal_ask_item *ret,
			       struct frugal_error *reterr);

/*
 * Texts of the sentence that were not understood, with the reason (ret_why may be NULL); words that
 * were not used; warnings. Each is NULL past the last.
 */
FRUGAL_API const char *frugal_ask_unclear(const frugal_ask *ask, size_t index,
					  const char **ret_why);
FRUGAL_API const char *frugal_ask_unused(const frugal_ask *ask, size_t index);
FRUGAL_API const char *frugal_ask_warning(const frugal_ask *ask, size_t index);

/* The model that answers, its inputs for frugal_estimate, and the command that asks the same. */
FRUGAL_API const char *frugal_ask_model(const frugal_ask *ask); /* NULL: something is open */
FRUGAL_API const char *frugal_ask_input(const frugal_ask *ask, size_t index); /* NULL past all */
FRUGAL_API const char *frugal_ask_command(const frugal_ask *ask);             /* NULL likewise */

/*
 * 0 when the question can be answered; else FRUGAL_EUSAGE with what is unclear, or else with the
 * keys that are missing.
 */
FRUGAL_API int frugal_ask_check(const frugal_ask *ask, struct frugal_error *reterr);

/* The answer to the question: that of frugal_estimate. Errors are those of both. */
FRUGAL_API int frugal_ask_answer(frugal_ask *ask, frugal_result **ret_result,
				 struct frugal_error *reterr);

/*
 * What was understood, the figures, other methods and what would be less, as the command line
 * prints them in JSON; without figures while something is open. Freed by frugal_text_free.
 */
FRUGAL_API int frugal_ask_json(frugal_ask *ask, char **ret_text, struct frugal_error *reterr);

#ifdef __cplusplus
}
#endif

#endif
