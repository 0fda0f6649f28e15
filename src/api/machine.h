/* SPDX-License-Identifier: Apache-2.0 */
/* The handles of a machine and of a live look, for the writers of the room report. */
#ifndef API_MACHINE_H
#define API_MACHINE_H

#include "insight/live.h"
#include "insight/machine.h"

struct frugal_machine {
	struct arena arena; /* the list of sensors of the options */
	struct machine *seen;
};

struct frugal_live {
	struct arena arena;
	struct live *seen;
};

#endif
