/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The use of memory by a command and its later children, and by the whole machine: misses of the
 * last cache, each of which reads a line from memory. Needs a processor that counts them (most
 * virtual machines hide the counter) and, for the machine, root, CAP_PERFMON or
 * kernel.perf_event_paranoid <= 0.
 */
#ifndef HOST_MISSES_H
#define HOST_MISSES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct misses;

/*
 * Counts the misses of a process from now on; NULL where they cannot be counted. Takes
 * microseconds.
 */
struct misses *misses_of_command(int pid);

/* Counts the misses of the machine as well, by processor; false where they cannot be counted. */
bool misses_of_machine(struct misses *misses);

/* The misses since the last call, or since both counters began; false without new ones. */
bool misses_since(struct misses *misses, double *ret_own, double *ret_all);
void misses_free(struct misses *misses);

/* Tests only: counts another event of perf_event_open instead. */
void misses_count_instead(uint32_t type, uint64_t config);

#endif
