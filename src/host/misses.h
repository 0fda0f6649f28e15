/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who uses the memory: misses of the last cache, each a line that comes from memory, of a command
 * with the children it will have, and of the whole machine. Needs a processor that counts them
 * (most virtual machines hide it) and, for the machine, root, CAP_PERFMON or
 * kernel.perf_event_paranoid <= 0.
 */
#ifndef HOST_MISSES_H
#define HOST_MISSES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct misses;

/* Counts those of a process from now on; NULL where they cannot be. Takes microseconds. */
struct misses *misses_of_command(int pid);

/* Counts those of the machine as well, by processor; false where they cannot be. */
bool misses_of_machine(struct misses *misses);

/* Since the last call, or since both are counted; false when nothing new can be told. */
bool misses_since(struct misses *misses, double *ret_own, double *ret_all);
void misses_free(struct misses *misses);

/* Tests only: another event of perf_event_open in their place. */
void misses_count_instead(uint32_t type, uint64_t config);

#endif
