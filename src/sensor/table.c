/* SPDX-License-Identifier: Apache-2.0 */
/* The list of sensor classes: measured ones first, models last. A new class is one more row. */
#include "sensor/sensor.h"

/* clang-format off */
const struct sensor_class *const sensor_classes[] = {
	&perf_class,
	&powercap_class,
	&nvml_class,
	&hwmon_class,
	&battery_class,
	&reader_class,
	&ipmi_class,
	&http_class,
	&exec_class,
	&replay_class,
	&gpu_model_class,
	&cpu_model_class,
	&ram_model_class,
	&rest_model_class,
	NULL,
};
/* clang-format on */

struct source *sources_add(struct sources *sources)
{
	/* The items live in the arena: an outgrown array stays there until all is released. */
	if (sources->n == sources->cap) {
		size_t cap = sources->cap ? sources->cap * 2 : 16;
		struct source *items = arena_array(sources->arena, cap, sizeof(*items));
		if (!items)
			return NULL;
		for (size_t i = 0; i < sources->n; i++)
			items[i] = sources->items[i];
		sources->items = items;
		sources->cap = cap;
	}
	struct source *source = &sources->items[sources->n++];
	*source = (struct source){.part = "", .detail = "", .path = "", .unlock = "", .index = -1};
	return source;
}
