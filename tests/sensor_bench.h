/* SPDX-License-Identifier: Apache-2.0 */
/* The sources that one class finds on a scripted tree, and their values. */
#ifndef TESTS_SENSOR_BENCH_H
#define TESTS_SENSOR_BENCH_H

#include "check.h"
#include "tree.h"

#include "sensor/sensor.h"

struct found {
	struct tree tree;
	struct host *host;
	struct arena arena;
	struct sources sources;
};

static inline void device(struct found *found, int number, const char *name)
{
	char path[256];
	(void)snprintf(path, sizeof(path), "/sys/class/hwmon/hwmon%d/name", number);
	tree_write(&found->tree, path, name);
}

static inline void file(struct found *found, int number, const char *name, const char *text)
{
	char path[256];
	(void)snprintf(path, sizeof(path), "/sys/class/hwmon/hwmon%d/%s", number, name);
	tree_write(&found->tree, path, text);
}

static inline void begin(struct found *found)
{
	*found = (struct found){0};
	tree_make(&found->tree);
}

static inline void probe(struct found *found, const struct sensor_class *class)
{
	found->sources.arena = &found->arena;
	CHECK_INT(host_new_at(found->tree.root, &found->host, NULL), 0);
	CHECK_INT(class->probe(found->host, &found->sources, NULL), 0);
}

static inline void end(struct found *found)
{
	arena_release(&found->arena);
	host_free(found->host);
	tree_remove(&found->tree);
}

static inline const struct source *find(const struct found *found, const char *part)
{
	for (size_t i = 0; i < found->sources.n; i++)
		if (strcmp(found->sources.items[i].part, part) == 0)
			return &found->sources.items[i];
	print_error("no %s\n", part);
	fail();
	return NULL;
}

/* The reading in joules or watts. */
static inline double value(const struct found *found, const struct sensor_class *class,
			   const char *part)
{
	const struct source *source = find(found, part);
	struct sensor *sensor = NULL;
	struct tick tick;
	CHECK_INT(class->open(found->host, source, &sensor, NULL), 0);
	class->read(sensor, &tick);
	class->close(sensor);
	CHECK_INT(tick.state, TICK_OK);
	return (double)tick.raw * source->unit;
}

#endif
