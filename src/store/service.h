/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The register of services: what runs are for. A service has facts in words (who is its team, what
 * it is meant for and what not), and months of use in functional units, served and expected.
 */
#ifndef STORE_SERVICE_H
#define STORE_SERVICE_H

#include "store/ledger.h"

/* "status", "team", "models", ...; NULL at the end. */
extern const char *const service_keys[];

struct service_fact {
	const char *key, *value; /* value: NULL or "" forgets it */
};

struct service_month {
	const char *month;      /* "2026-11" */
	double units, expected; /* NaN: not told */
};

struct service {
	struct arena arena;
	const char *id;
	int64_t registered_us;
	struct service_fact *facts;
	size_t n_facts;
	struct service_month *months; /* in order */
	size_t n_months;
};

/* Registers the service where it is not, and keeps the facts. FRUGAL_EUSAGE: a bad id. */
int ledger_put_service(struct ledger *ledger, const char *id, const struct service_fact *facts,
		       size_t n, struct frugal_error *reterr);

/* A month of use; a NaN leaves what is there. FRUGAL_EUSAGE: no such service. */
int ledger_put_use(struct ledger *ledger, const char *id, const struct service_month *month,
		   struct frugal_error *reterr);

/* ret->id is NULL when it is not registered. Released by service_release. */
int ledger_get_service(struct ledger *ledger, const char *id, struct service *ret,
		       struct frugal_error *reterr);

/* FRUGAL_EUSAGE: no such service. Its runs stay, and stay its own. */
int ledger_remove_service(struct ledger *ledger, const char *id, struct frugal_error *reterr);

/* id lives until the visit returns. */
typedef int service_visit(void *context, const char *id, struct frugal_error *reterr);
int ledger_services(struct ledger *ledger, service_visit *visit, void *context,
		    struct frugal_error *reterr);

/* "" when it has none. */
const char *service_fact(const struct service *service, const char *key);
void service_release(struct service *service);

#endif
