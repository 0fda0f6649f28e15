/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every path of the server: the file that answers it (FILE.c has page_function FILE_FUNCTION), the
 * verb, the path ('*' is one part that is not empty, the last may contain '/'), what it is made of,
 * how long it is kept, and an example for tests. Several rows may name one file. A new page is its
 * file and its row. The order is that of the API's description; the first row that fits answers.
 */
#ifndef SERVE_ROUTES_H
#define SERVE_ROUTES_H

#include "serve/server.h"

/*
 * KEEP_NEVER: of this moment. KEEP_LEDGER: until the ledger changes, a minute at most. KEEP_ALWAYS:
 * part of the program, which clients may keep too.
 */
enum keep { KEEP_NEVER, KEEP_LEDGER, KEEP_ALWAYS };

/* What a route answers with when it fails. */
enum route_kind { ROUTE_PAGE, ROUTE_API };

/* clang-format off */
#define ROUTES(ROW) \
	/*  file           function      verb    path                     kind        kept         example */ \
	ROW(page_runs,     list,         "GET",  "/runs",                 ROUTE_PAGE, KEEP_LEDGER, "/runs") \
	ROW(page_about,    page,         "GET",  "/about",                ROUTE_PAGE, KEEP_NEVER,  "/about") \
	ROW(page_files,    style,        "GET",  "/style.css",            ROUTE_PAGE, KEEP_ALWAYS, "/style.css") \
	ROW(page_files,    script,       "GET",  "/script.js",            ROUTE_PAGE, KEEP_ALWAYS, "/script.js") \
	ROW(api_health,    alive,        "GET",  "/healthz",              ROUTE_API,  KEEP_NEVER,  "/healthz") \
	ROW(api_health,    ready,        "GET",  "/readyz",               ROUTE_API,  KEEP_NEVER,  "/readyz") \
	ROW(api_runs,      list,         "GET",  "/api/v1/runs",          ROUTE_API,  KEEP_LEDGER, "/api/v1/runs?limit=2") \
	ROW(page_run,      page,         "GET",  "/runs/*",               ROUTE_PAGE, KEEP_LEDGER, "/runs/last") \
	ROW(page_run,      change,       "POST", "/runs/*",               ROUTE_PAGE, KEEP_NEVER,  "") \
	ROW(api_runs,      derivation,   "GET",  "/api/v1/runs/*/derivation", ROUTE_API, KEEP_LEDGER, "/api/v1/runs/last/derivation") \
	ROW(api_runs,      one,          "GET",  "/api/v1/runs/*",        ROUTE_API,  KEEP_LEDGER, "/api/v1/runs/last") \
	ROW(api_runs,      change,       "PATCH", "/api/v1/runs/*",       ROUTE_API,  KEEP_NEVER,  "") \
	ROW(api_runs,      remove,       "DELETE", "/api/v1/runs/*",      ROUTE_API,  KEEP_NEVER,  "") \
	ROW(api_groups,    by,           "GET",  "/api/v1/groups",        ROUTE_API,  KEEP_LEDGER, "/api/v1/groups?by=phase") \
/* clang-format on */

struct route {
	const char *verb, *path;
	enum route_kind kind;
	enum keep keep;
	const char *example;
	page_function *function;
};

extern const struct route routes[]; /* ends with path NULL */

#define ROUTE_FUNCTION(file, function, verb, path, kind, keep, example) page_function file##_##function;
ROUTES(ROUTE_FUNCTION)
#undef ROUTE_FUNCTION

#endif
