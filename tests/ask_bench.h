/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences and what comes of them, for the tests that ask them; the models are opened once. */
#ifndef TESTS_ASK_BENCH_H
#define TESTS_ASK_BENCH_H

#include "check.h"
#include "insight/ask.h"
#include "model/knowledge.h"

static struct context context;
static struct knowledge knowledge;

static inline void missing_keys(const struct ask *ask, struct buf *to)
{
	for (int i = 0; i < ASK_KEYS; i++)
		if (ask->item[i].state == ASK_MISSING)
			buf_addf(to, "%s%s", to->n ? ", " : "", ask_keys[i]);
}

/* What came of the sentence: the estimate, or "missing: ..." or "refused: ...". */
static inline void outcome(const char *lang, struct str sentence, struct buf *to)
{
	struct frugal_error error = {0};
	struct ask *ask = NULL;
	context.lang = lang;
	context.numbers = strcmp(lang, "fr") == 0 ? &NUMBERS_FR : &NUMBERS_EN;
	CHECK_INT(ask_new(&context, &knowledge, sentence, &ask, &error), 0);
	if (ask_is_whole(ask)) {
		buf_puts(to, ask->command + strlen("frugal estimate "));
	} else if (ask->said.n_unclear) {
		CHECK_INT(ask_refuse(ask, &error), FRUGAL_EUSAGE);
		buf_addf(to, "refused: %s", error.what);
	} else {
		buf_puts(to, "missing: ");
		struct buf keys = {0};
		missing_keys(ask, &keys);
		buf_puts(to, buf_text(&keys));
		buf_release(&keys);
	}
	ask_free(ask);
}

static inline int run_with_knowledge(const struct CMUnitTest *tests, size_t n)
{
	struct frugal_error error = {0};
	context.lang = "en";
	context.numbers = &NUMBERS_EN;
	if (knowledge_open(&context, &knowledge, &error) < 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	int failed = _cmocka_run_group_tests("tests", tests, n, NULL, NULL);
	knowledge_close(&knowledge);
	return failed;
}

#endif
