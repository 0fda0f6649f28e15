/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs one fetch: splits the period into the requests that a service accepts and stores each answer
 * before it sends the next request. It repeats a request a few times when the service is busy or
 * unreachable.
 */
#include "grid/fetch.h"

#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/http.h"
#include "base/intl.h"
#include "grid/service.h"

#define MOST_TRIES 5
#define LONGEST_WAIT_S 60
#define MOST_BYTES ((size_t)64 << 20)
#define OLDEST_S 946684800 /* 2000-01-01 */

/* ---- one request ---------------------------------------------------------------------------- */

/* Whether a later try may succeed: the service is busy or unreachable. */
static bool is_passing(int r, int status)
{
	return r == FRUGAL_EENV && (status == 0 || status == 429 || status >= 500);
}

static int get(const struct http_request *request, struct http_response *ret, size_t *ret_requests,
	       struct frugal_error *reterr)
{
	for (int try = 1;; try++) {
		int r = http_get(request, ret, reterr);
		(*ret_requests)++;
		if (r == 0 || try == MOST_TRIES || !is_passing(r, ret->status))
			return r;
		double wait_s =
			ret->retry_after_s > 0 ? ret->retry_after_s : 0.5 * (double)(1 << try);
		if (wait_s > LONGEST_WAIT_S) /* the user decides whether to wait that long */
			return r;
		buf_release(&ret->body);
		struct timespec t = {(time_t)wait_s,
				     (long)((wait_s - (double)(time_t)wait_s) * 1e9)};
		nanosleep(&t, NULL);
	}
}

static void wipe(struct buf *secret)
{
	if (secret->p)
		explicit_bzero(secret->p, secret->n);
	buf_release(secret);
}

/* Gets a token, valid for half an hour, for user and password. */
static int log_in(struct context *context, const struct grid_service *service,
		  const struct grid_fetch *asked, const char *base, const char **key,
		  struct grid_fetched *ret, struct frugal_error *reterr)
{
	const char *url = arena_printf(&context->arena, "%s%s", base, service->log_in);
	struct http_response response = {0};
	const struct http_request request = {
		.url = url, .login = *key, .timeout_s = asked->timeout_s, .max_bytes = 1 << 20};
	if (!url)
		return error_nomem(reterr);
	int r = get(&request, &response, &ret->requests, reterr);
	if (r == 0) {
		json_t *root = json_loadb(buf_text(&response.body), response.body.n, 0, NULL);
		const char *token = json_string_value(json_object_get(root, "token"));
		*key = token ? arena_strdup(&context->arena, token) : NULL;
		if (!*key) {
			error_set(reterr, FRUGAL_EDATA, "%s", _("the answer has no token"));
			r = error_where(reterr, "%s", url);
		}
		json_decref(root);
	}
	wipe(&response.body);
	return r;
}

/* Reads and stores an answer. One without hours (a day not published yet) is not a failure. */
static int keep_answer(const struct context *context, const struct grid_fetch *asked,
		       const struct http_response *response, const char *name,
		       struct grid_reader *reader, struct grid_fetched *ret,
		       struct frugal_error *reterr)
{
	struct grid_found found = {0};
	int r = grid_read(name, buf_str(&response->body), &reader->hints, &found, reterr);
	bool empty = r < 0 && found.n == 0 && found.no_data;
	for (size_t i = 0; r == 0 && i < found.n; i++) {
		size_t changed = 0;
		r = grid_keep(context, &found.series[i], &changed, reterr);
		ret->slots += r == 0 ? found.series[i].n : 0;
		ret->changed += changed;
		if (r == 0 && asked->kept)
			r = asked->kept(asked->kept_context, &found.series[i], changed, reterr);
	}
	grid_found_release(&found);
	return empty || r > 0 ? 0 : r;
}

/* Whether a refusal with this status is an answer without hours. */
static bool is_no_data(const struct grid_service *service, const struct http_response *response,
		       const struct grid_reader *reader)
{
	struct grid_found found = {0};
	struct frugal_error why;
	if (!service->no_data_status || response->status != service->no_data_status)
		return false;
	(void)grid_read(service->name, buf_str(&response->body), &reader->hints, &found, &why);
	bool no_data = found.no_data;
	grid_found_release(&found);
	return no_data;
}

static int fetch_page(const struct context *context, const struct grid_service *service,
		      const struct grid_page *page, const char *key, struct grid_reader *reader,
		      struct grid_fetched *ret, struct frugal_error *reterr)
{
	struct buf url = {0}, header = {0};
	struct http_response response = {0};
	const char *headers[2] = {NULL, NULL};
	int r = service->url(page, key, &url, reterr);
	if (r == 0 && service->header)
		buf_addf(&header, service->header, key);
	if (header.n)
		headers[0] = buf_text(&header);
	const struct http_request request = {
		.url = buf_text(&url),
		.headers = headers,
		.timeout_s = page->asked->timeout_s,
		.max_bytes = MOST_BYTES,
	};
	if (r == 0 && (url.failed || header.failed))
		r = error_nomem(reterr);
	if (r == 0) {
		r = get(&request, &response, &ret->requests, reterr);
		if (r == 0)
			r = keep_answer(context, page->asked, &response, service->name, reader, ret,
					reterr);
		else if (is_no_data(service, &response, reader))
			r = 0;
	}
	wipe(&header);
	wipe(&url);
	buf_release(&response.body);
	return r;
}

/* ---- what is asked for ---------------------------------------------------------------------- */

/* The end of the stored series of this zone and provider; 0: nothing is stored. */
static int64_t stored_until(const struct context *context, const struct grid_service *service,
			    const struct grid_fetch *asked, const struct grid_reader *reader)
{
	struct grid_series series;
	int64_t end_s = 0;
	struct grid_hints wanted = reader->hints;
	if (service->is_marginal) {
		wanted.has_kind = true;
		wanted.id.kind = GRID_MARGINAL;
	}
	if (grid_kept_find(context, asked->zone, &wanted, &series, NULL) < 0)
		return 0;
	for (size_t i = 0; i < series.n; i++)
		if (!series.slots[i].issued_s)
			end_s = series.slots[i].start_s + series.slots[i].seconds;
	grid_series_release(&series);
	return end_s;
}

/* The zone of a request, by its key; zone is where that is kept. */
static int check_zone(const struct grid_service *service, struct grid_fetch *asked,
		      const struct grid_reader *reader, char zone[GRID_ZONE],
		      struct frugal_error *reterr)
{
	if (!asked->zone)
		asked->zone = service->zone;
	if (!asked->zone) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s requires a zone"), service->name);
		return error_todo(reterr, "%s", "zone=FR");
	}
	int r = grid_reader_zone(reader, asked->zone, zone, reterr);
	asked->zone = zone;
	return r;
}

static int check(const struct context *context, const struct grid_service *service,
		 struct grid_fetch *asked, const struct grid_reader *reader,
		 struct frugal_error *reterr)
{
	if (service->zone && strcmp(service->zone, asked->zone) != 0)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s has one zone: %s"), service->name,
				 service->zone);
	if (service->mix_only && !reader->hints.mix) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s publishes generation by source"),
			  service->name);
		return error_todo(reterr, "%s", "mix=ar5");
	}
	if (asked->ahead && !service->has_ahead)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s publishes no forecast of it"),
				 service->name);
	if (!asked->has_from) {
		int64_t end_s = stored_until(context, service, asked, reader);
		asked->from_s = end_s ? end_s : asked->to_s - SECONDS_PER_DAY;
	}
	asked->from_s -= asked->from_s % service->align_s;
	if (asked->from_s < OLDEST_S || asked->from_s > asked->to_s)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("the requested period is empty or too old"));
	return 0;
}

int grid_fetch(struct context *context, const struct grid_fetch *question,
	       struct grid_reader *reader, struct grid_fetched *ret, struct frugal_error *reterr)
{
	const struct grid_service *service = NULL;
	const char *key = "";
	char zone[GRID_ZONE];
	struct grid_fetch asked = *question;
	*ret = (struct grid_fetched){0};
	int r = grid_service_find(asked.provider, &service, reterr);
	if (r == 0)
		r = check_zone(service, &asked, reader, zone, reterr);
	if (r == 0)
		r = check(context, service, &asked, reader, reterr);
	if (r == 0)
		r = grid_key_find(context, service, &asked, &key, reterr);
	if (r < 0)
		return r;
	struct grid_page page = {.asked = &asked,
				 .reader = reader,
				 .base = asked.url ? asked.url : service->base,
				 .mix = reader->hints.mix != NULL};
	if (service->log_in)
		r = log_in(context, service, &asked, page.base, &key, ret, reterr);
	if (!reader->hints.zone && service->zone)
		reader->hints.zone = service->zone;
	for (page.from_s = asked.from_s; r == 0; page.from_s = page.to_s) {
		page.to_s = page.from_s + service->page_s;
		if (asked.ahead || page.to_s > asked.to_s)
			page.to_s = asked.to_s;
		if (page.from_s >= page.to_s && !asked.ahead)
			break;
		if (asked.progress)
			asked.progress(asked.progress_context, service->name, page.from_s);
		r = fetch_page(context, service, &page, key, reader, ret, reterr);
		if (asked.ahead)
			break;
	}
	return r;
}
