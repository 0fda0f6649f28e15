/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two lists and the role of each phase, in one table: a phase without a role cannot be added.
 */
#include "record/words.h"

#include <string.h>

#define PHASES(ROW)                                                                                \
	ROW("data", PHASE_BEFORE)                                                                  \
	ROW("development", PHASE_BEFORE)                                                           \
	ROW("search", PHASE_BEFORE)                                                                \
	ROW("training", PHASE_LEARN)                                                               \
	ROW("fine-tuning", PHASE_ADAPT)                                                            \
	ROW("evaluation", PHASE_BEFORE)                                                            \
	ROW("inference", PHASE_USE)

#define NAME(name, role) name,
#define ROLE(name, role) role,

const char *const run_phases[] = {PHASES(NAME) NULL};
static const enum phase_role roles[] = {PHASES(ROLE) PHASE_UNSAID};

const char *const run_outcomes[] = {"failed", "superseded", RUN_OUTCOME_SHIPPED, "abandoned", NULL};

size_t run_phase_place(const char *phase)
{
	size_t i = 0;
	while (run_phases[i] && strcmp(run_phases[i], phase) != 0)
		i++;
	return i;
}

enum phase_role run_phase_role(const char *phase)
{
	return roles[run_phase_place(phase)];
}
