/* SPDX-License-Identifier: Apache-2.0 */
/* What the page of forms, the endpoints of forms and those of reports share. */
#ifndef SERVE_FORMS_H
#define SERVE_FORMS_H

#include "report/form_view.h"
#include "serve/server.h"

/* "digits" is the project digits; NULL: memory is out. */
const char *forms_group(struct request *request, const char *word);

/* The question that the query asks: the fields of report_values, format; group: a label. */
int forms_question(struct request *request, const char *form, const char *const *groups, size_t n,
		   struct report_question *ret, struct frugal_error *reterr);

/* A copy of the context of the request's library, with an arena that the caller releases. */
struct context forms_context(struct request *request);

/* A name of form_names as the program has it; NULL: unknown. */
const char *forms_known(const char *name);

/* After FRUGAL_EUSAGE: 404 where one of the groups does not exist; returns the code. */
int forms_refused(struct request *request, frugal_ledger *ledger, const char *const *groups,
		  size_t n, struct frugal_error *reterr);

/* Media type of a form or a report in a format, and the ending of its file: "json". */
const char *forms_media(const char *form, const char *format, const char **ret_ending);

/* The body is to be kept as a file: "STEM.ENDING", of letters, digits and -._ alone. */
void forms_as_file(struct request *request, struct http_reply *reply, const char *form,
		   const char *group, const char *ending);

#endif
