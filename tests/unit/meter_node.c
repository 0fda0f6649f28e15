/* SPDX-License-Identifier: Apache-2.0 */
/* A meter of the whole machine beside the parts: a check, or the truth, never added. */
#include "meter_bench.h"

static const struct run_part *part_of(const struct run_record *run, const char *name)
{
	for (size_t i = 0; i < run->n_parts; i++)
		if (strcmp(run->parts[i].part, name) == 0)
			return &run->parts[i];
	return NULL;
}

static void board(struct bench *bench)
{
	tree_write(&bench->tree, "/sys/class/hwmon/hwmon0/name", "power_meter\n");
	tree_write(&bench->tree, "/sys/class/hwmon/hwmon0/power1_average", "100000000\n");
	tree_write(&bench->tree, "/sys/class/hwmon/hwmon0/power1_average_interval", "10\n");
}

/* The package goes from 1 J to 11 J, the whole machine draws 100 W. */
#define BURN                                                                                       \
	"f=$TREE/sys/class/powercap/intel-rapl:0/energy_uj; sleep 0.25; echo 11000000 > $f; "      \
	"sleep 0.1"

static double sum_of_counted(const struct run_record *run)
{
	double sum = 0;
	for (size_t i = 0; i < run->n_parts; i++)
		sum += run->parts[i].is_check ? 0 : run->parts[i].energy.j;
	return sum;
}

TEST(the_machine_is_read_beside_its_parts_and_in_no_sum)
{
	struct bench bench;
	make(&bench);
	board(&bench);
	tree_zone(&bench.tree, "intel-rapl:0", "package-0\n", "1000000\n", "262143328850\n");
	begin(&bench, NULL);
	run_script(&bench, BURN, &models);
	const struct run_part *node = part_of(&bench.run, "node.acpi");
	CHECK(node && node->is_check);
	CHECK_CLOSE(node->energy.j, 100 * (bench.run.duration.s - node->gaps.s), 0.05);
	CHECK_CLOSE(part_of(&bench.run, "cpu.package-0")->energy.j, 10, 1e-9);
	CHECK(part_of(&bench.run, "ram") != NULL);
	CHECK(sum_of_counted(&bench.run) < 15);
	CHECK(bench.run.parts[bench.run.n_parts - 1].is_check);
	tear_down(&bench);
}

TEST(the_machine_is_the_truth_when_asked_and_the_rest_makes_up_for_it)
{
	const struct session_options truth = {.node_truth = true};
	struct bench bench;
	make(&bench);
	board(&bench);
	tree_zone(&bench.tree, "intel-rapl:0", "package-0\n", "1000000\n", "262143328850\n");
	begin(&bench, &truth);
	run_script(&bench, BURN, &models);
	const struct run_part *node = part_of(&bench.run, "node.acpi");
	CHECK_INT(bench.run.n_parts, 3);
	CHECK_CLOSE(part_of(&bench.run, "cpu.package-0")->energy.j, 10, 1e-9);
	CHECK_CLOSE(sum_of_counted(&bench.run), node->energy.j, 1e-9);
	CHECK_CLOSE(part_of(&bench.run, "rest")->energy.j, node->energy.j - 10, 1e-9);
	CHECK_INT(run_record_check(&bench.run, NULL), 0);
	tear_down(&bench);
}

TEST(the_machine_stands_before_a_model)
{
	struct bench bench;
	make(&bench);
	board(&bench);
	begin(&bench, NULL);
	run_script(&bench, "sleep 0.2", &models);
	CHECK_INT(bench.run.n_parts, 2);
	CHECK_CLOSE(part_of(&bench.run, "rest")->energy.j, 100 * bench.run.duration.s, 0.02);
	CHECK_INT(part_of(&bench.run, "rest")->quality, FRUGAL_MEASURED);
	CHECK_HOLDS(bench.run.left_out, "network");
	tear_down(&bench);
}

RUN_TESTS(CASE(the_machine_is_read_beside_its_parts_and_in_no_sum),
	  CASE(the_machine_is_the_truth_when_asked_and_the_rest_makes_up_for_it),
	  CASE(the_machine_stands_before_a_model))
