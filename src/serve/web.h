/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What pages are made of: the frame around them, links, figures with their interval and quality.
 * The classes are those of files/style.css.
 */
#ifndef SERVE_WEB_H
#define SERVE_WEB_H

#include "serve/html.h"
#include "serve/server.h"

/* The heading, the navigation with the entry of `path` marked, and <h1>. Also sets status and
 * media. */
void web_begin(struct request *request, struct http_reply *reply, const char *title,
	       const char *path);
void web_end(struct request *request, struct http_reply *reply);

/* A link to a path of this server, as an argument of html(); "" when memory is out. */
const char *web_href(struct request *request, const char *format, ...) PRINTF_LIKE(2, 3);
/* A name as a piece of a path or query, as an argument of web_href(). */
const char *web_part(struct request *request, const char *name);

/* The hidden field that a form which writes must have. */
void web_token(struct request *request, struct buf *b);

/*
 * A quantity in text: its number and unit, and its ends without the unit; a missing one is "not
 * known" with "" as ends. Texts live as long as the request.
 */
struct web_quantity {
	const char *value; /* "231 Wh" */
	const char *ends;  /* "222 to 240"; "": exact, or not known */
	const char *wide;  /* "12 to 29 Wh", of an interval over a factor of 3; else "" */
	bool known;
};
/* Of a figure in its own unit. */
struct web_quantity web_quantity(struct request *request, double value, double low, double high,
				 const char *unit);

/* A figure in large type, in <dl class="kf">: its interval first where that is wide. note: or NULL.
 */
void web_key_figure(struct request *request, struct buf *b, const char *label,
		    const struct frugal_figure *figure, const char *href, const char *note);

/* Two cells of a table: the value, and its ends. href: the derivation, or NULL. */
void web_cells(struct request *request, struct buf *b, const struct web_quantity *quantity,
	       const char *href);

/* "<span class="q qm">measured</span>". */
void web_quality(struct buf *b, enum frugal_quality quality);

/* "2026-12-01 12:27" of UTC microseconds, in <time>. */
void web_moment(struct buf *b, int64_t us);

#endif
