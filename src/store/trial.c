/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forecasts lie in the register `forecast` (register.h). A run is recognised as the whole of a
 * trial by its command line, word by word: see forecast_is_of().
 */
#include "store/trial.h"

#include "base/num.h"
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

static int visit_row(sqlite3_stmt *st, forecast_visit *visit, void *context,
		     struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct columns from = {.st = st, .arena = &arena};
	struct forecast forecast = {0};
	sql_column_id(st, forecast.id);
	from.at = 1;
	forecast.at_us = column_int(&from);
	forecast.command = column_text(&from);
	for (int i = 0; i < 3; i++) {
		forecast.figures[i].value = column_real(&from);
		forecast.figures[i].low = column_real(&from);
		forecast.figures[i].high = column_real(&from);
	}
	int r = from.failed ? error_nomem(reterr) : visit(context, &forecast, reterr);
	arena_release(&arena);
	return r;
}

int ledger_forecasts(struct ledger *ledger, int64_t until_us, forecast_visit *visit, void *context,
		     struct frugal_error *reterr)
{
	struct binder to = sql_binder(ledger, SQL_FORECAST_LIST);
	int r;
	bind_int(&to, until_us);
	while ((r = sql_step(ledger, &to, reterr)) == 1) {
		r = visit_row(to.st, visit, context, reterr);
		if (r != FRUGAL_VISIT_ON) {
			sqlite3_reset(to.st);
			break;
		}
	}
	return r < 0 ? r : 0;
}

/* The command is read word by word; words are separated by a blank, as they were joined. */
struct words {
	char *const *word;
	const char *at; /* within *word */
};

static char next_char(struct words *words)
{
	if (!*words->word)
		return '\0';
	if (*words->at)
		return *words->at++;
	words->word++;
	words->at = *words->word;
	return words->at ? ' ' : '\0';
}

/* Skips a number that equals 1: "1", "1.0". */
static bool skip_whole(struct words *words)
{
	double value = 0;
	size_t n = *words->word ? num_parse(str_of(words->at), &value) : 0;
	words->at += n;
	return n > 0 && value >= 1 && value <= 1;
}

bool forecast_is_of(const char *command, char *const *words)
{
	struct words at = {words, words ? words[0] : NULL};
	if (!words || !words[0])
		return false;
	for (const char *p = command; *p;) {
		if (p[0] == '{' && p[1] == '}') {
			if (!skip_whole(&at))
				return false;
			p += 2;
		} else if (next_char(&at) != *p++) {
			return false;
		}
	}
	return !*at.word || (!*at.at && !at.word[1]);
}
