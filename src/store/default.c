/* SPDX-License-Identifier: Apache-2.0 */
/* Opens the ledger of a context, with the path from the context or from the user's folders. */
#include "store/default.h"

int store_open(const struct context *context, enum ledger_mode mode, struct ledger **ret,
	       struct frugal_error *reterr)
{
	struct buf path = {0};
	int r = 0;
	if (context->store)
		buf_puts(&path, context->store);
	else
		r = ledger_default_path(&path, reterr);
	if (r == 0)
		r = path.failed ? error_nomem(reterr)
				: ledger_open(buf_text(&path), mode, ret, reterr);
	buf_release(&path);
	return r;
}
