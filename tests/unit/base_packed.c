/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays of small numbers as the image has them. */
#include "base/draft.h"
#include "base/packed.h"
#include "check.h"

TEST(numbers_take_the_bits_of_the_largest_and_come_out_as_they_went_in)
{
	static const struct {
		uint32_t most, bits;
	} want[] = {
		{0, 1},      {1, 1},         {2, 2},           {3, 2},    {4, 4},
		{15, 4},     {16, 8},        {255, 8},         {256, 16}, {65535, 16},
		{65536, 32}, {1u << 31, 32}, {UINT32_MAX, 32},
	};
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
		uint32_t values[67];
		struct draft draft;
		for (uint32_t k = 0; k < 67; k++)
			values[k] = k == 33 ? want[i].most : want[i].most / 66 * k;
		draft_init(&draft, "t");
		draft_packed(&draft, values, 67);
		uint32_t shift = draft.words[0];
		CHECK_INT(1 << shift, want[i].bits);
		CHECK_INT(draft.n_words, 1 + (67 * want[i].bits + 31) / 32);
		CHECK_INT(packed_words(67, shift), draft.n_words - 1);
		struct packed packed = packed_of(draft.words + 1, shift);
		for (uint32_t k = 0; k < 67; k++)
			CHECK_INT(packed_at(&packed, k), values[k]);
		draft_release(&draft);
	}
}

/* By hand: the first number is in the lowest bits. */
TEST(a_word_has_its_first_number_in_its_lowest_bits)
{
	static const uint32_t words[] = {0x04030201, 0xff08};
	struct packed bytes = packed_of(words, 3), plain = packed_plain(words);
	CHECK_INT(packed_at(&bytes, 0), 1);
	CHECK_INT(packed_at(&bytes, 3), 4);
	CHECK_INT(packed_at(&bytes, 4), 8);
	CHECK_INT(packed_at(&bytes, 5), 255);
	CHECK_INT(packed_at(&plain, 1), 0xff08);
	CHECK_INT(packed_words(0, 0), 0);
	CHECK_INT(packed_words(33, 0), 2);
}

TEST(an_array_without_numbers_takes_the_word_of_its_shift)
{
	struct draft draft;
	draft_init(&draft, "t");
	draft_packed(&draft, NULL, 0);
	CHECK_INT(draft.n_words, 1);
	CHECK(!draft.failed);
	draft_release(&draft);
}

RUN_TESTS(CASE(numbers_take_the_bits_of_the_largest_and_come_out_as_they_went_in),
	  CASE(a_word_has_its_first_number_in_its_lowest_bits),
	  CASE(an_array_without_numbers_takes_the_word_of_its_shift))
