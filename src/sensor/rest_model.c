/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Energy of the parts that no counter covers in a machine with measured processors: a constant
 * power, and a share of the energy of the parts that the same supply feeds, from
 * models/rest_power.model.
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
	if (!source->feed || !source->feed->supplied)
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
	double microjoules = feed->curve.w[0] * elapsed_ns * 1e-3 +
			     feed->per_j_supplied * feed->supplied->j * 1e6;
	*ret_tick = (struct tick){
		.raw = elapsed_ns > 0 && microjoules > 0 ? (uint64_t)microjoules : 0,
		.at_ns = feed->busy->at_ns,
		.state = TICK_OK,
	};
}

static void stop(struct sensor *sensor)
{
	mem_free(sensor);
}

const struct sensor_class rest_model_class = {
	.name = "rest_model",
	.brief = N_(
		"power of disks, board, fans and supply of a server whose processors are measured"),
	.is_model = true,
	.probe = find_nothing,
	.open = start,
	.read = read_energy,
	.close = stop,
};
