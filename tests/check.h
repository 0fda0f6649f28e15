/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a unit test needs, over cmocka. A test is a sentence:
 *
 *	TEST(a_wrapped_counter_adds_its_range)
 *	{
 *		CHECK_CLOSE(unwrapped.j, 15.0, 1e-12);
 *	}
 *	RUN_TESTS(CASE(a_wrapped_counter_adds_its_range), ...)
 *
 * cmocka's own comparison of floats is in single precision: CHECK_CLOSE is in double.
 */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define TEST(name) static void name(void **state __attribute__((unused)))
#define CASE(name) cmocka_unit_test(name)
#define RUN_TESTS(...)                                                                             \
	int main(void)                                                                             \
	{                                                                                          \
		const struct CMUnitTest tests[] = {__VA_ARGS__};                                   \
		cmocka_set_message_output(CM_OUTPUT_TAP);                                          \
		return cmocka_run_group_tests(tests, NULL, NULL);                                  \
	}

#define CHECK(condition) assert_true(condition)
#define CHECK_INT(got, want) assert_int_equal(got, want)
#define CHECK_TEXT(got, want) assert_string_equal(got, want)
#define CHECK_CLOSE(got, want, relative) check_close(got, want, relative, #got, __FILE__, __LINE__)
/* Leaves the test, with the reason, where the machine lacks what it needs: in TAP it is ok. */
#define SKIP(why)                                                                                  \
	do {                                                                                       \
		print_message("# skipped: %s\n", why);                                             \
		return;                                                                            \
	} while (0)
/* text contains part. */
#define CHECK_HOLDS(text, part) check_holds(text, part, __FILE__, __LINE__)

static inline void check_close(double got, double want, double relative, const char *what,
			       const char *file, int line)
{
	double scale = fabs(want) > 0 ? fabs(want) : 1;
	if (fabs(got - want) <= relative * scale)
		return;
	print_error("%s is %.17g, not %.17g (off by %.3g, allowed %.3g)\n", what, got, want,
		    fabs(got - want) / scale, relative);
	_fail(file, line);
}

static inline void check_holds(const char *text, const char *part, const char *file, int line)
{
	if (strstr(text, part))
		return;
	print_error("\"%s\" is not in \"%s\"\n", part, text);
	_fail(file, line);
}

#endif
