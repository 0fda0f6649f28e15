/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The register of services: the purposes of runs. A service has facts in words (its team, what it
 * is meant for and what not), and months of usage in functional units, served and expected.
 */
#ifndef STORE_SERVICE_H
#define STORE_SERVICE_H

#include "store/ledger.h"

/* "status", "team", "models", ...; NULL at the end. */
extern const char *const service_keys[];

struct service_fact {
	const char *key, *value; /* value: NULL or "" removes the fact */
};

struct service_month {
	const char *month;      /* "2026-11" */
	double units, expected; /* NaN: missing */
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

/* Registers the service if it is new, and stores the facts. FRUGAL_EUSAGE: a bad id. */
int ledger_put_service(struct ledger *ledger, const char *id, const struct service_fact *facts,
		       size_t n, struct frugal_error *reterr);

/* Stores a month of usage; a NaN leaves the stored value. FRUGAL_EUSAGE: unknown service. */
int ledger_put_use(struct ledger *ledger, const char *id, const struct service_month *month,
		   struct frugal_error *reterr);

/* ret->id is NULL when the service is not registered. Released by service_release. */
int ledger_get_service(struct ledger *ledger, const char *id, struct service *ret,
		       struct frugal_error *reterr);

/* FRUGAL_EUSAGE: unknown service. Its runs stay, with its id. */
int ledger_remove_service(struct ledger *ledger, const char *id, struct frugal_error *reterr);

/* id lives until the visit returns. */
typedef int service_visit(void *context, const char *id, struct frugal_error *reterr);
int ledger_services(struct ledger *ledger, service_visit *visit, void *context,
		    struct frugal_error *reterr);

/* The value of a fact; "" when the service has none. */
const char *service_fact(const struct service *service, const char *key);
void service_release(struct service *service);

#endif
