/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Energy where the machine has no counter: the power curve of a model, followed over the load of
 * the machine (CPU time not idle over the time of all processors, since the last read). The result
 * is a counter in microjoules, so that the rooms above treat it like any other but for its quality.
 * The meter asks models/cpu_power.model for the curve: this file contains no formula.
 */
#include "base/intl.h"
#include "sensor/sensor.h"

struct sensor {
	const struct model_feed *feed;
	int64_t at_ns;
	int64_t busy_ns;
	double microjoules;
};

void source_of_model(const struct model_feed *feed, struct source *ret)
{
	*ret = (struct source){
		.part = "",
		.detail = feed->curve.method,
		.path = "",
		.state = TICK_OK,
		.unlock = "",
		.counter = true,
		.unit = 1e-6,
		.low_factor = feed->curve.low_factor,
		.high_factor = feed->curve.high_factor,
		.quality = FRUGAL_MODELLED,
		.index = -1,
		.feed = feed,
	};
}

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
		return error_set(reterr, FRUGAL_EBUG, _("a modelled source has no power curve"));
	struct sensor *sensor = mem_zalloc(1, sizeof(*sensor));
	if (!sensor)
		return error_nomem(reterr);
	sensor->feed = source->feed;
	sensor->at_ns = source->feed->start_ns;
	sensor->busy_ns = source->feed->start_busy_ns;
	*ret = sensor;
	return 0;
}

double power_curve_at(const struct power_curve *curve, double load)
{
	const int last = POWER_CURVE_POINTS - 1;
	double at = load > 0 ? load * last : 0;
	int i = (int)at;
	if (i >= last)
		return curve->w[last];
	return curve->w[i] + (curve->w[i + 1] - curve->w[i]) * (at - i);
}

static void read_energy(struct sensor *sensor, struct tick *ret_tick)
{
	const struct busy *busy = sensor->feed->busy;
	double elapsed_ns = (double)(busy->at_ns - sensor->at_ns);
	if (elapsed_ns > 0) {
		double load =
			(double)(busy->busy_ns - sensor->busy_ns) / (elapsed_ns * busy->threads);
		load = load < 0 ? 0 : load > 1 ? 1 : load;
		sensor->microjoules +=
			power_curve_at(&sensor->feed->curve, load) * elapsed_ns * 1e-3;
		sensor->at_ns = busy->at_ns;
		sensor->busy_ns = busy->busy_ns;
	}
	*ret_tick = (struct tick){
		.raw = (uint64_t)sensor->microjoules,
		.at_ns = sensor->at_ns,
		.state = TICK_OK,
	};
}

static void stop(struct sensor *sensor)
{
	mem_free(sensor);
}

const struct sensor_class cpu_model_class = {
	.name = "cpu_model",
	.brief = N_("power of the server by a model of its load, where it has no counter"),
	.is_model = true,
	.probe = find_nothing,
	.open = start,
	.read = read_energy,
	.close = stop,
};
