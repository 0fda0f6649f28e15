/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The CPU time of every process, counted within the kernel at each switch (eBPF): nothing is
 * missed, however short, and nothing is scanned. Needs CAP_BPF and CAP_PERFMON (root), a kernel
 * that describes its types (/sys/kernel/btf/vmlinux, 5.8 and later) and libbpf.so.1.
 */
#ifndef HOST_SWITCHES_H
#define HOST_SWITCHES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "host/switches_shared.h"

struct switches;

/* FRUGAL_EENV: not here; reterr says why. */
int switches_open(struct switches **ret, struct frugal_error *reterr);

/*
 * Hands over each process that has run since switches_open, its CPU time since then included what
 * runs now; those that have ended are handed over once. False when the kernel did not answer.
 */
bool switches_read(struct switches *switches,
		   void (*take)(void *context, const struct switches_key *key,
				const struct switches_value *value),
		   void *context);
void switches_close(struct switches *switches);

#endif
