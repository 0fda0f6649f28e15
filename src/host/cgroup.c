/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds our own group by /proc/self/mountinfo and /proc/self/cgroup, makes a leaf below it, and
 * removes leaves that earlier runs left. The command is started in the leaf by clone3, see
 * process.c.
 */
#include "host/cgroup.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/num.h"

#define LEAF_PREFIX "frugal-"
#define MAX_PROC_TEXT ((size_t)1 << 20)

/* The n-th word of a line (from 0); empty when there are fewer. */
static struct str word_of(struct str line, int n)
{
	for (;; n--) {
		const char *end = memchr(line.p, ' ', line.n);
		size_t length = end ? (size_t)(end - line.p) : line.n;
		if (n == 0)
			return (struct str){line.p, length};
		if (!end)
			return (struct str){line.p, 0};
		line.p += length + 1;
		line.n -= length + 1;
	}
}

static struct str line_at(const char *p)
{
	return (struct str){p, strcspn(p, "\n")};
}

/* mountinfo writes blanks and backslashes as three octal digits. */
static bool unescape(struct str s, char *to, size_t size)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '\\' && i + 3 < s.n + 0 && isdigit((unsigned char)s.p[i + 1])) {
			c = (char)((s.p[i + 1] - '0') * 64 + (s.p[i + 2] - '0') * 8 +
				   (s.p[i + 3] - '0'));
			i += 3;
		}
		if (n + 1 >= size)
			return false;
		to[n++] = c;
	}
	to[n] = '\0';
	return true;
}

static bool find_own_path(const char *groups, struct str *ret)
{
	for (const char *p = groups; *p; p += strcspn(p, "\n"), p += *p == '\n')
		if (str_after(line_at(p), "0::", ret))
			return ret->n > 0 && !str_after(*ret, "/..", &(struct str){0});
	return false;
}

bool cgroup_own_folder(const char *mountinfo, const char *groups, char *to, unsigned long size)
{
	struct str own, below;
	if (!find_own_path(groups, &own))
		return false;
	for (const char *p = mountinfo; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		struct str line = line_at(p);
		const char *dash = memmem(line.p, line.n, " - cgroup2 ", 11);
		char root[512];
		if (!dash || !unescape(word_of(line, 3), root, sizeof(root)) ||
		    !unescape(word_of(line, 4), to, size))
			continue;
		/* The mount may show only a part of the tree (a container's). */
		below = own;
		if (strcmp(root, "/") != 0 && !str_after(own, root, &below))
			continue;
		size_t n = strlen(to);
		if (str_is(below, "/"))
			below.n = 0;
		if (n + below.n >= size)
			continue;
		memcpy(to + n, below.p, below.n);
		to[n + below.n] = '\0';
		return true;
	}
	return false;
}

static int open_own_folder(void)
{
	struct buf mounts = {0}, groups = {0};
	char folder[4096];
	int fd = -ENOENT;
	if (file_read("/proc/self/mountinfo", MAX_PROC_TEXT, &mounts, NULL) == 0 &&
	    file_read("/proc/self/cgroup", MAX_PROC_TEXT, &groups, NULL) == 0 &&
	    cgroup_own_folder(buf_text(&mounts), buf_text(&groups), folder, sizeof(folder))) {
		fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd < 0)
			fd = -errno;
	}
	buf_release(&mounts);
	buf_release(&groups);
	return fd;
}

int cgroup_make(struct cgroup *group)
{
	*group = (struct cgroup){.parent_fd = open_own_folder(), .fd = -1, .stat_fd = -1};
	if (group->parent_fd < 0)
		return group->parent_fd;
	int r = -EEXIST;
	for (int i = 0; i < 100 && r == -EEXIST; i++) {
		(void)snprintf(group->name, sizeof(group->name), LEAF_PREFIX "%d-%d", (int)getpid(),
			       i);
		r = mkdirat(group->parent_fd, group->name, 0755) == 0 ? 0 : -errno;
	}
	if (r < 0) {
		group->name[0] = '\0';
		cgroup_release(group);
		return r;
	}
	group->fd = openat(group->parent_fd, group->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (group->fd >= 0)
		group->stat_fd = openat(group->fd, "cpu.stat", O_RDONLY | O_CLOEXEC);
	if (group->stat_fd < 0 || cgroup_cpu_ns(group) < 0) {
		cgroup_release(group);
		return -ENOENT;
	}
	return 0;
}

int64_t cgroup_cpu_ns(const struct cgroup *group)
{
	static const char key[] = "usage_usec ";
	char text[128];
	int64_t microseconds = 0;
	ssize_t n = group->stat_fd >= 0 ? pread(group->stat_fd, text, sizeof(text) - 1, 0) : -1;
	if (n <= 0)
		return -1;
	text[n] = '\0';
	const char *p = strstr(text, key);
	if (!p)
		return -1;
	for (p += sizeof(key) - 1; isdigit((unsigned char)*p); p++)
		if (__builtin_mul_overflow(microseconds, 10, &microseconds) ||
		    __builtin_add_overflow(microseconds, *p - '0', &microseconds))
			return -1;
	return microseconds * 1000;
}

bool cgroup_members(const struct cgroup *group, char *to, size_t size)
{
	int fd = openat(group->fd, "cgroup.procs", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, to, size - 1) : -1;
	if (fd >= 0)
		close(fd);
	to[n > 0 ? n : 0] = '\0';
	return n >= 0;
}

bool cgroup_signal(const struct cgroup *group, int signal_number)
{
	char text[65536];
	if (signal_number == SIGKILL) { /* at once, also while processes fork (Linux 5.14) */
		int fd = openat(group->fd, "cgroup.kill", O_WRONLY | O_CLOEXEC);
		bool done = fd >= 0 && write(fd, "1", 1) == 1;
		if (fd >= 0)
			close(fd);
		if (done)
			return true;
	}
	if (!cgroup_members(group, text, sizeof(text)))
		return false;
	for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		int64_t pid;
		struct str line = line_at(p);
		if (num_parse_int(line, 1, INT32_MAX, &pid))
			(void)kill((pid_t)pid, signal_number);
	}
	return true;
}

bool cgroup_holds(const struct cgroup *group, int pid)
{
	char path[64], text[4096];
	struct str own;
	(void)snprintf(path, sizeof(path), "/proc/%d/cgroup", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, text, sizeof(text) - 1) : -1;
	if (fd >= 0)
		close(fd);
	if (n <= 0 || !group->name[0])
		return false;
	text[n] = '\0';
	if (!find_own_path(text, &own))
		return false;
	/* The name of our leaf is unique: it contains our process number. */
	const char *at = memmem(own.p, own.n, group->name, strlen(group->name));
	size_t end = at ? (size_t)(at - own.p) + strlen(group->name) : 0;
	return at && at > own.p && at[-1] == '/' && (end == own.n || own.p[end] == '/');
}

/* Removes leaves of runs that ended before their daemons did; rmdir refuses those still in use. */
static void sweep(int parent_fd)
{
	int fd = openat(parent_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
	if (!stream) {
		if (fd >= 0)
			close(fd);
		return;
	}
	const struct dirent *entry;
	while ((entry = readdir(stream))) {
		struct str rest;
		int64_t pid;
		if (!str_after(str_of(entry->d_name), LEAF_PREFIX, &rest))
			continue;
		rest.n = strcspn(rest.p, "-");
		if (num_parse_int(rest, 1, INT32_MAX, &pid) && kill((pid_t)pid, 0) != 0 &&
		    errno == ESRCH)
			(void)unlinkat(parent_fd, entry->d_name, AT_REMOVEDIR);
	}
	closedir(stream);
}

void cgroup_release(struct cgroup *group)
{
	if (group->stat_fd >= 0)
		close(group->stat_fd);
	if (group->fd >= 0)
		close(group->fd);
	if (group->parent_fd >= 0 && group->name[0]) {
		(void)unlinkat(group->parent_fd, group->name, AT_REMOVEDIR);
		sweep(group->parent_fd);
	}
	if (group->parent_fd >= 0)
		close(group->parent_fd);
	*group = (struct cgroup){.parent_fd = -1, .fd = -1, .stat_fd = -1};
}
