/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentences, as they come: whole, missing something, or refused with a reason; what is whole has a
 * command. The first byte chooses the language.
 */
#include "fuzz.h"
#include "insight/ask.h"
#include "model/knowledge.h"

static struct context context = {.numbers = &NUMBERS_EN};
static struct knowledge knowledge;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct ask *ask = NULL;
	struct frugal_error error = {0};
	if (!n || n > 300) /* each word is looked up in four tables */
		return 0;
	context.lang = data[0] & 1 ? "fr" : "en";
	if (!knowledge.catalogue)
		REQUIRE(knowledge_open(&context, &knowledge, &error) == 0);
	int r = ask_new(&context, &knowledge, (struct str){(const char *)data + 1, n - 1}, &ask,
			&error);
	REQUIRE(r == 0 || (r == FRUGAL_EUSAGE && error.what[0]));
	if (r < 0)
		return 0;
	REQUIRE(ask_is_whole(ask) == (ask->command != NULL));
	REQUIRE(ask_is_whole(ask) || (ask_refuse(ask, &error) == FRUGAL_EUSAGE && error.what[0]));
	(void)ask_set(ask, (enum ask_key)(data[0] % ASK_KEYS),
		      (struct str){(const char *)data + 1, n - 1}, &error);
	ask_free(ask);
	return 0;
}
