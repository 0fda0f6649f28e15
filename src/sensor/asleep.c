/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linux: Documentation/ABI/testing/sysfs-devices-power. "suspending" and "resuming" are moments
 * in between, in which the device is busy itself.
 */
#include "sensor/asleep.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/host.h"

int asleep_open(const struct host *host, const char *folder)
{
	char path[512];
	int n = snprintf(path, sizeof(path), "%s/power/runtime_status", folder);
	int fd = n > 0 && (size_t)n < sizeof(path) ? host_open(host, path) : -1;
	return fd < 0 ? -1 : fd;
}

bool asleep_now(int fd)
{
	char text[16] = "";
	return fd >= 0 && pread(fd, text, sizeof(text) - 1, 0) > 0 &&
	       strncmp(text, "suspended", 9) == 0;
}

bool asleep_look(const struct host *host, const char *folder)
{
	int fd = asleep_open(host, folder);
	bool asleep = asleep_now(fd);
	if (fd >= 0)
		close(fd);
	return asleep;
}
