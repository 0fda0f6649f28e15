/* SPDX-License-Identifier: Apache-2.0 */
#include "store/forecast.h"

#include "store/sql.h"

int ledger_keep_forecast(struct ledger *ledger, const struct forecast *forecast,
			 struct frugal_error *reterr)
{
	int r = sql_begin(ledger, reterr);
	if (r < 0)
		return r;
	struct binder to = sql_binder(ledger, SQL_FORECAST_PUT);
	bind_text(&to, forecast->id);
	bind_int(&to, forecast->at_us);
	bind_text(&to, forecast->command);
	for (int i = 0; i < 3; i++) {
		bind_real(&to, forecast->figures[i].value);
		bind_real(&to, forecast->figures[i].low);
		bind_real(&to, forecast->figures[i].high);
	}
	return sql_end(ledger, sql_do(ledger, &to, reterr), reterr);
}
