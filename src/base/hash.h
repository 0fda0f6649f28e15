/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): for names, changes and bytes that were
 * cut off. It does not resist who forges: sha256.h does.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_BEGIN UINT64_C(0xcbf29ce484222325)

/* One more step, with a byte or with another hash. */
static inline uint64_t hash_step(uint64_t hash, uint64_t x)
{
	return (hash ^ x) * UINT64_C(0x100000001b3);
}

static inline uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hash = hash_step(hash, (unsigned char)bytes[i]);
	return hash;
}

#endif
