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

/*
 * What a route answers with when it fails: a page, or problem+json. ROUTE_ASK is of the API too,
 * and its POST changes nothing: it needs no right to write; nor does that of ROUTE_PAGE_ASK, a
 * page.
 */
enum route_kind { ROUTE_PAGE, ROUTE_API, ROUTE_ASK, ROUTE_PAGE_ASK };

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
	ROW(page_practices, list,        "GET",  "/practices",            ROUTE_PAGE, KEEP_LEDGER, "/practices") \
	ROW(page_practices, one,         "GET",  "/practices/*",          ROUTE_PAGE, KEEP_LEDGER, "/practices/digits") \
	ROW(page_practices, answer,      "POST", "/practices/*",          ROUTE_PAGE, KEEP_NEVER,  "/practices/digits") \
	ROW(page_forms,    list,         "GET",  "/forms",                ROUTE_PAGE, KEEP_LEDGER, "/forms") \
	ROW(page_forms,    one,          "GET",  "/forms/*",              ROUTE_PAGE, KEEP_LEDGER, "/forms/digits?form=sci&units=1000") \
	ROW(api_audit,     list,         "GET",  "/api/v1/audit",         ROUTE_API,  KEEP_LEDGER, "/api/v1/audit") \
	ROW(api_audit,     one,          "GET",  "/api/v1/audit/*",       ROUTE_API,  KEEP_LEDGER, "/api/v1/audit/digits") \
	ROW(api_audit,     answer,       "POST", "/api/v1/audit/*",       ROUTE_API,  KEEP_NEVER,  "/api/v1/audit/digits") \
	ROW(api_reports,   several,      "GET",  "/api/v1/reports",       ROUTE_API,  KEEP_NEVER,  "/api/v1/reports") \
	ROW(api_reports,   one,          "GET",  "/api/v1/reports/*",     ROUTE_API,  KEEP_NEVER,  "/api/v1/reports/project=digits?format=md") \
	ROW(api_forms,     list,         "GET",  "/api/v1/forms",         ROUTE_API,  KEEP_ALWAYS, "/api/v1/forms") \
	ROW(api_forms,     one,          "GET",  "/api/v1/forms/*",       ROUTE_API,  KEEP_NEVER,  "/api/v1/forms/hf?group=project=digits") \
	ROW(api_forms,     check,        "POST", "/api/v1/forms",         ROUTE_ASK,  KEEP_NEVER,  "/api/v1/forms") \
	ROW(api_openapi,   document,     "GET",  "/api/v1/openapi.json",  ROUTE_API,  KEEP_ALWAYS, "/api/v1/openapi.json") \
	ROW(page_projects, list,         "GET",  "/projects",             ROUTE_PAGE, KEEP_LEDGER, "/projects") \
	ROW(page_project,  one,          "GET",  "/projects/*",           ROUTE_PAGE, KEEP_LEDGER, "/projects/digits") \
	ROW(page_project,  set,          "POST", "/projects/*",           ROUTE_PAGE, KEEP_NEVER,  "/projects/digits") \
	ROW(api_groups,    projects,     "GET",  "/api/v1/projects",      ROUTE_API,  KEEP_LEDGER, "/api/v1/projects") \
	ROW(api_groups,    project,      "GET",  "/api/v1/projects/*",    ROUTE_API,  KEEP_LEDGER, "/api/v1/projects/digits") \
	ROW(page_services, list,         "GET",  "/services",             ROUTE_PAGE, KEEP_LEDGER, "/services") \
	ROW(page_services, add,          "POST", "/services",             ROUTE_PAGE, KEEP_NEVER,  "/services") \
	ROW(page_service,  one,          "GET",  "/services/*",           ROUTE_PAGE, KEEP_LEDGER, "/services/chat") \
	ROW(page_service,  set,          "POST", "/services/*",           ROUTE_PAGE, KEEP_NEVER,  "/services/chat") \
	ROW(api_groups,    services,     "GET",  "/api/v1/services",      ROUTE_API,  KEEP_LEDGER, "/api/v1/services") \
	ROW(api_groups,    service,      "GET",  "/api/v1/services/*",    ROUTE_API,  KEEP_LEDGER, "/api/v1/services/chat") \
	ROW(page_compare,  page,         "GET",  "/compare",              ROUTE_PAGE, KEEP_LEDGER, "/compare?project=digits") \
	ROW(page_compare,  json,         "GET",  "/api/v1/compare",       ROUTE_API,  KEEP_LEDGER, "/api/v1/compare") \
	ROW(page_grid,     page,         "GET",  "/grid",                 ROUTE_PAGE, KEEP_NEVER,  "/grid?zone=DE") \
	ROW(page_plan,     page,         "GET",  "/plan",                 ROUTE_PAGE, KEEP_NEVER,  "/plan?zone=DE&duration=4h") \
	ROW(page_plan,     fleet,        "POST", "/plan",                 ROUTE_PAGE_ASK, KEEP_NEVER,  "/plan") \
	ROW(api_grid,      list,         "GET",  "/api/v1/grid",          ROUTE_API,  KEEP_NEVER,  "/api/v1/grid") \
	ROW(api_grid,      zone,         "GET",  "/api/v1/grid/*",        ROUTE_API,  KEEP_NEVER,  "/api/v1/grid/DE") \
	ROW(api_plan,      get,          "GET",  "/api/v1/plan",          ROUTE_API,  KEEP_NEVER,  "/api/v1/plan?zone=DE") \
	ROW(api_plan,      post,         "POST", "/api/v1/plan",          ROUTE_ASK,  KEEP_NEVER,  "/api/v1/plan") \
	ROW(page_now,      page,         "GET",  "/",                     ROUTE_PAGE, KEEP_NEVER,  "/") \
	ROW(api_live,      events,       "GET",  "/events",               ROUTE_API,  KEEP_NEVER,  "/events") \
	ROW(api_live,      now,          "GET",  "/api/v1/live",          ROUTE_API,  KEEP_NEVER,  "/api/v1/live?limit=5") \
	ROW(api_metrics,   all,          "GET",  "/metrics",              ROUTE_API,  KEEP_NEVER,  "/metrics") \
	ROW(page_estimate, ask,          "GET",  "/estimate",             ROUTE_PAGE, KEEP_LEDGER, "/estimate?q=GPT-4o+for+2000+people,+30+requests+a+day,+in+France") \
	ROW(page_estimate, model,        "GET",  "/estimate/*",           ROUTE_PAGE, KEEP_LEDGER, "/estimate/training?gpu=H100&gpu_hours=8h&zone=FR") \
	ROW(page_published, list,        "GET",  "/published",            ROUTE_PAGE, KEEP_LEDGER, "/published") \
	ROW(page_published, one,         "GET",  "/published/*",          ROUTE_PAGE, KEEP_LEDGER, "/published/bloom") \
	ROW(api_estimate,  post,         "POST", "/api/v1/estimate",      ROUTE_ASK,  KEEP_NEVER,  "/api/v1/estimate") \
	ROW(api_estimate,  ask,          "GET",  "/api/v1/ask",           ROUTE_API,  KEEP_LEDGER, "/api/v1/ask?q=GPT-4o+for+2000+people") \
	ROW(api_estimate,  ask_post,     "POST", "/api/v1/ask",           ROUTE_ASK,  KEEP_NEVER,  "/api/v1/ask") \
	ROW(api_facts,     models,       "GET",  "/api/v1/models",        ROUTE_API,  KEEP_LEDGER, "/api/v1/models") \
	ROW(api_facts,     model,        "GET",  "/api/v1/models/*",      ROUTE_API,  KEEP_LEDGER, "/api/v1/models/training") \
	ROW(api_facts,     tables,       "GET",  "/api/v1/factors",       ROUTE_API,  KEEP_LEDGER, "/api/v1/factors") \
	ROW(api_facts,     table,        "GET",  "/api/v1/factors/*",     ROUTE_API,  KEEP_LEDGER, "/api/v1/factors/zones?key=FR") \
	ROW(api_facts,     published,    "GET",  "/api/v1/published",     ROUTE_API,  KEEP_LEDGER, "/api/v1/published") \
	ROW(api_facts,     publication,  "GET",  "/api/v1/published/*",   ROUTE_API,  KEEP_LEDGER, "/api/v1/published/bloom") \
	ROW(api_runs,      change,       "PATCH", "/api/v1/runs/*",       ROUTE_API,  KEEP_NEVER,  "") \
	ROW(api_runs,      remove,       "DELETE", "/api/v1/runs/*",      ROUTE_API,  KEEP_NEVER,  "") \
	ROW(api_sums,     by,           "GET",  "/api/v1/groups",        ROUTE_API,  KEEP_LEDGER, "/api/v1/groups?by=phase") \
/* clang-format on */

struct route {
	const char *verb, *path;
	enum route_kind kind;
	enum keep keep;
	const char *example;
	page_function *function;
};

extern const struct route routes[]; /* ends with path NULL */

static inline bool route_is_of_api(const struct route *route)
{
	return route->kind == ROUTE_API || route->kind == ROUTE_ASK;
}

#define ROUTE_FUNCTION(file, function, verb, path, kind, keep, example) page_function file##_##function;
ROUTES(ROUTE_FUNCTION)
#undef ROUTE_FUNCTION

#endif
