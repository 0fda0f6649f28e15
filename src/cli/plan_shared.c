/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal plan --reservations and --release: lists the reservations in the ledger, and cancels one.
 * cmd_plan.c makes them.
 */
#include "cli/plan_shared.h"

#include "base/intl.h"
#include "base/json.h"
#include "report/grid.h"

struct listing {
	bool as_json;
	struct buf out;
	struct jsonw json;
	struct arena arena;
	struct columns columns;
	size_t n;
};

static int list_one(void *context, const struct frugal_reservation *one,
		    struct frugal_error *reterr)
{
	struct listing *to = context;
	char from[GRID_TIME], end[GRID_TIME];
	(void)reterr;
	grid_time_text(one->from_s, from);
	grid_time_text(one->to_s, end);
	to->n++;
	if (to->as_json) {
		jsonw_object(&to->json, NULL);
		jsonw_string(&to->json, "id", one->id);
		jsonw_string(&to->json, "zone", one->zone);
		jsonw_string(&to->json, "name", one->name);
		jsonw_string(&to->json, "start", from);
		jsonw_string(&to->json, "end", end);
		jsonw_number(&to->json, "kw", one->power_kw);
		jsonw_object_end(&to->json);
		return FRUGAL_VISIT_ON;
	}
	columns_add(&to->columns, arena_printf(&to->arena, "%.8s", one->id));
	columns_add(&to->columns, arena_strdup(&to->arena, one->zone));
	columns_add(&to->columns, arena_strdup(&to->arena, from));
	columns_add(&to->columns, arena_strdup(&to->arena, end));
	columns_add(&to->columns, arena_printf(&to->arena, "%.4g kW", one->power_kw));
	columns_add(&to->columns, arena_strdup(&to->arena, one->name));
	return FRUGAL_VISIT_ON;
}

int plan_reservations(struct cli *cli, bool as_json, struct frugal_error *reterr)
{
	struct listing listing = {.as_json = as_json};
	frugal_ledger *ledger;
	int r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	listing.json = (struct jsonw){.out = &listing.out, .pretty = true};
	columns_init(&listing.columns, &listing.arena, 6);
	if (as_json)
		jsonw_array(&listing.json, NULL);
	r = frugal_ledger_reservations(ledger, list_one, &listing, reterr);
	frugal_ledger_close(ledger);
	if (as_json) {
		jsonw_array_end(&listing.json);
		buf_putc(&listing.out, '\n');
	} else if (listing.n) {
		columns_print(&listing.columns, &listing.out, 0);
	} else {
		buf_puts(&listing.out, _("no reservations\n"));
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
	frugal_ledger *ledger;
	int r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_WRITE, &ledger, reterr);
	if (r < 0)
		return r;
	r = frugal_ledger_release(ledger, id, reterr);
	frugal_ledger_close(ledger);
	return r;
}
