/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first eight bytes as a double: what is written reads back the same, here and by strtod.
 * All bytes as a text: what is read is what strtod reads from the same bytes.
 */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "base/num.h"

static int same_bits(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

static void write_and_read(double x)
{
	char text[NUM_TEXT];
	double back = 0;
	size_t n = num_format(x, text);
	REQUIRE(n < NUM_TEXT && n == strlen(text));
	if (!isfinite(x)) {
		REQUIRE(strcmp(text, "null") == 0);
		return;
	}
	REQUIRE(num_parse((struct str){text, n}, &back) == n);
	REQUIRE(same_bits(back, strtod(text, NULL)));
	REQUIRE(same_bits(back, x) || (same_bits(x, -0.0) && same_bits(back, 0.0)));
}

static void read_as_strtod(const uint8_t *data, size_t size)
{
	double x = 0;
	struct str text = {(const char *)data, size};
	size_t n = num_parse(text, &x);
	REQUIRE(n <= size);
	if (n == 0)
		return;
	char *copy = malloc(n + 1);
	if (!copy)
		return;
	memcpy(copy, data, n);
	copy[n] = '\0';
	char *end;
	double want = strtod(copy, &end);
	REQUIRE(*end == '\0');
	REQUIRE(same_bits(x, want));
	REQUIRE(isfinite(x));
	free(copy);
	write_and_read(x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size >= sizeof(double)) {
		double x;
		memcpy(&x, data, sizeof(x));
		write_and_read(x);
	}
	read_as_strtod(data, size);
	int64_t whole = 0;
	if (num_parse_int((struct str){(const char *)data, size}, -1000, 1000, &whole))
		REQUIRE(whole >= -1000 && whole <= 1000);
	return 0;
}
