/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An audit as a handle, and the answers of people to practices. insight/audit.c computes the
 * scores; here its structs are copied into those of frugal.h.
 */
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"
#include "report/audit.h"

static struct context own_context(const frugal_ledger *ledger)
{
	struct context context = ledger->library->context;
	context.arena = (struct arena){0};
	return context;
}

/* Keeps what each gate misses in words. */
static int keep_missing(frugal_audit *audit, struct frugal_error *reterr)
{
	const struct audit *of = &audit->audit;
	struct arena *arena = &audit->context.arena;
	struct buf words = {0};
	audit->missing = arena_array(arena, of->n_gates + 1, sizeof(*audit->missing));
	bool failed = !audit->missing;
	for (size_t i = 0; !failed && i < of->n_gates; i++) {
		buf_clear(&words);
		audit_gate_words(&words, of, &of->gates[i], &audit->context);
		audit->missing[i] = words.n ? arena_strdup(arena, buf_text(&words)) : NULL;
		failed = words.failed || (words.n && !audit->missing[i]);
	}
	buf_release(&words);
	return failed ? error_nomem(reterr) : 0;
}

int frugal_audit_read(frugal_ledger *ledger, const char *subject, frugal_audit **ret_audit,
		      struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!subject)
		return missing_argument("subject", reterr);
	if (!ret_audit)
		return missing_argument("ret_audit", reterr);
	frugal_audit *audit = mem_zalloc(1, sizeof(*audit));
	if (!audit)
		return error_nomem(reterr);
	audit->context = own_context(ledger);
	int r = audit_read(&audit->context, ledger->ledger, subject, &audit->audit, reterr);
	if (r == 0)
		r = keep_missing(audit, reterr);
	if (r < 0) {
		frugal_audit_free(audit);
		return r;
	}
	*ret_audit = audit;
	return 0;
}

void frugal_audit_free(frugal_audit *audit)
{
	if (!audit)
		return;
	audit_release(&audit->audit);
	arena_release(&audit->context.arena);
	mem_free(audit);
}

const struct audit *audit_of(const frugal_audit *audit)
{
	return &audit->audit;
}

int frugal_audit_score(const frugal_audit *audit, struct frugal_audit_score *ret,
		       struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!audit)
		return missing_argument("audit", reterr);
	if (!ret)
		return missing_argument("ret", reterr);
	const struct audit *from = &audit->audit;
	const struct frugal_audit_score score = {
		.size = ret->size,
		.complete = from->complete,
		.progress = from->progress,
		.coverage = from->coverage,
		.rgesn = from->rgesn,
		.practices = from->n,
		.gates = from->n_gates,
		.contradictions = from->contradictions,
	};
	return sized_fill(ret, ret->size, &score, sizeof(score), reterr);
}

int frugal_audit_practice(const frugal_audit *audit, size_t index, struct frugal_practice *ret,
			  struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!audit)
		return missing_argument("audit", reterr);
	if (!ret)
		return missing_argument("ret", reterr);
	if (index >= audit->audit.n)
		return error_set(reterr, FRUGAL_EUSAGE, _("no practice has the index %zu"), index);
	const struct audit_item *item = &audit->audit.items[index];
	const struct frugal_practice practice = {
		.size = ret->size,
		.id = item->id,
		.title = audit_title(item, &audit->context),
		.question = audit_question(item, &audit->context),
		.stage = audit_stages[item->stage],
		.roles = item->roles,
		.gain = audit_rates[item->gain],
		.effort = audit_rates[item->effort],
		.answer = audit_answers[item->answer],
		.stated = item->stated ? item->stated->answer : audit_answers[ANSWER_NONE],
		.evidence = audit_classes[item->class],
		.measured = item->measured,
		.value = item->value,
		.weight = item->weight,
		.contradicts = item->contradicts,
	};
	return sized_fill(ret, ret->size, &practice, sizeof(practice), reterr);
}

int frugal_audit_gate(const frugal_audit *audit, size_t index, const char **ret_name,
		      const char **ret_missing)
{
	if (!audit || !ret_name || !ret_missing || index >= audit->audit.n_gates)
		return FRUGAL_EUSAGE;
	*ret_name = audit_gate_name(&audit->audit.gates[index], &audit->context);
	*ret_missing = audit->missing[index];
	return 0;
}

int frugal_audit_answer(frugal_ledger *ledger, const char *subject,
			const struct frugal_practice_answer *answer, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_practice_answer a = {.size = sizeof(a)};
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!subject)
		return missing_argument("subject", reterr);
	if (!answer)
		return missing_argument("answer", reterr);
	int r = copy_sized(answer, &a, sizeof(a), "practice_answer", reterr);
	if (r == 0 && !a.practice)
		r = missing_argument("practice", reterr);
	if (r < 0)
		return r;
	struct context context = own_context(ledger);
	const struct practice_answer said = {.practice = a.practice,
					     .answer = a.answer,
					     .role = a.role,
					     .note = a.note,
					     .document = a.document};
	r = audit_answer(&context, ledger->ledger, subject, &said, reterr);
	arena_release(&context.arena);
	return r;
}
