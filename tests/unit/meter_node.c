/* SPDX-License-Identifier: Apache-2.0 */
/* A meter of the whole machine next to its parts: a check, or the truth, never added. */
#include "meter_bench.h"
#include "moved_clock.h"

static void board(struct bench *bench)
{
	tree_write(&bench->tree, "/sys/class/hwmon/hwmon0/name", "power_meter\n");
	tree_write(&bench->tree, "/sys/class/hwmon/hwmon0/power1_average", "100000000\n");
	tree_write(&bench->tree, "/sys/class/hwmon/hwmon0/power1_average_interval", "10\n");
}

/* Half a second in five steps: the package, where there is one, goes from 1 J to 11 J in it. */
static void run_half_a_second(struct bench *bench, bool with_package,
			      const struct session_options *options)
{
	now_ns = 100000000000;
	CHECK_INT(host_new_at(bench->tree.root, &bench->host, NULL), 0);
	host_set_clock(bench->host, &clock_of_test);
	CHECK_INT(session_new(bench->host, options, &bench->session, NULL), 0);
	session_setup(bench->session, &models, NULL);
	for (int i = 1; i <= 5; i++) {
		char counter[32];
		(void)snprintf(counter, sizeof(counter), "%d\n", 1000000 + i * 2000000);
		if (with_package)
			tree_write(&bench->tree, "/sys/class/powercap/intel-rapl:0/energy_uj",
				   counter);
		now_ns += 100000000;
		if (i < 5)
			session_tick(bench->session);
	}
	session_stop(bench->session);
	CHECK_INT(session_fill(bench->session, &bench->run, NULL), 0);
	CHECK_CLOSE(bench->run.duration.s, 0.5, 1e-9);
}

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
	run_half_a_second(&bench, true, NULL);
	const struct run_part *node = part_of(&bench.run, "node.acpi");
	CHECK(node && node->is_check);
	CHECK_CLOSE(node->energy.j, 100 * 0.5, 1e-9);
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
	run_half_a_second(&bench, true, &truth);
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
	run_half_a_second(&bench, false, NULL);
	CHECK_INT(bench.run.n_parts, 2);
	CHECK_CLOSE(part_of(&bench.run, "rest")->energy.j, 100 * 0.5, 1e-9);
	CHECK_INT(part_of(&bench.run, "rest")->quality, FRUGAL_MEASURED);
	CHECK_HOLDS(bench.run.left_out, "network");
	tear_down(&bench);
}

RUN_TESTS(CASE(the_machine_is_read_beside_its_parts_and_in_no_sum),
	  CASE(the_machine_is_the_truth_when_asked_and_the_rest_makes_up_for_it),
	  CASE(the_machine_stands_before_a_model))
