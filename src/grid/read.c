/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the form of a file or an answer and calls its reader: JSON, XML or a table. A web page is
 * refused.
 */
#include <string.h>
#include <strings.h>

#include "base/intl.h"
#include "grid/series.h"

/* Whether text is a web page: of errors, of welcome, of log-in. */
static bool is_web_page(struct str text)
{
	static const char *const begins[] = {"<html", "<!doctype html"};
	for (size_t i = 0; i < 2; i++)
		if (text.n >= strlen(begins[i]) &&
		    strncasecmp(text.p, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

int grid_read(const char *name, struct str text, const struct grid_hints *hints,
	      struct grid_found *ret, struct frugal_error *reterr)
{
	struct str start = str_trim(text);
	bool json = start.n && (start.p[0] == '{' || start.p[0] == '[');
	bool xml = start.n && start.p[0] == '<';
	if (xml && is_web_page(start)) {
		error_set(reterr, FRUGAL_EDATA, "%s", _("this is a web page, not data"));
		return error_where(reterr, "%s", name);
	}
	int r = json  ? grid_read_json(name, text, hints, ret, reterr)
		: xml ? grid_read_xml(name, text, hints, ret, reterr)
		      : grid_read_csv(name, text, hints, ret, reterr);
	for (size_t i = 0; r == 0 && (json || xml) && i < ret->n; i++)
		grid_series_note_small(&ret->series[i]);
	if (r == 0 && ret->n == 0)
		r = error_set(reterr, FRUGAL_EDATA, _("%s has no carbon intensity"), name);
	return r;
}
