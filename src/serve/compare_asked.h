/* SPDX-License-Identifier: Apache-2.0 */
/* What the query of a comparison asks for: of the page, and of the API. */
#ifndef SERVE_COMPARE_ASKED_H
#define SERVE_COMPARE_ASKED_H

#include "serve/server.h"

struct compare_asked {
	const char **labels; /* n of them; none: nothing is asked */
	size_t n;
	const char *project, *metric; /* NULL: none */
	bool less_is_better, chosen;  /* chosen: the groups are the names of a project */
};

/*
 * "groups=name=a&groups=name=b", or "project=digits": the names of its runs. "metric=accuracy", of
 * a project by itself; "less=1".
 */
int compare_asked_read(struct request *request, frugal_ledger *ledger, struct compare_asked *ret,
		       struct frugal_error *reterr);
int compare_asked_answer(const struct compare_asked *asked, frugal_ledger *ledger,
			 frugal_comparison **ret, struct frugal_error *reterr);

#endif
