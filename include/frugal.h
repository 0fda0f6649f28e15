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
 *   4. Estimate    one question, or a million rows of it.
 *   5. Result      figures, and why: text, tree or JSON.
 *   6. Meter       the energy of the calling process, between start and stop.
 *
 * Handles are opaque and are freed by their own _free, which accepts NULL.
 * Strings returned through a handle live as long as the handle. Nothing here
 * prints, exits or touches the network. A handle serves one thread at a time;
 * different handles are independent.
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
	FRUGAL_EFINDING = -1, /* a check of a model is false, a budget is passed */
	FRUGAL_EUSAGE = -2,   /* the caller's words: unknown input, wrong unit, missing value */
	FRUGAL_EENV = -3,     /* the machine: permission, missing source, disk, memory */
	FRUGAL_EDATA = -4,    /* the data: a model, table or file that does not hold */
	FRUGAL_EBUG = -5      /* our own fault; please report it */
};

/*
 * Filled when a call returns a negative code, untouched otherwise. The three texts make one line:
 * "what (where): todo". where and todo may be empty. Texts are UTF-8, cut to fit.
 */
struct frugal_error {
	int32_t code;
	char what[512];  /* what is wrong, with the offending text */
	char where[192]; /* file:line:column, or the option or the input that holds it */
	char todo[256];  /* what the caller can do about it */
};

/* The version of the library, "MAJOR.MINOR.PATCH". */
FRUGAL_API const char *frugal_version(void);

/* ---- 2. Figures ----------------------------------------------------------------------------- */

/* How a number came to be; a sum is as good as its weakest part that is not zero. */
enum frugal_quality {
	FRUGAL_MEASURED = 0, /* read from a counter or meter */
	FRUGAL_DECLARED = 1, /* given by the user */
	FRUGAL_MODELLED = 2, /* computed by a model from published factors */
	FRUGAL_DEFAULT = 3   /* nobody said; a labelled default */
};

/* "measured", "declared", "modelled", "default". */
FRUGAL_API const char *frugal_quality_name(enum frugal_quality quality);

/*
 * A figure. value, low and high are in unit. low..high is the 5 %..95 % range of the seeded
 * draws, widened to hold the value; low == high == value when nothing uncertain went in.
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

/* ---- 3. Library ----------------------------------------------------------------------------- */

typedef struct frugal_library frugal_library;

/*
 * Set size to sizeof(struct frugal_options) and the rest to zero; every member may stay zero. The
 * struct only ever grows at its end: a program that was built with a shorter one goes on working.
 */
struct frugal_options {
	size_t size;
	const char *models_dir; /* more .model files; they replace built-in ones of the same name */
	const char *factors_dir; /* more tables; rows of a table of the same name win over ours */
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

/* A column of numbers for frugal_estimate_many: one value a row, in unit. */
struct frugal_column {
	const char *name; /* input, field of a row ("zone.intensity"), or output of the model */
	const char *unit; /* NULL: the model's own unit */
	double *values;   /* n_rows numbers; read for inputs, written for outputs */
};

/*
 * Answers the same question for n_rows rows, at central values. fixed are "name=value" texts that
 * hold for each row (rows of tables are given there). A row whose inputs are refused (NaN, past a
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

/* ---- 5. Result ------------------------------------------------------------------------------ */

FRUGAL_API void frugal_result_free(frugal_result *result);
FRUGAL_API size_t frugal_result_count(const frugal_result *result);

/*
 * The figure at index, in the order of the model; FRUGAL_EUSAGE past the end. Its texts live as
 * long as the result. A figure that needs an input nobody gave has the value NaN. For a metered
 * run: perimeter by perimeter, then each mark as a figure called by its name, of perimeter
 * "section"; where nothing could be metered there are none.
 */
FRUGAL_API int frugal_result_figure(const frugal_result *result, size_t index,
				    struct frugal_figure *ret_figure);

/*
 * The figure called name (for a metered run: of perimeter "share", or the first mark of that
 * name); FRUGAL_EUSAGE if there is none.
 */
FRUGAL_API int frugal_result_find(const frugal_result *result, const char *name,
				  struct frugal_figure *ret_figure);

/*
 * The derivation of a figure (NULL: of all) as a tree in text; lives as long as the result. NULL
 * when there is no such figure or no memory. For a metered run: of the perimeter "share".
 */
FRUGAL_API const char *frugal_explain(frugal_result *result, const char *figure);

/*
 * The whole result as the JSON that the command line prints; lives as long as the result. NULL
 * when there is no memory.
 */
FRUGAL_API const char *frugal_result_json(frugal_result *result);

/* ---- 6. Meter ------------------------------------------------------------------------------- */

typedef struct frugal_meter frugal_meter;

/*
 * What is metered is the machine; the process gets its part by CPU time. Three perimeters:
 *
 *   marginal  what the process added: its share of the energy above idle
 *   share     that, and its share of the idle energy: what it should answer for
 *   machine   all that the machine used meanwhile
 *
 * Starts metering the calling process and the children it has waited for. A thread of the library
 * reads the counters; it takes no signal. FRUGAL_EUSAGE: the zone of the options.
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
 * Stops and gives the figures; the meter is freed in every case. The caller frees *ret_result;
 * ret_result may be NULL when nobody wants to know.
 */
FRUGAL_API int frugal_meter_stop(frugal_meter *meter, frugal_result **ret_result,
				 struct frugal_error *reterr);

/* ---- 7. Facts: the tables and models themselves ---------------------------------------------- */

/* ---- 8. Ledger: runs kept, listed, totalled, set, exported ----------------------------------- */

/* ---- 9. Groups and services: what several runs used ------------------------------------------ */

/* ---- 10. Measure: a command, the whole machine, the sensors ---------------------------------- */

/* ---- 11. Grid: hours of electricity ---------------------------------------------------------- */

/* ---- 12. Plan: when and where ---------------------------------------------------------------- */

/* ---- 13. Compare ----------------------------------------------------------------------------- */

/* ---- 14. Audit ------------------------------------------------------------------------------- */

/* ---- 15. Report and forms -------------------------------------------------------------------- */

#ifdef __cplusplus
}
#endif

#endif
