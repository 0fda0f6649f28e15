/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a laptop draws from its batteries: the whole machine with its screen, while none of them
 * charges. power_now is in microwatts; where it is missing, current_now times voltage_now is read
 * (in picowatts). Some drivers give what flows out as less than zero (Linux:
 * Documentation/ABI/testing/sysfs-class-power, current_now). Discharging says more than that a USB
 * port is online. On mains the files show the charging, not the machine: the source is then absent,
 * and one that begins to charge has no reading until it ends.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "sensor/gauge.h"
#include "sensor/kept_file.h"

#define ROOT "/sys/class/power_supply"
/* Embedded controllers renew the value about once in two seconds. */
#define UPDATE_S 2
#define MAX_W 500
#define ERROR 0.05

static bool file_is(struct host *host, const char *device, const char *file, const char *want)
{
	char path[400], text[64];
	(void)snprintf(path, sizeof(path), ROOT "/%s/%s", device, file);
	return host_read_file(host, path, text, sizeof(text)) > 0 && strcmp(text, want) == 0;
}

/* Batteries of mice and pens are of scope "Device". */
static bool is_battery(struct host *host, const char *device)
{
	return file_is(host, device, "type", "Battery") &&
	       !file_is(host, device, "scope", "Device");
}

static bool has(struct host *host, const char *device, const char *file)
{
	char path[400], text[64];
	(void)snprintf(path, sizeof(path), ROOT "/%s/%s", device, file);
	ssize_t r = host_read_file(host, path, text, sizeof(text));
	return r != -ENOENT && r != -ENODEV;
}

static int add_battery(struct host *host, struct sources *found, const char *device, bool in_use,
		       bool alone, struct frugal_error *reterr)
{
	bool power = has(host, device, "power_now");
	if (!power && !has(host, device, "current_now"))
		return 0;
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	source->part = arena_printf(found->arena, "supply.%s", device);
	source->detail =
		arena_printf(found->arena, in_use ? "battery %s" : "battery %s, on mains", device);
	source->path =
		power ? arena_printf(found->arena, ROOT "/%s/power_now", device)
		      : arena_printf(found->arena, ROOT "/%s/current_now\n" ROOT "/%s/voltage_now",
				     device, device);
	if (!source->part || !source->detail || !source->path)
		return error_nomem(reterr);
	source->cover = COVER_SUPPLY;
	source->two_ways = true;
	source->never_zero = alone;
	source->unit = power ? 1e-6 : 1e-12;
	source->update.s = UPDATE_S;
	source->max_w = MAX_W;
	source->low_factor = 1 - ERROR;
	source->high_factor = 1 + ERROR;
	source->quality = FRUGAL_MEASURED;
	source->state = in_use ? kept_file_look(host, source, NULL) : TICK_ABSENT;
	return 0;
}

static int probe(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	char **names;
	size_t n, batteries = 0, from = found->n;
	bool on_battery = true, discharges = false;
	int r = host_list(host, ROOT, found->arena, &names, &n);
	if (r < 0)
		return r == -ENOMEM ? error_nomem(reterr) : 0;
	/* A battery that is full or idle while another one empties ("Unknown") does not matter. */
	for (size_t i = 0; i < n; i++)
		discharges |= is_battery(host, names[i]) &&
			      file_is(host, names[i], "status", "Discharging");
	/* "online" of a USB port is the port's: it may be fed by the machine. */
	for (size_t i = 0; i < n; i++)
		if ((file_is(host, names[i], "online", "1") &&
		     (file_is(host, names[i], "type", "Mains") || !discharges)) ||
		    (is_battery(host, names[i]) && file_is(host, names[i], "status", "Charging")))
			on_battery = false;
	for (size_t i = 0; i < n; i++)
		batteries += is_battery(host, names[i]);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (is_battery(host, names[i]))
			r = add_battery(host, found, names[i], on_battery, batteries == 1, reterr);
	if (r == 0)
		gauge_refuse_idle_supplies(host, found, from);
	return r;
}

/* ---- the class ------------------------------------------------------------------------------ */

struct sensor {
	struct sensor *meter; /* of kept_file */
	int status_fd;        /* -1: it has none */
};

/* ".../BAT0/status" of ".../BAT0/power_now". */
static int open_status(struct host *host, const struct source *source)
{
	char path[400];
	return kept_file_beside(source, "status", path, sizeof(path)) ? host_open(host, path) : -1;
}

static int open_battery(struct host *host, const struct source *source, struct sensor **ret,
			struct frugal_error *reterr)
{
	struct sensor *sensor = mem_zalloc(1, sizeof(*sensor));
	if (!sensor)
		return error_nomem(reterr);
	int r = kept_file_open(host, source, &sensor->meter, reterr);
	if (r < 0) {
		mem_free(sensor);
		return r;
	}
	sensor->status_fd = open_status(host, source);
	*ret = sensor;
	return 0;
}

static bool charges(const struct sensor *sensor)
{
	char text[16] = "";
	return sensor->status_fd >= 0 && pread(sensor->status_fd, text, sizeof(text) - 1, 0) > 0 &&
	       strncmp(text, "Charging", 8) == 0;
}

static void read_battery(struct sensor *sensor, struct tick *ret_tick)
{
	kept_file_read(sensor->meter, ret_tick);
	if (ret_tick->state == TICK_OK && charges(sensor))
		ret_tick->state = TICK_STALE;
}

static void close_battery(struct sensor *sensor)
{
	if (!sensor)
		return;
	if (sensor->status_fd >= 0)
		close(sensor->status_fd);
	kept_file_close(sensor->meter);
	mem_free(sensor);
}

const struct sensor_class battery_class = {
	.name = "battery",
	.brief = N_("power that a laptop draws from its batteries, off mains"),
	.probe = probe,
	.open = open_battery,
	.read = read_battery,
	.close = close_battery,
};
