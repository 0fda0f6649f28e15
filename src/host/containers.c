/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks the tree of control groups and compares it with the walk at the start of the command. The
 * CPU time of a container that has gone is the last that was read.
 */
#include "host/containers.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "host/cgroup.h"

#define MOST 1024
#define DEPTH 8
#define LOOK_NS 1000000000
#define ID_DIGITS 12 /* of a container's id, at least */
#define MOST_MOUNTS ((size_t)4 << 20)

struct one {
	char name[128];
	struct cgroup group;
	int64_t last_ns;
	bool old; /* was there before the command */
};

struct containers {
	char root[4096];
	struct one items[MOST];
	size_t n;
	int64_t looked_ns;
	bool begun;
};

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static bool is_id(const char *text)
{
	return strspn(text, "0123456789abcdef") >= ID_DIGITS;
}

/* parent: the name of the folder above, "docker" of "docker/ID". */
static bool is_container(const char *parent, const char *name)
{
	static const char *const prefixes[] = {"docker-", "libpod-", "cri-containerd-", "crio-"};
	struct str rest;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (str_after(str_of(name), prefixes[i], &rest) && is_id(rest.p))
			return true;
	return strcmp(parent, "docker") == 0 && is_id(name);
}

static bool is_known(const struct containers *containers, const char *name)
{
	for (size_t i = 0; i < containers->n; i++)
		if (strcmp(containers->items[i].name, name) == 0)
			return true;
	return false;
}

static void add(struct containers *containers, int parent_fd, const char *name)
{
	if (containers->n == MOST || is_known(containers, name))
		return;
	struct one *one = &containers->items[containers->n];
	*one = (struct one){.group = {.parent_fd = -1, .fd = -1, .stat_fd = -1},
			    .old = !containers->begun};
	(void)snprintf(one->name, sizeof(one->name), "%s", name);
	if (containers->begun) {
		char path[300];
		(void)snprintf(path, sizeof(path), "%s/cpu.stat", name);
		one->group.stat_fd = openat(parent_fd, path, O_RDONLY | O_CLOEXEC);
		if (one->group.stat_fd < 0)
			return;
	}
	containers->n++;
}

static void scan(struct containers *containers, int fd, const char *parent, int depth)
{
	int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = copy >= 0 ? fdopendir(copy) : NULL;
	const struct dirent *entry;
	if (!stream) {
		if (copy >= 0)
			close(copy);
		return;
	}
	while ((entry = readdir(stream))) {
		if (entry->d_type != DT_DIR || entry->d_name[0] == '.')
			continue;
		if (is_container(parent, entry->d_name)) {
			add(containers, fd, entry->d_name);
			continue;
		}
		int below = depth < DEPTH
				    ? openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
				    : -1;
		if (below >= 0) {
			scan(containers, below, entry->d_name, depth + 1);
			close(below);
		}
	}
	closedir(stream);
}

void containers_look(struct containers *containers)
{
	if (!containers || (containers->begun && now_ns() - containers->looked_ns < LOOK_NS))
		return;
	containers->looked_ns = now_ns();
	int fd = open(containers->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	scan(containers, fd, "", 0);
	close(fd);
}

struct containers *containers_begin(void)
{
	struct buf mounts = {0};
	struct containers *containers = mem_zalloc(1, sizeof(*containers));
	if (!containers)
		return NULL;
	bool found = file_read("/proc/self/mountinfo", MOST_MOUNTS, &mounts, NULL) == 0 &&
		     cgroup_own_folder(buf_text(&mounts), "0::/\n", containers->root,
				       sizeof(containers->root));
	buf_release(&mounts);
	if (!found) {
		mem_free(containers);
		return NULL;
	}
	containers_look(containers);
	containers->begun = true;
	return containers;
}

int64_t containers_cpu_ns(struct containers *containers)
{
	int64_t sum = 0;
	for (size_t i = 0; containers && i < containers->n; i++) {
		struct one *one = &containers->items[i];
		if (one->old)
			continue;
		int64_t ns = cgroup_cpu_ns(&one->group);
		if (ns > one->last_ns) /* once it is gone, the last reading stays */
			one->last_ns = ns;
		sum += one->last_ns;
	}
	return sum;
}

int containers_seen(const struct containers *containers)
{
	int n = 0;
	for (size_t i = 0; containers && i < containers->n; i++)
		n += !containers->items[i].old;
	return n;
}

bool containers_own(const struct containers *containers, int pid)
{
	char path[64], text[4096];
	(void)snprintf(path, sizeof(path), "/proc/%d/cgroup", pid);
	int fd = containers ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	ssize_t n = fd >= 0 ? read(fd, text, sizeof(text) - 1) : -1;
	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return false;
	text[n] = '\0';
	for (size_t i = 0; i < containers->n; i++)
		if (!containers->items[i].old && strstr(text, containers->items[i].name))
			return true;
	return false;
}

void containers_free(struct containers *containers)
{
	for (size_t i = 0; containers && i < containers->n; i++)
		if (containers->items[i].group.stat_fd >= 0)
			close(containers->items[i].group.stat_fd);
	mem_free(containers);
}
