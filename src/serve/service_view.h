/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files of the page of a service: what is known of it, and its forms. */
#ifndef SERVE_SERVICE_VIEW_H
#define SERVE_SERVICE_VIEW_H

#include "serve/web_sums.h"

/* What was sent by a form and refused: texts by name, and what is wrong with some of them. */
struct service_wrong {
	const char *name, *what;
	struct service_wrong *next;
};

struct service_forms {
	bool facts, month; /* which one was sent */
	struct service_wrong *wrong;
};

/* The texts of the form of facts, or those of the register where it was not sent. */
void service_facts_form(struct request *request, struct buf *b, const struct service *service,
			const struct service_forms *sent);
/* Of a month, and how to remove nothing by it: what is empty stays as it is. */
void service_month_form(struct request *request, struct buf *b, const struct service *service,
			const struct service_forms *sent);
/* Of a service that is new. wrong: what is wrong with its id, or NULL. */
void service_new_form(struct request *request, struct buf *b, const char *wrong);

/* The facts of the form that is sent: checked, then written. 0 with wrong: nothing was written. */
int service_take_facts(struct request *request, frugal_ledger *ledger, const char *id,
		       struct service_forms *sent, struct frugal_error *reterr);
int service_take_month(struct request *request, frugal_ledger *ledger, const char *id,
		       struct service_forms *sent, struct frugal_error *reterr);

#endif
