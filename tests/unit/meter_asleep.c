/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Boards of NVIDIA that the kernel suspended: neither the library nor the board is asked until it
 * is awake. The stand-in (tests/fake_nvml.c) writes down what it is asked. The library stays loaded
 * once it was: the cases run in this order.
 */
#include "fake_nvml.h"
#include "meter_bench.h"

#include <unistd.h>

#define FIRST "/sys/bus/pci/drivers/nvidia/0000:01:00.0/power/runtime_status"
#define SECOND "/sys/bus/pci/drivers/nvidia/0000:02:00.0/power/runtime_status"

static char log_path[300];

static void boards(struct bench *bench, const char *first, const char *second)
{
	make(bench);
	bench->here.nvml = library();
	setenv("FAKE_NVML_WATTS", "200,100", 1);
	tree_path(&bench->tree, "/log", log_path, sizeof(log_path));
	setenv("FAKE_NVML_LOG", log_path, 1);
	tree_write(&bench->tree, FIRST, first);
	tree_write(&bench->tree, SECOND, second);
	tree_write(&bench->tree, "/sys/bus/pci/drivers/nvidia/bind", "");
	tree_write(&bench->tree, "/proc/driver/nvidia/gpus/0000:01:00.0/information",
		   "Model: \t\t NVIDIA Fake 80GB\nIRQ:   \t\t 17\nGPU UUID: \t GPU-0-fake\n");
}

/* How many lines of the log begin so. */
static int asked(const char *what)
{
	char line[64];
	int n = 0;
	FILE *file = fopen(log_path, "re");
	while (file && fgets(line, sizeof(line), file))
		n += strncmp(line, what, strlen(what)) == 0;
	if (file)
		(void)fclose(file);
	return n;
}

TEST(boards_that_sleep_are_not_asked_and_the_library_is_not_started)
{
	struct bench bench;
	boards(&bench, "suspended\n", "suspended\n");
	begin(&bench, NULL);
	run_script(&bench, "sleep 0.3", &models);
	const struct run_part *board = part_of(&bench.run, "gpu.0");
	CHECK_INT(board->state, SOURCE_ASLEEP);
	CHECK_TEXT(board->device, "NVIDIA Fake 80GB");
	CHECK_CLOSE(board->energy.j, 0, 0);
	CHECK_HOLDS(part_of(&bench.run, "gpu.1")->sensor, "0000:02:00.0");
	CHECK_INT(asked("init"), 0);
	CHECK_INT(asked("board"), 0);
	tear_down(&bench);
}

TEST(a_board_is_read_from_when_it_wakes)
{
	struct bench bench;
	boards(&bench, "suspended\n", "suspended\n");
	begin(&bench, NULL);
	run_script(&bench, "sleep 0.5; echo active >$TREE" FIRST "; sleep 1.5", &models);
	const struct run_part *board = part_of(&bench.run, "gpu.0");
	CHECK_INT(board->state, SOURCE_OK);
	/* 200 W of the last 1.5 s, and half of the first reading's 100 ms. */
	CHECK(board->energy.j > 0.8 * 300 && board->energy.j < 200 * bench.run.duration.s - 50);
	CHECK_INT(part_of(&bench.run, "gpu.1")->state, SOURCE_ASLEEP);
	CHECK(asked("board 0") > 0);
	CHECK_INT(asked("board 1"), 0);
	check_conserved(&bench.run);
	tear_down(&bench);
}

TEST(a_board_that_is_awake_does_not_wake_its_neighbour)
{
	struct bench bench;
	boards(&bench, "suspended\n", "active\n");
	begin(&bench, NULL);
	run_script(&bench, "sleep 0.5", &models);
	CHECK_INT(part_of(&bench.run, "gpu.0")->state, SOURCE_ASLEEP);
	CHECK_INT(part_of(&bench.run, "gpu.1")->state, SOURCE_OK);
	CHECK(part_of(&bench.run, "gpu.1")->energy.j > 30);
	CHECK_INT(asked("board 0"), 0);
	tear_down(&bench);
}

TEST(a_board_that_falls_asleep_is_left_so)
{
	struct bench bench;
	boards(&bench, "active\n", "active\n");
	begin(&bench, NULL);
	/* What was asked is counted once the meter has had time to see it asleep. */
	run_script(&bench,
		   "sleep 0.5; echo suspended >$TREE" FIRST
		   "; sleep 0.3; grep -c 'board 0' $FAKE_NVML_LOG >$TREE/then; sleep 0.5",
		   &models);
	char text[32] = "", path[300];
	tree_path(&bench.tree, "/then", path, sizeof(path));
	FILE *file = fopen(path, "re");
	CHECK(file && fgets(text, sizeof(text), file));
	if (file)
		(void)fclose(file);
	CHECK_INT(asked("board 0"), strtol(text, NULL, 10));
	CHECK(part_of(&bench.run, "gpu.0")->energy.j < part_of(&bench.run, "gpu.1")->energy.j * 2);
	CHECK_INT(part_of(&bench.run, "gpu.0")->state, SOURCE_OK);
	tear_down(&bench);
}

RUN_TESTS(CASE(boards_that_sleep_are_not_asked_and_the_library_is_not_started),
	  CASE(a_board_is_read_from_when_it_wakes),
	  CASE(a_board_that_is_awake_does_not_wake_its_neighbour),
	  CASE(a_board_that_falls_asleep_is_left_so))
