/* SPDX-License-Identifier: Apache-2.0 */
/* The stored hours of electricity as JSON: the list of series, the hours of a zone, a forecast. */
#include "api/inside_grid.h"
#include "base/intl.h"
#include "report/grid.h"
#include "serve/grid_asked.h"
#include "serve/routes.h"

struct listed {
	struct jsonw json;
	size_t n;
};

static int add_series(void *context, const frugal_series *series, struct frugal_error *reterr)
{
	struct listed *listed = context;
	(void)reterr;
	grid_row_json(&listed->json, series_of(series));
	listed->n++;
	return FRUGAL_VISIT_ON;
}

int api_grid_list(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_library *library;
	struct listed listed = {.json = {.out = &reply->body}};
	int r = request_library(request, &library, reterr);
	if (r < 0)
		return r;
	reply_json(reply);
	jsonw_object(&listed.json, NULL);
	jsonw_array(&listed.json, "series");
	r = frugal_series_list(library, request_query(request, "zone"), add_series, &listed,
			       reterr);
	jsonw_array_end(&listed.json);
	jsonw_int(&listed.json, "count", (int64_t)listed.n);
	jsonw_object_end(&listed.json);
	buf_putc(&reply->body, '\n');
	return r;
}

static int add_hours(const struct grid_asked *asked, const frugal_series *series, struct buf *to,
		     struct frugal_error *reterr)
{
	int64_t from_s, to_s;
	int r = grid_asked_span(asked, series, &from_s, &to_s, reterr);
	if (r == 0)
		grid_show_json(series_of(series), from_s, to_s, to);
	return r;
}

/* "?ahead=48h": the forecast, as frugal grid forecast. */
int api_grid_zone(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_library *library;
	frugal_series *series;
	struct grid_asked asked;
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = grid_asked_read(request, request->rest, &asked, reterr);
	if (r < 0)
		return r;
	r = frugal_series_open(library, &asked.choice, &series, reterr);
	if (r < 0)
		return r == FRUGAL_EUSAGE ? request_refused(request, 404, reterr) : r;
	if (!(asked.window.hours > 0)) {
		r = add_hours(&asked, series, &reply->body, reterr);
		frugal_series_free(series);
	} else {
		frugal_series_free(series);
		r = frugal_series_ahead(library, &asked.choice, &asked.window, &series, reterr);
		if (r == 0) {
			grid_ahead_json(&series->series, series->low, series->high, &reply->body);
			frugal_series_free(series);
		}
	}
	reply_json(reply);
	return r;
}
