/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers lie in the register `answer` (register.h), one row for each subject and practice; a later
 * answer replaces the earlier one. What an answer counts for is decided by the audit.
 */
#include "store/practice_answer.h"

#include <string.h>

#include "base/intl.h"
#include "store/sql.h"

int ledger_put_practice_answer(struct ledger *ledger, const char *subject,
			       const struct practice_answer *answer, struct frugal_error *reterr)
{
	int r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	struct binder to = sql_binder(ledger, SQL_ANSWER_PUT);
	bind_text(&to, subject);
	bind_text(&to, answer->practice);
	bind_text(&to, answer->answer);
	bind_text(&to, answer->role);
	bind_text(&to, answer->note);
	bind_text(&to, answer->document);
	bind_text(&to, answer->sha256);
	bind_int(&to, answer->at_us);
	return sql_end(ledger, sql_do(ledger, &to, reterr), reterr);
}

int ledger_remove_practice_answer(struct ledger *ledger, const char *subject, const char *practice,
				  struct frugal_error *reterr)
{
	int r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	struct binder to = sql_binder(ledger, SQL_ANSWER_DELETE);
	bind_text(&to, subject);
	bind_text(&to, practice);
	r = sql_do(ledger, &to, reterr);
	if (r == 0 && sqlite3_changes(ledger->db) == 0)
		r = error_set(reterr, FRUGAL_EUSAGE, _("practice '%s' has no answer for '%s'"),
			      practice, subject);
	return sql_end(ledger, r, reterr);
}

int ledger_practice_answers(struct ledger *ledger, const char *subject, struct arena *arena,
			    struct practice_answer **ret, size_t *ret_n,
			    struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_ANSWER_LIST);
	struct columns from = {.st = of.st, .arena = arena};
	struct practice_answer *answers = NULL;
	size_t n = 0, cap = 0;
	int r;
	bind_text(&of, subject);
	while ((r = sql_step(ledger, &of, reterr)) == 1) {
		from.at = 0;
		if (!mem_grow(&answers, n, &cap, sizeof(*answers), 0)) {
			from.failed = true;
			continue;
		}
		struct practice_answer *answer = &answers[n++];
		answer->practice = column_text(&from);
		answer->answer = column_text(&from);
		answer->role = column_text(&from);
		answer->note = column_text(&from);
		answer->document = column_text(&from);
		answer->sha256 = column_text(&from);
		answer->at_us = column_int(&from);
	}
	*ret = arena_array(arena, n + 1, sizeof(*answers));
	if (*ret && n)
		memcpy(*ret, answers, n * sizeof(*answers));
	*ret_n = n;
	mem_free(answers);
	return r == 0 && (from.failed || !*ret) ? error_nomem(reterr) : r;
}
