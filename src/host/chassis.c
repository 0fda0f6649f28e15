/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Maps the chassis numbers of SMBIOS to four kinds, and counts the disks that have a device of
 * their own and are not removable.
 */
#include "host/chassis.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum host_kind kind_of(int64_t chassis)
{
	static const unsigned char kinds[] = {
		[3] = KIND_DESKTOP,   [4] = KIND_DESKTOP,   [5] = KIND_DESKTOP,
		[6] = KIND_DESKTOP,   [7] = KIND_DESKTOP,   [8] = KIND_PORTABLE,
		[9] = KIND_PORTABLE,  [10] = KIND_PORTABLE, [11] = KIND_PORTABLE,
		[13] = KIND_DESKTOP,  [14] = KIND_PORTABLE, [15] = KIND_DESKTOP,
		[16] = KIND_DESKTOP,  [17] = KIND_SERVER,   [23] = KIND_SERVER,
		[25] = KIND_SERVER,   [28] = KIND_SERVER,   [29] = KIND_SERVER,
		[30] = KIND_PORTABLE, [31] = KIND_PORTABLE, [32] = KIND_PORTABLE,
		[35] = KIND_DESKTOP,  [36] = KIND_DESKTOP,
	};
	return chassis >= 0 && chassis < (int64_t)sizeof(kinds) ? (enum host_kind)kinds[chassis]
								: KIND_UNKNOWN;
}

/* chassis-type of the devicetree specification; most boards have none. */
static enum host_kind kind_in_tree(const struct host *host)
{
	static const struct {
		const char *type;
		enum host_kind kind;
	} types[] = {
		{"server", KIND_SERVER},      {"desktop", KIND_DESKTOP},
		{"all-in-one", KIND_DESKTOP}, {"laptop", KIND_PORTABLE},
		{"tablet", KIND_PORTABLE},    {"convertible", KIND_PORTABLE},
	};
	char text[32];
	if (host_read_file(host, "/proc/device-tree/chassis-type", text, sizeof(text)) <= 0)
		return KIND_BOARD;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(text, types[i].type) == 0)
			return types[i].kind;
	return KIND_BOARD;
}

static bool read_flag(const struct host *host, const char *disk, const char *name, int64_t *ret)
{
	char path[384];
	int n = snprintf(path, sizeof(path), "/sys/block/%s/%s", disk, name);
	return n > 0 && (size_t)n < sizeof(path) && host_read_int(host, path, ret) == 0;
}

/* Loops, maps and arrays are made of disks and have no device of their own. */
static bool is_disk(const struct host *host, int folder, const char *name)
{
	char path[300];
	struct stat st; /* faccessat may be a call that a container refuses (faccessat2) */
	int64_t removable = 0, bytes = 0;
	(void)snprintf(path, sizeof(path), "%s/device", name);
	return name[0] != '.' && fstatat(folder, path, &st, 0) == 0 &&
	       !(read_flag(host, name, "removable", &removable) && removable) &&
	       !(read_flag(host, name, "size", &bytes) && bytes == 0);
}

enum host_kind host_kind(const struct host *host)
{
	int64_t chassis = 0;
	char model[8];
	if (host_read_int(host, "/sys/class/dmi/id/chassis_type", &chassis) == 0)
		return kind_of(chassis);
	if (host_read_file(host, "/proc/device-tree/model", model, sizeof(model)) > 0)
		return kind_in_tree(host);
	return KIND_UNKNOWN;
}

void host_chassis(const struct host *host, struct host_chassis *ret)
{
	*ret = (struct host_chassis){.kind = host_kind(host)};
	int fd = host_open(host, "/sys/block");
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
	if (!folder) {
		if (fd >= 0)
			close(fd);
		return;
	}
	for (struct dirent *entry; (entry = readdir(folder));) {
		int64_t rotating = 0;
		if (!is_disk(host, dirfd(folder), entry->d_name))
			continue;
		if (read_flag(host, entry->d_name, "queue/rotational", &rotating) && rotating)
			ret->hdds++;
		else
			ret->ssds++;
	}
	closedir(folder);
}
