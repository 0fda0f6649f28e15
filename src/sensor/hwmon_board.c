/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An accelerator whose energy a hardware monitor measures, and the command's share of it. AMD's
 * driver lists the processes that compute on its boards (KFD) with the compute units that each
 * occupies. For Intel's boards the kernel lists no processes: the board is taken as the command's,
 * unless --gpus leaves it out. Linux: Documentation/gpu/amdgpu,
 * drivers/gpu/drm/amd/amdkfd/kfd_process.c.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/num.h"
#include "host/folder.h"
#include "sensor/asleep.h"
#include "sensor/kept_file.h"
#include "sensor/sensor.h"

#define KFD "/sys/class/kfd/kfd"
#define ENTRIES 4096
#define MOST_USERS 128

struct sensor {
	struct sensor *meter; /* of kept_file */
	const struct host *host;
	int64_t kfd_id; /* 0: not a compute device of the driver */
	int status_fd;  /* of its runtime power management; -1: it has none */
	bool counter;
	uint64_t last; /* of a counter */
};

/* ---- the driver's list ---------------------------------------------------------------------- */

/* Reads "name 123" from a file of such lines. */
static bool property(const struct host *host, const char *path, const char *name, int64_t *ret)
{
	char text[4096];
	size_t n = strlen(name);
	if (host_read_file(host, path, text, sizeof(text)) <= 0)
		return false;
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, name, n) == 0 && line[n] == ' ')
			return num_parse_int(
				(struct str){line + n + 1, strcspn(line + n + 1, "\n")}, 0,
				INT64_MAX, ret);
	}
	return false;
}

/* The compute device of /dev/dri/renderD<minor>; 0 without one. */
static int64_t find_kfd(const struct host *host, int64_t minor)
{
	char path[128];
	int64_t id, its_minor;
	for (int node = 0;; node++) {
		(void)snprintf(path, sizeof(path), KFD "/topology/nodes/%d/gpu_id", node);
		if (host_read_int(host, path, &id) < 0)
			return 0;
		(void)snprintf(path, sizeof(path), KFD "/topology/nodes/%d/properties", node);
		if (id && property(host, path, "drm_render_minor", &its_minor) &&
		    its_minor == minor)
			return id;
	}
}

struct kfd_user {
	int pid;
	int64_t units; /* compute units that it occupies now */
};

/* Whether the process has memory on the board, and how many units it occupies. */
static bool read_user(const struct sensor *sensor, int pid, struct kfd_user *ret)
{
	char path[128];
	int64_t bytes;
	(void)snprintf(path, sizeof(path), KFD "/proc/%d/vram_%lld", pid,
		       (long long)sensor->kfd_id);
	if (host_read_int(sensor->host, path, &bytes) < 0 || bytes <= 0)
		return false;
	*ret = (struct kfd_user){.pid = pid};
	(void)snprintf(path, sizeof(path), KFD "/proc/%d/stats_%lld/cu_occupancy", pid,
		       (long long)sensor->kfd_id);
	(void)host_read_int(sensor->host, path, &ret->units);
	return true;
}

/* False when the driver's list cannot be read, which is not an empty one. */
static bool list_users(const struct sensor *sensor, struct kfd_user *to, size_t *ret_n)
{
	char entries[ENTRIES] __attribute__((aligned(8)));
	size_t count = 0;
	long n;
	int fd = host_open(sensor->host, KFD "/proc");
	*ret_n = 0;
	if (fd < 0)
		return false;
	while ((n = syscall(SYS_getdents64, fd, entries, sizeof(entries))) > 0)
		for (long at = 0; at < n;) {
			const struct folder_entry *entry = (const void *)(entries + at);
			int64_t pid;
			if (count < MOST_USERS &&
			    num_parse_int(str_of(entry->name), 1, INT32_MAX, &pid) &&
			    read_user(sensor, (int)pid, &to[count]))
				count++;
			at += entry->length;
		}
	close(fd);
	*ret_n = count;
	return true;
}

/* The driver numbers processes as the machine does: in a container they are not ours to find. */
static bool all_foreign(const struct kfd_user *users, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (kill((pid_t)users[i].pid, 0) == 0 || errno != ESRCH)
			return false;
	return n > 0;
}

static int64_t all_units(const struct kfd_user *users, size_t n)
{
	int64_t units = 0;
	for (size_t i = 0; i < n; i++)
		units += users[i].units;
	return units;
}

/* ---- the class ------------------------------------------------------------------------------ */

/* The device of "/sys/class/hwmon/hwmon2/power1_average". */
static int open_status(struct host *host, const struct source *source)
{
	char path[512];
	return kept_file_beside(source, "device", path, sizeof(path)) ? asleep_open(host, path)
								      : -1;
}

static int open_board(struct host *host, const struct source *source, struct sensor **ret,
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
	sensor->host = host;
	sensor->counter = source->counter;
	sensor->status_fd = open_status(host, source);
	sensor->kfd_id = source->render_minor > 0 ? find_kfd(host, source->render_minor) : 0;
	*ret = sensor;
	return 0;
}

static void read_board(struct sensor *sensor, struct tick *ret_tick)
{
	if (asleep_now(sensor->status_fd)) {
		*ret_tick = (struct tick){.raw = sensor->counter ? sensor->last : 0,
					  .at_ns = host_monotonic_ns(sensor->host),
					  .state = TICK_ASLEEP};
		return;
	}
	kept_file_read(sensor->meter, ret_tick);
	if (ret_tick->state == TICK_OK)
		sensor->last = ret_tick->raw;
}

static double share_of(struct sensor *sensor, const struct owner_test *ours)
{
	struct kfd_user users[MOST_USERS];
	if (!sensor->kfd_id)
		return SHARE_UNKNOWN;
	size_t n;
	if (!list_users(sensor, users, &n) || all_foreign(users, n))
		return SHARE_UNKNOWN;
	int64_t units = all_units(users, n);
	double own = 0;
	for (size_t i = 0; i < n; i++)
		if (ours->is(ours->context, users[i].pid))
			own += units ? (double)users[i].units : 1;
	return n == 0 ? SHARE_NOBODY : own / (units ? (double)units : (double)n);
}

static size_t users_of(struct sensor *sensor, struct part_user *to, size_t max)
{
	struct kfd_user users[MOST_USERS];
	size_t n = 0;
	if (sensor->kfd_id)
		(void)list_users(sensor, users, &n);
	n = n < max ? n : max;
	int64_t units = all_units(users, n);
	for (size_t i = 0; i < n; i++)
		to[i] = (struct part_user){users[i].pid,
					   units ? (double)users[i].units / (double)units
						 : 1.0 / (double)n};
	return n;
}

static void close_board(struct sensor *sensor)
{
	if (sensor->status_fd >= 0)
		close(sensor->status_fd);
	kept_file_close(sensor->meter);
	mem_free(sensor);
}

const struct sensor_class hwmon_board_class = {
	.name = "hwmon",
	.brief = N_("power and energy of AMD and Intel accelerators, by the kernel"),
	.open = open_board,
	.read = read_board,
	.share = share_of,
	.users = users_of,
	.close = close_board,
};
