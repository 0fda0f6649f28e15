/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the compiler share: lines (compile.c), inputs (inputs.c) and expressions
 * (lower.c, lower_call.c).
 */
#ifndef MODEL_COMPILE_H
#define MODEL_COMPILE_H

#include "model/program.h"

enum type_kind { TYPE_NUMBER, TYPE_TRUTH, TYPE_ROW, TYPE_CHOICE };

/* The type of an expression and the register with its value. */
struct operand {
	enum type_kind type;
	struct dimension dim;
	bool zero;     /* a literal 0: fits any dimension */
	bool constant; /* a literal number */
	double value;  /* of a constant, base units */
	uint32_t reg;
	uint32_t input; /* of a row or choice */
};

/* A name in the scope of one model (each used model has its own). */
struct name {
	struct str name;
	enum { NAME_INPUT, NAME_LINE, NAME_USE } kind;
	struct operand operand; /* INPUT, LINE */
	uint32_t entry;
	struct scope *used; /* USE */
};

struct scope {
	const struct model *model;
	struct str prefix; /* "" or "site." */
	struct scope *outer;
	struct name *names;
	size_t n_names;
};

struct compiler {
	struct program *program;
	struct tables *tables;
	model_finder *find;
	void *find_context;
	struct frugal_error *reterr;
	/* The entries that the line being compiled uses. */
	uint32_t *uses;
	size_t n_uses, uses_cap;
	struct str condition; /* of the last only() of that line, as written; or empty */
	size_t n_scopes;      /* models compiled in place so far */
	bool out_of_memory;   /* where a name could not be joined */
};

int compile_fail(struct compiler *compiler, const struct scope *scope, struct place place,
		 const char *fmt, ...) PRINTF_LIKE(4, 5);

int emit(struct compiler *compiler, enum op op, uint32_t a, uint32_t b, uint32_t c,
	 uint32_t *ret_reg);
int new_reg(struct compiler *compiler, uint32_t *ret);

/* Gets a register with the constant; an uncertain constant gets an entry. */
int constant_reg(struct compiler *compiler, const struct scope *scope, const struct node *node,
		 uint32_t *ret);
int plain_constant(struct compiler *compiler, double value, uint32_t *ret);
#define MAX_ENTRIES 20000
int add_entry(struct compiler *compiler, const struct entry *entry, uint32_t *ret);
int add_param(struct compiler *compiler, const struct param *param, uint32_t *ret);
int note_use(struct compiler *compiler, uint32_t entry);

/* The error of an array that would exceed max, or of memory. */
int no_room(struct compiler *compiler, size_t n, size_t max);

/* Moves the uses noted so far to an entry. */
int keep_uses(struct compiler *compiler, struct entry *entry);

/* Adds a check that the register is true; its message is message, or else the words of the line. */
int add_check(struct compiler *compiler, uint32_t reg, const struct scope *scope,
	      const struct line *line, const char *message);

/*
 * Compiles an input: the argument that `use` (NULL for the whole model) gives for it, or an open
 * input.
 */
int compile_in(struct compiler *compiler, struct scope *scope, const struct line *line,
	       const struct line *use);
const struct argument *find_argument(const struct line *use, struct str name);

int lower(struct compiler *compiler, struct scope *scope, const struct node *node,
	  struct operand *ret);

/* lower_call.c: a call of a function. */
int lower_call(struct compiler *compiler, struct scope *scope, const struct node *node,
	       struct operand *ret);

/*
 * lower.c: check the type of an operand, that it has no dimension, that two operands have one
 * dimension; or fail with two that differ.
 */
int lower_expect_type(struct compiler *compiler, const struct scope *scope, const struct node *node,
		      const struct operand *operand, enum type_kind type);
int lower_expect_plain(struct compiler *compiler, const struct scope *scope,
		       const struct node *node, const struct operand *operand);
int lower_common_dimension(struct compiler *compiler, const struct scope *scope,
			   const struct node *node, struct operand *a, struct operand *b);
int lower_unit_clash(struct compiler *compiler, const struct scope *scope, const struct node *node,
		     struct dimension a, struct dimension b);

struct name *scope_find(const struct scope *scope, struct str name);
void add_name(struct scope *scope, const struct name *name);
struct str join_name(struct compiler *compiler, struct str prefix, struct str name);

/* Dimensions as text for messages: "an energy (Wh)". */
void dimension_describe(struct buf *to, struct dimension dim);

#endif
