/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Options, described once: the same table drives parsing, --help, the man page and the
 * completions of bash, zsh and fish. A row gives the place of its value by the offset of a field in
 * the command's own struct; the OPT_ macros refuse at compile time a field of the wrong type.
 *
 * Grammar: --name value, --name=value, -n value, -nvalue, letters of flags together (-qh), "--"
 * ends the options, "-" is an argument. Names are never abbreviated: scripts would break the
 * day an option is added.
 */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/str.h"
#include "record/ranges.h"

enum option_type {
	OPTION_END = 0,
	OPTION_FLAG,     /* bool */
	OPTION_STRING,   /* const char *, NULL when not given; never empty */
	OPTION_CHOICE,   /* const char *, one of choices */
	OPTION_INT,      /* int64_t, 0 when not given, so low is at least 1 */
	OPTION_QUANTITY, /* struct option_quantity */
	OPTION_LIST      /* struct option_list: may be repeated */
};

/* What the shell may offer for a value or an argument. */
enum complete {
	COMPLETE_NONE,
	COMPLETE_FILES,
	COMPLETE_FOLDERS,
	COMPLETE_PROGRAM,  /* a program and its own arguments */
	COMPLETE_COMMANDS, /* the rest come from `frugal help --complete` */
	COMPLETE_MODELS,
	COMPLETE_TABLES,
	COMPLETE_ZONES,
	COMPLETE_INPUTS, /* name=value of the model that is the argument before */
	COMPLETE_RUNS
};

/* In the unit of its row. */
struct option_quantity {
	bool given;
	double value, low, high; /* low and high: the interval in brackets, else the value */
};

/* What was given, or otherwise. */
static inline double option_or(const struct option_quantity *option, double otherwise)
{
	return option->given ? option->value : otherwise;
}

struct option_list {
	const char **items;
	size_t n;
	size_t cap;
};

struct option_spec {
	enum option_type type;
	enum complete complete;
	const char *name;           /* "quiet", without dashes */
	const char *value;          /* N_("FILE"); NULL for a flag */
	const char *brief;          /* N_("..."); NULL: hidden, for our own build and tests */
	const char *env;            /* variable that stands in when the option is absent */
	const char *const *choices; /* ends with NULL */
	const char *alone;          /* what a choice is without a value; NULL: it requires one */
	bool lists_choices;         /* help lists them behind the brief */
	const char *unit;           /* of a quantity */
	double low;                 /* bounds of an integer (below 2^53) or a quantity (in unit) */
	double high;
	size_t offset;
	char letter; /* 'q', or 0 */
};

#define OPTION_FIELD(object, field, c_type)                                                        \
	_Generic(((object *)0)->field, c_type : offsetof(object, field))

/* clang-format off */
#define OPT_FLAG(object, field, short, long, text)                                                 \
	{.type = OPTION_FLAG, .letter = short, .name = long, .brief = text,                        \
	 .offset = OPTION_FIELD(object, field, bool)}
#define OPT_TEXT(object, field, short, long, word, text, offer)                                    \
	{.type = OPTION_STRING, .letter = short, .name = long, .value = word, .brief = text,       \
	 .complete = offer, .offset = OPTION_FIELD(object, field, const char *)}
#define OPT_STRING(object, field, short, long, word, text)                                         \
	OPT_TEXT(object, field, short, long, word, text, COMPLETE_NONE)
#define OPT_FILE(object, field, long, text)                                                        \
	OPT_TEXT(object, field, 0, long, N_("FILE"), text, COMPLETE_FILES)
#define OPT_FOLDER(object, field, long, text)                                                      \
	OPT_TEXT(object, field, 0, long, N_("DIR"), text, COMPLETE_FOLDERS)
#define OPT_CHOICE(object, field, long, word, list, text)                                          \
	{.type = OPTION_CHOICE, .name = long, .value = word, .brief = text, .choices = list,       \
	 .offset = OPTION_FIELD(object, field, const char *)}
/* --name alone, or --name=CHOICE. */
#define OPT_ALONE(object, field, long, word, list, without, text)                                  \
	{.type = OPTION_CHOICE, .name = long, .value = word, .brief = text, .choices = list,       \
	 .alone = without, .offset = OPTION_FIELD(object, field, const char *)}
#define OPT_INT(object, field, long, word, lo, hi, text)                                           \
	{.type = OPTION_INT, .name = long, .value = word, .brief = text, .low = lo, .high = hi,    \
	 .offset = OPTION_FIELD(object, field, int64_t)}
#define OPT_QUANTITY(object, field, long, word, in_unit, lo, hi, text)                             \
	{.type = OPTION_QUANTITY, .name = long, .value = word, .brief = text, .unit = in_unit,     \
	 .low = lo, .high = hi, .offset = OPTION_FIELD(object, field, struct option_quantity)}
#define OPT_LIST(object, field, long, word, text)                                                  \
	{.type = OPTION_LIST, .name = long, .value = word, .brief = text,                          \
	 .offset = OPTION_FIELD(object, field, struct option_list)}
#define OPT_END {.type = OPTION_END}
/* clang-format on */

/* A table and the struct its values go to. At most 64 rows. */
struct option_target {
	const struct option_spec *specs;
	void *object;
	uint64_t seen; /* rows given so far */
};

#define OPTION_TARGETS 2

/* The first row whose field has a value and whose name is not among taken; NULL: none. */
const char *option_beyond(const struct option_spec *specs, const void *object,
			  const char *const *taken);

/* Reads words one by one. */
struct option_reader {
	struct option_target
		*targets[OPTION_TARGETS]; /* NULL: none; the command's own come first */
	const char *command;              /* "run", for messages; "" for none */
	char **words;                     /* ends with NULL */
	size_t at;                        /* the next word */
	const char *letters;              /* the rest of "-qh", or NULL */
	bool ended;                       /* past "--" */
};

struct option_item {
	struct option_target *target; /* NULL: an argument */
	const struct option_spec *spec;
	const char *text; /* the value, or the argument; NULL for a flag */
};

/*
 * The next option or argument: 1, or 0 at the end, or FRUGAL_EUSAGE (unknown option with a near
 * miss, a value missing or one too many); the word at fault is passed, so one may go on.
 */
int option_next(struct option_reader *reader, struct option_item *ret, struct frugal_error *reterr);

/*
 * Checks the value and writes it to its field. FRUGAL_EUSAGE when it is empty, out of bounds, no
 * such choice, of the wrong unit, or given twice.
 */
int option_store(const struct option_item *item, struct arena *arena, struct frugal_error *reterr);

/* The same from the environment, for rows with .env that were not given; empty ones count as unset.
 */
int option_from_environment(struct option_target *target, struct arena *arena,
			    struct frugal_error *reterr);

#endif
