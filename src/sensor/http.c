/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Meters of the whole machine that answer over HTTP: plugs (Shelly of both generations, Tasmota)
 * and the management controllers of servers (Redfish). "shelly:http://192.168.1.7", "tasmota:...",
 * "redfish:https://bmc"; the login of a controller is FRUGAL_REDFISH_LOGIN ("user:password"), and
 * FRUGAL_REDFISH_INSECURE=1 accepts a self-signed certificate. Read once a second.
 */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/http.h"
#include "base/intl.h"
#include "base/log.h"
#include "sensor/poller.h"
#include "sensor/specs.h"

#define TIMEOUT_S 2
#define MAX_ANSWER ((size_t)1 << 20)
#define INTERVAL_S 1
#define CONTROLLER_INTERVAL_S 5 /* they average over seconds, and are slow */
#define MAX_W 20000
#define PLUG_ERROR 0.02
#define CONTROLLER_ERROR 0.05

struct kind {
	const char *prefix;
	/* Returns the power in an answer, or NaN. */
	double (*watts)(const json_t *answer);
	const char *const *paths; /* tried in turn after the address; ends with NULL */
	double interval_s, error;
	bool is_controller;
};

/* ---- answers -------------------------------------------------------------------------------- */

/*
 * Returns the number at the end of a path of names and indices ("meters", "#0", "power"), or NaN.
 */
static double number_at(const json_t *json, const char *const *path)
{
	for (; json && *path; path++)
		json = (*path)[0] == '#' ? json_array_get(json, (size_t)((*path)[1] - '0'))
					 : json_object_get(json, *path);
	return json_is_number(json) ? json_number_value(json) : (double)NAN;
}

/* The sum of one number over the items of an array. */
static double sum_of(const json_t *array, const char *name)
{
	double sum = NAN;
	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *item = json_object_get(json_array_get(array, i), name);
		if (json_is_number(item))
			sum = (isnan(sum) ? 0 : sum) + json_number_value(item);
	}
	return sum;
}

static double shelly_watts(const json_t *answer)
{
	double w = number_at(answer, (const char *const[]){"apower", NULL});
	if (isnan(w))
		w = number_at(answer, (const char *const[]){"total_act_power", NULL});
	if (isnan(w))
		w = sum_of(json_object_get(answer, "emeters"), "power");
	if (isnan(w))
		w = sum_of(json_object_get(answer, "meters"), "power");
	return w;
}

static double tasmota_watts(const json_t *answer)
{
	const json_t *power = json_object_get(
		json_object_get(json_object_get(answer, "StatusSNS"), "ENERGY"), "Power");
	double sum = NAN;
	if (json_is_number(power))
		return json_number_value(power);
	for (size_t i = 0; i < json_array_size(power); i++)
		sum = (isnan(sum) ? 0 : sum) + json_number_value(json_array_get(power, i));
	return sum;
}

static double redfish_watts(const json_t *answer)
{
	double w = number_at(
		answer, (const char *const[]){"PowerControl", "#0", "PowerConsumedWatts", NULL});
	if (isnan(w))
		w = number_at(answer, (const char *const[]){"PowerWatts", "Reading", NULL});
	return w;
}

static const char *const shelly_paths[] = {"/rpc/Switch.GetStatus?id=0", "/rpc/EM.GetStatus?id=0",
					   "/status", NULL};
static const char *const tasmota_paths[] = {"/cm?cmnd=Status%208", NULL};
static const char *const redfish_paths[] = {"", "/Power", "/EnvironmentMetrics", NULL};

static const struct kind kinds[] = {
	{"shelly:", shelly_watts, shelly_paths, INTERVAL_S, PLUG_ERROR, false},
	{"tasmota:", tasmota_watts, tasmota_paths, INTERVAL_S, PLUG_ERROR, false},
	{"redfish:", redfish_watts, redfish_paths, CONTROLLER_INTERVAL_S, CONTROLLER_ERROR, true},
};

/* ---- asking --------------------------------------------------------------------------------- */

static json_t *ask(const struct host *host, const struct kind *kind, const char *url,
		   struct frugal_error *reterr)
{
	const struct http_request request = {
		.url = url,
		.timeout_s = TIMEOUT_S,
		.max_bytes = MAX_ANSWER,
		.login = kind->is_controller ? host_options(host)->redfish_login : NULL,
		.any_certificate = kind->is_controller && host_options(host)->redfish_insecure,
	};
	struct http_response response;
	json_error_t wrong;
	json_t *answer = NULL;
	if (http_get(&request, &response, reterr) == 0) {
		answer = json_loadb(buf_text(&response.body), response.body.n, 0, &wrong);
		if (!answer) {
			error_set(reterr, FRUGAL_EDATA, _("the answer is not JSON: %s"),
				  wrong.text);
			(void)error_where(reterr, "%s", url);
		}
	}
	buf_release(&response.body);
	return answer;
}

static double watts_at(const struct host *host, const struct kind *kind, const char *url,
		       struct frugal_error *reterr)
{
	json_t *answer = ask(host, kind, url, reterr);
	double w = answer ? kind->watts(answer) : (double)NAN;
	if (answer && !(w >= 0)) {
		error_set(reterr, FRUGAL_EDATA, "%s", _("the answer contains no power"));
		(void)error_where(reterr, "%s", url);
	}
	json_decref(answer);
	return w >= 0 ? w : (double)NAN;
}

/* Finds the first chassis of a controller that was named by its host alone. */
static void find_chassis(const struct host *host, const struct kind *kind, const char *url,
			 char *to, size_t size)
{
	char list[512];
	(void)snprintf(to, size, "%s", url);
	if (!kind->is_controller || strstr(url, "/redfish/"))
		return;
	(void)snprintf(list, sizeof(list), "%s/redfish/v1/Chassis", url);
	json_t *answer = ask(host, kind, list, NULL);
	const json_t *members = json_object_get(answer, "Members");
	const char *id =
		json_string_value(json_object_get(json_array_get(members, 0), "@odata.id"));
	if (id)
		(void)snprintf(to, size, "%s%s", url, id);
	json_decref(answer);
}

struct sensor {
	const struct host *host;
	const struct kind *kind;
	struct poller *poller;
	char url[600];
};

static void fetch(void *context, struct tick *ret)
{
	const struct sensor *sensor = context;
	double w = watts_at(sensor->host, sensor->kind, sensor->url, NULL);
	if (w >= 0)
		ret->raw = (uint64_t)(w * 1e3);
	else
		ret->state = TICK_STALE;
}

/* Writes the address that answers with a power to `to`; false, with the reason, when none does. */
static bool find_address(const struct host *host, const struct kind *kind, const char *url,
			 char *to, size_t size, struct frugal_error *reterr)
{
	char base[400];
	find_chassis(host, kind, url, base, sizeof(base));
	size_t n = strlen(base);
	while (n && base[n - 1] == '/')
		base[--n] = '\0';
	for (const char *const *path = kind->paths; *path; path++) {
		(void)snprintf(to, size, "%s%s", base, *path);
		double w = watts_at(host, kind, to, reterr);
		if (w > 0)
			return true;
		if (w >= 0)
			error_set(reterr, FRUGAL_EENV, _("0 W: not a power of this machine"));
	}
	return false;
}

static int add_meter(const struct host *host, struct sources *found, const struct kind *kind,
		     const char *url, struct frugal_error *reterr)
{
	char address[600];
	struct frugal_error why;
	bool answers = find_address(host, kind, url, address, sizeof(address), &why);
	if (!answers)
		log_note("sensor.http", "%s: %s", url, why.what);
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	size_t length = strlen(kind->prefix) - 1;
	source->part = arena_printf(found->arena, "node.%.*s", (int)length, kind->prefix);
	source->detail =
		answers ? arena_printf(found->arena, "%s%s", kind->prefix, url)
			: arena_printf(found->arena, "%s%s: %s", kind->prefix, url, why.what);
	source->path = arena_printf(found->arena, "%s%s", kind->prefix, address);
	if (!source->part || !source->detail || !source->path)
		return error_nomem(reterr);
	source->cover = COVER_NODE;
	source->state = answers ? TICK_OK : TICK_ABSENT;
	source->unit = 1e-3;
	source->update.s = kind->interval_s;
	source->max_w = MAX_W;
	source->low_factor = 1 - kind->error;
	source->high_factor = 1 + kind->error;
	source->quality = FRUGAL_MEASURED;
	return 0;
}

static const struct kind *kind_of(const char *spec, const char **ret_rest)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		*ret_rest = sensor_spec_after(spec, kinds[i].prefix);
		if (*ret_rest)
			return &kinds[i];
	}
	return NULL;
}

static bool is_likely(const struct host *host, const struct sources *found)
{
	(void)host;
	for (size_t i = 0; found->specs && found->specs[i]; i++) {
		const char *rest;
		if (kind_of(found->specs[i], &rest))
			return true;
	}
	return false;
}

static int probe(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; r == 0 && found->specs && found->specs[i]; i++) {
		const char *url;
		const struct kind *kind = kind_of(found->specs[i], &url);
		if (kind)
			r = add_meter(host, found, kind, url, reterr);
	}
	return r;
}

static int open_meter(struct host *host, const struct source *source, struct sensor **ret,
		      struct frugal_error *reterr)
{
	const char *url;
	struct sensor *sensor = mem_zalloc(1, sizeof(*sensor));
	if (!sensor)
		return error_nomem(reterr);
	sensor->host = host;
	sensor->kind = kind_of(source->path, &url);
	(void)snprintf(sensor->url, sizeof(sensor->url), "%s", url);
	int r = poller_start(host, source->update, fetch, sensor, &sensor->poller, reterr);
	if (r < 0) {
		mem_free(sensor);
		return r;
	}
	*ret = sensor;
	return 0;
}

static void read_meter(struct sensor *sensor, struct tick *ret_tick)
{
	poller_read(sensor->poller, ret_tick);
}

static void close_meter(struct sensor *sensor)
{
	if (!sensor)
		return;
	poller_stop(sensor->poller);
	mem_free(sensor);
}

static const struct sensor_spec specs[] = {{"shelly:", "URL", NULL},
					   {"tasmota:", "URL", NULL},
					   {"redfish:", "URL", NULL},
					   {NULL, NULL, NULL}};

const struct sensor_class http_class = {
	.name = "http",
	.brief = N_("plugs and controllers on the network: shelly:URL, tasmota:URL, "
		    "redfish:URL"),
	.specs = specs,
	.is_slow = true,
	.is_likely = is_likely,
	.probe = probe,
	.open = open_meter,
	.read = read_meter,
	.close = close_meter,
};
