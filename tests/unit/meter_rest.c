/* SPDX-License-Identifier: Apache-2.0 */
/* What a machine has besides measured processors: the kind of machine, and its power by a model. */
#include "meter_bench.h"

#include <time.h>

#include "host/chassis.h"

static void disk(struct tree *tree, const char *name, const char *rotational, const char *removable,
		 const char *size)
{
	char path[128];
	const char *files[][2] = {{"queue/rotational", rotational},
				  {"removable", removable},
				  {"size", size},
				  {"device/model", "A disk\n"}};
	for (size_t i = 0; i < 4; i++) {
		(void)snprintf(path, sizeof(path), "/sys/block/%s/%s", name, files[i][0]);
		tree_write(tree, path, files[i][1]);
	}
}

static struct host_chassis chassis_of(const char *type, bool with_disks)
{
	struct tree tree;
	struct host *host;
	struct host_chassis chassis;
	tree_make(&tree);
	if (type)
		tree_write(&tree, "/sys/class/dmi/id/chassis_type", type);
	if (with_disks) {
		disk(&tree, "sda", "1\n", "0\n", "1000\n");
		disk(&tree, "sdb", "1\n", "1\n", "1000\n"); /* plugged in */
		disk(&tree, "sr0", "1\n", "0\n", "0\n");    /* no medium */
		disk(&tree, "nvme0n1", "0\n", "0\n", "1000\n");
		disk(&tree, "nvme1n1", "0\n", "0\n", "1000\n");
		tree_write(&tree, "/sys/block/dm-0/queue/rotational", "1\n");
	}
	CHECK_INT(host_new_at(tree.root, &host, NULL), 0);
	host_chassis(host, &chassis);
	host_free(host);
	tree_remove(&tree);
	return chassis;
}

TEST(the_chassis_of_a_machine_is_read_below_its_root)
{
	CHECK_INT(chassis_of("23\n", false).kind, KIND_SERVER);
	CHECK_INT(chassis_of("17\n", false).kind, KIND_SERVER);
	CHECK_INT(chassis_of("3\n", false).kind, KIND_DESKTOP);
	CHECK_INT(chassis_of("10\n", false).kind, KIND_PORTABLE);
	CHECK_INT(chassis_of("1\n", false).kind, KIND_UNKNOWN);
	CHECK_INT(chassis_of("200\n", false).kind, KIND_UNKNOWN);
	CHECK_INT(chassis_of("rack\n", false).kind, KIND_UNKNOWN);
	struct host_chassis chassis = chassis_of(NULL, true);
	CHECK_INT(chassis.kind, KIND_UNKNOWN);
	CHECK_INT(chassis.hdds, 1);
	CHECK_INT(chassis.ssds, 2);
	CHECK_INT(chassis_of(NULL, false).hdds, 0);
}

/* 40 W, and a quarter of what processors and memory draw. */
static int a_rest(void *context, const struct host_chassis *chassis, struct power_curve *ret,
		  double *ret_share, struct frugal_error *reterr)
{
	(void)chassis;
	if (context)
		return error_set(reterr, FRUGAL_EDATA, "no such machine");
	*ret = (struct power_curve){
		.w = {40}, .low_factor = 0.8, .high_factor = 1.4, .method = "model rest"};
	*ret_share = 0.25;
	return 0;
}

#define MOVE                                                                                       \
	"f=$TREE/sys/class/powercap/intel-rapl:0/energy_uj; sleep 0.3; echo 101000000 > $f; "      \
	"sleep 0.1; exit 0"

/* By hand: (100 J of the package + 5 W of memory) / 4 + 40 W. */
TEST(the_rest_goes_by_time_and_by_what_is_measured)
{
	struct power_models with_rest = models;
	struct bench bench;
	with_rest.rest_power = a_rest;
	set_up(&bench, true);
	run_script(&bench, MOVE, &with_rest);
	const struct run_record *run = &bench.run;
	const struct run_part *rest = part_of(run, "rest");
	CHECK_INT(run->n_parts, 3);
	CHECK(rest != NULL);
	CHECK_TEXT(rest->sensor, "model rest");
	CHECK_INT(rest->quality, FRUGAL_MODELLED);
	CHECK_CLOSE(part_of(run, "cpu.package-0")->energy.j, 100, 1e-9);
	double expected = (100 + part_of(run, "ram")->energy.j) / 4 + 40 * run->duration.s;
	CHECK_CLOSE(rest->energy.j, expected, 0.05);
	/* At rest: 40 W and a quarter of the memory's 5 W; the package's is not known yet. */
	CHECK_CLOSE(rest->idle.j, 41.25 * run->duration.s, 0.05);
	CHECK_TEXT(run->left_out, "accelerators; network");
	check_conserved(run);
	tear_down(&bench);
}

TEST(a_rest_without_a_model_or_beside_a_whole_server_is_not_made_up)
{
	struct power_models with_rest = models;
	struct bench bench;
	with_rest.rest_power = a_rest;
	set_up(&bench, false);
	run_script(&bench, "true", &with_rest);
	CHECK(part_of(&bench.run, "rest") == NULL);
	CHECK(part_of(&bench.run, "server") != NULL);
	tear_down(&bench);
	with_rest.context = &bench;
	set_up(&bench, true);
	run_script(&bench, "true", &with_rest);
	CHECK(part_of(&bench.run, "rest") == NULL);
	CHECK_HOLDS(bench.run.left_out, "rest of server");
	tear_down(&bench);
}

/* A host may show its guests a counter: its fans and disks are of all of them. */
TEST(a_virtual_machine_has_no_rest_of_a_whole_server)
{
	struct power_models with_rest = models;
	struct bench bench;
	with_rest.rest_power = a_rest;
	set_up(&bench, true);
	tree_write(&bench.tree, "/proc/cpuinfo",
		   "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n");
	tree_write(&bench.tree, "/sys/class/dmi/id/sys_vendor", "QEMU\n");
	run_script(&bench, "true", &with_rest);
	CHECK(part_of(&bench.run, "cpu.package-0") != NULL);
	CHECK(part_of(&bench.run, "rest") == NULL);
	CHECK_HOLDS(bench.run.left_out, "rest of server");
	tear_down(&bench);
}

/* A program that meters itself begins anew after its setup: what was used before is not counted. */
TEST(the_rest_of_a_program_that_meters_itself_begins_with_it)
{
	struct power_models with_rest = models;
	struct bench bench;
	with_rest.rest_power = a_rest;
	set_up(&bench, true);
	session_setup(bench.session, &with_rest, NULL);
	struct timespec t = {.tv_nsec = 200000000};
	nanosleep(&t, NULL);
	tree_zone(&bench.tree, "intel-rapl:0", "package-0\n", "31000000\n", "262143328850\n");
	CHECK_INT(session_start_self(bench.session, NULL, NULL), 0);
	nanosleep(&t, NULL);
	tree_zone(&bench.tree, "intel-rapl:0", "package-0\n", "51000000\n", "262143328850\n");
	nanosleep(&t, NULL); /* else it is a jump within no time, and refused */
	session_stop(bench.session);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	const struct run_part *rest = part_of(&bench.run, "rest");
	CHECK_CLOSE(part_of(&bench.run, "cpu.package-0")->energy.j, 20, 1e-9);
	CHECK_CLOSE(rest->energy.j,
		    (20 + part_of(&bench.run, "ram")->energy.j) / 4 + 40 * bench.run.duration.s,
		    0.05);
	CHECK_CLOSE(rest->gaps.s, 0, 0);
	tear_down(&bench);
}

RUN_TESTS(CASE(the_chassis_of_a_machine_is_read_below_its_root),
	  CASE(the_rest_goes_by_time_and_by_what_is_measured),
	  CASE(a_rest_without_a_model_or_beside_a_whole_server_is_not_made_up),
	  CASE(a_virtual_machine_has_no_rest_of_a_whole_server),
	  CASE(the_rest_of_a_program_that_meters_itself_begins_with_it))
