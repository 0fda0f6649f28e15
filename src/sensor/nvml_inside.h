/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the class nvml, shared by its files. */
#ifndef SENSOR_NVML_INSIDE_H
#define SENSOR_NVML_INSIDE_H

#include "sensor/nvml_load.h"
#include "sensor/sensor.h"

#define MOST_SLICES 16

struct sensor {
	struct host *host;
	nvml_device device; /* NULL: not asked for yet, asleep since it was found */
	unsigned index;
	struct nvml_folder folder; /* "": not listed */
	int status_fd;             /* of its runtime power management, or -1 */
	bool counter;
	bool mig;
	unsigned long long seen_us;
	/* Of the counter: its last value, and since when; then the power is integrated. */
	unsigned long long last_mj;
	int64_t moved_ns;
	bool instead;
	const struct model_feed *feed; /* of a board that is modelled */
	double microjoules;
	int64_t at_ns;
	double max_w;
};

/* The utilisation of the last moment, 0..1; -1 when the board does not give it. */
double nvml_use(nvml_device device);

double nvml_share(struct sensor *sensor, const struct owner_test *ours);
size_t nvml_users(struct sensor *sensor, struct part_user *to, size_t max);

#endif
