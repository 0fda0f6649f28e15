/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Services, their facts and their months of usage lie in registers (register.h). A service is
 * removed with its facts and months; runs keep the id of their service.
 */
#include "store/service.h"

#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "store/sql.h"

#define ID_MAX 64

const char *const service_keys[] = {
	"status",
	"team",
	"role",
	"models",
	"need",
	"intended",
	"excluded",
	"indirect",
	"unit",
	"target",
	"place",
	"pue",
	"wue",
	"cue",
	"renewable",
	"unit_target",
	"reference",
	"reference_per_use",
	"indirect_total",
	"retirement",
	NULL,
};

static int no_such(const char *id, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("no service '%.64s' is registered"), id);
	return error_todo(reterr, "frugal service set %.64s status=... team=...", id);
}

static int check_id(const char *id, struct frugal_error *reterr)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-";
	size_t n = strlen(id);
	if (n > 0 && n <= ID_MAX && strspn(id, letters) == n && id[0] != '-')
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%.64s' cannot be the id of a service"), id);
	return error_todo(reterr, "%s", _("give 1 to 64 letters, digits, dots or dashes"));
}

static int put(struct ledger *ledger, const char *id, const struct service_fact *facts, size_t n,
	       struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_SERVICE_PUT);
	bind_text(&to, id);
	bind_int(&to, (int64_t)time(NULL) * US_PER_SECOND);
	int r = sql_do(ledger, &to, reterr);
	for (size_t i = 0; r == 0 && i < n; i++) {
		bool forgets = !facts[i].value || !facts[i].value[0];
		to = sql_binder(ledger, forgets ? SQL_FACT_DELETE : SQL_FACT_PUT);
		bind_text(&to, id);
		bind_text(&to, facts[i].key);
		if (!forgets)
			bind_text(&to, facts[i].value);
		r = sql_do(ledger, &to, reterr);
	}
	return r;
}

int ledger_put_service(struct ledger *ledger, const char *id, const struct service_fact *facts,
		       size_t n, struct frugal_error *reterr)
{
	int r = check_id(id, reterr);
	if (r == 0)
		r = sql_begin(ledger, reterr);
	return r < 0 ? r : sql_end(ledger, put(ledger, id, facts, n, reterr), reterr);
}

/* Since when (UTC); 0: it is not. */
static int registered(struct ledger *ledger, const char *id, int64_t *ret_us,
		      struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_SERVICE_GET);
	bind_text(&of, id);
	*ret_us = 0;
	int r = sql_step(ledger, &of, reterr);
	if (r <= 0)
		return r;
	*ret_us = sqlite3_column_int64(of.st, 0);
	sqlite3_reset(of.st);
	return 0;
}

static int put_use(struct ledger *ledger, const char *id, const struct service_month *month,
		   struct frugal_error *reterr)
{
	int64_t us;
	int r = registered(ledger, id, &us, reterr);
	if (r < 0 || !us)
		return r < 0 ? r : no_such(id, reterr);
	struct binder to = sql_binder(ledger, SQL_USE_PUT);
	bind_text(&to, id);
	bind_text(&to, month->month);
	bind_real(&to, month->units); /* NaN is NULL to SQLite */
	bind_real(&to, month->expected);
	return sql_do(ledger, &to, reterr);
}

int ledger_put_use(struct ledger *ledger, const char *id, const struct service_month *month,
		   struct frugal_error *reterr)
{
	int r = sql_begin(ledger, reterr);
	return r < 0 ? r : sql_end(ledger, put_use(ledger, id, month, reterr), reterr);
}

/* ---- reading -------------------------------------------------------------------------------- */

static int read_facts(struct ledger *ledger, struct service *to, struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_FACT_LIST);
	struct columns from = {.st = of.st, .arena = &to->arena};
	size_t most = sizeof(service_keys) / sizeof(*service_keys);
	int r;
	to->facts = arena_array(&to->arena, most, sizeof(*to->facts));
	if (!to->facts)
		return error_nomem(reterr);
	bind_text(&of, to->id);
	while ((r = sql_step(ledger, &of, reterr)) == 1) {
		from.at = 0;
		struct service_fact fact = {.key = column_text(&from)};
		fact.value = column_text(&from);
		if (to->n_facts < most)
			to->facts[to->n_facts++] = fact;
	}
	return r == 0 && from.failed ? error_nomem(reterr) : r;
}

static int read_months(struct ledger *ledger, struct service *to, struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_USE_LIST);
	struct columns from = {.st = of.st, .arena = &to->arena};
	struct service_month *months = NULL;
	size_t cap = 0;
	int r;
	bind_text(&of, to->id);
	while ((r = sql_step(ledger, &of, reterr)) == 1) {
		from.at = 0;
		if (!mem_grow(&months, to->n_months, &cap, sizeof(*months), 0)) {
			from.failed = true;
			continue;
		}
		struct service_month *month = &months[to->n_months++];
		month->month = column_text(&from);
		month->units = column_maybe(&from);
		month->expected = column_maybe(&from);
	}
	to->months = arena_array(&to->arena, to->n_months + 1, sizeof(*months));
	if (to->months && to->n_months)
		memcpy(to->months, months, to->n_months * sizeof(*months));
	mem_free(months);
	return r == 0 && (from.failed || !to->months) ? error_nomem(reterr) : r;
}

int ledger_get_service(struct ledger *ledger, const char *id, struct service *ret,
		       struct frugal_error *reterr)
{
	*ret = (struct service){0};
	int r = registered(ledger, id, &ret->registered_us, reterr);
	if (r < 0 || !ret->registered_us)
		return r;
	ret->id = arena_strdup(&ret->arena, id);
	r = ret->id ? read_facts(ledger, ret, reterr) : error_nomem(reterr);
	if (r == 0)
		r = read_months(ledger, ret, reterr);
	if (r < 0)
		service_release(ret);
	return r;
}

int ledger_remove_service(struct ledger *ledger, const char *id, struct frugal_error *reterr)
{
	int r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	struct binder to = sql_binder(ledger, SQL_SERVICE_DELETE);
	bind_text(&to, id);
	r = sql_do(ledger, &to, reterr);
	if (r == 0 && sqlite3_changes(ledger->db) == 0)
		r = no_such(id, reterr);
	return sql_end(ledger, r, reterr);
}

int ledger_services(struct ledger *ledger, service_visit *visit, void *context,
		    struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_SERVICE_LIST);
	struct arena arena = {0};
	int r;
	while ((r = sql_step(ledger, &of, reterr)) == 1) {
		struct columns from = {.st = of.st, .arena = &arena};
		const char *id = column_text(&from);
		r = from.failed ? error_nomem(reterr) : visit(context, id, reterr);
		if (r != FRUGAL_VISIT_ON)
			break;
	}
	if (r != 0)
		sqlite3_reset(of.st);
	arena_release(&arena);
	return r < 0 ? r : 0;
}

const char *service_fact(const struct service *service, const char *key)
{
	for (size_t i = 0; i < service->n_facts; i++)
		if (strcmp(service->facts[i].key, key) == 0)
			return service->facts[i].value;
	return "";
}

void service_release(struct service *service)
{
	arena_release(&service->arena);
	*service = (struct service){0};
}
