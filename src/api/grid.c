/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Imports hourly carbon intensities from a text or a file, and fetches them from the services that
 * publish them, over the network. The room grid parses and stores them.
 */
#include <time.h>

#include "api/inside_grid.h"
#include "base/file.h"
#include "base/intl.h"
#include "grid/service.h"
#include "record/ranges.h"

#define MOST_BYTES ((size_t)256 << 20)
#define USUAL_TIMEOUT_S 30

static int read_hints(const struct frugal_series_hints *from, struct frugal_series_hints *ret,
		      struct grid_hints *to, struct frugal_error *reterr)
{
	*ret = (struct frugal_series_hints){0};
	*to = (struct grid_hints){0};
	int r = from ? copy_sized(from, ret, sizeof(*ret), "series_hints", reterr) : 0;
	if (r == 0)
		r = hints_read(ret->kind, ret->scope, ret->basis, to, reterr);
	to->zone = ret->zone;
	to->source = ret->source;
	to->licence = ret->licence;
	return r;
}

struct visitor {
	frugal_kept_visit *visit;
	void *context;
};

static int tell_kept(void *context, const struct grid_series *found, size_t changed,
		     struct frugal_error *reterr)
{
	const struct visitor *visitor = context;
	const frugal_series series = {.series = *found, .is_lent = true};
	return visitor->visit ? visitor->visit(visitor->context, &series, changed, reterr) : 0;
}

static int keep(const struct context *context, const struct grid_found *found,
		struct visitor *visitor, struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < found->n; i++) {
		size_t changed = 0;
		r = grid_keep(context, &found->series[i], &changed, reterr);
		if (r == 0)
			r = tell_kept(visitor, &found->series[i], changed, reterr);
	}
	return r < 0 ? r : 0;
}

int frugal_grid_import(frugal_library *library, const char *name, const char *text, size_t n,
		       const struct frugal_series_hints *hints, frugal_kept_visit *visit,
		       void *context, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_series_hints asked;
	struct grid_hints grid;
	struct grid_reader reader;
	struct grid_found found = {0};
	struct buf file = {0};
	reterr = reterr ? reterr : &unread;
	if (!library || !name)
		return missing_argument(library ? "name" : "library", reterr);
	if (n && !text)
		return missing_argument("text", reterr);
	int r = read_hints(hints, &asked, &grid, reterr);
	if (r < 0)
		return r;
	r = grid_reader_open(&library->context, asked.mix, &grid, &reader, reterr);
	if (r == 0 && !text)
		r = file_read(name, MOST_BYTES, &file, reterr);
	if (r == 0)
		r = grid_read(name, text ? (struct str){text, n} : buf_str(&file), &reader.hints,
			      &found, reterr);
	if (r == 0)
		r = keep(&library->context, &found, &(struct visitor){visit, context}, reterr);
	grid_reader_close(&reader);
	grid_found_release(&found);
	buf_release(&file);
	return r;
}

int frugal_grid_provider(size_t index, struct frugal_provider *ret)
{
	struct frugal_error unread;
	size_t n = 0;
	while (grid_services[n])
		n++;
	if (index >= n || !ret)
		return FRUGAL_EUSAGE;
	const struct grid_service *service = grid_services[index];
	const struct frugal_provider filled = {
		.name = service->name,
		.zone = service->zone,
		.key = service->key,
		.variable = service->variable,
		.ahead = service->has_ahead,
		.mix_only = service->mix_only,
	};
	return sized_fill(ret, ret->size, &filled, sizeof(filled), &unread);
}

static int fetch(frugal_library *library, struct frugal_fetch *asked, struct frugal_error *reterr)
{
	struct frugal_series_hints hints;
	struct grid_hints grid;
	struct grid_reader reader;
	struct grid_fetched fetched = {0};
	struct visitor visitor = {asked->kept, asked->context};
	const struct grid_fetch question = {
		.provider = asked->provider,
		.zone = asked->zone,
		.url = asked->url,
		.key = asked->key,
		.ahead = asked->ahead,
		.has_from = asked->from_s != 0,
		.from_s = asked->from_s,
		.to_s = asked->to_s ? asked->to_s : (int64_t)time(NULL),
		.timeout_s = asked->timeout_s > 0 ? asked->timeout_s : USUAL_TIMEOUT_S,
		.progress = asked->progress,
		.progress_context = asked->context,
		.kept = tell_kept,
		.kept_context = &visitor,
	};
	int r = read_hints(asked->hints, &hints, &grid, reterr);
	if (r < 0)
		return r;
	grid.zone = NULL; /* stated in the answers */
	r = grid_reader_open(&library->context, hints.mix, &grid, &reader, reterr);
	if (r == 0)
		r = grid_fetch(&library->context, &question, &reader, &fetched, reterr);
	grid_reader_close(&reader);
	asked->requests = fetched.requests;
	asked->slots = fetched.slots;
	asked->changed = fetched.changed;
	return r;
}

int frugal_grid_fetch(frugal_library *library, struct frugal_fetch *question,
		      struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_fetch asked = {0};
	reterr = reterr ? reterr : &unread;
	if (!library || !question)
		return missing_argument(library ? "fetch" : "library", reterr);
	int r = copy_sized(question, &asked, sizeof(asked), "fetch", reterr);
	if (r < 0)
		return r;
	if (!asked.provider)
		return missing_argument("fetch->provider", reterr);
	const struct number_range timeout = {"timeout_s", asked.timeout_s, TIMEOUT_LEAST,
					     TIMEOUT_MOST, true};
	r = ranges_check(&timeout, 1, reterr);
	if (r == 0)
		r = check_moment(asked.from_s, "from_s", reterr);
	if (r == 0)
		r = check_moment(asked.to_s, "to_s", reterr);
	if (r < 0)
		return r;
	asked.requests = asked.slots = asked.changed = 0;
	r = fetch(library, &asked, reterr);
	int written = sized_fill(question, question->size, &asked, sizeof(asked), reterr);
	return r < 0 ? r : written;
}
