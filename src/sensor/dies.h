/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packages of several dies. Intel counts each die by itself. AMD and Hygon count the package, which
 * kernels before 6.12 show once for each die (rapl_msrs_are_pkg_scope in
 * arch/x86/events/rapl.c): one of these is the package, the others are the same counter again.
 */
#ifndef SENSOR_DIES_H
#define SENSOR_DIES_H

#include "sensor/sensor.h"

/* Of the sources from `from` on, leaves one die of each package of AMD's; the rest do not count. */
void dies_leave_one(struct host *host, const struct sources *found, size_t from);

#endif
