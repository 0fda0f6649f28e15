/* SPDX-License-Identifier: Apache-2.0 */
/* Accelerators by NVML, against a library whose truth is known (tests/fake_nvml.c). */
#include "boards_bench.h"

#include "sensor/specs.h"

/* It begins below: before the command has written its number none of our processes runs. */
#define CHECK_WITHIN(x, low, high) CHECK((x) >= (low) && (x) <= (high))

/* The command says that it is on board 0, at 30 % of its multiprocessors, in instance 0. */
#define WORK "echo \"0 $$ 30 0\" >> $FAKE_NVML_PIDS; sleep 1.5"

TEST(a_library_that_is_none_is_no_source)
{
	struct bench bench;
	make(&bench);
	bench.here.nvml = "/dev/null";
	begin(&bench, NULL);
	run_script(&bench, "true", &models);
	CHECK(part_of(&bench.run, "gpu.0") == NULL);
	CHECK_HOLDS(bench.run.left_out, "accelerators");
	tear_down(&bench);
}

TEST(a_board_that_is_ours_alone_is_ours_whole)
{
	struct bench bench;
	boards(&bench, "200", NULL, NULL, NULL);
	begin(&bench, NULL);
	run_script(&bench, WORK, &models);
	const struct run_part *board = part_of(&bench.run, "gpu.0");
	CHECK(board != NULL);
	CHECK_TEXT(board->sensor, "NVML NVIDIA Fake 80GB");
	CHECK_TEXT(board->device, "NVIDIA Fake 80GB");
	/* The counter is renewed each 100 ms: the figure is true to one renewal. */
	CHECK_CLOSE(board->energy.j, 200 * (bench.run.duration.s - board->gaps.s),
		    0.1 / bench.run.duration.s);
	CHECK_CLOSE(board->attributed.j, board->energy.j, 1e-9);
	CHECK_CLOSE(board->low_factor, 0.95 * (1 - 0.1 / bench.run.duration.s), 1e-3);
	check_conserved(&bench.run);
	tear_down(&bench);
}

TEST(a_board_that_is_shared_is_told_by_the_use_of_its_multiprocessors)
{
	struct bench bench;
	char other[64];
	boards(&bench, "200", NULL, NULL, NULL);
	(void)snprintf(other, sizeof(other), "0 %d 90 0\n", (int)getppid());
	tree_write(&bench.tree, "/pids", other);
	begin(&bench, NULL);
	run_script(&bench, WORK, &models);
	const struct run_part *board = part_of(&bench.run, "gpu.0");
	CHECK_WITHIN(board->attributed.j / board->energy.j, 0.1, 0.2501); /* 30 of 30 + 90 */
	CHECK_CLOSE(perimeter_of_part(board, 1, PERIMETER_SHARE).j, board->attributed.j, 1e-9);
	check_conserved(&bench.run);
	tear_down(&bench);
}

TEST(a_board_that_others_use_is_none_of_ours)
{
	struct bench bench;
	char other[64];
	boards(&bench, "200", NULL, NULL, NULL);
	(void)snprintf(other, sizeof(other), "0 %d 90 0\n", (int)getppid());
	tree_write(&bench.tree, "/pids", other);
	begin(&bench, NULL);
	run_script(&bench, "sleep 0.3", &models);
	CHECK_CLOSE(part_of(&bench.run, "gpu.0")->attributed.j, 0, 1e-12);
	tear_down(&bench);
}

/* A list that cannot be read is not an empty one: the board is taken as ours. */
TEST(a_board_whose_processes_are_not_told_is_ours)
{
	static const char *const lists[] = {"none", "many"};
	for (size_t i = 0; i < 2; i++) {
		struct bench bench;
		boards(&bench, "200", NULL, NULL, NULL);
		setting("FAKE_NVML_LIST", lists[i]);
		begin(&bench, NULL);
		run_script(&bench, "sleep 0.8", &models);
		const struct run_part *board = part_of(&bench.run, "gpu.0");
		CHECK(board->energy.j > 50);
		CHECK_CLOSE(board->attributed.j, board->energy.j, 1e-9);
		check_conserved(&bench.run);
		tear_down(&bench);
	}
	setting("FAKE_NVML_LIST", NULL);
}

/*
 * An empty list beside a board that works is that of a container, or of Windows: no answer. Of a
 * board that does nothing, or draws a screen, it is true.
 */
TEST(an_empty_list_of_a_board_that_works_is_no_answer)
{
	static const struct {
		const char *busy, *draws;
		bool ours;
	} cases[] = {{"70", NULL, true}, {"0", NULL, false}, {"70", "1", false}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bench bench;
		boards(&bench, "200", NULL, NULL, NULL);
		setting("FAKE_NVML_BUSY", cases[i].busy);
		setting("FAKE_NVML_DRAWS", cases[i].draws);
		begin(&bench, NULL);
		run_script(&bench, "sleep 0.8", &models);
		const struct run_part *board = part_of(&bench.run, "gpu.0");
		CHECK(board->energy.j > 50);
		CHECK_CLOSE(board->attributed.j, cases[i].ours ? board->energy.j : 0, 1e-9);
		check_conserved(&bench.run);
		tear_down(&bench);
	}
	setting("FAKE_NVML_BUSY", NULL);
	setting("FAKE_NVML_DRAWS", NULL);
}

/* 0 W and 4.29 MW are no powers of a board: it is modelled by its use. */
TEST(a_board_whose_only_gauge_errs_is_modelled_by_its_use)
{
	static const char *const gauges[] = {"0", "4294967295"};
	for (size_t i = 0; i < 2; i++) {
		struct bench bench;
		boards(&bench, "200", "0", NULL, NULL);
		setting("FAKE_NVML_GAUGE", gauges[i]);
		setting("FAKE_NVML_BUSY", "50");
		begin(&bench, NULL);
		run_script(&bench, "sleep 0.5", &models);
		const struct run_part *board = part_of(&bench.run, "gpu.0");
		CHECK_INT(board->quality, FRUGAL_MODELLED);
		CHECK_CLOSE(board->energy.j, 200 * bench.run.duration.s, 0.05);
		tear_down(&bench);
	}
	setting("FAKE_NVML_GAUGE", NULL);
	setting("FAKE_NVML_BUSY", NULL);
}

/* A driver that refuses all is there nevertheless, with its words. */
TEST(a_driver_that_refuses_is_not_a_machine_without_boards)
{
	static const enum source_state states[] = {SOURCE_DENIED, SOURCE_ABSENT};
	for (size_t i = 0; i < 2; i++) {
		struct bench bench;
		boards(&bench, "200", NULL, NULL, NULL);
		setting("FAKE_NVML_REFUSES", i ? "18" : "4");
		begin(&bench, NULL);
		run_script(&bench, "sleep 0.1", &models);
		const struct run_part *board = part_of(&bench.run, "gpu");
		CHECK(board != NULL);
		CHECK_INT(board->state, states[i]);
		CHECK_TEXT(board->sensor, "NVML: Unknown Error");
		CHECK_HOLDS(bench.run.left_out, "gpu");
		tear_down(&bench);
	}
	setting("FAKE_NVML_REFUSES", NULL);
}

/* 200 W that the counter does not show: the power is integrated from the start, and that is said.
 */
TEST(a_counter_that_stands_still_beside_a_power_is_left_for_it)
{
	struct bench bench;
	boards(&bench, "200", "still", NULL, NULL);
	begin(&bench, NULL);
	run_script(&bench, WORK, &models);
	const struct run_part *board = part_of(&bench.run, "gpu.0");
	CHECK_CLOSE(board->energy.j, 200 * (bench.run.duration.s - board->gaps.s), 0.03);
	CHECK_INT(board->state, SOURCE_OK);
	CHECK_HOLDS(board->sensor, "stands still: power integrated");
	CHECK(board->low_factor < 0.9);
	check_conserved(&bench.run);
	tear_down(&bench);
}

TEST(a_board_that_tells_nothing_is_absent)
{
	struct bench bench;
	boards(&bench, "200", NULL, NULL, NULL);
	setting("FAKE_NVML_SILENT", "1");
	begin(&bench, NULL);
	run_script(&bench, "sleep 0.3", &models);
	CHECK_INT(part_of(&bench.run, "gpu.0")->state, SOURCE_ABSENT);
	CHECK_HOLDS(bench.run.left_out, "accelerators");
	tear_down(&bench);
	setting("FAKE_NVML_SILENT", NULL);
}

TEST(slices_of_a_board_share_its_sensor_by_their_number)
{
	struct bench bench;
	char other[64];
	boards(&bench, "200", NULL, NULL, "1,3");
	(void)snprintf(other, sizeof(other), "0 %d 90 1\n", (int)getppid());
	tree_write(&bench.tree, "/pids", other);
	begin(&bench, NULL);
	run_script(&bench, WORK, &models);
	const struct run_part *board = part_of(&bench.run, "gpu.0");
	CHECK_HOLDS(board->sensor, "slices");
	CHECK_WITHIN(board->attributed.j / board->energy.j, 0.1, 0.2501); /* 1 of 1 + 3 */
	tear_down(&bench);
}

TEST(a_board_without_a_counter_has_its_power_integrated_and_says_so)
{
	struct bench bench;
	boards(&bench, "80", "0", NULL, NULL);
	begin(&bench, NULL);
	run_script(&bench, WORK, &models);
	const struct run_part *board = part_of(&bench.run, "gpu.0");
	CHECK_HOLDS(board->sensor, "power integrated");
	CHECK_CLOSE(board->energy.j, 80 * (bench.run.duration.s - board->gaps.s), 0.02);
	CHECK(board->low_factor < 0.9);
	tear_down(&bench);
}

TEST(a_board_that_tells_no_power_is_modelled_by_its_use_and_says_so)
{
	struct bench bench;
	boards(&bench, "80", NULL, NULL, NULL);
	setting("FAKE_NVML_USE", "50");
	begin(&bench, NULL);
	run_script(&bench, WORK, &models);
	const struct run_part *board = part_of(&bench.run, "gpu.0");
	CHECK_HOLDS(board->sensor, "modelled by its use");
	CHECK_INT(board->quality, FRUGAL_MODELLED);
	CHECK_CLOSE(board->energy.j, 200 * bench.run.duration.s, 0.01);
	CHECK_CLOSE(board->idle.j, 100 * bench.run.duration.s, 0.01);
	CHECK_CLOSE(board->attributed.j, board->energy.j - board->idle.j, 1e-9);
	CHECK(board->low_factor < 0.61 && board->high_factor > 1.49);
	tear_down(&bench);
	setting("FAKE_NVML_USE", NULL);
}

TEST(a_declared_board_is_modelled_unless_one_of_its_number_is_measured)
{
	static const char *const specs[] = {"gpu:2xh100@20%", NULL};
	const struct session_options options = {.sensors = specs};
	struct bench bench;
	boards(&bench, "80", NULL, NULL, NULL);
	begin(&bench, &options);
	run_script(&bench, "sleep 0.5", &models);
	const struct run_part *measured = part_of(&bench.run, "gpu.0");
	const struct run_part *declared = part_of(&bench.run, "gpu.1");
	CHECK_HOLDS(measured->sensor, "NVML");
	CHECK_HOLDS(declared->sensor, "h100 declared, 20 %");
	CHECK_TEXT(declared->device, "h100");
	CHECK_INT(declared->quality, FRUGAL_MODELLED);
	CHECK_CLOSE(declared->energy.j, 140 * bench.run.duration.s, 0.01);
	CHECK_CLOSE(declared->attributed.j, 40 * bench.run.duration.s, 0.01);
	check_conserved(&bench.run);
	tear_down(&bench);
}

TEST(a_declared_board_that_no_model_knows_is_absent_and_says_why)
{
	static const char *const specs[] = {"gpu:9xunknown", NULL};
	const struct session_options options = {.sensors = specs};
	struct bench bench;
	make(&bench);
	bench.here.nvml = "/dev/null";
	begin(&bench, &options);
	run_script(&bench, "sleep 0.1", &models);
	const struct run_part *declared = part_of(&bench.run, "gpu.8");
	CHECK_INT(declared->state, SOURCE_ABSENT);
	CHECK_HOLDS(declared->sensor, "no such board");
	tear_down(&bench);
}

#define KFD_WORK                                                                                   \
	"d=$TREE/sys/class/kfd/kfd/proc/$$; mkdir -p $d/stats_4711; echo 5000 >$d/vram_4711; "     \
	"echo 60 >$d/stats_4711/cu_occupancy; sleep 1.5; rm -r $d"

TEST(an_amd_board_is_shared_by_the_units_that_each_occupies)
{
	struct bench bench;
	amd_boards(&bench);
	begin(&bench, NULL);
	run_script(&bench, KFD_WORK, &models);
	const struct run_part *idle = part_of(&bench.run, "gpu.card0");
	const struct run_part *shared = part_of(&bench.run, "gpu.card1");
	CHECK_CLOSE(idle->attributed.j, 0, 1e-9);
	CHECK_CLOSE(shared->energy.j, 300 * bench.run.duration.s, 0.03);
	/* 60 units of 80, once it has said so. */
	CHECK_WITHIN(shared->attributed.j / shared->energy.j, 0.4, 0.7501);
	check_conserved(&bench.run);
	tear_down(&bench);
}

/* In a container the driver's numbers of processes are the machine's: none of them is here. */
TEST(an_amd_board_whose_processes_are_foreign_is_ours)
{
	struct bench bench;
	amd_boards(&bench);
	tree_write(&bench.tree, "/sys/class/kfd/kfd/proc/2147483600/vram_815", "1000000\n");
	begin(&bench, NULL);
	run_script(&bench, "sleep 0.6", &models);
	const struct run_part *board = part_of(&bench.run, "gpu.card0");
	CHECK(board->energy.j > 20);
	CHECK_CLOSE(board->attributed.j, board->energy.j, 1e-9);
	tear_down(&bench);
}

TEST(a_declaration_that_does_not_hold_is_refused)
{
	static const char *const bad[] = {"gpu:",        "gpu:h100@",  "gpu:h100@150%",
					  "gpu:h100@x%", "gpu:0xh100", "gpu:9999xh100"};
	struct frugal_error error;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_INT(sensor_spec_check(bad[i], &error), FRUGAL_EUSAGE);
	CHECK_INT(sensor_spec_check("gpu:8xB200@70%", &error), 0);
	CHECK_INT(sensor_spec_check("gpu:a100 80gb", &error), 0);
}

/* A wave in step with a sensor that looks part of the time: the counter is right nevertheless. */
TEST(a_part_time_sensor_does_not_mislead_the_counter)
{
	struct bench bench;
	boards(&bench, "100", NULL, "1", NULL);
	begin(&bench, NULL);
	run_script(&bench, WORK, &models);
	const struct run_part *board = part_of(&bench.run, "gpu.0");
	double truth = 100 * (bench.run.duration.s - board->gaps.s);
	CHECK(board->energy.j * board->low_factor <= truth &&
	      truth <= board->energy.j * board->high_factor);
	tear_down(&bench);
}

RUN_TESTS(CASE(a_library_that_is_none_is_no_source), CASE(a_board_that_is_ours_alone_is_ours_whole),
	  CASE(a_board_that_is_shared_is_told_by_the_use_of_its_multiprocessors),
	  CASE(a_board_that_others_use_is_none_of_ours),
	  CASE(a_board_whose_processes_are_not_told_is_ours),
	  CASE(an_empty_list_of_a_board_that_works_is_no_answer),
	  CASE(a_board_whose_only_gauge_errs_is_modelled_by_its_use),
	  CASE(a_driver_that_refuses_is_not_a_machine_without_boards),
	  CASE(an_amd_board_whose_processes_are_foreign_is_ours),
	  CASE(a_counter_that_stands_still_beside_a_power_is_left_for_it),
	  CASE(a_board_that_tells_nothing_is_absent),
	  CASE(slices_of_a_board_share_its_sensor_by_their_number),
	  CASE(a_board_without_a_counter_has_its_power_integrated_and_says_so),
	  CASE(a_board_that_tells_no_power_is_modelled_by_its_use_and_says_so),
	  CASE(a_declared_board_is_modelled_unless_one_of_its_number_is_measured),
	  CASE(a_declared_board_that_no_model_knows_is_absent_and_says_why),
	  CASE(an_amd_board_is_shared_by_the_units_that_each_occupies),
	  CASE(a_declaration_that_does_not_hold_is_refused),
	  CASE(a_part_time_sensor_does_not_mislead_the_counter))
