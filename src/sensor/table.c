/* SPDX-License-Identifier: Apache-2.0 */
/* The list of classes, from the rows of table.h, and the lists of sources that they fill. */
#include "sensor/sensor.h"

#define CLASS_POINTER(name) &name##_class,
const struct sensor_class *const sensor_classes[] = {SENSOR_CLASSES(CLASS_POINTER) NULL};

struct source *sources_add(struct sources *sources)
{
	/* The items lie in the arena: an outgrown array stays there until all is released. */
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
	*source = (struct source){
		.part = "", .detail = "", .device = "", .path = "", .unlock = "", .index = -1};
	return source;
}
