/* SPDX-License-Identifier: Apache-2.0 */
/* What the handles of a machine and of a live look hold: for the writers of the room report. */
#ifndef API_MACHINE_H
#define API_MACHINE_H

#include "insight/live.h"
#include "insight/machine.h"

struct frugal_machine {
	struct arena arena; /* the list of sensors that were asked for */
	struct machine *seen;
};

struct frugal_live {
	struct arena arena;
	struct live *seen;
};

#endif
