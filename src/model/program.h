/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A compiled model: a flat list of operations on registers. A register is a column of doubles (a
 * row of a batch, or a draw, each), in base units; truth is 1 and 0; a missing value is NaN.
 *
 *	params	registers that are filled from outside: inputs, fields of rows, uncertain
 *		constants, constants
 *	steps	operations, each after those that compute its arguments
 *	entries	the named lines of the derivation: inputs, fields, lets, outs, with the register
 *		of each, and the entries it uses
 *	checks	registers that must be true, and those of which a note is made where they are
 *
 * A used model is compiled in place, its names behind a dot: `use site = server(...)` gives
 * "site.energy".
 */
#ifndef MODEL_PROGRAM_H
#define MODEL_PROGRAM_H

#include "factor/table.h"
#include "model/ast.h"

enum op {
	OP_ADD,
	OP_SUB,
	OP_MUL,
	OP_DIV,
	OP_POW,
	OP_NEG,
	OP_ABS,
	OP_FLOOR,
	OP_CEIL,
	OP_ROUND,
	OP_TRUNC,
	OP_EXP,
	OP_LN,
	OP_LOG2,
	OP_SQRT,
	OP_MIN,
	OP_MAX,
	OP_LT,
	OP_LE,
	OP_EQ,
	OP_NE,
	OP_AND,
	OP_OR,
	OP_NOT,
	OP_KNOWN, /* 1 unless missing */
	OP_SELECT /* a ? b : c */
};

struct step {
	enum op op;
	uint32_t to, a, b, c; /* registers */
};

enum param_kind {
	PARAM_CONSTANT, /* a number of the model; maybe uncertain */
	PARAM_NUMBER,   /* an input */
	PARAM_CHOICE,   /* an input: the index of the choice */
	PARAM_FIELD,    /* a number of the row of an input */
	PARAM_TEXT,     /* whether a text of that row is `text`; no row has no text */
	PARAM_CHOSEN    /* whether an input has another row than the one that it takes by default */
};

#define NO_ENTRY UINT32_MAX
#define NO_INPUT UINT32_MAX

struct param {
	enum param_kind kind;
	uint32_t reg;
	uint32_t input;          /* of NUMBER, CHOICE, FIELD, TEXT, CHOSEN */
	uint32_t column;         /* of FIELD, TEXT */
	struct str text;         /* of TEXT */
	uint32_t entry;          /* NO_ENTRY for a plain constant */
	double value, low, high; /* of CONSTANT, in base units */
	bool optional;           /* may be missing: known() asks about it */
	struct place place;      /* where a field is first used */
};

struct limit {
	bool upper;
	bool strict;
	double value;    /* base units */
	struct str text; /* ">= 0": as written */
	struct str full; /* ">= 0 h": with the unit of the input, for messages */
};

struct input {
	struct str name; /* "gpu_hours", "site.pue" */
	enum input_kind kind;
	const struct line_words *line;
	const char *file;
	struct unit unit;
	struct str unit_text;
	const struct table *table; /* INPUT_ROW */
	struct str table_name;
	const struct str *choices;
	size_t n_choices;
	struct limit *limits;
	size_t n_limits;
	bool optional;
	bool has_default;        /* may be left out */
	struct str default_text; /* as written; of has_default */
	/* The default, when it is a constant; an expression is steps of the program. */
	double value, low, high;
	struct str key; /* default row or choice */
	bool strict;    /* the default row only where the row that is followed is not given */
	/* The default is this number where the field of a row, a param, is missing; or NO_ENTRY. */
	uint32_t stands_for;
	struct str stand_in;
	/* A row that follows another input: its key is the text of a column of that input's row. */
	uint32_t follows; /* index of the input, or NO_INPUT */
	uint32_t follows_column;
	uint32_t choice;
	uint32_t reg; /* of NUMBER and CHOICE: the register as given (NaN: not given) */
	uint32_t entry;
};

enum entry_kind {
	ENTRY_INPUT,
	ENTRY_FIELD,
	ENTRY_CONSTANT, /* an uncertain number within an expression */
	ENTRY_LET,
	ENTRY_OUT
};

struct entry {
	enum entry_kind kind;
	struct str name;
	const char *file;
	struct place place;
	struct str expression; /* as written; empty for inputs and fields */
	struct str condition; /* of only() in it: the value is absent unless it is true; or empty */
	struct unit unit;
	struct str unit_text;
	const struct line_words *line; /* NULL for fields and constants */
	uint32_t reg;
	uint32_t param; /* of FIELD and CONSTANT */
	uint32_t input; /* of INPUT and FIELD */
	uint32_t *uses; /* entries */
	size_t n_uses;
	bool figure; /* an `out` of the model itself, not of one it uses */
};

struct program_check {
	const char *message; /* NULL: the words of the line */
	bool note;           /* is said where it is true; refuses nothing */
	uint32_t reg;
	const struct line_words *line;
	const char *file;
};

struct program {
	struct arena arena;
	const struct model *model;
	struct tables *tables; /* those of its inputs */
	struct step *steps;
	size_t n_steps, steps_cap;
	struct param *params;
	size_t n_params, params_cap;
	struct input *inputs;
	size_t n_inputs, inputs_cap;
	struct entry *entries;
	size_t n_entries, entries_cap;
	struct program_check *checks;
	size_t n_checks, checks_cap;
	uint32_t n_regs;
	struct mem_spare *spare; /* for the draws of an answer; of the catalogue, or NULL */
	uint64_t version;        /* changes with the text of the model or of one it uses */
};

/* Finds used models for the compiler; FRUGAL_EDATA or FRUGAL_EUSAGE when there is none. */
typedef int model_finder(void *context, struct str name, const struct model **ret,
			 struct frugal_error *reterr);

/*
 * Checks names, units, tables, and compiles. All errors are FRUGAL_EDATA with file, line, column.
 * The models and tables must outlive the program.
 */
int program_compile(const struct model *model, struct tables *tables, model_finder *find,
		    void *find_context, struct program **ret, struct frugal_error *reterr);
void program_free(struct program *program);

/* Whether the value in a register is missing; context is the caller's. */
typedef bool missing_test(const void *context, uint32_t reg);

/*
 * The first missing entry on which an entry without value depends, or the entry itself; an entry
 * that known() asks about counts only when no other is missing.
 */
const struct entry *program_missing_root(const struct program *program, const struct entry *entry,
					 missing_test *is_missing, const void *context);

/* Whether the terms of this root are known, but it has no value: 0 / 0, ln(-1). */
bool entry_is_undefined(const struct entry *root);

/* Of a PARAM_TEXT: 1 where the row has its text, else 0. */
double param_text_holds(const struct program *program, const struct param *param, uint32_t row);

/* The input called name, or SIZE_MAX. */
size_t program_input(const struct program *program, struct str name);

/* The param of the field of a row called name ("zone.intensity"), or SIZE_MAX. */
size_t program_field(const struct program *program, struct str name);

#endif
