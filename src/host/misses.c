/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts by perf_event_open: one counter that the command inherits to its children, and one for
 * each processor. Both are read in one call, so that they cover the same time.
 */
#include "host/misses.h"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"

#define READ_MISSES                                                                                \
	(PERF_COUNT_HW_CACHE_LL | PERF_COUNT_HW_CACHE_OP_READ << 8 |                               \
	 PERF_COUNT_HW_CACHE_RESULT_MISS << 16)

static uint32_t event_type = PERF_TYPE_HW_CACHE;
static uint64_t event_config = READ_MISSES;

struct misses {
	int command_fd;
	int *processor_fds; /* -1 where a processor is off */
	int n_processors;
	double own, all; /* at the last call */
};

void misses_count_instead(uint32_t type, uint64_t config)
{
	event_type = type;
	event_config = config;
}

static int count(int pid, int processor, bool inherit)
{
	struct perf_event_attr attr = {
		.type = event_type,
		.size = sizeof(attr),
		.config = event_config,
		.inherit = inherit,
		.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING,
	};
	return (int)syscall(SYS_perf_event_open, &attr, pid, processor, -1, PERF_FLAG_FD_CLOEXEC);
}

/* Where events outnumber the processor's counters they take turns: scaled to the whole time. */
static double read_count(int fd)
{
	uint64_t read_values[3] = {0};
	if (fd < 0 || read(fd, read_values, sizeof(read_values)) != (ssize_t)sizeof(read_values) ||
	    !read_values[2])
		return 0;
	return (double)read_values[0] * (double)read_values[1] / (double)read_values[2];
}

static double read_machine(const struct misses *misses)
{
	double all = 0;
	for (int i = 0; i < misses->n_processors; i++)
		all += read_count(misses->processor_fds[i]);
	return all;
}

struct misses *misses_of_command(int pid)
{
	int fd = count(pid, -1, true);
	struct misses *misses = fd >= 0 ? mem_zalloc(1, sizeof(*misses)) : NULL;
	if (!misses) {
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	misses->command_fd = fd;
	return misses;
}

bool misses_of_machine(struct misses *misses)
{
	long n = sysconf(_SC_NPROCESSORS_CONF);
	int opened = 0;
	misses->processor_fds = n > 0 ? mem_zalloc((size_t)n, sizeof(int)) : NULL;
	for (long i = 0; misses->processor_fds && i < n; i++) {
		int fd = count(-1, (int)i, false);
		misses->processor_fds[misses->n_processors++] = fd;
		opened += fd >= 0;
		if (fd < 0 && i == 0)
			return false; /* refused for lack of rights, as the others would be */
	}
	misses->own = read_count(misses->command_fd);
	misses->all = read_machine(misses);
	return opened > 0;
}

bool misses_since(struct misses *misses, double *ret_own, double *ret_all)
{
	double own = read_count(misses->command_fd), all = read_machine(misses);
	*ret_own = own > misses->own ? own - misses->own : 0;
	*ret_all = all > misses->all ? all - misses->all : 0;
	misses->own = own;
	misses->all = all;
	if (*ret_own > *ret_all) /* own is read a moment before all */
		*ret_own = *ret_all;
	return *ret_all > 0;
}

void misses_free(struct misses *misses)
{
	if (!misses)
		return;
	close(misses->command_fd);
	for (int i = 0; i < misses->n_processors; i++)
		if (misses->processor_fds[i] >= 0)
			close(misses->processor_fds[i]);
	mem_free(misses->processor_fds);
	mem_free(misses);
}
