/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/map.h"
#include "base/mem.h"

TEST(a_key_gives_its_value)
{
	struct map map = {0};
	uint32_t value = 99;
	bool old = true;
	CHECK(!map_get(&map, STR("a"), &value));
	CHECK(map_put(&map, STR("a"), 1, &old));
	CHECK(!old);
	CHECK(map_put(&map, STR("b"), 2, NULL));
	CHECK(map_get(&map, STR("a"), &value));
	CHECK_INT(value, 1);
	CHECK(!map_get(&map, STR("A"), &value));
	CHECK_INT(value, 1);
	map_release(&map);
	CHECK(!map_get(&map, STR("a"), &value));
}

TEST(the_first_value_of_a_key_stays)
{
	struct map map = {0};
	uint32_t value = 0;
	bool old = false;
	CHECK(map_put(&map, STR("a"), 1, NULL));
	CHECK(map_put(&map, STR("a"), 2, &old));
	CHECK(old);
	CHECK(map_get(&map, STR("a"), &value));
	CHECK_INT(value, 1);
	CHECK_INT(map.n, 1);
	map_release(&map);
}

TEST(the_empty_text_is_a_key_like_another)
{
	struct map map = {0};
	uint32_t value = 0;
	bool old = false;
	CHECK(map_put(&map, (struct str){NULL, 0}, 5, NULL));
	CHECK(map_put(&map, STR(""), 6, &old));
	CHECK(old);
	CHECK_INT(map.n, 1);
	CHECK(map_get(&map, (struct str){NULL, 0}, &value));
	CHECK_INT(value, 5);
	map_release(&map);
}

TEST(many_keys_are_all_found)
{
	enum { N = 20000 };
	static char keys[N][12];
	struct map map = {0};
	for (uint32_t i = 0; i < N; i++) {
		(void)snprintf(keys[i], sizeof(keys[i]), "key%u", i);
		CHECK(map_put(&map, str_of(keys[i]), i, NULL));
	}
	CHECK_INT(map.n, N);
	CHECK_INT(map.cap & (map.cap - 1), 0);
	for (uint32_t i = 0; i < N; i++) {
		uint32_t value = 0;
		CHECK(map_get(&map, str_of(keys[i]), &value));
		CHECK_INT(value, i);
	}
	uint32_t value;
	CHECK(!map_get(&map, STR("key20000"), &value));
	map_release(&map);
}

TEST(a_map_that_cannot_grow_keeps_what_it_has)
{
	static const char *const keys[] = {"a", "b", "c", "d", "e", "f", "g", "h",
					   "i", "j", "k", "l", "m", "n", "o", "p"};
	struct map map = {0};
	mem_fail_after(0);
	bool first = map_put(&map, STR("a"), 0, NULL);
	mem_fail_after(-1);
	CHECK(!first);
	uint32_t n = 0;
	CHECK(map_put(&map, str_of(keys[n]), n, NULL));
	mem_fail_after(0);
	for (n = 1; n < 16 && map_put(&map, str_of(keys[n]), n, NULL); n++)
		;
	mem_fail_after(-1);
	CHECK(n > 1 && n < 16);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t value = 99;
		CHECK(map_get(&map, str_of(keys[i]), &value));
		CHECK_INT(value, i);
	}
	CHECK(map_put(&map, str_of(keys[n]), n, NULL));
	map_release(&map);
}

RUN_TESTS(CASE(a_key_gives_its_value), CASE(the_first_value_of_a_key_stays),
	  CASE(the_empty_text_is_a_key_like_another), CASE(many_keys_are_all_found),
	  CASE(a_map_that_cannot_grow_keeps_what_it_has))
