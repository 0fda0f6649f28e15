/* SPDX-License-Identifier: Apache-2.0 */
/* The reservations of the ledger: their list, and giving one back. */
#include "cli/plan_shared.h"

#include <time.h>

#include "base/intl.h"
#include "base/json.h"
#include "grid/series.h"
#include "report/layout.h"
#include "store/default.h"
#include "store/reserve.h"

struct listing {
	bool as_json;
	struct buf out;
	struct jsonw json;
	struct arena arena;
	struct columns columns;
	size_t n;
};

static int list_one(void *context, const struct reservation *one, struct frugal_error *reterr)
{
	struct listing *to = context;
	char from[GRID_TIME], end[GRID_TIME];
	(void)reterr;
	grid_time_text(one->pieces[0].from_s, from);
	grid_time_text(one->pieces[0].to_s, end);
	to->n++;
	if (to->as_json) {
		jsonw_object(&to->json, NULL);
		jsonw_string(&to->json, "id", one->id);
		jsonw_string(&to->json, "zone", one->zone);
		jsonw_string(&to->json, "name", one->name);
		jsonw_string(&to->json, "start", from);
		jsonw_string(&to->json, "end", end);
		jsonw_number(&to->json, "kw", one->kw);
		jsonw_object_end(&to->json);
		return 0;
	}
	columns_add(&to->columns, arena_printf(&to->arena, "%.8s", one->id));
	columns_add(&to->columns, arena_strdup(&to->arena, one->zone));
	columns_add(&to->columns, arena_strdup(&to->arena, from));
	columns_add(&to->columns, arena_strdup(&to->arena, end));
	columns_add(&to->columns, arena_printf(&to->arena, "%.4g kW", one->kw));
	columns_add(&to->columns, arena_strdup(&to->arena, one->name));
	return 0;
}

int plan_reservations(struct cli *cli, bool as_json, struct frugal_error *reterr)
{
	struct listing listing = {.as_json = as_json};
	struct ledger *ledger;
	int r = store_open(&cli->context, LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	listing.json = (struct jsonw){.out = &listing.out, .pretty = true};
	columns_init(&listing.columns, &listing.arena, 6);
	if (as_json)
		jsonw_array(&listing.json, NULL);
	r = ledger_reservations(ledger, (int64_t)time(NULL), list_one, &listing, reterr);
	ledger_close(ledger);
	if (as_json) {
		jsonw_array_end(&listing.json);
		buf_putc(&listing.out, '\n');
	} else if (listing.n) {
		columns_print(&listing.columns, &listing.out, 0);
	} else {
		buf_puts(&listing.out, _("nothing is reserved\n"));
	}
	if (r == 0)
		cli_put(&listing.out);
	columns_release(&listing.columns);
	arena_release(&listing.arena);
	buf_release(&listing.out);
	return r;
}

int plan_release(struct cli *cli, const char *id, struct frugal_error *reterr)
{
	struct ledger *ledger;
	int r = store_open(&cli->context, LEDGER_WRITE, &ledger, reterr);
	if (r < 0)
		return r;
	r = ledger_release(ledger, id, reterr);
	ledger_close(ledger);
	return r;
}
