/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which kind of machine this is and which disks it has, from /sys/class/dmi/id/chassis_type
 * (numbers of SMBIOS 3.7, 7.4.1), the device tree and /sys/block. Removable disks do not count.
 */
#ifndef HOST_CHASSIS_H
#define HOST_CHASSIS_H

#include "host/host.h"

struct host_chassis {
	enum host_kind kind;
	int hdds, ssds; /* rotating, and not */
};

/* The kind alone, of a machine that is not virtual. */
enum host_kind host_kind(const struct host *host);

/* A file that cannot be read leaves the kind unknown or the disk out. */
void host_chassis(const struct host *host, struct host_chassis *ret);

#endif
