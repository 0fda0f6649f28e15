/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads each file with one openat and one read, without allocation: a scan reads thousands of
 * them.
 */
#include "host/proc_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/busy.h"

static int64_t number_at(const char *p)
{
	int64_t x = 0;
	for (; *p >= '0' && *p <= '9'; p++)
		x = x * 10 + (*p - '0');
	return x;
}

static ssize_t read_small(int proc_fd, int pid, const char *file, char *to, size_t size)
{
	char path[48];
	(void)snprintf(path, sizeof(path), "%d/%s", pid, file);
	int fd = openat(proc_fd, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	ssize_t n = read(fd, to, size - 1);
	close(fd);
	to[n > 0 ? n : 0] = '\0';
	return n;
}

/* "12 (any) name) S 7 ...": fields 14 and 15 are user and system ticks, 22 the start. */
bool proc_stat_read(int proc_fd, int pid, struct proc_stat *ret)
{
	char text[768];
	if (read_small(proc_fd, pid, "stat", text, sizeof(text)) <= 0)
		return false;
	const char *open = strchr(text, '('), *close_at = strrchr(text, ')');
	if (!open || !close_at || close_at < open)
		return false;
	*ret = (struct proc_stat){.name = ""};
	(void)snprintf(ret->name, sizeof(ret->name), "%.*s", (int)(close_at - open - 1), open + 1);
	const char *p = close_at + 1;
	for (int field = 3; field <= 22 && *p; field++) {
		p += strspn(p, " ");
		if (field == 14 || field == 15)
			ret->cpu_ns += number_at(p) * BUSY_STEP_NS;
		else if (field == 22)
			ret->born = number_at(p);
		p += strcspn(p, " ");
	}
	return true;
}

struct str proc_group_read(int proc_fd, int pid, char text[PROC_GROUP])
{
	if (read_small(proc_fd, pid, "cgroup", text, PROC_GROUP) <= 0)
		return STR("");
	const char *own = strstr(text, "0::");
	own = own ? own + 3 : NULL;
	if (own && (own[0] != '/' || own[1] == '\n' || own[1] == '\0')) {
		const char *first = strchr(text, '/');
		own = first ? first : own;
	}
	return own ? (struct str){own, strcspn(own, "\n")} : STR("");
}

int proc_uid_read(int proc_fd, int pid)
{
	char path[32];
	struct stat st;
	(void)snprintf(path, sizeof(path), "%d", pid);
	return fstatat(proc_fd, path, &st, 0) == 0 ? (int)st.st_uid : -1;
}
