/* SPDX-License-Identifier: Apache-2.0 */
/* Accelerators by NVML, against a library whose truth is known (tests/fake_nvml.c). */
#include "meter_bench.h"

#include "sensor/specs.h"

/* It begins below: before the command has written its number none of our processes runs. */
#define CHECK_WITHIN(x, low, high) CHECK((x) >= (low) && (x) <= (high))

static char pids[300];

static const struct run_part *part_of(const struct run_record *run, const char *name)
{
	for (size_t i = 0; i < run->n_parts; i++)
		if (strcmp(run->parts[i].part, name) == 0)
			return &run->parts[i];
	return NULL;
}

static void setting(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

/* Beside the test, wherever it is run from. */
static const char *library(void)
{
	static char path[400];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 32);
	if (getenv("FAKE_NVML") || n <= 0)
		return getenv("FAKE_NVML");
	path[n] = '\0';
	(void)snprintf(strrchr(path, '/'), 32, "/libfake_nvml.so");
	return path;
}

static void boards(struct bench *bench, const char *watts, const char *counter,
		   const char *part_time, const char *slices)
{
	make(bench);
	bench->here.nvml = library();
	setting("FAKE_NVML_WATTS", watts);
	setting("FAKE_NVML_COUNTER", counter);
	setting("FAKE_NVML_PART_TIME", part_time);
	setting("FAKE_NVML_SLICES", slices);
	tree_path(&bench->tree, "/pids", pids, sizeof(pids));
	setting("FAKE_NVML_PIDS", pids);
}

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

static void write_below(const char *folder, const char *file, const char *text, struct bench *bench)
{
	char path[200];
	(void)snprintf(path, sizeof(path), "%s/%s", folder, file);
	tree_write(&bench->tree, path, text);
}

/* Two boards of AMD; the command says to the second's driver that it occupies units of it. */
static void amd_boards(struct bench *bench)
{
	static const char nodes[] = "/sys/class/kfd/kfd/topology/nodes";
	make(bench);
	bench->here.nvml = "/dev/null";
	for (int i = 0; i < 2; i++) {
		char hwmon[64], node[80], text[64];
		(void)snprintf(hwmon, sizeof(hwmon), "/sys/class/hwmon/hwmon%d", i);
		(void)snprintf(node, sizeof(node), "%s/%d", nodes, i + 1);
		write_below(hwmon, "name", "amdgpu\n", bench);
		write_below(hwmon, "power1_average", i ? "300000000\n" : "50000000\n", bench);
		write_below(hwmon, "device/mem_info_vram_vendor", "samsung\n", bench);
		(void)snprintf(text, sizeof(text), "device/drm/card%d/dev", i);
		write_below(hwmon, text, "226:0\n", bench);
		(void)snprintf(text, sizeof(text), "device/drm/renderD%d/dev", 128 + i);
		write_below(hwmon, text, "226:128\n", bench);
		write_below(node, "gpu_id", i ? "4711\n" : "815\n", bench);
		(void)snprintf(text, sizeof(text), "cpu_cores_count 0\ndrm_render_minor %d\n",
			       128 + i);
		write_below(node, "properties", text, bench);
	}
	write_below(nodes, "0/gpu_id", "0\n", bench); /* the processor */
	/* Somebody else's, on the second board. */
	tree_write(&bench->tree, "/sys/class/kfd/kfd/proc/1/vram_4711", "1000000\n");
	tree_write(&bench->tree, "/sys/class/kfd/kfd/proc/1/stats_4711/cu_occupancy", "20\n");
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

RUN_TESTS(CASE(a_library_that_is_none_is_no_source), CASE(a_board_that_is_ours_alone_is_ours_whole),
	  CASE(a_board_that_is_shared_is_told_by_the_use_of_its_multiprocessors),
	  CASE(a_board_that_others_use_is_none_of_ours),
	  CASE(a_board_whose_processes_are_not_told_is_ours),
	  CASE(a_counter_that_stands_still_beside_a_power_is_left_for_it),
	  CASE(a_board_that_tells_nothing_is_absent),
	  CASE(slices_of_a_board_share_its_sensor_by_their_number),
	  CASE(a_board_without_a_counter_has_its_power_integrated_and_says_so),
	  CASE(a_board_that_tells_no_power_is_modelled_by_its_use_and_says_so),
	  CASE(a_declared_board_is_modelled_unless_one_of_its_number_is_measured),
	  CASE(a_declared_board_that_no_model_knows_is_absent_and_says_why),
	  CASE(an_amd_board_is_shared_by_the_units_that_each_occupies),
	  CASE(the_variable_of_its_maker_hides_an_amd_board),
	  CASE(a_list_within_a_list_numbers_what_the_outer_left),
	  CASE(numbers_of_unlike_boards_hide_none_unless_the_order_is_known),
	  CASE(a_declaration_that_does_not_hold_is_refused),
	  CASE(a_part_time_sensor_does_not_mislead_the_counter),
	  CASE(boards_that_the_command_may_not_use_are_left_out))
