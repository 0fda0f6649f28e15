/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The published results of tests/golden/worked.csv, through the models as they ship. Where a folder
 * of golden values is named by FRUGAL_SHARED, its table is compared too; it gives 6 digits.
 */
#include <unistd.h>

#include "base/csv.h"
#include "base/num.h"
#include "model_lab.h"

enum column { ID, MODEL, INPUTS, FIGURE, UNIT, EXACT, AS_PUBLISHED, GAP, COLUMNS };

struct golden {
	struct arena arena;
	struct buf text;
	struct csv csv;
	struct tables *tables;
	struct catalogue *catalogue;
};

static void golden_open(struct golden *golden)
{
	const char *source = getenv("FRUGAL_SOURCE");
	char path[4096];
	struct str fields[COLUMNS];
	size_t n;
	*golden = (struct golden){0};
	CHECK(source != NULL);
	(void)snprintf(path, sizeof(path), "%s/tests/golden/worked.csv", source);
	CHECK_INT(file_read(path, (size_t)1 << 20, &golden->text, NULL), 0);
	csv_init(&golden->csv, "worked.csv", buf_str(&golden->text), &golden->arena);
	CHECK_INT(csv_next(&golden->csv, fields, COLUMNS, &n, NULL), 1);
	CHECK_INT(tables_new(NULL, &golden->tables, NULL), 0);
	CHECK_INT(catalogue_new(NULL, golden->tables, &golden->catalogue, NULL), 0);
}

static void golden_close(struct golden *golden)
{
	catalogue_free(golden->catalogue);
	tables_free(golden->tables);
	buf_release(&golden->text);
	arena_release(&golden->arena);
}

/* The figure of a row, in the unit of that row. */
static double figure_of(struct golden *golden, const struct str *row)
{
	struct lab lab = {0};
	const struct program *program = NULL;
	lab.r = catalogue_program(golden->catalogue, row[MODEL], &program, &lab.error);
	if (lab.r == 0)
		lab.r = question_new(program, &lab.question, &lab.error);
	struct str left = row[INPUTS];
	while (left.n && lab.r == 0) {
		const char *end = memchr(left.p, ';', left.n);
		size_t n = end ? (size_t)(end - left.p) : left.n;
		lab.r = question_set(lab.question, (struct str){left.p, n}, BARE_REFUSED,
				     &lab.error);
		left = (struct str){left.p + n + (end != NULL), left.n - n - (end != NULL)};
	}
	lab_answer(&lab, NULL);
	char name[64];
	(void)snprintf(name, sizeof(name), "%.*s", STR_ARG(row[FIGURE]));
	const struct answer_line *line = lab_line(&lab, name);
	struct unit unit;
	CHECK_INT(unit_parse(row[UNIT], &unit, NULL), 0);
	CHECK(dimension_eq(unit.dim, line->unit.dim));
	CHECK(line->figure && line->low <= line->value && line->value <= line->high);
	double value = line->value / unit.scale;
	lab_close(&lab);
	return value;
}

static double number(struct str cell)
{
	double value = NAN;
	CHECK(num_parse(cell, &value) == cell.n);
	return value;
}

TEST(each_published_result_follows_from_its_inputs)
{
	struct golden golden;
	struct str row[COLUMNS];
	size_t n, rows = 0;
	golden_open(&golden);
	for (; csv_next(&golden.csv, row, COLUMNS, &n, NULL) == 1; rows++) {
		CHECK_INT(n, COLUMNS);
		double got = figure_of(&golden, row), exact = number(row[EXACT]);
		if (fabs(got - exact) > 1e-6 * exact)
			print_error("%.*s\n", STR_ARG(row[ID]));
		CHECK_CLOSE(got, exact, 1e-6);
		/* What was printed is near, but where the gap says that it does not follow. */
		if (!memmem(row[GAP].p, row[GAP].n, "does not follow", 15))
			CHECK_CLOSE(number(row[AS_PUBLISHED]), exact, 0.013);
		CHECK(row[GAP].n > 0);
	}
	CHECK_INT(rows, 61);
	golden_close(&golden);
}

/* The `exact` of the shared table for an id, or NaN. */
static double shared_exact(struct str text, struct str id)
{
	struct arena arena = {0};
	struct csv csv;
	struct str row[16];
	size_t n;
	double value = NAN;
	csv_init(&csv, "worked-examples.csv", text, &arena);
	while (csv_next(&csv, row, 16, &n, NULL) == 1)
		if (n > 4 && str_eq(row[0], id))
			value = number(row[4]);
	arena_release(&arena);
	return value;
}

TEST(the_shared_table_of_worked_examples_agrees_to_its_digits)
{
	const char *folder = getenv("FRUGAL_SHARED");
	char path[4096];
	(void)snprintf(path, sizeof(path), "%s/golden/llm/worked-examples.csv",
		       folder ? folder : "");
	if (!folder || access(path, R_OK) != 0) {
		/* Not skip(): cmocka prints that as a failure. */
		printf("# no folder of golden values: not compared\n");
		return;
	}
	struct buf text = {0};
	CHECK_INT(file_read(path, (size_t)1 << 20, &text, NULL), 0);
	struct golden golden;
	struct str row[COLUMNS];
	size_t n, compared = 0;
	golden_open(&golden);
	while (csv_next(&golden.csv, row, COLUMNS, &n, NULL) == 1) {
		double want = shared_exact(buf_str(&text), row[ID]), ours;
		if (isnan(want))
			continue;
		char digits[40];
		(void)snprintf(digits, sizeof(digits), "%.6g", figure_of(&golden, row));
		CHECK(num_parse(str_of(digits), &ours) == strlen(digits));
		CHECK_CLOSE(ours, want, 1e-12);
		compared++;
	}
	CHECK_INT(compared, 28);
	golden_close(&golden);
	buf_release(&text);
}

RUN_TESTS(CASE(each_published_result_follows_from_its_inputs),
	  CASE(the_shared_table_of_worked_examples_agrees_to_its_digits))
