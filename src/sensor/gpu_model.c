/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accelerators that no sensor here can see, declared by the user: "gpu:h100", "gpu:4xA100",
 * "gpu:mi300x@70%". Their power comes from the model gpu_power at the share of the time in which
 * they compute, 0.9 where the user gives none. Where a board of the same number is measured, the
 * measured one counts.
 */
#include <ctype.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "base/str.h"
#include "sensor/sensor.h"
#include "sensor/specs.h"

#define MOST_BOARDS 1024
#define USUAL_LOAD 0.9 /* the default of gpu_power, of a job with a board of its own */

struct sensor {
	const struct host *host;
	const struct model_feed *feed;
	double load, microjoules;
	int64_t at_ns;
};

struct declared {
	int64_t count;
	struct str name;
	double load;
};

/* "4xA100@70%" */
static bool read_declared(const char *text, struct declared *ret)
{
	struct str rest = str_of(text);
	const char *at = strrchr(text, '@');
	*ret = (struct declared){.count = 1, .load = USUAL_LOAD};
	if (at) {
		struct str percent = {at + 1, strlen(at + 1)};
		if (percent.n < 2 || percent.p[percent.n - 1] != '%' ||
		    num_parse((struct str){percent.p, percent.n - 1}, &ret->load) !=
			    percent.n - 1 ||
		    !(ret->load >= 0 && ret->load <= 100))
			return false;
		ret->load /= 100;
		rest.n = (size_t)(at - text);
	}
	size_t digits = 0;
	while (digits < rest.n && isdigit((unsigned char)rest.p[digits]))
		digits++;
	if (digits && digits < rest.n && rest.p[digits] == 'x') {
		if (!num_parse_int((struct str){rest.p, digits}, 1, MOST_BOARDS, &ret->count))
			return false;
		rest.p += digits + 1;
		rest.n -= digits + 1;
	}
	ret->name = str_trim(rest);
	return ret->name.n > 0;
}

bool sensor_spec_gpu_name(const char *text, struct str *ret)
{
	struct declared declared;
	bool holds = read_declared(text, &declared);
	*ret = declared.name;
	return holds;
}

static bool is_likely(const struct host *host, const struct sources *found)
{
	(void)host;
	for (size_t i = 0; found->specs && found->specs[i]; i++)
		if (sensor_spec_after(found->specs[i], "gpu:"))
			return true;
	return false;
}

static int add_board(struct sources *found, const struct declared *declared, int index,
		     struct frugal_error *reterr)
{
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	source->cover = COVER_GPU;
	source->index = index;
	source->part = arena_printf(found->arena, "gpu.%d", index);
	source->board = arena_strndup(found->arena, declared->name.p, declared->name.n);
	source->device = source->board;
	source->detail =
		arena_printf(found->arena, "model gpu_power, %.*s declared, %.0f %% of the time",
			     (int)declared->name.n, declared->name.p, declared->load * 100);
	char text[NUM_TEXT];
	num_format(declared->load, text);
	source->path = arena_strdup(found->arena, text);
	if (!source->part || !source->board || !source->detail || !source->path)
		return error_nomem(reterr);
	source->counter = true;
	source->unit = 1e-6;
	source->quality = FRUGAL_MODELLED;
	return 0;
}

static int probe(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	(void)host;
	int index = 0, r = 0;
	for (size_t i = 0; r == 0 && found->specs && found->specs[i]; i++) {
		struct declared declared;
		const char *text = sensor_spec_after(found->specs[i], "gpu:");
		if (!text || !read_declared(text, &declared))
			continue;
		for (int64_t k = 0; r == 0 && k < declared.count && index < MOST_BOARDS; k++)
			r = add_board(found, &declared, index++, reterr);
	}
	return r;
}

static int start(struct host *host, const struct source *source, struct sensor **ret,
		 struct frugal_error *reterr)
{
	if (!source->feed)
		return error_set(reterr, FRUGAL_EENV, _("no model gives the power of '%s'"),
				 source->board);
	struct sensor *sensor = mem_zalloc(1, sizeof(*sensor));
	if (!sensor)
		return error_nomem(reterr);
	*sensor = (struct sensor){
		.host = host, .feed = source->feed, .at_ns = source->feed->start_ns};
	(void)num_parse(str_of(source->path), &sensor->load);
	*ret = sensor;
	return 0;
}

static void read_energy(struct sensor *sensor, struct tick *ret_tick)
{
	int64_t now_ns = host_monotonic_ns(sensor->host);
	if (now_ns > sensor->at_ns)
		sensor->microjoules += power_curve_at(&sensor->feed->curve, sensor->load) *
				       (double)(now_ns - sensor->at_ns) * 1e-3;
	sensor->at_ns = now_ns;
	*ret_tick = (struct tick){
		.raw = (uint64_t)sensor->microjoules, .at_ns = now_ns, .state = TICK_OK};
}

/* A declared board belongs to the command. */
static double share_of(struct sensor *sensor, const struct owner_test *ours)
{
	(void)sensor;
	(void)ours;
	return SHARE_UNKNOWN;
}

static void stop(struct sensor *sensor)
{
	mem_free(sensor);
}

static int check_name(const char *spec, const char *rest, struct frugal_error *reterr)
{
	struct str name;
	if (sensor_spec_gpu_name(rest, &name))
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not [NUMBERx]NAME[@PERCENT%%]"), spec);
	return error_todo(reterr, "%s", "gpu:h100, gpu:4xa100, gpu:mi300x@70%");
}

static const struct sensor_spec specs[] = {{"gpu:", N_("NAME"), check_name}, {NULL, NULL, NULL}};

const struct sensor_class gpu_model_class = {
	.name = "gpu_model",
	.brief = N_("power of accelerators that are declared (gpu:NAME), by a model"),
	.specs = specs,
	.is_slow = true,
	.is_likely = is_likely,
	.probe = probe,
	.open = start,
	.read = read_energy,
	.share = share_of,
	.close = stop,
};
