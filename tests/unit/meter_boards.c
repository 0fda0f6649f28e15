/* SPDX-License-Identifier: Apache-2.0 */
/* Which accelerators the variables of their makers leave to a command: numbers, names and slices.
 */
#include "boards_bench.h"

/*
 * A slice is of the board that has it, in both ways of writing its name. One that no board lists
 * is of some board. A name that begins those of two boards, or of none, is no board: what follows
 * it is hidden (CUDA C++ Programming Guide, "CUDA Environment Variables").
 */
TEST(names_of_boards_and_slices_mean_one_board)
{
	static const struct {
		const char *list;
		bool first, second;
	} cases[] = {
		{"MIG-11-fake", false, true},
		{"MIG-00", true, false},
		{"MIG-GPU-10000000-fake/7/0", false, true},
		{"MIG-99", true, true},
		{"GPU-1", false, true},
		{"gpu-0", true, false},
		{"GPU-", false, false},
		{"GPU-7,1", false, false},
		{"1,GPU-7,0", false, true},
		{"1x,0", true, true},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bench bench;
		boards(&bench, "200,300", NULL, NULL, "1,3");
		setting("CUDA_VISIBLE_DEVICES", cases[i].list);
		begin(&bench, NULL);
		run_script(&bench, "true", &models);
		CHECK_INT(part_of(&bench.run, "gpu.0") != NULL, cases[i].first);
		CHECK_INT(part_of(&bench.run, "gpu.1") != NULL, cases[i].second);
		tear_down(&bench);
	}
	setting("CUDA_VISIBLE_DEVICES", NULL);
}

/* ROCm's number is that among the cards, and not the order of the monitors' names. */
TEST(a_tenth_monitor_does_not_come_before_the_second)
{
	struct bench bench;
	amd_boards(&bench);
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon10/name", "amdgpu\n");
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon10/power1_average", "70000000\n");
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon10/device/mem_info_vram_vendor", "x\n");
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon10/device/drm/card9/dev", "226:9\n");
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon2/name", "amdgpu\n");
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon2/power1_average", "60000000\n");
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon2/device/mem_info_vram_vendor", "x\n");
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon2/device/drm/card2/dev", "226:2\n");
	setting("HIP_VISIBLE_DEVICES", "2");
	begin(&bench, NULL);
	run_script(&bench, "true", &models);
	CHECK(part_of(&bench.run, "gpu.card2") != NULL);
	CHECK(part_of(&bench.run, "gpu.card9") == NULL);
	CHECK(part_of(&bench.run, "gpu.card0") == NULL);
	tear_down(&bench);
	setting("HIP_VISIBLE_DEVICES", NULL);
}

/* "GPU-" and its unique number; without one the board that is meant is not known, and none is
 * hidden. */
TEST(a_board_is_known_by_its_unique_number)
{
	for (int known = 0; known < 2; known++) {
		struct bench bench;
		amd_boards(&bench);
		for (int i = 0; known && i < 2; i++)
			tree_write(&bench.tree,
				   i ? "/sys/class/hwmon/hwmon1/device/unique_id"
				     : "/sys/class/hwmon/hwmon0/device/unique_id",
				   i ? "dedebeef44445555\n" : "0123456789abcdef\n");
		setting("ROCR_VISIBLE_DEVICES", "GPU-DEDEBEEF44445555");
		begin(&bench, NULL);
		run_script(&bench, "true", &models);
		CHECK_INT(part_of(&bench.run, "gpu.card0") != NULL, !known);
		CHECK(part_of(&bench.run, "gpu.card1") != NULL);
		tear_down(&bench);
	}
	setting("ROCR_VISIBLE_DEVICES", NULL);
}

/* HIP counts within what ROCR left, and takes CUDA's name too; ROCR's order is HIP's numbering. */
TEST(a_list_within_a_list_numbers_what_the_outer_left)
{
	static const struct {
		const char *rocr, *hip, *cuda;
		bool first, second;
	} cases[] = {
		{"1", "0", NULL, false, true},  {"1,0", "0", NULL, false, true},
		{"1", "1", NULL, false, false}, {"0,1", "1", NULL, false, true},
		{"0", NULL, NULL, true, false}, {NULL, NULL, "1", false, true},
		{NULL, "0", "1", true, false},  {NULL, "0,7,1", NULL, true, false},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bench bench;
		amd_boards(&bench);
		setting("ROCR_VISIBLE_DEVICES", cases[i].rocr);
		setting("HIP_VISIBLE_DEVICES", cases[i].hip);
		setting("CUDA_VISIBLE_DEVICES", cases[i].cuda);
		begin(&bench, NULL);
		run_script(&bench, "true", &models);
		CHECK_INT(part_of(&bench.run, "gpu.card0") != NULL, cases[i].first);
		CHECK_INT(part_of(&bench.run, "gpu.card1") != NULL, cases[i].second);
		tear_down(&bench);
	}
	setting("ROCR_VISIBLE_DEVICES", NULL);
	setting("HIP_VISIBLE_DEVICES", NULL);
	setting("CUDA_VISIBLE_DEVICES", NULL);
}

/* CUDA's 0 is the fastest board unless it is told to go by the bus. */
TEST(numbers_of_unlike_boards_hide_none_unless_the_order_is_known)
{
	for (int known = 0; known < 2; known++) {
		struct bench bench;
		boards(&bench, "30,400", NULL, NULL, NULL);
		setting("FAKE_NVML_NAMES", "NVIDIA T400|NVIDIA A100");
		setting("CUDA_VISIBLE_DEVICES", "0");
		setting("CUDA_DEVICE_ORDER", known ? "PCI_BUS_ID" : NULL);
		begin(&bench, NULL);
		run_script(&bench, "sleep 0.2", &models);
		CHECK(part_of(&bench.run, "gpu.0"));
		CHECK_INT(part_of(&bench.run, "gpu.1") != NULL, !known);
		CHECK_INT(strstr(bench.run.left_out, "CUDA_DEVICE_ORDER") != NULL, !known);
		tear_down(&bench);
	}
	setting("FAKE_NVML_NAMES", NULL);
	setting("CUDA_VISIBLE_DEVICES", NULL);
	setting("CUDA_DEVICE_ORDER", NULL);
}

TEST(boards_that_the_command_may_not_use_are_left_out)
{
	const struct session_options by_option = {.gpus = "GPU-00000000,-1"};
	struct bench bench;
	boards(&bench, "200,300,400", NULL, NULL, NULL);
	setting("CUDA_VISIBLE_DEVICES", "2,1");
	begin(&bench, NULL);
	run_script(&bench, "sleep 0.2", &models);
	setting("CUDA_VISIBLE_DEVICES", NULL);
	CHECK(part_of(&bench.run, "gpu.0") == NULL);
	CHECK(part_of(&bench.run, "gpu.1") && part_of(&bench.run, "gpu.2"));
	CHECK_HOLDS(bench.run.left_out, "accelerators that the command may not use");
	tear_down(&bench);
	boards(&bench, "200,300", NULL, NULL, NULL);
	begin(&bench, &by_option);
	run_script(&bench, "sleep 0.2", &models);
	CHECK(part_of(&bench.run, "gpu.0") && !part_of(&bench.run, "gpu.1"));
	tear_down(&bench);
}

TEST(the_variable_of_its_maker_hides_an_amd_board)
{
	struct bench bench;
	amd_boards(&bench);
	setting("HIP_VISIBLE_DEVICES", "1");
	begin(&bench, NULL);
	run_script(&bench, "sleep 0.3", &models);
	CHECK(part_of(&bench.run, "gpu.card0") == NULL);
	CHECK(part_of(&bench.run, "gpu.card1") != NULL);
	CHECK_HOLDS(bench.run.left_out, "may not use");
	tear_down(&bench);
	setting("HIP_VISIBLE_DEVICES", NULL);
}

RUN_TESTS(CASE(names_of_boards_and_slices_mean_one_board),
	  CASE(a_tenth_monitor_does_not_come_before_the_second),
	  CASE(a_board_is_known_by_its_unique_number),
	  CASE(a_list_within_a_list_numbers_what_the_outer_left),
	  CASE(numbers_of_unlike_boards_hide_none_unless_the_order_is_known),
	  CASE(boards_that_the_command_may_not_use_are_left_out),
	  CASE(the_variable_of_its_maker_hides_an_amd_board))
