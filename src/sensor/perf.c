/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's perf unit "power": the energy counters of Intel and AMD processors, 64 bits wide in
 * steps of 2^-32 J (its .scale files), for those with CAP_PERFMON or where
 * kernel.perf_event_paranoid is 0 or less. One CPU stands for each package (or die) in cpumask. The
 * kernel renews its 64 bits from registers of 32 in time for 200 W only: the meter reads every 30 s
 * at least. Off below a root that is not "/": the counters would be another machine's.
 */
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/num.h"
#include "sensor/dies.h"
#include "sensor/sensor.h"

#define UNIT "/sys/bus/event_source/devices/power"
#define UNLOCK "sudo sysctl kernel.perf_event_paranoid=0, or sudo setcap cap_perfmon+ep frugal"
#define UPDATE_S 1e-3
#define MAX_W 1500
#define MOST_CPUS 1024

struct sensor {
	const struct host *host;
	int fd;
};

static const struct {
	const char *event;
	enum cover cover;
	const char *part;
} events[] = {
	{"energy-pkg", COVER_PACKAGE, "cpu.package-"}, {"energy-ram", COVER_DRAM, "dram."},
	{"energy-cores", COVER_CORE, "core."},         {"energy-gpu", COVER_UNCORE, "uncore."},
	{"energy-psys", COVER_PSYS, "psys"},
};

static int event_open(uint32_t type, uint64_t config, int cpu)
{
	struct perf_event_attr attr = {.type = type, .size = sizeof(attr), .config = config};
	int fd = (int)syscall(SYS_perf_event_open, &attr, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* "event=0x02": the configuration of an event, or -1. */
static int64_t config_of(struct host *host, const char *event)
{
	char path[256], text[64];
	struct str rest;
	int64_t number;
	(void)snprintf(path, sizeof(path), UNIT "/events/%s", event);
	if (host_read_file(host, path, text, sizeof(text)) <= 0 ||
	    !str_after(str_of(text), "event=0x", &rest))
		return -1;
	number = 0;
	for (const char *p = rest.p; *p && *p != ','; p++) {
		const char *digits = "0123456789abcdef", *at = strchr(digits, *p);
		if (!at || number > INT32_MAX)
			return -1;
		number = number * 16 + (at - digits);
	}
	return number;
}

static double scale_of(struct host *host, const char *event)
{
	char path[256], text[64];
	double scale;
	(void)snprintf(path, sizeof(path), UNIT "/events/%s.scale", event);
	if (host_read_file(host, path, text, sizeof(text)) <= 0 ||
	    !num_parse(str_of(text), &scale) || !(scale > 0))
		return 0;
	return scale;
}

/* Reads "0,18-19" as numbers; returns how many there are. */
static size_t cpu_list(const char *text, int *cpus, size_t max)
{
	size_t n = 0;
	while (*text) {
		int64_t from, to;
		size_t digits = strspn(text, "0123456789");
		if (!num_parse_int((struct str){text, digits}, 0, 1 << 20, &from))
			break;
		text += digits;
		to = from;
		if (*text == '-') {
			digits = strspn(++text, "0123456789");
			if (!num_parse_int((struct str){text, digits}, from, 1 << 20, &to))
				break;
			text += digits;
		}
		for (int64_t cpu = from; cpu <= to && n < max; cpu++)
			cpus[n++] = (int)cpu;
		if (*text != ',')
			break;
		text++;
	}
	return n;
}

static int topology(struct host *host, int cpu, const char *what)
{
	char path[256];
	int64_t number;
	(void)snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%d/topology/%s", cpu, what);
	return host_read_int(host, path, &number) == 0 && number >= 0 ? (int)number : -1;
}

/* True when another CPU of the list stands for the same package: each then stands for a die. */
static bool has_dies(struct host *host, const int *cpus, size_t n, size_t i)
{
	int package = topology(host, cpus[i], "physical_package_id");
	for (size_t k = 0; k < n; k++)
		if (k != i && topology(host, cpus[k], "physical_package_id") == package)
			return true;
	return false;
}

static int add_event(struct host *host, struct sources *found, size_t event, const int *cpus,
		     size_t n, size_t i, uint32_t type, struct frugal_error *reterr)
{
	int64_t config = config_of(host, events[event].event);
	double scale = scale_of(host, events[event].event);
	if (config < 0 || !(scale > 0))
		return 0;
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	int fd = event_open(type, (uint64_t)config, cpus[i]);
	int package = topology(host, cpus[i], "physical_package_id");
	source->cover = events[event].cover;
	source->index = package;
	source->part = events[event].part;
	if (source->cover != COVER_PSYS && has_dies(host, cpus, n, i))
		source->part = arena_printf(found->arena, "%s%d-die-%d", events[event].part,
					    package, topology(host, cpus[i], "die_id"));
	else if (source->cover != COVER_PSYS)
		source->part = arena_printf(found->arena, "%s%d", events[event].part, package);
	source->detail = arena_printf(found->arena, "perf %s cpu %d", events[event].event, cpus[i]);
	source->path = arena_printf(found->arena, "%u %lld %d", type, (long long)config, cpus[i]);
	if (!source->part || !source->detail || !source->path)
		return error_nomem(reterr);
	source->state = fd >= 0                         ? TICK_OK
			: fd == -EACCES || fd == -EPERM ? TICK_DENIED
							: TICK_ABSENT;
	if (fd >= 0)
		close(fd);
	source->unlock = source->state == TICK_DENIED ? UNLOCK : "";
	source->counter = true;
	source->unit = scale;
	source->update.s = UPDATE_S;
	source->max_w = MAX_W;
	source->low_factor = source->high_factor = 1;
	source->quality = FRUGAL_MEASURED;
	return 0;
}

static int probe(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	int64_t type;
	char text[4096];
	int cpus[MOST_CPUS];
	if (strcmp(host_root(host), "/") != 0 || host_read_int(host, UNIT "/type", &type) < 0 ||
	    host_read_file(host, UNIT "/cpumask", text, sizeof(text)) <= 0)
		return 0;
	size_t n = cpu_list(text, cpus, MOST_CPUS), before = found->n;
	int r = 0;
	for (size_t e = 0; e < sizeof(events) / sizeof(events[0]); e++)
		for (size_t i = 0; r == 0 && i < n; i++)
			r = add_event(host, found, e, cpus, n, i, (uint32_t)type, reterr);
	if (r == 0)
		dies_leave_one(host, found, before);
	return r;
}

static int open_event(struct host *host, const struct source *source, struct sensor **ret,
		      struct frugal_error *reterr)
{
	int64_t numbers[3] = {0};
	const char *p = source->path;
	for (size_t i = 0; i < 3; i++) {
		size_t digits = strspn(p, "0123456789");
		if (!num_parse_int((struct str){p, digits}, 0, INT64_MAX, &numbers[i]))
			return error_set(reterr, FRUGAL_EBUG, "%s", source->path);
		p += digits + (p[digits] == ' ');
	}
	int fd = event_open((uint32_t)numbers[0], (uint64_t)numbers[1], (int)numbers[2]);
	if (fd < 0) {
		(void)error_io(reterr, _("open"), source->detail, -fd);
		return error_todo(reterr, "%s", UNLOCK);
	}
	struct sensor *sensor = mem_zalloc(1, sizeof(*sensor));
	if (!sensor) {
		close(fd);
		return error_nomem(reterr);
	}
	sensor->host = host;
	sensor->fd = fd;
	*ret = sensor;
	return 0;
}

static void read_event(struct sensor *sensor, struct tick *ret_tick)
{
	uint64_t count;
	ssize_t n = read(sensor->fd, &count, sizeof(count));
	*ret_tick = (struct tick){.at_ns = host_monotonic_ns(sensor->host)};
	if (n == (ssize_t)sizeof(count))
		ret_tick->raw = count;
	else /* the CPU that stood for the package was taken away: 0 bytes */
		ret_tick->state = n == 0 ? TICK_ABSENT : TICK_STALE;
}

static void close_event(struct sensor *sensor)
{
	if (!sensor)
		return;
	close(sensor->fd);
	mem_free(sensor);
}

const struct sensor_class perf_class = {
	.name = "perf",
	.brief = N_("energy counters of Intel and AMD processors, by the kernel's perf unit"),
	.probe = probe,
	.open = open_event,
	.read = read_event,
	.close = close_event,
};
