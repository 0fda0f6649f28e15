/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the identity of a process from /proc, and judges whether it is alive. In doubt the answer
 * is "alive": a run closed too late is better than one closed while it is measured.
 */
#include "store/owner.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/num.h"

/* The whole of a small file, trimmed; empty if it cannot be read. */
static struct str small_file(const char *path, char *room, size_t size)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, room, size);
	if (fd >= 0)
		close(fd);
	return str_trim((struct str){room, n < 0 ? 0 : (size_t)n});
}

#define STAT_STATE 3
#define STAT_START 22

/*
 * The field with this index (from 1, as proc(5) counts) of a stat line; the name in it may contain
 * anything.
 */
static struct str stat_field(struct str line, int index)
{
	const char *after = memrchr(line.p, ')', line.n);
	if (!after)
		return (struct str){0};
	struct str rest = {after + 1, (size_t)(line.p + line.n - after - 1)};
	for (int i = STAT_STATE; rest.n; i++) {
		rest = str_trim(rest);
		const char *space = memchr(rest.p, ' ', rest.n);
		size_t n = space ? (size_t)(space - rest.p) : rest.n;
		if (i == index)
			return (struct str){rest.p, n};
		rest = (struct str){rest.p + n, rest.n - n};
	}
	return (struct str){0};
}

/* False if /proc has no entry for pid. *ret_dead: it has ended and waits for its parent. */
static bool process_start(int64_t pid, int64_t *ret_ticks, bool *ret_dead)
{
	char path[64], room[1024];
	(void)snprintf(path, sizeof(path), "/proc/%lld/stat", (long long)pid);
	struct str line = small_file(path, room, sizeof(room));
	if (!line.n)
		return false;
	struct str state = stat_field(line, STAT_STATE);
	*ret_dead = str_is(state, "Z") || str_is(state, "X");
	return num_parse_int(stat_field(line, STAT_START), 0, INT64_MAX, ret_ticks);
}

void run_owner_read(struct run_owner *ret_owner)
{
	*ret_owner = (struct run_owner){.pid = getpid()};
	struct utsname names;
	if (uname(&names) == 0)
		(void)snprintf(ret_owner->host, sizeof(ret_owner->host), "%s", names.nodename);
	char room[64];
	struct str boot = small_file("/proc/sys/kernel/random/boot_id", room, sizeof(room) - 1);
	memcpy(ret_owner->boot_id, boot.p, boot.n);
	struct stat st;
	if (stat("/proc/self/ns/pid", &st) == 0)
		ret_owner->pid_ns = (int64_t)st.st_ino;
	bool dead;
	int64_t ticks;
	if (process_start(ret_owner->pid, &ticks, &dead))
		ret_owner->start_ticks = ticks;
}

bool run_owner_is_gone(const struct run_owner *owner, const struct run_owner *here)
{
	if (strcmp(owner->host, here->host) != 0)
		return false;
	/* Unless both have a boot id, pids of before and after a reboot look alike. */
	if (!owner->boot_id[0] || !here->boot_id[0])
		return false;
	if (strcmp(owner->boot_id, here->boot_id) != 0)
		return true;
	if (owner->pid_ns != here->pid_ns || owner->pid <= 0)
		return false;
	if (kill((pid_t)owner->pid, 0) != 0 && errno == ESRCH)
		return true;
	int64_t ticks;
	bool dead;
	if (!process_start(owner->pid, &ticks, &dead))
		return false;
	return dead || (owner->start_ticks && ticks != owner->start_ticks);
}
