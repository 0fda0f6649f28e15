/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SENSOR_IPMI_H
#define SENSOR_IPMI_H

#include <stddef.h>

/* Returns the watts in the answer to DCMI "Get Power Reading" (DCMI 1.5, table 6-16), or -1. */
int ipmi_power_reading(const unsigned char *answer, size_t n);

#endif
