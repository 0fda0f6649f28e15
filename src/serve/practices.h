/* SPDX-License-Identifier: Apache-2.0 */
/* What the page of practices and its endpoint share: what is looked at, and keeping answers. */
#ifndef SERVE_PRACTICES_H
#define SERVE_PRACTICES_H

#include "report/audit.h"
#include "serve/server.h"

#define PRACTICES_NOTE 1000 /* bytes of a note that is written here */

/* What a query asks to see; names that are not known are an error. */
struct practices_view {
	struct audit_view audit;
	int gain, effort; /* of enum audit_rate, of open practices; below 0: all */
	const char *role, *stage;
};
int practices_view_read(struct request *request, struct practices_view *ret,
			struct frugal_error *reterr);
bool practices_in_view(const struct audit_item *item, const struct practices_view *view);

/* "re-evaluation", as the command line names a stage in every language. */
extern const char *const practices_stages[];

/* The audit of the subject that the path names; 404 for one that is not known. */
int practices_read(struct request *request, frugal_ledger **ret_ledger, frugal_audit **ret,
		   struct frugal_error *reterr);

/* Whether documents, which are files of this machine, may be named: by its user alone. */
bool practices_has_documents(const struct request *request);

/*
 * Keeps the answer of a person to one practice; answer NULL: removes it. FRUGAL_EUSAGE: 403 for a
 * document that was named from elsewhere.
 */
int practices_keep(struct request *request, frugal_ledger *ledger,
		   const struct frugal_practice_answer *answer, struct frugal_error *reterr);

/* page_practices_questions.c: the forms of the questionnaire. */
void practices_questions(struct request *request, struct buf *b, const frugal_audit *handle,
			 const struct practices_view *view);

#endif
