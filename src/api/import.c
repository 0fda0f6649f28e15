/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Imports runs from a stream of lines, one JSON object each, in one transaction: all of them or
 * none. A run that is already stored does not change.
 */
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"
#include "report/run_read.h"

#define PIECE ((size_t)65536)

struct import {
	struct ledger *ledger;
	const char *name;
	size_t line, added, known;
};

static int import_line(struct import *import, struct str text, struct frugal_error *reterr)
{
	struct run_record run;
	bool known = false;
	import->line++;
	if (!str_trim(text).n)
		return 0;
	int r = run_read(text, &run, reterr);
	if (r < 0)
		return r == FRUGAL_EDATA ? error_where(reterr, "%s:%zu", import->name, import->line)
					 : r;
	r = ledger_has_run(import->ledger, run.id, &known, reterr);
	if (r == 0 && known)
		import->known++;
	else if (r == 0)
		r = ledger_finish_run(import->ledger, &run, reterr);
	import->added += r == 0 && !known;
	run_record_release(&run);
	return r;
}

/* Handles the complete lines of the bytes read; the rest stays for the next piece. */
static int import_lines(struct import *import, struct buf *pending, bool at_end,
			struct frugal_error *reterr)
{
	struct str rest = buf_str(pending);
	int r = 0;
	while (r == 0 && rest.n) {
		const char *end = memchr(rest.p, '\n', rest.n);
		if (!end && !at_end)
			break;
		size_t n = end ? (size_t)(end - rest.p) : rest.n;
		r = import_line(import, (struct str){rest.p, n}, reterr);
		n += end != NULL;
		rest = (struct str){rest.p + n, rest.n - n};
	}
	struct buf kept = {0};
	buf_add(&kept, rest.p, rest.n);
	if (r == 0 && kept.failed)
		r = error_nomem(reterr);
	buf_release(pending);
	*pending = kept;
	return r;
}

static int import_all(struct import *import, frugal_read *read, void *context,
		      struct frugal_error *reterr)
{
	struct buf pending = {0};
	char *piece = mem_alloc(PIECE);
	size_t n = 0;
	int r = piece ? 0 : error_nomem(reterr);
	do {
		if (r == 0)
			r = read(context, piece, PIECE, &n, reterr);
		if (r == 0)
			buf_add(&pending, piece, n);
		if (r == 0 && pending.failed)
			r = error_nomem(reterr);
		if (r == 0 && (n == 0 || memchr(piece, '\n', n)))
			r = import_lines(import, &pending, n == 0, reterr);
	} while (r == 0 && n);
	mem_free(piece);
	buf_release(&pending);
	return r;
}

int frugal_ledger_import(frugal_ledger *ledger, const char *name, frugal_read *read, void *context,
			 size_t *ret_added, size_t *ret_known, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!read)
		return missing_argument("read", reterr);
	struct import import = {.ledger = ledger->ledger, .name = name ? name : "-"};
	int r = ledger_batch(ledger->ledger, reterr);
	if (r == 0)
		r = ledger_batch_end(ledger->ledger, import_all(&import, read, context, reterr),
				     reterr);
	if (r < 0)
		return r;
	if (ret_added)
		*ret_added = import.added;
	if (ret_known)
		*ret_known = import.known;
	return 0;
}
