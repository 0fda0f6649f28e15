/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads CPU time that was not idle. The sum over all tasks is compared with it above, so that steal
 * and guest time are left out here: see busy_parse().
 */
#include "host/busy.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <mntent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/num.h"

/*
 * Allowance for the rounding of two dozen columns of hundredths, and for the CPU time used between
 * the two readings.
 */
#define SAME_NS 500000000
#define MOST_MOUNTS ((size_t)4 << 20)

/* The columns of the line "cpu". */
enum column { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, COLUMNS };

/*
 * Steal, guest and guest_nice follow these. Guest time is already within user and nice. Steal is
 * time in which the host took our processors away: no task of this machine used it, so that with it
 * the shares of the tasks would not add up to one.
 */
int64_t busy_parse(const char *text)
{
	int64_t sum = 0;
	if (strncmp(text, "cpu ", 4) != 0)
		return -1;
	const char *p = text + 4;
	for (int column = USER; column < COLUMNS; column++) {
		int64_t steps = 0;
		while (*p == ' ')
			p++;
		if (!isdigit((unsigned char)*p))
			return -1;
		for (; isdigit((unsigned char)*p); p++)
			if (__builtin_mul_overflow(steps, 10, &steps) ||
			    __builtin_add_overflow(steps, *p - '0', &steps))
				return -1;
		if (column != IDLE && column != IOWAIT)
			sum += steps;
	}
	return sum * BUSY_STEP_NS;
}

/* User and system time of a group; usage_usec, the sum before them, contains stolen time. */
int64_t busy_parse_group(const char *text)
{
	int64_t sum = 0, us;
	static const char *const keys[] = {"\nuser_usec ", "\nsystem_usec "};
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const char *at = strstr(text, keys[i]);
		if (!at)
			return -1;
		at += strlen(keys[i]);
		struct str number = {at, strspn(at, "0123456789")};
		if (!num_parse_int(number, 0, INT64_MAX / 2000, &us))
			return -1;
		sum += us * 1000;
	}
	return sum;
}

static int64_t read_sum(int fd, int64_t (*parse)(const char *text))
{
	char text[256];
	ssize_t n = fd >= 0 ? pread(fd, text, sizeof(text) - 1, 0) : -1;
	if (n <= 0)
		return -1;
	text[n] = '\0';
	return parse(text);
}

bool busy_read(struct busy *busy, const struct host *host)
{
	int64_t sum = read_sum(busy->fd, busy->of_group ? busy_parse_group : busy_parse);
	if (sum < 0)
		return false;
	busy->at_ns = host_monotonic_ns(host);
	/* A processor that goes offline can take its time out of the sum for a moment. */
	if (sum > busy->busy_ns)
		busy->busy_ns = sum;
	return true;
}

/* ---- whose time it is ----------------------------------------------------------------------- */

bool busy_is_mount(const char *mountinfo, const char *file)
{
	size_t n = strlen(file);
	for (const char *line = mountinfo; *line;) {
		/* "36 35 0:30 /proc/stat /proc/stat rw ...": the fifth word is where it is mounted.
		 */
		const char *word = line;
		for (int i = 0; word && i < 4; i++) {
			word = strpbrk(word, " \n");
			word = word && *word == ' ' ? word + 1 : NULL;
		}
		if (word && strncmp(word, file, n) == 0 && word[n] == ' ')
			return true;
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	return false;
}

static bool is_mount(const char *file)
{
	struct buf mounts = {0};
	bool found = file_read("/proc/self/mountinfo", MOST_MOUNTS, &mounts, NULL) == 0 &&
		     busy_is_mount(buf_text(&mounts), file);
	buf_release(&mounts);
	return found;
}

bool busy_sees_a_slice(void)
{
	return is_mount("/proc/stat") && is_mount("/proc/cpuinfo");
}

/* cpu.stat of the group of all processes: not visible from within a group's own namespace. */
static int open_root_group(void)
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	const struct mntent *mount;
	char path[512];
	int fd = -1;
	while (mounts && fd < 0 && (mount = getmntent(mounts))) {
		if (strcmp(mount->mnt_type, "cgroup2") != 0)
			continue;
		(void)snprintf(path, sizeof(path), "%s/cgroup.type", mount->mnt_dir);
		if (access(path, F_OK) == 0)
			break; /* every group but that of all processes has this file */
		(void)snprintf(path, sizeof(path), "%s/cpu.stat", mount->mnt_dir);
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	if (mounts)
		(void)endmntent(mounts);
	return fd;
}

/* All processors of the machine: a container that shows its own has them in "online". */
static int count_present(const struct host *host, int online)
{
	char text[1024];
	int present = 0;
	if (host_read_file(host, "/sys/devices/system/cpu/present", text, sizeof(text)) > 0)
		present = host_count_list(text);
	return present > online ? present : online;
}

/*
 * Reads the same time from cpu.stat, which costs a tenth, if it agrees with /proc/stat; or if that
 * is a container's.
 */
static void prefer_root_group(struct busy *busy, bool of_container)
{
	int fd = open_root_group();
	int64_t sum = read_sum(fd, busy_parse_group), apart = sum - busy->busy_ns;
	if (sum > 0 && (of_container || (apart < SAME_NS && apart > -SAME_NS))) {
		close(busy->fd);
		busy->fd = fd;
		busy->of_group = true;
		busy->busy_ns = sum;
	} else if (fd >= 0) {
		close(fd);
	}
}

int busy_init(struct busy *busy, const struct host *host, enum busy_scope scope,
	      struct frugal_error *reterr)
{
	long online = sysconf(_SC_NPROCESSORS_ONLN);
	*busy = (struct busy){.fd = open("/proc/stat", O_RDONLY | O_CLOEXEC)};
	busy->threads = online > 0 ? (int)online : 1;
	busy->at_ns = host_monotonic_ns(host);
	if (busy->fd >= 0 && busy_read(busy, host)) {
		bool of_container = is_mount("/proc/stat");
		if (!of_container || scope == BUSY_MACHINE)
			prefer_root_group(busy, of_container);
		busy->of_container = of_container && !busy->of_group;
		if (of_container && busy->of_group)
			busy->threads = count_present(host, busy->threads);
		return 0;
	}
	int errnum = busy->fd < 0 ? errno : EIO;
	busy_release(busy);
	return error_io(reterr, _("read"), "/proc/stat", errnum);
}

void busy_release(struct busy *busy)
{
	if (busy->fd >= 0)
		close(busy->fd);
	busy->fd = -1;
}
