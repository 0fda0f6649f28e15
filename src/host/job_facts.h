/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run can be found by later, as tags of its record: its job of Slurm, its container, its pod
 * and the commit that its folder is at.
 *
 *	slurm:1234  slurm.array:1200_7  slurm.name:train  slurm.partition:gpu
 *	container:0123456789ab  pod:train-0  git:0123456789ab
 *
 * Slurm and pods are known by the variables of the command, containers by the control group of this
 * process, commits by reading .git as "git rev-parse HEAD" does; no program is started. A fact that
 * is not known has no tag.
 */
#ifndef HOST_JOB_FACTS_H
#define HOST_JOB_FACTS_H

#include <stddef.h>

#include "base/mem.h"

#define JOB_FACTS_MOST 8

/*
 * Writes to `to` the tags, in the arena, and a NULL behind them; returns how many. folder: where
 * the command starts.
 */
size_t job_facts(char *const *environment, const char *folder, struct arena *arena,
		 const char *to[JOB_FACTS_MOST]);

/*
 * The first 12 digits of the id of the container whose processes have these lines of
 * /proc/PID/cgroup: to[13], "" for none.
 */
void job_container(const char *cgroups, char to[13]);

#endif
