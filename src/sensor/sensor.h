/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One power source. Adding one is a file in this folder that defines a const struct sensor_class,
 * and one row in table.c.
 *
 * A sensor gives raw ticks: unwrapping, differencing and scaling are done once, in meter/sample.c,
 * not in each driver. cover says which part of the machine a reading holds, so that the meter can
 * choose readings that count each part once.
 */
#ifndef SENSOR_SENSOR_H
#define SENSOR_SENSOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "frugal.h"
#include "host/busy.h"
#include "host/host.h"
#include "quantity/typed.h"

/* What a reading holds. A part never counts beside its whole: see cover in meter/. */
enum cover {
	COVER_PACKAGE, /* a CPU package: cores, caches, on-chip graphics */
	COVER_CORE,    /* inside a package */
	COVER_UNCORE,  /* inside a package */
	COVER_DRAM,    /* memory; outside the package on servers */
	COVER_PSYS,    /* the platform: holds package and more */
	COVER_GPU,
	COVER_NODE,  /* the whole machine at the wall or the supply */
	COVER_SERVER /* modelled whole server, memory included */
};

enum tick_state { TICK_OK, TICK_DENIED, TICK_ABSENT, TICK_STALE };

struct tick {
	uint64_t raw;  /* in source.unit joules (a counter) or watts (a gauge) */
	int64_t at_ns; /* monotonic, taken around the read */
	enum tick_state state;
};

#define POWER_CURVE_POINTS 11

/* Power at 0, 10, .. 100 % load, straight between; from a model, worked out once. */
struct power_curve {
	double w[POWER_CURVE_POINTS];
	double low_factor, high_factor; /* w * low_factor .. w * high_factor is its interval */
	char method[64];                /* "model cpu_power T1": the source's detail */
};

/* What a modelled source turns into energy, and from when on. All outlive the sensor. */
struct model_feed {
	struct power_curve curve;
	const struct busy *busy; /* read by the meter just before each read of the sensor */
	int64_t start_ns, start_busy_ns;
};

struct sensor_class;

/* One thing a sensor class found on this machine. Text lives in the probe's arena. */
struct source {
	const struct sensor_class *class; /* set by who asked the class */
	const char *part;                 /* "cpu.package-0", "dram.0", "gpu.0", "ram" */
	const char *detail;               /* "powercap intel-rapl:0" */
	const char *path;                 /* for open; its meaning is the class's own */
	enum cover cover;
	enum tick_state state;          /* TICK_DENIED, TICK_ABSENT: known but closed */
	const char *unlock;             /* the command that would open it, or "" */
	bool counter;                   /* energy counter, else power gauge */
	double unit;                    /* joules (counter) or watts (gauge) of one raw step */
	uint64_t wrap;                  /* the counter goes to 0 after this value; 0: not known */
	struct duration update;         /* how often the source itself changes */
	double max_w;                   /* a rise faster than this is not credible; 0: no bound */
	double low_factor, high_factor; /* interval of its energy, 90 % */
	enum frugal_quality quality;
	int index;                     /* package, GPU... number, -1 if none */
	const struct model_feed *feed; /* of a modelled source; else NULL */
};

struct sources {
	struct arena *arena;
	struct source *items;
	size_t n, cap;
};

/* Room for one more; NULL when memory is out. The item is zeroed, but for index -1. */
struct source *sources_add(struct sources *sources);

struct sensor; /* an opened source */

struct sensor_class {
	const char *name;  /* "powercap": stable, in records and reports */
	const char *brief; /* one line for `frugal sensors` */
	/* Appends what is there, opened or closed; finding nothing is success. */
	int (*probe)(struct host *host, struct sources *found, struct frugal_error *reterr);
	int (*open)(struct host *host, const struct source *source, struct sensor **ret,
		    struct frugal_error *reterr);
	/* No allocation, no logging; at most a few microseconds. */
	void (*read)(struct sensor *sensor, struct tick *ret_tick);
	void (*close)(struct sensor *sensor);
};

/* Every class, in the order of preference; ends with NULL. */
extern const struct sensor_class *const sensor_classes[];

/* Models find nothing by themselves: the meter makes their sources when nothing is measured. */
extern const struct sensor_class powercap_class, cpu_model_class, ram_model_class;

/* Fills a source of one of the model classes, but for its part and cover. */
void source_of_model(const struct model_feed *feed, struct source *ret);

#endif
