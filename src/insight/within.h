/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs within runs: a command that frugal run measures and keeps finds the id of its run in
 * FRUGAL_RUN. A meter inside records that run as its parent. A run that is not kept leaves the
 * variable as it was, so that runs inside belong to the run around both.
 */
#ifndef INSIGHT_WITHIN_H
#define INSIGHT_WITHIN_H

#include "record/run.h"

#define RUN_VARIABLE "FRUGAL_RUN"

/* The id that an environment (ends with NULL) has; "" when it has none that could be one. */
void within_of_environment(char *const *environment, char ret_id[RUN_ID_SIZE]);

/* The same for a process that runs already; "" too when its environment cannot be read. */
void within_of_process(int64_t pid, char ret_id[RUN_ID_SIZE]);

/* The same for the first process of a control group: its folder, or its path in the tree. */
void within_of_group(const char *group, char ret_id[RUN_ID_SIZE]);

#endif
