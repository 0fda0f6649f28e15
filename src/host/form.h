/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which kind of machine this is and which disks it has, from /sys/class/dmi/id/chassis_type
 * (numbers of SMBIOS 3.7, 7.4.1) and /sys/block. Removable disks do not count.
 */
#ifndef HOST_FORM_H
#define HOST_FORM_H

#include "host/host.h"

enum host_kind { KIND_UNKNOWN, KIND_SERVER, KIND_DESKTOP, KIND_PORTABLE };

struct host_form {
	enum host_kind kind;
	int hdds, ssds; /* rotating, and not */
};

/* A file that cannot be read leaves the kind unknown or the disk out. */
void host_form(const struct host *host, struct host_form *ret);

#endif
