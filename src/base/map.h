/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A map from text to a small number, an index into an array of the caller. Keys are not copied:
 * they must outlive the map. Open addressing, FNV-1a; a map never shrinks.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct map_slot {
	struct str key;
	uint32_t hash;
	uint32_t value;
};

struct map {
	struct map_slot *slots;
	size_t n;
	size_t cap; /* a power of two, or 0 */
};

/*
 * Puts key if it is new; false when memory is out. *ret_old (may be NULL) is true when key was
 * there.
 */
bool map_put(struct map *map, struct str key, uint32_t value, bool *ret_old);
bool map_get(const struct map *map, struct str key, uint32_t *ret_value);
void map_release(struct map *map);

#endif
