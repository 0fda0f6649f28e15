/* SPDX-License-Identifier: Apache-2.0 */
/* What the processes of a parallel job tell the one that meters their machine. */
#include "check.h"

#include "host/ranks.h"

static void goes_there_and_back(const struct rank_word *word, const char *want)
{
	char text[320];
	struct rank_word back;
	rank_word_write(word, text, sizeof(text));
	CHECK_TEXT(text, want);
	CHECK(rank_word_parse(str_of(text), &back));
	CHECK_INT(back.rank, word->rank);
	CHECK_INT(back.pid, word->pid);
	CHECK_INT(back.cpu_ns, word->cpu_ns);
	CHECK_INT(back.end, word->end);
	CHECK_TEXT(back.boards, word->boards);
}

TEST(a_word_is_read_as_it_was_written)
{
	struct rank_word word = {.rank = 3, .pid = 4242, .cpu_ns = 1500000000};
	goes_there_and_back(&word, "rank 3 pid 4242 cpu 1500000000");
	(void)snprintf(word.boards, sizeof(word.boards), "CUDA_VISIBLE_DEVICES=1,2");
	word.end = true;
	goes_there_and_back(&word,
			    "rank 3 pid 4242 end 1500000000 boards CUDA_VISIBLE_DEVICES=1,2");
}

TEST(a_word_that_does_not_hold_is_refused)
{
	static const char *const bad[] = {"",
					  "rank",
					  "rank 1 pid 2",
					  "rank 1 pid 2 cpu",
					  "rank 1 pid 2 cpu x",
					  "rank -1 pid 2 cpu 3",
					  "rank 1 pid 2 cpu 3 4",
					  "rank 1 pid 2 cpu 3 board A=1",
					  "rank 1 pid 2 cpu 3 boards A=1 B=2",
					  "rank 1 pid 99999999999 cpu 3"};
	struct rank_word word;
	char text[400] = "rank 1 pid 2 cpu 3 boards ";
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(!rank_word_parse(str_of(bad[i]), &word));
	memset(text + strlen(text), 'a', 200);
	CHECK(!rank_word_parse(str_of(text), &word));
}

/* The lists that give accelerators, and what says how they are numbered; nothing else. */
TEST(the_boards_of_an_environment_are_its_lists)
{
	char text[64];
	char *all[] = {(char[]){"HOME=/root"},
		       (char[]){"CUDA_VISIBLE_DEVICES=1"},
		       (char[]){"CUDA_VISIBLE_DEVICES_OF_OTHERS=2"},
		       (char[]){"_VISIBLE_DEVICES=3"},
		       (char[]){"ZE_AFFINITY_MASK=0.1"},
		       (char[]){"HIP_VISIBLE_DEVICES=a b"},
		       NULL};
	rank_boards(all, text, sizeof(text));
	CHECK_TEXT(text, "CUDA_VISIBLE_DEVICES=1;ZE_AFFINITY_MASK=0.1");
	rank_boards(all, text, 30);
	CHECK_TEXT(text, "CUDA_VISIBLE_DEVICES=1");
	rank_boards(NULL, text, sizeof(text));
	CHECK_TEXT(text, "");
}

RUN_TESTS(CASE(a_word_is_read_as_it_was_written), CASE(a_word_that_does_not_hold_is_refused),
	  CASE(the_boards_of_an_environment_are_its_lists))
