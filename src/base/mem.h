/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory: every allocation of the library goes through here, so that tests can make any of them
 * fail (mem_fail_after) and count them (mem_count). An arena is for things that live together:
 * one command, one model, one result.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* NULL when memory is out. mem_zalloc gives n * size zeroed bytes and refuses an overflow. */
void *mem_alloc(size_t size);
void *mem_zalloc(size_t n, size_t size);
void *mem_realloc(void *p, size_t size);
void mem_free(void *p);
char *mem_strndup(const char *s, size_t n);
char *mem_strdup(const char *s);

/* Tests only: the allocation after n more fails, and all that follow, until called with -1. */
void mem_fail_after(int64_t n);
uint64_t mem_count(void);

/*
 * One large block that is kept when it is given back, for whoever takes one next, so that its pages
 * need not be had from the system again. Threads may share it; spare may be NULL: nothing is kept.
 */
struct mem_spare {
	_Atomic(void *) block;
};

/* At least size bytes, with whatever they contain, aligned for any type; NULL: memory is out. */
void *mem_spare_take(struct mem_spare *spare, size_t size);
void mem_spare_give(struct mem_spare *spare, void *memory);
void mem_spare_release(struct mem_spare *spare);

struct arena_block;
struct arena {
	struct arena_block *head;
};

/* Zeroed, aligned for any type, freed with the arena; NULL when memory is out. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_array(struct arena *arena, size_t n, size_t size);
char *arena_strndup(struct arena *arena, const char *s, size_t n);
char *arena_strdup(struct arena *arena, const char *s);
char *arena_printf(struct arena *arena, const char *fmt, ...) PRINTF_LIKE(2, 3);
void arena_release(struct arena *arena);

/*
 * Room for one more item in an array of *cap items of item_size, grown by doubling.
 * Returns false when memory is out or max would be passed (0: no maximum).
 */
bool mem_grow(void *items_pointer, size_t n, size_t *cap, size_t item_size, size_t max);

/*
 * Gives unused heap, and the pages of code and constants that can be read again from their files,
 * back to the system: for a program that mostly waits. Of another program's process it gives back
 * the pages of the library that it lies in alone.
 */
void mem_trim(void);

#endif
