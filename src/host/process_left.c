/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a command leaves behind when it ends: processes in its control group, and orphans that have
 * become our children (of which a group that they left knows nothing). Children of each are found
 * by /proc/PID/task/PID/children.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/num.h"
#include "host/helper.h"
#include "host/process_impl.h"

#define MOST_TEXT 16384
#define DEPTH 100

static size_t read_text(const char *path, char *to, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, to, size - 1) : -1;
	if (fd >= 0)
		close(fd);
	to[n > 0 ? n : 0] = '\0';
	return n > 0 ? (size_t)n : 0;
}

/* One that has ended and was not waited for does nothing any more. */
static bool is_zombie(int pid)
{
	char path[64], text[512];
	(void)snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	if (!read_text(path, text, sizeof(text)))
		return true;
	const char *end = strrchr(text, ')');
	return end && end[1] == ' ' && (end[2] == 'Z' || end[2] == 'X');
}

/* Counts the descendants of a process that are not in the group. */
static int count_outside(const struct process *process, int pid, int depth)
{
	char path[64], text[4096];
	int n = 0;
	(void)snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, pid);
	(void)read_text(path, text, sizeof(text));
	for (const char *p = text; depth < DEPTH && *p;) {
		int64_t child;
		size_t digits = strspn(p, "0123456789");
		if (num_parse_int((struct str){p, digits}, 1, INT32_MAX, &child) &&
		    !helper_was((int)child)) {
			bool inside = process->method == METHOD_CGROUP &&
				      cgroup_holds(&process->group, (int)child);
			n += !inside && !is_zombie((int)child);
			n += count_outside(process, (int)child, depth + 1);
		}
		p += digits;
		p += strcspn(p, "0123456789");
	}
	return n;
}

/* True without a child: the usual end, which looks no further. */
static bool has_no_child(void)
{
	siginfo_t info = {0};
	return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 && errno == ECHILD;
}

int process_left_behind(const struct process *process)
{
	char text[MOST_TEXT];
	int n = 0;
	if (process->attached || !process->ended)
		return 0;
	if (process->method == METHOD_CGROUP && cgroup_members(&process->group, text, sizeof(text)))
		for (const char *p = text; *p; p++)
			n += *p == '\n';
	return has_no_child() ? n : n + count_outside(process, (int)getpid(), 0);
}
