/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies of POST /api/v1/estimate and of a sentence: read, with inputs in order and columns of one
 * length, or refused with a reason.
 */
#include "fuzz.h"
#include "serve/estimate_asked.h"

#include <string.h>

static void check(const struct estimate_asked *asked)
{
	REQUIRE(asked->n_inputs <= ASKED_MAX_INPUTS && asked->n_rows <= ASKED_MAX_ROWS);
	for (size_t i = 0; i < asked->n_inputs; i++) {
		REQUIRE(strchr(asked->inputs[i], '='));
		REQUIRE(!i || strcmp(asked->inputs[i - 1], asked->inputs[i]) <= 0);
	}
	for (size_t i = 0; i < asked->n_columns; i++)
		REQUIRE(*asked->columns[i].name && asked->columns[i].values);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena arena = {0};
	struct estimate_asked asked;
	struct frugal_error error = {0};
	const char *sentence = NULL;
	struct str body = {(const char *)data, n};
	int r = estimate_asked_read(body, &arena, &asked, &error);
	REQUIRE(r == 0 ? asked.model != NULL : r == FRUGAL_EUSAGE && error.what[0]);
	check(&asked);
	r = estimate_asked_sentence(body, &arena, &sentence, &asked, &error);
	REQUIRE(r == 0 ? sentence != NULL : r == FRUGAL_EUSAGE && error.what[0]);
	check(&asked);
	arena_release(&arena);
	return 0;
}
