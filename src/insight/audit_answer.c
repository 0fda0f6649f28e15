/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps the answers of people to a practice in the ledger, with the hash of the document that
 * proves them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/sha256.h"
#include "insight/audit.h"

static int read_document(struct arena *arena, const char *path, struct practice_answer *to,
			 struct frugal_error *reterr)
{
	char *hash = arena_alloc(arena, SHA256_TEXT), *whole = realpath(path, NULL);
	int r = hash ? sha256_file(path, hash, reterr) : error_nomem(reterr);
	to->sha256 = hash;
	to->document = arena_strdup(arena, whole ? whole : path);
	free(whole);
	return r == 0 && !to->document ? error_nomem(reterr) : r;
}

static int check_answer(const char *text, const char *note, struct frugal_error *reterr)
{
	for (int i = ANSWER_NO; audit_answers[i]; i++)
		if (strcmp(text, audit_answers[i]) == 0) {
			if (i != ANSWER_NA || (note && note[0]))
				return 0;
			error_set(reterr, FRUGAL_EUSAGE, "%s",
				  _("the answer 'na' requires a reason"));
			return error_todo(reterr, "%s", "note=TEXT");
		}
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not an answer"), text);
	return error_todo(reterr, "%s", "yes, partly, no, na");
}

int audit_answer(struct context *context, struct ledger *ledger, const char *word,
		 const struct practice_answer *said, struct frugal_error *reterr)
{
	struct practice_answer kept = *said;
	struct run_filter filter;
	const char *subject;
	int r = audit_subject(word, &context->arena, &subject, &filter, reterr);
	if (r == 0)
		r = audit_find(context, said->practice, &kept.practice, reterr);
	if (r == 0 && !said->answer)
		return ledger_remove_practice_answer(ledger, subject, kept.practice, reterr);
	if (r == 0)
		r = check_answer(said->answer, said->note, reterr);
	kept.document = kept.sha256 = "";
	if (r == 0 && said->document && said->document[0])
		r = read_document(&context->arena, said->document, &kept, reterr);
	kept.note = said->note ? said->note : "";
	kept.role = said->role ? said->role : "";
	kept.at_us = context->now_s * US_PER_SECOND;
	return r == 0 ? ledger_put_practice_answer(ledger, subject, &kept, reterr) : r;
}
