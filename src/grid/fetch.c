/* SPDX-License-Identifier: Apache-2.0 */
#include "grid/fetch.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "base/file.h"
#include "base/http.h"
#include "base/intl.h"

#define DAY_S ((int64_t)86400)
#define MOST_TRIES 5
#define LONGEST_WAIT_S 60
#define MOST_BYTES ((size_t)64 << 20)
#define MOST_KEYS_BYTES 65536
#define OLDEST_S 946684800 /* 2000-01-01 */

struct page {
	const struct grid_fetch *asked;
	const struct grid_reader *reader;
	const char *base;
	int64_t from_s, to_s;
	bool mix;
};

struct provider {
	const char *name, *base;
	const char *key;  /* what it is called in messages; NULL: there is none */
	const char *zone; /* its only one, or NULL */
	int64_t page_s;   /* longest time of a request */
	int64_t align_s;  /* requests begin on multiples of it */
	bool mix_only, has_ahead;
	const char *header; /* "auth-token: %s" of the key; NULL: otherwise */
	int (*url)(const struct page *page, const char *key, struct buf *to,
		   struct frugal_error *reterr);
};

/* ---- addresses ------------------------------------------------------------------------------ */

static void add_escaped(struct buf *to, const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if (isalnum(*p) || strchr("-._~:", *p))
			buf_putc(to, (char)*p);
		else
			buf_addf(to, "%%%02X", *p);
}

static void add_time(struct buf *to, int64_t s, const char *format)
{
	char text[64];
	time_t time = (time_t)s;
	struct tm utc = {0};
	if (gmtime_r(&time, &utc) && strftime(text, sizeof(text), format, &utc))
		add_escaped(to, text);
}

static int maps_url(const struct page *page, const char *key, struct buf *to,
		    struct frugal_error *reterr)
{
	const char *what = page->mix ? "power-breakdown" : "carbon-intensity";
	bool direct = page->reader->hints.has_scope && page->reader->hints.id.scope == GRID_DIRECT;
	/* The last day is free of charge; more is asked for by its ends. */
	bool day = !page->asked->has_from && page->to_s - page->from_s <= DAY_S;
	(void)key;
	(void)reterr;
	buf_addf(to, "%s/%s/%s?zone=", page->base, what,
		 page->asked->ahead ? "forecast"
		 : day              ? "history"
				    : "past-range");
	add_escaped(to, page->asked->zone);
	buf_puts(to, "&shouldUseFallbackCallerLookup=false");
	if (!page->mix)
		buf_addf(to, "&emissionFactorType=%s", direct ? "direct" : "lifecycle");
	if (!page->asked->ahead && !day) {
		buf_puts(to, "&start=");
		add_time(to, page->from_s, "%Y-%m-%dT%H:%M:%SZ");
		buf_puts(to, "&end=");
		add_time(to, page->to_s, "%Y-%m-%dT%H:%M:%SZ");
	}
	return 0;
}

static int britain_url(const struct page *page, const char *key, struct buf *to,
		       struct frugal_error *reterr)
{
	(void)key;
	(void)reterr;
	buf_addf(to, "%s/intensity/", page->base);
	add_time(to, page->from_s, "%Y-%m-%dT%H:%MZ");
	buf_putc(to, '/');
	if (page->asked->ahead)
		buf_puts(to, "fw48h");
	else
		add_time(to, page->to_s, "%Y-%m-%dT%H:%MZ");
	return 0;
}

/* What is older than some weeks is in another set, once it is consolidated. */
static int france_url(const struct page *page, const char *key, struct buf *to,
		      struct frugal_error *reterr)
{
	bool recent = (int64_t)time(NULL) - page->from_s < 45 * DAY_S;
	(void)key;
	(void)reterr;
	buf_addf(to, "%s/api/explore/v2.1/catalog/datasets/%s/records?where=", page->base,
		 recent ? "eco2mix-national-tr" : "eco2mix-national-cons-def");
	add_escaped(to, "date_heure >= date'");
	add_time(to, page->from_s, "%Y-%m-%dT%H:%M:%SZ");
	add_escaped(to, "' and date_heure < date'");
	add_time(to, page->to_s, "%Y-%m-%dT%H:%M:%SZ");
	add_escaped(to, "'");
	buf_puts(to, "&order_by=date_heure&limit=100&timezone=UTC");
	return 0;
}

static int entsoe_url(const struct page *page, const char *key, struct buf *to,
		      struct frugal_error *reterr)
{
	const char *area;
	int r = grid_reader_area(page->reader, page->asked->zone, &area, reterr);
	if (r < 0)
		return r;
	buf_addf(to, "%s?documentType=A75&processType=A16&in_Domain=", page->base);
	add_escaped(to, area);
	buf_puts(to, "&periodStart=");
	add_time(to, page->from_s, "%Y%m%d%H%M");
	buf_puts(to, "&periodEnd=");
	add_time(to, page->to_s, "%Y%m%d%H%M");
	buf_puts(to, "&securityToken=");
	add_escaped(to, key);
	return 0;
}

static int watttime_url(const struct page *page, const char *key, struct buf *to,
			struct frugal_error *reterr)
{
	(void)key;
	(void)reterr;
	buf_addf(to, "%s/v3/%s?signal_type=co2_moer&region=", page->base,
		 page->asked->ahead ? "forecast" : "historical");
	add_escaped(to, page->asked->zone);
	if (page->asked->ahead) {
		buf_puts(to, "&horizon_hours=72");
		return 0;
	}
	buf_puts(to, "&start=");
	add_time(to, page->from_s, "%Y-%m-%dT%H:%MZ");
	buf_puts(to, "&end=");
	add_time(to, page->to_s, "%Y-%m-%dT%H:%MZ");
	return 0;
}

/* Longest times of a request as the services document them. */
static const struct provider providers[] = {
	{.name = "electricitymaps",
	 .base = "https://api.electricitymaps.com/v3",
	 .key = "auth-token",
	 .page_s = 10 * DAY_S,
	 .align_s = 3600,
	 .has_ahead = true,
	 .header = "auth-token: %s",
	 .url = maps_url},
	{.name = "entsoe",
	 .base = "https://web-api.tp.entsoe.eu/api",
	 .key = "securityToken",
	 .page_s = 30 * DAY_S,
	 .align_s = 3600,
	 .mix_only = true,
	 .url = entsoe_url},
	{.name = "gb",
	 .base = "https://api.carbonintensity.org.uk",
	 .zone = "GB",
	 .page_s = 13 * DAY_S,
	 .align_s = 1800,
	 .has_ahead = true,
	 .url = britain_url},
	{.name = "rte",
	 .base = "https://odre.opendatasoft.com",
	 .zone = "FR",
	 .page_s = DAY_S, /* 96 quarters of 100 records */
	 .align_s = 900,
	 .url = france_url},
	{.name = "watttime",
	 .base = "https://api.watttime.org",
	 .key = "user:password",
	 .page_s = 31 * DAY_S,
	 .align_s = 300,
	 .has_ahead = true,
	 .header = "Authorization: Bearer %s",
	 .url = watttime_url},
};

#define N_PROVIDERS (sizeof(providers) / sizeof(providers[0]))

static int find_provider(const char *name, const struct provider **ret, struct frugal_error *reterr)
{
	struct buf names = {0};
	for (size_t i = 0; i < N_PROVIDERS; i++) {
		if (strcmp(providers[i].name, name) == 0) {
			*ret = &providers[i];
			buf_release(&names);
			return 0;
		}
		buf_addf(&names, "%s%s", i ? ", " : "", providers[i].name);
	}
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is no provider that is known here"), name);
	int r = error_todo(reterr, "%s", buf_text(&names));
	buf_release(&names);
	return r;
}

/* ---- keys ----------------------------------------------------------------------------------- */

static const char *keys_path(struct context *context)
{
	return context->config ? arena_printf(&context->arena, "%s/keys", context->config) : NULL;
}

/* "entsoe = TOKEN", a line each; NULL: not there. */
static const char *key_in(struct context *context, const char *text, const char *name)
{
	for (const char *p = text; *p;) {
		struct str line = str_trim((struct str){p, strcspn(p, "\n")});
		const char *equals = line.n ? memchr(line.p, '=', line.n) : NULL;
		p += strcspn(p, "\n");
		p += *p == '\n';
		if (!equals || line.p[0] == '#')
			continue;
		struct str key = str_trim((struct str){line.p, (size_t)(equals - line.p)});
		struct str value =
			str_trim((struct str){equals + 1, line.n - (size_t)(equals + 1 - line.p)});
		if (str_is(key, name) && value.n)
			return arena_printf(&context->arena, "%.*s", STR_ARG(value));
	}
	return NULL;
}

void grid_fetch_variable(const char *provider, char *to, size_t size)
{
	int n = snprintf(to, size, "FRUGAL_KEY_%s", provider);
	for (int i = 0; i < n && (size_t)i < size; i++)
		to[i] = (char)toupper((unsigned char)to[i]);
}

static int no_key(const struct provider *provider, const char *variable, const char *path,
		  struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("%s wants a key (%s)"), provider->name, provider->key);
	return error_todo(reterr, _("put it in %s, or as \"%s = ...\" in %s (chmod 600)"), variable,
			  provider->name, path ? path : "?");
}

static int find_key(struct context *context, const struct provider *provider,
		    const struct grid_fetch *asked, const char **ret, struct frugal_error *reterr)
{
	char variable[64];
	struct stat st;
	struct buf text = {0};
	*ret = "";
	if (!provider->key)
		return 0;
	grid_fetch_variable(provider->name, variable, sizeof(variable));
	*ret = asked->key;
	if (*ret && (*ret)[0])
		return 0;
	const char *path = keys_path(context);
	if (!path || stat(path, &st) != 0)
		return no_key(provider, variable, path, reterr);
	if (st.st_mode & (S_IRWXG | S_IRWXO)) {
		error_set(reterr, FRUGAL_EENV, "%s", _("others may read the file of keys"));
		(void)error_where(reterr, "%s", path);
		return error_todo(reterr, "chmod 600 %s", path);
	}
	int r = file_read_plain(path, MOST_KEYS_BYTES, &text, reterr);
	if (r == 0) {
		*ret = key_in(context, buf_text(&text), provider->name);
		r = *ret ? 0 : no_key(provider, variable, path, reterr);
	}
	if (text.p)
		explicit_bzero(text.p, text.n);
	buf_release(&text);
	return r;
}

/* ---- one request ---------------------------------------------------------------------------- */

/* Later it may succeed: the service is busy or away. */
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
		if (wait_s > LONGEST_WAIT_S) /* it is for the user to decide to wait that long */
			return r;
		buf_release(&ret->body);
		struct timespec t = {(time_t)wait_s,
				     (long)((wait_s - (double)(time_t)wait_s) * 1e9)};
		nanosleep(&t, NULL);
	}
}

/* A token that holds for half an hour, for user and password. */
static int log_in(struct context *context, const struct grid_fetch *asked, const char *base,
		  const char **key, struct grid_fetched *ret, struct frugal_error *reterr)
{
	const char *url = arena_printf(&context->arena, "%s/login", base);
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
			error_set(reterr, FRUGAL_EDATA, "%s", _("the answer holds no token"));
			r = error_where(reterr, "%s", url);
		}
		json_decref(root);
	}
	if (response.body.p)
		explicit_bzero(response.body.p, response.body.n);
	buf_release(&response.body);
	return r;
}

/* An answer without hours (a day that is not published yet) is no failure. */
static int keep_answer(const struct context *context, const struct http_response *response,
		       const char *name, struct grid_reader *reader, struct grid_fetched *ret,
		       struct frugal_error *reterr)
{
	struct grid_found found = {0};
	int r = grid_read(name, buf_str(&response->body), &reader->hints, &found, reterr);
	bool empty = r < 0 && found.n == 0 &&
		     (strstr(buf_text(&response->body), "\"results\": []") ||
		      strstr(buf_text(&response->body), "\"results\":[]") ||
		      strstr(buf_text(&response->body), "\"data\":[]") ||
		      strstr(buf_text(&response->body), "<code>999</code>"));
	for (size_t i = 0; r == 0 && i < found.n; i++) {
		size_t changed = 0;
		r = grid_keep(context, &found.series[i], &changed, reterr);
		ret->slots += r == 0 ? found.series[i].n : 0;
		ret->changed += changed;
	}
	grid_found_release(&found);
	return empty ? 0 : r;
}

static int fetch_page(const struct context *context, const struct provider *provider,
		      const struct page *page, const char *key, struct grid_reader *reader,
		      struct grid_fetched *ret, struct frugal_error *reterr)
{
	struct buf url = {0}, header = {0};
	struct http_response response = {0};
	const char *headers[2] = {NULL, NULL};
	int r = provider->url(page, key, &url, reterr);
	if (r == 0 && provider->header)
		buf_addf(&header, provider->header, key);
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
	if (r == 0)
		r = get(&request, &response, &ret->requests, reterr);
	/* "No matching data" may come with an error status. */
	if (r < 0 && response.status == 400 && strstr(buf_text(&response.body), "<code>999</code>"))
		r = 0;
	if (r == 0)
		r = keep_answer(context, &response, provider->name, reader, ret, reterr);
	if (header.p)
		explicit_bzero(header.p, header.n);
	if (url.p)
		explicit_bzero(url.p, url.n);
	buf_release(&url);
	buf_release(&header);
	buf_release(&response.body);
	return r;
}

/* ---- what is asked for ---------------------------------------------------------------------- */

/* The end of what was stored of the zone by this provider's kind of series; 0: nothing. */
static int64_t stored_until(const struct context *context, const struct grid_fetch *asked,
			    const struct grid_reader *reader)
{
	struct grid_series series;
	int64_t end_s = 0;
	struct grid_hints wanted = reader->hints;
	if (strcmp(asked->provider, "watttime") == 0) {
		wanted.has_kind = true;
		wanted.id.kind = GRID_MARGINAL;
	}
	if (grid_store_find(context, asked->zone, &wanted, &series, NULL) < 0)
		return 0;
	for (size_t i = 0; i < series.n; i++)
		if (!series.slots[i].issued_s)
			end_s = series.slots[i].start_s + series.slots[i].seconds;
	grid_series_release(&series);
	return end_s;
}

static int check(const struct context *context, const struct provider *provider,
		 struct grid_fetch *asked, const struct grid_reader *reader,
		 struct frugal_error *reterr)
{
	if (!asked->zone)
		asked->zone = provider->zone;
	if (!asked->zone || !grid_zone_is_good(str_of(asked->zone))) {
		error_set(reterr, FRUGAL_EUSAGE, _("which zone of %s?"), provider->name);
		return error_todo(reterr, "frugal grid fetch %s --zone FR", provider->name);
	}
	if (provider->zone && strcmp(provider->zone, asked->zone) != 0)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s has one zone: %s"), provider->name,
				 provider->zone);
	if (provider->mix_only && !reader->hints.mix) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s publishes generation by source"),
			  provider->name);
		return error_todo(reterr, "%s", "--mix ar5");
	}
	if (asked->ahead && !provider->has_ahead)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s publishes no forecast of it"),
				 provider->name);
	if (!asked->has_from) {
		int64_t end_s = stored_until(context, asked, reader);
		asked->from_s = end_s ? end_s : asked->to_s - DAY_S;
	}
	asked->from_s -= asked->from_s % provider->align_s;
	if (asked->from_s < OLDEST_S || asked->from_s > asked->to_s)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("the time that is asked for is empty or too long ago"));
	return 0;
}

int grid_fetch(struct context *context, const struct grid_fetch *question,
	       struct grid_reader *reader, struct grid_fetched *ret, struct frugal_error *reterr)
{
	const struct provider *provider = NULL;
	const char *key = "";
	struct grid_fetch asked = *question;
	*ret = (struct grid_fetched){0};
	int r = find_provider(asked.provider, &provider, reterr);
	if (r == 0)
		r = check(context, provider, &asked, reader, reterr);
	if (r == 0)
		r = find_key(context, provider, &asked, &key, reterr);
	if (r < 0)
		return r;
	struct page page = {.asked = &asked,
			    .reader = reader,
			    .base = asked.url ? asked.url : provider->base,
			    .mix = reader->hints.mix != NULL};
	if (strcmp(provider->name, "watttime") == 0)
		r = log_in(context, &asked, page.base, &key, ret, reterr);
	if (!reader->hints.zone && provider->zone)
		reader->hints.zone = provider->zone;
	for (page.from_s = asked.from_s; r == 0; page.from_s = page.to_s) {
		page.to_s = page.from_s + provider->page_s;
		if (asked.ahead || page.to_s > asked.to_s)
			page.to_s = asked.to_s;
		if (page.from_s >= page.to_s && !asked.ahead)
			break;
		if (asked.progress)
			asked.progress(asked.progress_context, provider->name, page.from_s);
		r = fetch_page(context, provider, &page, key, reader, ret, reterr);
		if (asked.ahead)
			break;
	}
	return r;
}
