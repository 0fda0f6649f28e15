/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The process that writes a run, with enough data to decide, later and from another process,
 * whether it is alive. A pid alone is reused, so the start of the process and of the machine go
 * with it; a pid means something only in its own PID namespace (containers may share a host name).
 */
#ifndef STORE_OWNER_H
#define STORE_OWNER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct run_owner {
	char host[256];   /* node name of uname(2) */
	char boot_id[64]; /* "" when unknown */
	int64_t pid_ns;   /* number of the PID namespace; 0 when unknown */
	int64_t pid;
	int64_t start_ticks; /* clock ticks after boot; 0 when unknown */
};

/*
 * Reads the identity of the calling process, from uname(2) and /proc; unknown members are 0 or "".
 */
void run_owner_read(struct run_owner *ret_owner);

/* True only if owner, of the same host as here, is certainly gone; here is the caller's own. */
bool run_owner_is_gone(const struct run_owner *owner, const struct run_owner *here);

#endif
