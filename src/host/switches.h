/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The CPU time of every process, counted within the kernel at each switch (eBPF): complete even for
 * short processes, without a scan. Needs CAP_BPF and CAP_PERFMON (root), a kernel that describes
 * its types (/sys/kernel/btf/vmlinux, 5.8 and later) and libbpf.so.1.
 */
#ifndef HOST_SWITCHES_H
#define HOST_SWITCHES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "host/switches_shared.h"

struct switches;

/* FRUGAL_EENV: not available here; reterr gives the reason. */
int switches_open(struct switches **ret, struct frugal_error *reterr);

/*
 * Calls the function for each process that has run since switches_open, with its CPU time since
 * then up to now; an ended process is handed over once. False when the kernel did not answer.
 */
bool switches_read(struct switches *switches,
		   void (*take)(void *context, const struct switches_key *key,
				const struct switches_value *value),
		   void *context);
void switches_close(struct switches *switches);

#endif
