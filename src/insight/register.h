/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The register of services: which facts it has, how they are written, and a service with what
 * follows from its runs (insight/group.h), its months (insight/trend.h) and its reference.
 */
#ifndef INSIGHT_REGISTER_H
#define INSIGHT_REGISTER_H

#include "insight/trend.h"

struct register_key {
	const char *key, *title;    /* title: marked for translation */
	bool needed;                /* a register without it is not whole */
	const char *const *choices; /* NULL: any text */
	const char *unit;           /* of a quantity; NULL: a text */
};
extern const struct register_key register_keys[]; /* key NULL at the end */

/* "status=production", ...; "team=" forgets one. FRUGAL_EUSAGE: a word that sets nothing. */
int register_set(struct ledger *ledger, const char *id, const char *const *words, size_t n,
		 struct frugal_error *reterr);

/* Whether a value of one of these would be kept: nothing is written. */
int register_check_fact(const char *key, const char *value, struct frugal_error *reterr);
int register_check_month(const char *month, struct frugal_error *reterr);
int register_check_units(const char *text, const char *name, struct frugal_error *reterr);

/* "units=12000", "expected=10000" of a month "2026-11". */
int register_usage_words(struct ledger *ledger, const char *id, const char *month,
			 const char *const *words, size_t n, struct frugal_error *reterr);
int register_usage(struct ledger *ledger, const char *id, const struct service_month *month,
		   struct frugal_error *reterr);

/* FRUGAL_EUSAGE: it is not registered. Released by service_release. */
int register_find(struct ledger *ledger, const char *id, struct service *ret,
		  struct frugal_error *reterr);

struct service_view {
	struct run_group group; /* its service is this one */
	struct trend trend;
	struct answer *benefit; /* NULL: why_no_benefit, marked for translation */
	const char *why_no_benefit;
};

/* Texts live in the arena. register_view_release frees, also after an error. */
int register_read(struct context *context, struct ledger *ledger, const char *id,
		  struct arena *arena, struct service_view *ret, struct frugal_error *reterr);
void register_view_release(struct service_view *view);

/* A service in the list of all. */
struct service_row {
	struct service service;
	struct use use; /* of all its runs, as its group has it */
};

/* visit is given each in order of id. Texts live in the arena. */
typedef int service_row_visit(void *context, const struct service_row *row,
			      struct frugal_error *reterr);
int register_list(struct ledger *ledger, struct arena *arena, service_row_visit *visit,
		  void *context, struct frugal_error *reterr);

#endif
