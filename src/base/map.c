/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

#include "base/mem.h"

static uint32_t hash_of(struct str key)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * 16777619u;
	return h;
}

/* The slot that has key, or the empty one where it belongs. */
static struct map_slot *find(const struct map *map, struct str key, uint32_t hash)
{
	size_t i = hash & (map->cap - 1);
	for (;; i = (i + 1) & (map->cap - 1)) {
		struct map_slot *slot = &map->slots[i];
		if (!slot->key.p || (slot->hash == hash && str_eq(slot->key, key)))
			return slot;
	}
}

static bool grow(struct map *map)
{
	struct map bigger = {.cap = map->cap ? map->cap * 2 : 16, .n = map->n};
	bigger.slots = mem_zalloc(bigger.cap, sizeof(*bigger.slots));
	if (!bigger.slots)
		return false;
	for (size_t i = 0; i < map->cap; i++)
		if (map->slots[i].key.p)
			*find(&bigger, map->slots[i].key, map->slots[i].hash) = map->slots[i];
	mem_free(map->slots);
	*map = bigger;
	return true;
}

bool map_put(struct map *map, struct str key, uint32_t value, bool *ret_old)
{
	if ((map->n + 1) * 4 > map->cap * 3 && !grow(map))
		return false;
	uint32_t hash = hash_of(key);
	struct map_slot *slot = find(map, key, hash);
	if (ret_old)
		*ret_old = slot->key.p != NULL;
	if (slot->key.p)
		return true;
	/* A slot without a key pointer is empty: the empty text needs a pointer too. */
	*slot = (struct map_slot){
		.key = key.p ? key : STR(""),
		.hash = hash,
		.value = value,
	};
	map->n++;
	return true;
}

bool map_get(const struct map *map, struct str key, uint32_t *ret_value)
{
	if (!map->cap)
		return false;
	const struct map_slot *slot = find(map, key, hash_of(key));
	if (!slot->key.p)
		return false;
	*ret_value = slot->value;
	return true;
}

void map_release(struct map *map)
{
	mem_free(map->slots);
	*map = (struct map){0};
}
