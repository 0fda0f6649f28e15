/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Energy of memory where the machine has no counter for it: a constant power (the first point of
 * the curve), from models/ram_power.model, times time. Memory draws nearly the same power whichever
 * process uses it.
 */
#include "base/intl.h"
#include "sensor/sensor.h"

struct sensor {
	const struct model_feed *feed;
};

static int find_nothing(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	(void)host;
	(void)found;
	(void)reterr;
	return 0;
}

static int start(struct host *host, const struct source *source, struct sensor **ret,
		 struct frugal_error *reterr)
{
	(void)host;
	if (!source->feed)
		return error_set(reterr, FRUGAL_EBUG, _("a modelled source has no power"));
	struct sensor *sensor = mem_zalloc(1, sizeof(*sensor));
	if (!sensor)
		return error_nomem(reterr);
	sensor->feed = source->feed;
	*ret = sensor;
	return 0;
}

static void read_energy(struct sensor *sensor, struct tick *ret_tick)
{
	const struct model_feed *feed = sensor->feed;
	double elapsed_ns = (double)(feed->busy->at_ns - feed->start_ns);
	*ret_tick = (struct tick){
		.raw = elapsed_ns > 0 ? (uint64_t)(feed->curve.w[0] * elapsed_ns * 1e-3) : 0,
		.at_ns = feed->busy->at_ns,
		.state = TICK_OK,
	};
}

static void stop(struct sensor *sensor)
{
	mem_free(sensor);
}

const struct sensor_class ram_model_class = {
	.name = "ram_model",
	.brief = N_("power of memory by its size, where it has no counter"),
	.is_model = true,
	.probe = find_nothing,
	.open = start,
	.read = read_energy,
	.close = stop,
};
