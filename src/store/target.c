/* SPDX-License-Identifier: Apache-2.0 */
/* Targets lie in the register `target` (register.h), one row for each figure of a project. */
#include "store/target.h"

#include <math.h>
#include <string.h>

#include "store/sql.h"

const char *const target_figure_names[] = {"energy", "carbon", NULL};

static void take(struct target *to, const char *figure, double value)
{
	for (int i = 0; i < TARGET_FIGURES; i++)
		if (figure && strcmp(figure, target_figure_names[i]) == 0)
			to->value[i] = value;
}

int ledger_get_target(struct ledger *ledger, const char *project, struct target *ret,
		      struct frugal_error *reterr)
{
	struct binder of = sql_binder(ledger, SQL_TARGET_LIST);
	struct arena arena = {0};
	struct columns from = {.st = of.st, .arena = &arena};
	int r;
	for (int i = 0; i < TARGET_FIGURES; i++)
		ret->value[i] = NAN;
	bind_text(&of, project);
	while ((r = sql_step(ledger, &of, reterr)) == 1) {
		from.at = 0;
		const char *figure = column_text(&from);
		take(ret, figure, column_real(&from));
	}
	arena_release(&arena);
	return r == 0 && from.failed ? error_nomem(reterr) : r;
}

static int put_one(struct ledger *ledger, const char *project, const char *figure, double value,
		   struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, isnan(value) ? SQL_TARGET_DELETE : SQL_TARGET_PUT);
	bind_text(&to, project);
	bind_text(&to, figure);
	if (!isnan(value))
		bind_real(&to, value);
	return sql_do(ledger, &to, reterr);
}

int ledger_put_target(struct ledger *ledger, const char *project, const struct target *target,
		      struct frugal_error *reterr)
{
	int r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	for (int i = 0; r == 0 && i < TARGET_FIGURES; i++)
		r = put_one(ledger, project, target_figure_names[i], target->value[i], reterr);
	return sql_end(ledger, r, reterr);
}
