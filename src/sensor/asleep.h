/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the kernel suspended a device to save power (runtime power management). A reading of its
 * sensors would wake it and keep it awake; its power/runtime_status may be read at any time. A
 * device without such a file is awake.
 */
#ifndef SENSOR_ASLEEP_H
#define SENSOR_ASLEEP_H

#include <stdbool.h>

struct host;

/* folder is that of the device: "/sys/bus/pci/devices/0000:01:00.0". */
bool asleep_look(const struct host *host, const char *folder);

/* The same again and again: a descriptor, or -1, which is awake and need not be closed. */
int asleep_open(const struct host *host, const char *folder);
bool asleep_now(int fd);

#endif
