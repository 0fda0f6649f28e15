/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The digits of figures that add up. Parts of a sum that are each rounded by their own intervals
 * need not add up to what is printed as their total: they are printed to its decimal place.
 */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "quantity/print.h"
#include "report/answer.h"

/* Of a total, whatever its interval. */
#define TOTAL_FIGURES 2

/* Whether a formula is names and fields with + and - between them. */
static bool is_sum(const char *expression)
{
	bool signs = false;
	for (const char *c = expression; *c; c++) {
		bool in_name = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
			       char_is_digit(*c) || *c == '_' || *c == '.';
		if (!in_name && !strchr("+- \n\t", *c))
			return false;
		signs |= *c == '+' || *c == '-';
	}
	return signs && !char_is_digit(expression[0]);
}

/* Whether a line is a term of the sum that another line is, itself or within one of its terms. */
static bool is_term(const struct answer *answer, uint32_t sum, uint32_t line)
{
	const struct answer_line *total = &answer->lines[sum];
	if (!is_sum(total->expression))
		return false;
	for (size_t i = 0; i < total->n_uses; i++)
		if (total->uses[i] == line || is_term(answer, total->uses[i], line))
			return true;
	return false;
}

/* The figure that has the line as a term and is not one of another; the line itself without one. */
static uint32_t total_of(const struct answer *answer, uint32_t line)
{
	uint32_t total = line;
	for (uint32_t i = line + 1; i < answer->n_lines; i++)
		if (answer->lines[i].figure && !isnan(answer->lines[i].value) &&
		    is_term(answer, i, total))
			total = i;
	return total;
}

static bool has_terms(const struct answer *answer, uint32_t total)
{
	for (uint32_t i = 0; i < total; i++)
		if (answer->lines[i].figure && !isnan(answer->lines[i].value) &&
		    is_term(answer, total, i))
			return true;
	return false;
}

double answer_place(const struct answer *answer, size_t line)
{
	uint32_t total = total_of(answer, (uint32_t)line);
	const struct answer_line *whole = &answer->lines[total];
	if ((total == line && !has_terms(answer, total)) || isnan(whole->value))
		return 0;
	return print_place(whole->value, whole->low, whole->high, whole->unit.dim, whole->unit,
			   whole->unit_text, TOTAL_FIGURES);
}
