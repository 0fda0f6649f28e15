/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Groups of rows that share a key, and the index of keys: open addressing over group numbers, where
 * the key of a slot is that of the first row of its group.
 */
#include "factor/inside.h"

/* FNV-1a. */
static uint32_t hash_of(struct str key)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * 16777619u;
	return h;
}

/*
 * The slot with the group of key, or the empty slot where that group belongs; *ret_group is the
 * group, or TABLE_NO_ROW.
 */
static uint32_t slot_of(const struct table *table, struct str key, uint32_t *ret_group)
{
	uint32_t mask = table->n_key_slots - 1, i = hash_of(key) & mask;
	for (;; i = (i + 1) & mask) {
		*ret_group = packed_at(&table->key_slots, i) - 1;
		if (*ret_group == TABLE_NO_ROW ||
		    str_is(key, table_text(table, table_first(table, *ret_group), 0)))
			return i;
	}
}

bool groups_find(const struct table *table, struct str key, uint32_t *ret_group)
{
	uint32_t group;
	(void)slot_of(table, key, &group);
	if (group == TABLE_NO_ROW)
		return false;
	*ret_group = group;
	return true;
}

/* Empty slots, so many that the groups take three quarters of them at most. */
static uint32_t *new_slots(struct table *table)
{
	uint32_t n = 8;
	while (n / 4 * 3 < table->n_rows)
		n *= 2;
	uint32_t *slots = arena_array(&table->arena, n, sizeof(*slots));
	for (uint32_t i = 0; slots && i < n; i++)
		slots[i] = 0;
	table->n_key_slots = n;
	return slots;
}

int groups_make(struct table *table, struct frugal_error *reterr)
{
	size_t n = (size_t)table->n_rows + 1;
	uint32_t *last = arena_array(&table->arena, n, sizeof(*last));
	uint32_t *group_of = arena_array(&table->arena, n, sizeof(*group_of));
	uint32_t *next = arena_array(&table->arena, n, sizeof(*next));
	uint32_t *first = arena_array(&table->arena, n, sizeof(*first));
	uint32_t *slots = new_slots(table);
	if (!last || !group_of || !next || !first || !slots)
		return error_nomem(reterr);
	table->group_of = packed_plain(group_of);
	table->next = packed_plain(next);
	table->first = packed_plain(first);
	table->key_slots = packed_plain(slots);
	for (uint32_t row = 0; row < table->n_rows; row++) {
		uint32_t group;
		uint32_t slot = slot_of(table, str_of(table_text(table, row, 0)), &group);
		next[row] = 0;
		if (group == TABLE_NO_ROW) {
			group = table->n_groups++;
			slots[slot] = group + 1;
			first[group] = row;
		} else {
			next[last[group]] = row + 1;
		}
		group_of[row] = group;
		last[group] = row;
	}
	return groups_choose(table, reterr);
}

int groups_choose(struct table *table, struct frugal_error *reterr)
{
	uint32_t *best = arena_array(&table->arena, (size_t)table->n_groups + 1, sizeof(*best));
	if (!best)
		return error_nomem(reterr);
	for (uint32_t group = 0; group < table->n_groups; group++)
		best[group] = choice_of_group(table, group, 0);
	table->best = packed_plain(best);
	return 0;
}
