/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that can be made to fail, arenas, arrays that grow. */
#include "check.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"

TEST(the_allocation_after_n_more_fails_and_all_that_follow)
{
	mem_fail_after(1);
	void *first = mem_alloc(8);
	void *second = mem_alloc(8);
	void *third = mem_zalloc(2, 8);
	void *fourth = mem_realloc(NULL, 8);
	char *fifth = mem_strdup("x");
	mem_fail_after(-1);
	CHECK(first != NULL);
	CHECK(!second && !third && !fourth && !fifth);
	mem_free(first);
	first = mem_alloc(8);
	CHECK(first != NULL);
	mem_free(first);
	mem_free(NULL);
}

TEST(allocations_are_counted)
{
	uint64_t before = mem_count();
	char *copy = mem_strndup("training", 5);
	CHECK_TEXT(copy, "train");
	CHECK_INT(mem_count() - before, 1);
	mem_free(copy);
}

TEST(nothing_is_a_size_like_another)
{
	void *a = mem_alloc(0), *b = mem_zalloc(0, 8), *c = mem_realloc(NULL, 0);
	CHECK(a && b && c);
	mem_free(a);
	mem_free(b);
	mem_free(c);
}

TEST(a_product_that_overflows_is_refused)
{
	volatile size_t huge = SIZE_MAX / 2;
	CHECK(mem_zalloc(huge, 3) == NULL);
	struct arena arena = {0};
	CHECK(arena_array(&arena, huge, 3) == NULL);
	CHECK(arena_alloc(&arena, SIZE_MAX) == NULL);
	CHECK(arena_alloc(&arena, SIZE_MAX - 40) == NULL);
	CHECK(arena.head == NULL);
}

TEST(an_arena_gives_aligned_zeroes)
{
	struct arena arena = {0};
	for (size_t size = 0; size < 3000; size += 7) {
		unsigned char *p = arena_alloc(&arena, size);
		CHECK(p != NULL);
		CHECK_INT((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < size; i++)
			CHECK_INT(p[i], 0);
		memset(p, 0xAA, size);
	}
	unsigned char *large = arena_alloc(&arena, 1000000);
	CHECK(large && large[0] == 0 && large[999999] == 0);
	memset(large, 0xAA, 1000000);
	arena_release(&arena);
	CHECK(arena.head == NULL);
	arena_release(&arena);
}

/* 1, 2, 4 and 8 kB, then 8 kB each: 15 kB are 4 blocks, the next 8 kB one more. */
TEST(the_blocks_of_an_arena_double_from_a_small_one)
{
	struct arena arena = {0};
	uint64_t before = mem_count();
	for (int i = 0; i < 16; i++)
		CHECK(arena_alloc(&arena, 64) != NULL);
	CHECK_INT(mem_count() - before, 1);
	for (int i = 0; i < 14 * 16; i++)
		CHECK(arena_alloc(&arena, 64) != NULL);
	CHECK_INT(mem_count() - before, 4);
	for (int i = 0; i < 16 * 16; i++)
		CHECK(arena_alloc(&arena, 64) != NULL);
	CHECK_INT(mem_count() - before, 6);
	arena_release(&arena);
}

TEST(texts_in_an_arena_are_terminated)
{
	struct arena arena = {0};
	CHECK_TEXT(arena_strdup(&arena, "whole"), "whole");
	CHECK_TEXT(arena_strndup(&arena, "part of it", 4), "part");
	CHECK_TEXT(arena_strndup(&arena, NULL, 0), "");
	CHECK_TEXT(arena_printf(&arena, "%s=%d", "x", 12), "x=12");
	arena_release(&arena);
}

TEST(an_arena_survives_memory_that_runs_out)
{
	struct arena arena = {0};
	mem_fail_after(0);
	void *p = arena_alloc(&arena, 8);
	char *s = arena_strdup(&arena, "x");
	char *f = arena_printf(&arena, "%d", 1);
	mem_fail_after(-1);
	CHECK(!p && !s && !f);
	CHECK_TEXT(arena_strdup(&arena, "again"), "again");
	arena_release(&arena);
}

TEST(an_array_grows_by_doubling_up_to_its_limit)
{
	int *items = NULL;
	size_t cap = 0, grown = 0;
	for (size_t n = 0; n < 1000; n++) {
		size_t before = cap;
		CHECK(mem_grow(&items, n, &cap, sizeof(*items), 1000));
		grown += cap != before;
		items[n] = (int)n;
	}
	CHECK(!mem_grow(&items, 1000, &cap, sizeof(*items), 1000));
	CHECK_INT(cap, 1000);
	CHECK(grown < 12);
	CHECK_INT(items[999], 999);
	mem_fail_after(0);
	bool more = mem_grow(&items, 1000, &cap, sizeof(*items), 0);
	mem_fail_after(-1);
	CHECK(!more);
	CHECK_INT(items[999], 999);
	mem_free(items);
}

TEST(an_array_too_large_to_count_does_not_grow)
{
	int *items = NULL;
	size_t cap = SIZE_MAX / 4;
	CHECK(!mem_grow(&items, cap, &cap, sizeof(*items), 0));
	CHECK_INT(cap, SIZE_MAX / 4);
}

/* What a debugger does to set a breakpoint: a page of our constants that has another byte. */
static const unsigned char constants[3 * 65536] = {1};

static unsigned char *changed_page(void)
{
	uintptr_t size = (uintptr_t)sysconf(_SC_PAGESIZE);
	unsigned char *page = (void *)(((uintptr_t)constants + size - 1) & ~(size - 1));
	CHECK_INT(mprotect(page, size, PROT_READ | PROT_WRITE), 0);
	*page = 77;
	CHECK_INT(mprotect(page, size, PROT_READ), 0);
	return page;
}

TEST(a_library_leaves_the_pages_of_its_program_as_they_are)
{
	const char *path = getenv("MEM_MODULE");
	void *module = path ? dlopen(path, RTLD_LAZY | RTLD_LOCAL) : NULL;
	void (*trim)(void) = NULL;
	if (!module)
		SKIP("the module is built by meson (MEM_MODULE)");
	void *symbol = dlsym(module, "mem_trim");
	CHECK(symbol != NULL);
	memcpy(&trim, &symbol, sizeof(symbol));
	const volatile unsigned char *page = changed_page();
	trim();
	CHECK_INT(*page, 77);
	mem_trim(); /* of the program itself: read again from its file */
	CHECK(*page != 77);
	dlclose(module);
}

RUN_TESTS(CASE(a_library_leaves_the_pages_of_its_program_as_they_are),
	  CASE(the_allocation_after_n_more_fails_and_all_that_follow),
	  CASE(allocations_are_counted), CASE(nothing_is_a_size_like_another),
	  CASE(a_product_that_overflows_is_refused), CASE(an_arena_gives_aligned_zeroes),
	  CASE(the_blocks_of_an_arena_double_from_a_small_one),
	  CASE(texts_in_an_arena_are_terminated), CASE(an_arena_survives_memory_that_runs_out),
	  CASE(an_array_grows_by_doubling_up_to_its_limit),
	  CASE(an_array_too_large_to_count_does_not_grow))
