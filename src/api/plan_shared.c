/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Planning beyond one job: problems written as JSON (a fleet, gangs), and the reservations that
 * users of one ledger made.
 */
#include <time.h>

#include "api/inside_grid.h"
#include "base/intl.h"
#include "plan/instance.h"
#include "record/ranges.h"
#include "store/reserve.h"

#define USUAL_SEED 1

int frugal_plan_instance(const char *name, const char *text, size_t n, uint64_t seed, size_t rounds,
			 char **ret_text, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct buf answer = {0};
	reterr = reterr ? reterr : &unread;
	if (!name || !text || !ret_text)
		return missing_argument(!name ? "name" : !text ? "text" : "ret_text", reterr);
	if (rounds > ROUNDS_MOST)
		return error_set(reterr, FRUGAL_EUSAGE, _("rounds is %zu, and must be at most %d"),
				 rounds, ROUNDS_MOST);
	const struct instance_options how = {.seed = seed ? seed : USUAL_SEED, .rounds = rounds};
	int r = instance_answer(name, (struct str){text, n}, &how, &answer, reterr);
	if (r == 0)
		return text_give(&answer, ret_text, reterr);
	buf_release(&answer);
	return r;
}

struct visitor {
	frugal_reservation_visit *visit;
	void *context;
};

static int show(void *context, const struct reservation *one, struct frugal_error *reterr)
{
	const struct visitor *visitor = context;
	const struct frugal_reservation filled = {
		.size = sizeof(filled),
		.id = one->id,
		.zone = one->zone,
		.name = one->name,
		.from_s = one->pieces[0].from_s,
		.to_s = one->pieces[0].to_s,
		.power_kw = one->kw,
	};
	return visitor->visit(visitor->context, &filled, reterr);
}

int frugal_ledger_reservations(frugal_ledger *ledger, frugal_reservation_visit *visit,
			       void *context, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct visitor visitor = {visit, context};
	reterr = reterr ? reterr : &unread;
	if (!ledger || !visit)
		return missing_argument(ledger ? "visit" : "ledger", reterr);
	int r = ledger_reservations(ledger_of(ledger), (int64_t)time(NULL), show, &visitor, reterr);
	return r < 0 ? r : 0;
}

int frugal_ledger_release(frugal_ledger *ledger, const char *id, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!ledger || !id)
		return missing_argument(ledger ? "id" : "ledger", reterr);
	return ledger_release(ledger_of(ledger), id, reterr);
}
