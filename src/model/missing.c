/* SPDX-License-Identifier: Apache-2.0 */
/* Finds why a figure has no value: the first missing entry among those on which it depends. */
#include "model/program.h"

/* Whether an entry may be missing because known() asks about it. */
static bool may_miss(const struct program *program, const struct entry *entry)
{
	if (entry->kind == ENTRY_FIELD)
		return program->params[entry->param].optional;
	return entry->kind == ENTRY_INPUT && program->inputs[entry->input].optional;
}

const struct entry *program_missing_root(const struct program *program, const struct entry *entry,
					 missing_test *is_missing, const void *context)
{
	for (;;) {
		const struct entry *deeper = NULL;
		for (size_t i = 0; i < entry->n_uses; i++) {
			const struct entry *used = &program->entries[entry->uses[i]];
			bool row = used->kind == ENTRY_INPUT &&
				   program->inputs[used->input].kind == INPUT_ROW;
			if (row || !is_missing(context, used->reg))
				continue;
			if (!deeper || (may_miss(program, deeper) && !may_miss(program, used)))
				deeper = used;
		}
		if (!deeper)
			return entry;
		entry = deeper;
	}
}

bool entry_is_undefined(const struct entry *root)
{
	return (root->kind == ENTRY_LET || root->kind == ENTRY_OUT) && !root->condition.n;
}
