/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What kind of machine it is and what disks it has, from /sys/class/dmi/id/chassis_type (numbers of
 * SMBIOS 3.7, 7.4.1) and /sys/block. Disks that are plugged in for a while do not count.
 */
#ifndef HOST_FORM_H
#define HOST_FORM_H

#include "host/host.h"

enum host_kind { KIND_UNKNOWN, KIND_SERVER, KIND_DESKTOP, KIND_PORTABLE };

struct host_form {
	enum host_kind kind;
	int hdds, ssds; /* rotating, and not */
};

/* What cannot be read is unknown or none. */
void host_form(const struct host *host, struct host_form *ret);

#endif
