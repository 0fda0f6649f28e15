/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Published figures and ours, as a list. Each is a row of factors/published.csv, answered by the
 * model and inputs that the row names.
 */
#include "api/inside.h"

int frugal_published_new(frugal_library *library, const char *name,
			 frugal_published **ret_published, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct catalogue *models;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!ret_published)
		return missing_argument("ret_published", reterr);
	frugal_published *published = mem_zalloc(1, sizeof(*published));
	int r = published ? library_models(library, &models, reterr) : error_nomem(reterr);
	if (r == 0)
		r = published_read(models, name, &published->published, reterr);
	if (r < 0) {
		mem_free(published);
		return r;
	}
	*ret_published = published;
	return 0;
}

void frugal_published_free(frugal_published *published)
{
	if (!published)
		return;
	published_release(&published->published);
	mem_free(published);
}

size_t frugal_published_count(const frugal_published *published)
{
	return published ? published->published.n : 0;
}

int frugal_published_get(const frugal_published *published, size_t index,
			 struct frugal_published_figure *ret_figure)
{
	if (!published || !ret_figure || index >= published->published.n)
		return FRUGAL_EUSAGE;
	*ret_figure = published->published.figures[index];
	return 0;
}

const struct published *published_of(const frugal_published *published)
{
	return &published->published;
}
