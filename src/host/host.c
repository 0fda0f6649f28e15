/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files below the root and the clocks. Below a root that is not "/" paths are resolved by
 * openat2(RESOLVE_IN_ROOT), so that an absolute link in a recorded tree stays in the tree.
 */
#include "host/host.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/num.h"

#ifndef SYS_openat2
#define SYS_openat2 437 /* on every architecture; headers of the C library may be older */
#endif

/* Two clock readings further apart than this were torn by the scheduler: they are read again. */
#define TORN_NS 1000000

struct host {
	int root_fd; /* -1: the root is "/" */
	const char *root;
	struct arena arena; /* texts of the options */
	struct host_options options;
	const struct host_clock *clock;
};

/* False when memory is out. */
static bool keep_options(struct host *host, const struct host_options *options)
{
	struct host_options *to = &host->options;
	*to = *options;
	const char **texts[] = {&to->root, &to->nvml, &to->reader, &to->redfish_login,
				&to->attribution};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (*texts[i] && !(*texts[i] = arena_strdup(&host->arena, *texts[i])))
			return false;
	host->root = to->root && to->root[0] ? to->root : "/";
	return true;
}

int host_new(const struct host_options *options, struct host **ret, struct frugal_error *reterr)
{
	static const struct host_options none;
	struct host *host = mem_zalloc(1, sizeof(*host));
	if (!host)
		return error_nomem(reterr);
	host->root_fd = -1;
	if (!keep_options(host, options ? options : &none)) {
		host_free(host);
		return error_nomem(reterr);
	}
	const char *root = host->root;
	if (strcmp(root, "/") != 0) {
		host->root_fd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (host->root_fd < 0) {
			(void)error_io(reterr, _("open"), root, errno);
			host_free(host);
			return FRUGAL_EENV;
		}
	}
	*ret = host;
	return 0;
}

void host_free(struct host *host)
{
	if (!host)
		return;
	if (host->root_fd >= 0)
		close(host->root_fd);
	arena_release(&host->arena);
	mem_free(host);
}

int host_new_at(const char *root, struct host **ret, struct frugal_error *reterr)
{
	const struct host_options options = {.root = root};
	return host_new(&options, ret, reterr);
}

const struct host_options *host_options(const struct host *host)
{
	return &host->options;
}

const char *host_root(const struct host *host)
{
	return host->root;
}

static int64_t clock_ns(clockid_t id)
{
	struct timespec t = {0};
	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

struct host_time host_time(const struct host *host)
{
	if (host->clock)
		return host->clock->time(host->clock->context);
	struct host_time t = {0};
	for (int i = 0; i < 3; i++) {
		int64_t before = clock_ns(CLOCK_MONOTONIC);
		t.boottime_ns = clock_ns(CLOCK_BOOTTIME);
		t.monotonic_ns = clock_ns(CLOCK_MONOTONIC);
		if (t.monotonic_ns - before < TORN_NS)
			break;
	}
	return t;
}

int64_t host_monotonic_ns(const struct host *host)
{
	if (host->clock)
		return host->clock->time(host->clock->context).monotonic_ns;
	return clock_ns(CLOCK_MONOTONIC);
}

int64_t host_utc_us(const struct host *host)
{
	if (host->clock)
		return host->clock->utc_us(host->clock->context);
	return clock_ns(CLOCK_REALTIME) / 1000;
}

void host_set_clock(struct host *host, const struct host_clock *clock)
{
	host->clock = clock;
}

static int open_below(const struct host *host, const char *path, int flags)
{
	int fd;
	flags |= O_RDONLY | O_CLOEXEC;
	if (host->root_fd < 0) {
		fd = open(path, flags);
		return fd < 0 ? -errno : fd;
	}
	struct open_how how = {.flags = (unsigned)flags, .resolve = RESOLVE_IN_ROOT};
	fd = (int)syscall(SYS_openat2, host->root_fd, path, &how, sizeof(how));
	if (fd < 0 && (errno == ENOSYS || errno == EPERM)) { /* before Linux 5.6, or a sandbox */
		while (*path == '/')
			path++;
		fd = openat(host->root_fd, *path ? path : ".", flags);
	}
	return fd < 0 ? -errno : fd;
}

int host_open(const struct host *host, const char *path)
{
	return open_below(host, path, 0);
}

ssize_t host_read_file(const struct host *host, const char *path, char *to, size_t size)
{
	int fd = open_below(host, path, 0);
	if (fd < 0)
		return fd;
	size_t n = 0;
	ssize_t r = 1;
	while (r > 0 && n < size - 1) {
		r = read(fd, to + n, size - 1 - n);
		if (r < 0 && errno == EINTR)
			r = 1;
		else if (r > 0)
			n += (size_t)r;
	}
	int errnum = errno;
	close(fd);
	if (r < 0)
		return -errnum;
	to[n] = '\0';
	n = strlen(to); /* recorded trees pad their files with zeros */
	while (n && isspace((unsigned char)to[n - 1]))
		n--;
	to[n] = '\0';
	return (ssize_t)n;
}

int host_read_int(const struct host *host, const char *path, int64_t *ret)
{
	char text[64];
	ssize_t n = host_read_file(host, path, text, sizeof(text));
	if (n < 0)
		return (int)n;
	return num_parse_int((struct str){text, (size_t)n}, INT64_MIN, INT64_MAX, ret) ? 0
										       : -EINVAL;
}

static int by_byte(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int host_list(const struct host *host, const char *path, struct arena *arena, char ***ret_names,
	      size_t *ret_n)
{
	int fd = open_below(host, path, O_DIRECTORY);
	if (fd < 0)
		return fd;
	DIR *stream = fdopendir(fd);
	if (!stream) {
		int errnum = errno;
		close(fd);
		return -errnum;
	}
	char **names = NULL;
	size_t n = 0, cap = 0;
	int r = 0;
	const struct dirent *entry;
	while (r == 0 && (entry = readdir(stream))) {
		if (entry->d_name[0] == '.')
			continue;
		char *name = arena_strdup(arena, entry->d_name);
		if (!name || !mem_grow(&names, n, &cap, sizeof(*names), 0))
			r = -ENOMEM;
		else
			names[n++] = name;
	}
	closedir(stream);
	char **kept = r == 0 ? arena_array(arena, n + 1, sizeof(*kept)) : NULL;
	if (r == 0 && !kept)
		r = -ENOMEM;
	if (r == 0) {
		if (n) {
			memcpy(kept, names, n * sizeof(*kept));
			qsort(kept, n, sizeof(*kept), by_byte);
		}
		*ret_names = kept;
		*ret_n = n;
	}
	mem_free(names);
	return r;
}

void host_name(char *to, size_t size)
{
	if (gethostname(to, size) != 0)
		to[0] = '\0';
	to[size - 1] = '\0';
}

void host_boot_id(const struct host *host, char *to, size_t size)
{
	if (host_read_file(host, "/proc/sys/kernel/random/boot_id", to, size) < 0)
		to[0] = '\0';
}

int64_t host_own_cpu_ns(void)
{
	struct rusage own = {0};
	getrusage(RUSAGE_SELF, &own);
	return ((int64_t)own.ru_utime.tv_sec + own.ru_stime.tv_sec) * 1000000000 +
	       ((int64_t)own.ru_utime.tv_usec + own.ru_stime.tv_usec) * 1000;
}
