/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One power source. Adding one takes a file in this folder that defines a const struct
 * sensor_class, and one row in table.h.
 *
 * A sensor gives raw ticks: unwrapping, differencing and scaling are done once, in meter/sample.c,
 * not in each driver. cover is the part of the machine that a reading includes, so that the meter
 * can choose readings that count each part once.
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
#include "sensor/table.h"

/* What a reading includes. A part never counts together with its whole: see cover in meter/. */
enum cover {
	COVER_PACKAGE, /* a CPU package: cores, caches, on-chip graphics */
	COVER_CORE,    /* inside a package */
	COVER_UNCORE,  /* inside a package */
	COVER_DRAM,    /* memory; outside the package on servers */
	COVER_PSYS,    /* the platform: the package and more */
	COVER_SOCKET,  /* a package with its memory (NVIDIA Grace) */
	COVER_RAIL,    /* some other part inside the machine: shown, never counted */
	COVER_GPU,     /* an accelerator board */
	COVER_SUPPLY,  /* one of the power supplies: together they are the node */
	COVER_NODE,    /* the whole machine at the wall, the supply or the battery */
	COVER_SERVER,  /* modelled whole server, memory included */
	COVER_REST     /* modelled: disks, board, fans, what the supply loses */
};

/*
 * ASLEEP: a device that its driver suspended. It is not read, which would wake it, and draws next
 * to nothing: a gauge has 0, a counter its last value.
 */
enum tick_state { TICK_OK, TICK_DENIED, TICK_ABSENT, TICK_STALE, TICK_ASLEEP };

struct tick {
	uint64_t raw;  /* in source.unit joules (a counter) or watts (a gauge) */
	int64_t at_ns; /* monotonic, taken around the read */
	enum tick_state state;
	bool instead; /* the source is read in its second way from here on: source.instead */
};

#define POWER_CURVE_POINTS 11

/* Power at 0, 10, .. 100 % load, straight between; computed once by a model. */
struct power_curve {
	double w[POWER_CURVE_POINTS];
	double low_factor, high_factor; /* w * low_factor .. w * high_factor is its interval */
	char method[64];                /* "model cpu_power T1": the source's detail */
};

double power_curve_at(const struct power_curve *curve, double load); /* watts */

/*
 * What a modelled source turns into energy, and from when on. Its pointers outlive the sensor. An
 * accelerator follows its own load instead of the processors'.
 */
struct model_feed {
	struct power_curve curve;
	const struct busy *busy; /* read by the meter just before each read of the sensor */
	int64_t start_ns, start_busy_ns;
	/* For the rest of the machine: the energy since then of the parts that share its supply. */
	const struct energy *supplied;
	double per_j_supplied;
};

struct sensor_class;

/* Who makes accelerators, and how a command is given some of them. */
struct board_maker {
	/* "CUDA_VISIBLE_DEVICES"; the first that is set counts, the rest of the array is NULL. */
	const char *variables[2];
	/* A driver below may leave fewer boards: the variables above then number what it left. */
	const char *outer; /* "ROCR_VISIBLE_DEVICES"; or NULL */
	/*
	 * Boards that are unlike are numbered as here only where this variable has this value; else
	 * the fastest may be first. NULL: always.
	 */
	const char *order, *as_here;
	const char *order_note; /* says so, and ends with "; " */
	bool by_index; /* numbered as source.index; else from 0 in the order they are found in */
};

/* One source that a sensor class found on this machine. Its texts lie in the probe's arena. */
struct source {
	const struct sensor_class *class; /* set by the caller of probe, unless probe did */
	const char *part;                 /* "cpu.package-0", "dram.0", "gpu.0", "ram" */
	const char *detail;               /* "powercap intel-rapl:0" */
	const char *device; /* the model of what it covers, "NVIDIA H100 80GB HBM3"; "" not known */
	const char *path;   /* for open; each class defines its meaning */
	/*
	 * Names of an accelerator in the variables of its maker, one a line ("GPU-5f3a...", and
	 * its slices); NULL: not known.
	 */
	const char *identity;
	enum cover cover;
	enum tick_state state;          /* TICK_DENIED, TICK_ABSENT: known but closed */
	const char *unlock;             /* the command that would open it, or "" */
	bool counter;                   /* an energy counter, else a power gauge */
	double unit;                    /* joules (counter) or watts (gauge) of one raw step */
	uint64_t wrap;                  /* the counter goes to 0 after this value; 0: not known */
	struct duration update;         /* how often the source itself changes */
	double max_w;                   /* a faster rise is not credible; 0: no limit */
	double low_factor, high_factor; /* interval of its energy, 90 % */
	enum frugal_quality quality;
	/*
	 * Draws something whenever it is on: a machine, a socket, a board. A gauge that says 0 is
	 * out of order then, and its reading is none.
	 */
	bool never_zero;
	/* The sign of what is read is a direction, as a battery's: less than 0 while it discharges.
	 */
	bool two_ways;
	/* The second way of reading it, for a counter that turns out to stand still. */
	struct {
		const char *detail; /* NULL: there is none */
		double low_factor, high_factor;
	} instead;
	const struct board_maker *maker; /* of an accelerator that a variable can hide; else NULL */
	bool hidden;                     /* the command may not use this accelerator */
	int index;                       /* package, GPU... number, -1 if none */
	const struct model_feed *feed;   /* of a modelled source; else NULL */
	/* For an accelerator that needs a model: its name in the table gpus; else NULL. */
	const char *board;
	int render_minor; /* of an accelerator with /dev/dri/renderD<minor>; else 0 */
};

/* Whether it may be opened; a sleeping device gives its readings when it is awake. */
static inline bool source_is_open(const struct source *source)
{
	return source->state == TICK_OK || source->state == TICK_ASLEEP;
}

struct sources {
	struct arena *arena;
	const char *const
		*specs; /* sources that the user names (sensor/specs.h), ends with NULL; or NULL */
	struct source *items;
	size_t n, cap;
};

/* Adds one zeroed item, with index -1; NULL when memory is out. */
struct source *sources_add(struct sources *sources);

struct sensor; /* an opened source */

/* Whether a process belongs to the metered command. */
struct owner_test {
	bool (*is)(void *context, int pid);
	void *context;
};

struct part_user {
	int pid;
	double share;
};

/* Instead of a share: no process uses the part now; or the sensor cannot see which does. */
#define SHARE_NOBODY (-1.0)
#define SHARE_UNKNOWN (-2.0)

/* "shelly:", "URL": a source that a user names, and the placeholder of the rest in messages. */
struct sensor_spec {
	const char *prefix; /* NULL ends the list */
	const char *rest;   /* NULL: the prefix is the whole text */
	/*
	 * Checks the text after prefix; FRUGAL_EUSAGE. NULL: any text but the empty one is valid.
	 */
	int (*check)(const char *spec, const char *rest, struct frugal_error *reterr);
};

struct sensor_class {
	const char *name;  /* "powercap": stable, in records and reports */
	const char *brief; /* one line for `frugal sensors` */
	bool is_model;     /* used where nothing is measured */
	/*
	 * The prefixes of the sources that a user names, ended by NULL: "shelly:" takes more text,
	 * "gaudi" does not. NULL: the class finds its sources automatically.
	 */
	const struct sensor_spec *specs;
	/* Finding its sources takes long: probe runs in another thread while the command runs. */
	bool is_slow;
	/* For a slow class, called at once: may it find a source? NULL: always. */
	bool (*is_likely)(const struct host *host, const struct sources *found);
	/* Appends the sources that exist, open or closed to us; success also without any. */
	int (*probe)(struct host *host, struct sources *found, struct frugal_error *reterr);
	/* Releases what probe began and no sensor opened; may be NULL. */
	void (*forget)(void);
	int (*open)(struct host *host, const struct source *source, struct sensor **ret,
		    struct frugal_error *reterr);
	/* No allocation, no logging; at most a few microseconds. */
	void (*read)(struct sensor *sensor, struct tick *ret_tick);
	/*
	 * Of the energy since the last call, the share of the processes of the command, 0..1, or
	 * SHARE_NOBODY or SHARE_UNKNOWN. No allocation. NULL: shared by CPU time.
	 */
	double (*share)(struct sensor *sensor, const struct owner_test *ours);
	/*
	 * Writes the processes that use the part now, with shares that sum to 1; returns how many.
	 * May be NULL.
	 */
	size_t (*users)(struct sensor *sensor, struct part_user *to, size_t max);
	void (*close)(struct sensor *sensor);
};

/* Every class, in the order of preference; ends with NULL. */
extern const struct sensor_class *const sensor_classes[];

#define CLASS_DECLARATION(name) extern const struct sensor_class name##_class;
SENSOR_CLASSES(CLASS_DECLARATION)
#undef CLASS_DECLARATION

/* hwmon's probe sets it on the accelerators it finds. */
extern const struct sensor_class hwmon_board_class;

/* Fills a source of one of the model classes, except for its part and cover. */
void source_of_model(const struct model_feed *feed, struct source *ret);

#endif
