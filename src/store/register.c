/* SPDX-License-Identifier: Apache-2.0 */
/* The texts of the tables that are created at their first write. */
#include "store/register.h"

#include <string.h>

/* clang-format off */
static const char IDLE[] =
"CREATE TABLE IF NOT EXISTS idle_power ("
" host TEXT NOT NULL, sensor TEXT NOT NULL,"
" watts REAL NOT NULL CHECK (watts > 0), seen_us INTEGER NOT NULL,"
" PRIMARY KEY (host, sensor)"
") WITHOUT ROWID;";

/* The day as `frugal top` saw it: of earlier days only the machine's amounts stay. */
static const char DAYS[] =
"CREATE TABLE IF NOT EXISTS day_use ("
" host TEXT NOT NULL, day TEXT NOT NULL,"
" kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 4)," /* enum day_kind */
" key TEXT NOT NULL,"
" amount REAL NOT NULL CHECK (amount >= 0),"
" PRIMARY KEY (host, day, kind, key)"
") WITHOUT ROWID;";

/* Reservations of a zone's capacity by users of one ledger, in UTC seconds. */
static const char RESERVATIONS[] =
"CREATE TABLE IF NOT EXISTS capacity ("
" zone TEXT PRIMARY KEY, kw REAL NOT NULL CHECK (kw > 0)"
") WITHOUT ROWID;"
"CREATE TABLE IF NOT EXISTS reservation ("
" id TEXT NOT NULL, zone TEXT NOT NULL, name TEXT NOT NULL,"
" from_s INTEGER NOT NULL, to_s INTEGER NOT NULL CHECK (to_s > from_s),"
" kw REAL NOT NULL CHECK (kw > 0),"
" PRIMARY KEY (id, from_s)"
") WITHOUT ROWID;"
"CREATE INDEX IF NOT EXISTS reservation_by_zone ON reservation (zone, to_s);"
/* A command that waits for its hours: the deadline of its first start applies to the later ones. */
"CREATE TABLE IF NOT EXISTS waiting ("
" key TEXT PRIMARY KEY, deadline_s INTEGER NOT NULL"
") WITHOUT ROWID;";

/* Forecasts of frugal trial for the whole: 90 % intervals, of the share perimeter. */
static const char FORECASTS[] =
"CREATE TABLE IF NOT EXISTS forecast ("
" id TEXT PRIMARY KEY, at_us INTEGER NOT NULL, command TEXT NOT NULL,"
" energy_wh REAL NOT NULL, energy_low REAL NOT NULL, energy_high REAL NOT NULL,"
" carbon_g REAL NOT NULL, carbon_low REAL NOT NULL, carbon_high REAL NOT NULL,"
" duration_h REAL NOT NULL, duration_low REAL NOT NULL, duration_high REAL NOT NULL"
") WITHOUT ROWID;";

/* Estimates that were kept; the answer is JSON, as the inputs are. */
static const char ESTIMATES[] =
"CREATE TABLE IF NOT EXISTS estimate ("
" id TEXT PRIMARY KEY, at_us INTEGER NOT NULL,"
" project TEXT NOT NULL, service TEXT NOT NULL, name TEXT NOT NULL,"
" model TEXT NOT NULL, inputs TEXT NOT NULL, answer TEXT NOT NULL"
") WITHOUT ROWID;";

static const char SERVICES[] =
"CREATE TABLE IF NOT EXISTS service (id TEXT PRIMARY KEY, registered_us INTEGER NOT NULL) WITHOUT ROWID;"
"CREATE TABLE IF NOT EXISTS service_fact ("
" service TEXT NOT NULL REFERENCES service ON DELETE CASCADE,"
" key TEXT NOT NULL, value TEXT NOT NULL,"
" PRIMARY KEY (service, key)"
") WITHOUT ROWID;"
"CREATE TABLE IF NOT EXISTS service_use (" /* functional units served, and expected */
" service TEXT NOT NULL REFERENCES service ON DELETE CASCADE,"
" month TEXT NOT NULL, units REAL, expected REAL,"
" PRIMARY KEY (service, month)"
") WITHOUT ROWID;";

static const char ANSWERS[] =
"CREATE TABLE IF NOT EXISTS answer (" /* of an audit; subject is project=NAME or service=ID */
" subject TEXT NOT NULL, practice TEXT NOT NULL,"
" answer TEXT NOT NULL, role TEXT NOT NULL, note TEXT NOT NULL,"
" document TEXT NOT NULL, sha256 TEXT NOT NULL, at_us INTEGER NOT NULL,"
" PRIMARY KEY (subject, practice)"
") WITHOUT ROWID;";

/* What a project is not to exceed in a month: figure is "energy" (Wh) or "carbon" (g). */
static const char TARGETS[] =
"CREATE TABLE IF NOT EXISTS target ("
" project TEXT NOT NULL, figure TEXT NOT NULL, value REAL NOT NULL CHECK (value > 0),"
" PRIMARY KEY (project, figure)"
") WITHOUT ROWID;";
/* clang-format on */

static const struct {
	const char *tables; /* each between blanks */
	const char *text;
	enum statement first, last;
} registers[] = {
	{" idle_power ", IDLE, SQL_IDLE_GET, SQL_IDLE_PUT},
	{" day_use ", DAYS, SQL_DAY_GET, SQL_DAY_FORGET},
	{" capacity reservation waiting ", RESERVATIONS, SQL_CAPACITY_GET, SQL_WAITING_DELETE},
	{" service service_fact service_use ", SERVICES, SQL_SERVICE_PUT, SQL_USE_LIST},
	{" answer ", ANSWERS, SQL_ANSWER_PUT, SQL_ANSWER_LIST},
	{" forecast ", FORECASTS, SQL_FORECAST_PUT, SQL_FORECAST_LIST},
	{" estimate ", ESTIMATES, SQL_ESTIMATE_PUT, SQL_ESTIMATE_LIST},
	{" target ", TARGETS, SQL_TARGET_PUT, SQL_TARGET_LIST},
};
#define REGISTERS (sizeof(registers) / sizeof(*registers))

const char *register_text(const char *table)
{
	const size_t n = strlen(table);
	for (size_t i = 0; i < REGISTERS; i++) {
		const char *at = strstr(registers[i].tables, table);
		for (; at; at = strstr(at + 1, table))
			if (at[-1] == ' ' && at[n] == ' ')
				return registers[i].text;
	}
	return NULL;
}

const char *register_of_statement(enum statement which)
{
	for (size_t i = 0; i < REGISTERS; i++)
		if (which >= registers[i].first && which <= registers[i].last)
			return registers[i].text;
	return NULL;
}
