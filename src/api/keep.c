/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the answer to an estimate in a ledger. */
#include "api/inside.h"
#include "base/clock.h"
#include "base/intl.h"
#include "report/estimated.h"

static int keep(frugal_ledger *ledger, const struct answer *answer, const struct buf *inputs,
		const struct frugal_kept *kept, char **ret_id, struct frugal_error *reterr)
{
	struct buf text = {0}, id = {0};
	estimated_json(answer, &text);
	struct kept_estimate estimate = {
		.at_us = ledger->library->context.now_s * US_PER_SECOND,
		.project = kept->project ? kept->project : "",
		.service = kept->service ? kept->service : "",
		.name = kept->name ? kept->name : "",
		.model = answer->model,
		.inputs = buf_text(inputs),
		.answer = buf_text(&text),
	};
	int r = text.failed || inputs->failed ? error_nomem(reterr) : 0;
	if (r == 0)
		r = ledger_keep_estimate(ledger->ledger, &estimate, reterr);
	buf_release(&text);
	if (r < 0)
		return r;
	buf_puts(&id, estimate.id);
	return text_give(&id, ret_id, reterr);
}

int frugal_estimate_keep(frugal_ledger *ledger, const frugal_result *result,
			 const char *const *inputs, size_t n_inputs, const struct frugal_kept *kept,
			 char **ret_id, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_kept about = {.size = sizeof(about)};
	struct buf texts = {0};
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!result)
		return missing_argument("result", reterr);
	if (!ret_id)
		return missing_argument("ret_id", reterr);
	int r = kept ? copy_sized(kept, &about, sizeof(about), "kept", reterr) : 0;
	if (r == 0)
		r = check_texts(inputs, n_inputs, "inputs", reterr);
	if (r < 0)
		return r;
	if (!result->answer)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("a run is in the ledger already; an estimate can be kept"));
	estimated_inputs(inputs, n_inputs, &texts);
	r = keep(ledger, result->answer, &texts, &about, ret_id, reterr);
	buf_release(&texts);
	return r;
}
