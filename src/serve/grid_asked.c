/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/grid_asked.h"

#include "base/clock.h"
#include "base/intl.h"

int grid_asked_read(struct request *request, const char *zone, struct grid_asked *ret,
		    struct frugal_error *reterr)
{
	struct asked asked;
	int r = asked_of_query(request->http, &asked, reterr);
	*ret = (struct grid_asked){
		.choice = {.size = sizeof(ret->choice), .zone = zone},
		.window = {.size = sizeof(ret->window), .own = 1},
	};
	if (r < 0)
		return r;
	ret->choice.kind = asked_word(&asked, "kind");
	ret->choice.scope = asked_word(&asked, "scope");
	ret->choice.basis = asked_word(&asked, "basis");
	r = asked_moment(&asked, "from", &ret->from_s, reterr);
	if (r == 0)
		r = asked_moment(&asked, "to", &ret->to_s, reterr);
	if (r == 0)
		r = asked_number(&asked, "ahead", "h", &ret->window.hours, reterr);
	ret->window.from_s = ret->from_s;
	return r;
}

int grid_asked_span(const struct grid_asked *asked, const frugal_series *series,
		    int64_t *ret_from_s, int64_t *ret_to_s, struct frugal_error *reterr)
{
	struct frugal_series_about about = {.size = sizeof(about)};
	int r = frugal_series_about(series, &about, reterr);
	if (r < 0)
		return r;
	*ret_to_s = asked->to_s ? asked->to_s : about.to_s;
	*ret_from_s = asked->from_s ? asked->from_s : *ret_to_s - SECONDS_PER_DAY;
	if (*ret_from_s < *ret_to_s)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("from is not before to"));
	return error_where(reterr, "%s", "from");
}
