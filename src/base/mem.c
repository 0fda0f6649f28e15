/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"

#include <link.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ARENA_FIRST ((size_t)1024) /* a block of an arena is twice the last, to ARENA_BLOCK */
#define ARENA_BLOCK ((size_t)8192)
#define ARENA_ALIGN ((size_t)16)

static _Atomic int64_t fail_countdown = -1;
static _Atomic uint64_t allocations;

void mem_fail_after(int64_t n)
{
	atomic_store(&fail_countdown, n);
}

uint64_t mem_count(void)
{
	return atomic_load(&allocations);
}

static bool must_fail(void)
{
	atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
	int64_t left = atomic_load_explicit(&fail_countdown, memory_order_relaxed);
	if (left < 0)
		return false;
	if (left == 0)
		return true;
	atomic_store_explicit(&fail_countdown, left - 1, memory_order_relaxed);
	return false;
}

void *mem_alloc(size_t size)
{
	return must_fail() ? NULL : malloc(size ? size : 1);
}

void *mem_zalloc(size_t n, size_t size)
{
	return must_fail() ? NULL : calloc(n ? n : 1, size ? size : 1);
}

void *mem_realloc(void *p, size_t size)
{
	return must_fail() ? NULL : realloc(p, size ? size : 1);
}

void mem_free(void *p)
{
	free(p);
}

char *mem_strndup(const char *s, size_t n)
{
	char *copy = mem_alloc(n + 1);
	if (!copy)
		return NULL;
	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *mem_strdup(const char *s)
{
	return mem_strndup(s, strlen(s));
}

struct spare_block {
	size_t size; /* of the memory */
	_Alignas(max_align_t) unsigned char memory[];
};

void *mem_spare_take(struct mem_spare *spare, size_t size)
{
	struct spare_block *block = spare ? atomic_exchange(&spare->block, NULL) : NULL;
	if (block && block->size >= size)
		return block->memory;
	mem_free(block);
	size_t total;
	if (__builtin_add_overflow(size, sizeof(*block), &total))
		return NULL;
	block = mem_alloc(total);
	if (!block)
		return NULL;
	block->size = size;
	return block->memory;
}

void mem_spare_give(struct mem_spare *spare, void *memory)
{
	if (!memory)
		return;
	void *block = (unsigned char *)memory - offsetof(struct spare_block, memory);
	mem_free(spare ? atomic_exchange(&spare->block, block) : block);
}

void mem_spare_release(struct mem_spare *spare)
{
	mem_free(atomic_exchange(&spare->block, NULL));
}

bool mem_grow(void *items_pointer, size_t n, size_t *cap, size_t item_size, size_t max)
{
	void *items;
	memcpy(&items, items_pointer, sizeof(items));
	if (n < *cap)
		return true;
	if (max && n >= max)
		return false;
	size_t want = *cap ? *cap * 2 : 8;
	if (max && want > max)
		want = max;
	size_t bytes;
	if (__builtin_mul_overflow(want, item_size, &bytes))
		return false;
	void *grown = mem_realloc(items, bytes);
	if (!grown)
		return false;
	memcpy(items_pointer, &grown, sizeof(grown));
	*cap = want;
	return true;
}

struct arena_block {
	struct arena_block *next;
	size_t used;
	size_t size;
	_Alignas(16) unsigned char bytes[];
};

void *arena_alloc(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->head;
	if (size > SIZE_MAX / 2)
		return NULL;
	size_t need = (size + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
	if (!block || block->size - block->used < need) {
		size_t usual = !block                          ? ARENA_FIRST
			       : block->size < ARENA_BLOCK / 2 ? 2 * block->size
							       : ARENA_BLOCK;
		size_t room = need > usual ? need : usual;
		/* Zeroed once here: an arena gives memory out once and never reuses it. */
		block = mem_zalloc(1, sizeof(*block) + room);
		if (!block)
			return NULL;
		block->next = arena->head;
		block->used = 0;
		block->size = room;
		arena->head = block;
	}
	void *p = block->bytes + block->used;
	block->used += need;
	return p;
}

void *arena_array(struct arena *arena, size_t n, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	return arena_alloc(arena, bytes);
}

char *arena_strndup(struct arena *arena, const char *s, size_t n)
{
	char *copy = arena_alloc(arena, n + 1);
	if (copy && n)
		memcpy(copy, s, n);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *s)
{
	return arena_strndup(arena, s, strlen(s));
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return NULL;
	char *text = arena_alloc(arena, (size_t)n + 1);
	if (!text)
		return NULL;
	va_start(ap, fmt);
	(void)vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return text;
}

void arena_release(struct arena *arena)
{
	struct arena_block *block = arena->head;
	while (block) {
		struct arena_block *next = block->next;
		mem_free(block);
		block = next;
	}
	arena->head = NULL;
}

/*
 * The file that this code lies in, as the dynamic linker names it: "" is the program itself. Within
 * another program's process only our own pages are given back: it, or its debugger, may have
 * written into its code.
 */
static bool is_ours(const struct dl_phdr_info *object)
{
	uintptr_t here = (uintptr_t)mem_trim;
	for (size_t i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		if (part->p_type == PT_LOAD &&
		    here - (object->dlpi_addr + part->p_vaddr) < part->p_memsz)
			return true;
	}
	return false;
}

static int find_ours(struct dl_phdr_info *object, size_t size, void *context)
{
	bool *is_program = context;
	(void)size;
	*is_program = is_ours(object) && !object->dlpi_name[0];
	return is_ours(object);
}

/* Gives back the read-only pages of an object. Writable parts have relocations and stay. */
static int give_back(struct dl_phdr_info *object, size_t size, void *context)
{
	const bool *is_program = context;
	(void)size;
	if (!*is_program && !is_ours(object))
		return 0;
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	for (size_t i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		if (part->p_type != PT_LOAD || part->p_flags & PF_W)
			continue;
		uintptr_t from = (object->dlpi_addr + part->p_vaddr) & ~(page - 1);
		uintptr_t to = object->dlpi_addr + part->p_vaddr + part->p_filesz;
		(void)madvise((void *)from, to - from, MADV_DONTNEED);
	}
	return 0;
}

void mem_trim(void)
{
#ifdef __GLIBC__
	(void)malloc_trim(0);
#endif
	bool is_program = false;
	dl_iterate_phdr(find_ours, &is_program);
	dl_iterate_phdr(give_back, &is_program);
}
