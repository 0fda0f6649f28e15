/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A recorded trace as a meter: "replay:FILE", lines "seconds name value unit" in order of time
 * (sensor/reading.h), from the moment it is opened. A power is valid until the next one of its
 * name, an energy increases linearly from one to the next; a read gives the exact energy so far.
 * After its last line a source is absent: the rest is a gap, not zero. Its quality is declared.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/num.h"
#include "sensor/reading.h"
#include "sensor/specs.h"

#define MOST_BYTES ((size_t)64 << 20)
#define MOST_NAMES 64

struct point {
	double t_s;
	double value; /* watts or joules */
	double sum_j; /* energy from the first point up to this one */
};

struct series {
	char name[READING_NAME];
	bool is_energy;
	struct point *points;
	size_t n, cap;
};

struct sensor {
	const struct host *host;
	struct series series;
	int64_t began_ns;
	size_t at;
};

static void release(struct series *series, size_t n)
{
	for (size_t i = 0; i < n; i++)
		mem_free(series[i].points);
}

static struct series *series_of(struct series *all, size_t *n, const char *name)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(all[i].name, name) == 0)
			return &all[i];
	if (*n == MOST_NAMES)
		return NULL;
	all[*n] = (struct series){0};
	(void)snprintf(all[*n].name, sizeof(all[*n].name), "%s", name);
	return &all[(*n)++];
}

static int add_point(struct series *all, size_t *n, double t_s, const struct reading *reading,
		     struct frugal_error *reterr)
{
	struct series *series = series_of(all, n, reading->name);
	if (!series)
		return error_set(reterr, FRUGAL_EDATA, _("more than %d names"), MOST_NAMES);
	if (!mem_grow(&series->points, series->n, &series->cap, sizeof(struct point), 0))
		return error_nomem(reterr);
	struct point point = {.t_s = t_s, .value = reading->base};
	if (series->n) {
		const struct point *last = &series->points[series->n - 1];
		if (t_s < last->t_s)
			return error_set(reterr, FRUGAL_EDATA, "%s", _("times must increase"));
		if (reading->is_energy != series->is_energy)
			return error_set(reterr, FRUGAL_EDATA,
					 _("%s is given both as a power and as an energy"),
					 reading->name);
		if (reading->is_energy && reading->base < last->value)
			return error_set(reterr, FRUGAL_EDATA, _("the energy of %s decreases"),
					 reading->name);
		point.sum_j = last->sum_j + (series->is_energy ? point.value - last->value
							       : last->value * (t_s - last->t_s));
	}
	series->is_energy = reading->is_energy;
	series->points[series->n++] = point;
	return 0;
}

static int take_line(struct series *all, size_t *n, struct str line, struct frugal_error *reterr)
{
	double t_s;
	struct reading reading;
	struct str rest = str_trim(line);
	if (!rest.n || rest.p[0] == '#')
		return 0;
	size_t digits = num_parse(rest, &t_s);
	if (!digits || !isfinite(t_s) || t_s < 0) {
		error_set(reterr, FRUGAL_EDATA, _("'%.*s' does not begin with a time"),
			  STR_ARG(rest));
		return error_todo(reterr, "%s", _("write SECONDS NAME VALUE UNIT"));
	}
	if (!reading_parse((struct str){rest.p + digits, rest.n - digits}, &reading, reterr))
		return FRUGAL_EDATA;
	return add_point(all, n, t_s, &reading, reterr);
}

/* all has room for MOST_NAMES. */
static int load(const char *path, struct series *all, size_t *n, struct frugal_error *reterr)
{
	struct buf text = {0};
	unsigned number = 0;
	*n = 0;
	int r = file_read(path, MOST_BYTES, &text, reterr);
	struct str rest = buf_str(&text);
	while (r == 0 && rest.n) {
		const char *end = memchr(rest.p, '\n', rest.n);
		size_t length = end ? (size_t)(end - rest.p) : rest.n;
		number++;
		r = take_line(all, n, (struct str){rest.p, length}, reterr);
		if (r < 0)
			(void)error_where(reterr, "%s:%u", path, number);
		length += end ? 1 : 0;
		rest = (struct str){rest.p + length, rest.n - length};
	}
	buf_release(&text);
	if (r < 0)
		release(all, *n);
	return r;
}

static int add_source(struct sources *found, const char *path, const char *name,
		      struct frugal_error *reterr)
{
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	source->part = arena_strdup(found->arena, name);
	source->detail = arena_printf(found->arena, "replay %s", path);
	source->path = arena_strdup(found->arena, path);
	if (!source->part || !source->detail || !source->path)
		return error_nomem(reterr);
	source->cover = reading_cover(name, &source->index);
	source->counter = true;
	source->unit = 1e-6;
	source->low_factor = source->high_factor = 1;
	source->quality = FRUGAL_DECLARED;
	return 0;
}

static int probe(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	(void)host;
	int r = 0;
	for (size_t i = 0; r == 0 && found->specs && found->specs[i]; i++) {
		struct series all[MOST_NAMES];
		size_t n;
		const char *path = sensor_spec_after(found->specs[i], "replay:");
		if (!path)
			continue;
		r = load(path, all, &n, reterr);
		for (size_t k = 0; r == 0 && k < n; k++)
			r = add_source(found, path, all[k].name, reterr);
		if (r == 0)
			release(all, n);
	}
	return r;
}

static int open_series(struct host *host, const struct source *source, struct sensor **ret,
		       struct frugal_error *reterr)
{
	struct series all[MOST_NAMES];
	size_t n;
	int r = load(source->path, all, &n, reterr);
	if (r < 0)
		return r;
	struct sensor *sensor = mem_zalloc(1, sizeof(*sensor));
	for (size_t i = 0; sensor && i < n; i++)
		if (strcmp(all[i].name, source->part) == 0) {
			sensor->series = all[i];
			all[i].points = NULL;
		}
	release(all, n);
	if (!sensor || !sensor->series.n) {
		mem_free(sensor);
		return error_nomem(reterr);
	}
	sensor->host = host;
	sensor->began_ns = host_monotonic_ns(host);
	*ret = sensor;
	return 0;
}

static void read_series(struct sensor *sensor, struct tick *ret_tick)
{
	const struct series *series = &sensor->series;
	*ret_tick = (struct tick){.at_ns = host_monotonic_ns(sensor->host)};
	double t_s = (double)(ret_tick->at_ns - sensor->began_ns) / NS_PER_SECOND;
	while (sensor->at + 1 < series->n && series->points[sensor->at + 1].t_s <= t_s)
		sensor->at++;
	const struct point *point = &series->points[sensor->at];
	double joules = point->sum_j;
	if (t_s < point->t_s) {
		joules = 0; /* it begins later */
	} else if (sensor->at + 1 < series->n) {
		const struct point *next = point + 1;
		double part = (t_s - point->t_s) / (next->t_s - point->t_s);
		joules += (next->sum_j - point->sum_j) * part;
	} else if (t_s > point->t_s) {
		ret_tick->state = TICK_ABSENT;
	}
	ret_tick->raw = (uint64_t)(joules * 1e6);
}

static void close_series(struct sensor *sensor)
{
	if (!sensor)
		return;
	mem_free(sensor->series.points);
	mem_free(sensor);
}

static const struct sensor_spec specs[] = {{"replay:", N_("FILE"), NULL}, {NULL, NULL, NULL}};

const struct sensor_class replay_class = {
	.name = "replay",
	.brief = N_("a recorded trace: replay:FILE"),
	.specs = specs,
	.probe = probe,
	.open = open_series,
	.read = read_series,
	.close = close_series,
};
