/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of estimates share: a question of a model, and its answer as sections. */
#ifndef SERVE_PAGE_ESTIMATE_H
#define SERVE_PAGE_ESTIMATE_H

#include "serve/web.h"

#define ESTIMATE_MAX_INPUTS HTTP_MAX_FIELDS

/* A question of a model, "name=value" as on the command line. */
struct estimate {
	struct request *request;
	frugal_library *library;
	const char *model;
	const char *inputs[ESTIMATE_MAX_INPUTS];
	size_t n;
	frugal_result *result; /* NULL: no answer */
	const struct answer *answer;
	struct buf why;     /* the derivation as a tree */
	bool why_elsewhere; /* it is too long for the page: a page of its own for each figure */
};

void estimate_release(struct estimate *estimate);

/* Answers, with lines and doubts. */
int estimate_answer(struct estimate *estimate, struct frugal_error *reterr);

/* ?format=json or csv: fills the reply and is true. */
bool estimate_as_data(const struct estimate *estimate, struct http_reply *reply);

/* The path of a question with an input changed or added (NULL: as it is), for web_href(). */
const char *estimate_path(const struct estimate *estimate, const char *changed);

/* A sentence and key figures; the other sections. */
void estimate_result(const struct estimate *estimate, struct buf *b);
void estimate_what_if(const struct estimate *estimate, struct buf *b);
void estimate_methods(const struct estimate *estimate, struct buf *b);
void estimate_doubts(const struct estimate *estimate, struct buf *b);
void estimate_links(const struct estimate *estimate, struct buf *b);
void estimate_why(const struct estimate *estimate, struct buf *b);
/* Of the figure of ?why=FIGURE alone, as a page. */
void estimate_why_page(const struct estimate *estimate, const char *figure,
		       struct http_reply *reply);

/* The row of a table's head: names, with class "n" from first_number to before past_numbers. */
void estimate_table(struct buf *b, const char *caption, const char *const *heads, size_t n,
		    size_t first_number, size_t past_numbers);

#endif
