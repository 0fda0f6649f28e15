/* SPDX-License-Identifier: Apache-2.0 */
/* The sensors on scripted and recorded trees: what is found, what is closed, what is read. */
#include "check.h"
#include "tree.h"

#include <unistd.h>

#include "sensor/sensor.h"

struct found {
	struct host *host;
	struct arena arena;
	struct sources sources;
};

static void probe(struct found *found, const char *root)
{
	*found = (struct found){0};
	found->sources.arena = &found->arena;
	CHECK_INT(host_new_at(root, &found->host, NULL), 0);
	CHECK_INT(powercap_class.probe(found->host, &found->sources, NULL), 0);
}

static void release(struct found *found)
{
	arena_release(&found->arena);
	host_free(found->host);
}

static const struct source *find(const struct found *found, const char *part)
{
	for (size_t i = 0; i < found->sources.n; i++)
		if (strcmp(found->sources.items[i].part, part) == 0)
			return &found->sources.items[i];
	return NULL;
}

/* Two sockets in swapped order, with memory next to them, as the kernel lists them: flat. */
static void two_sockets(const struct tree *tree)
{
	tree_zone(tree, "intel-rapl:0", "package-1\n", "1000\n", "262143328850\n");
	tree_zone(tree, "intel-rapl:0:0", "dram\n", "30\n", "65712999613\n");
	tree_zone(tree, "intel-rapl:1", "package-0\n", "2000\n", "262143328850\n");
	tree_zone(tree, "intel-rapl:1:0", "dram\n", "40\n", "65712999613\n");
	tree_zone(tree, "intel-rapl:10", "psys\n", "9000\n", "262143328850\n");
	tree_write(tree, "/sys/class/powercap/intel-rapl/enabled", "1\n");
	tree_write(tree, "/sys/class/powercap/dtpm/name", "dtpm\n");
}

/* Two dies of one package, each with its memory; on AMD a die is the package once more. */
static void two_dies(const struct tree *tree, const char *vendor)
{
	char text[80];
	(void)snprintf(text, sizeof(text), "processor\t: 0\nvendor_id\t: %s\n", vendor);
	tree_write(tree, "/proc/cpuinfo", text);
	tree_zone(tree, "intel-rapl:0", "package-0-die-0\n", "1000\n", "262143328850\n");
	tree_zone(tree, "intel-rapl:0:0", "dram\n", "30\n", "65712999613\n");
	tree_zone(tree, "intel-rapl:1", "package-0-die-1\n", "2000\n", "262143328850\n");
	tree_zone(tree, "intel-rapl:1:0", "dram\n", "40\n", "65712999613\n");
}

TEST(memory_of_each_die_is_a_part_of_its_own)
{
	struct tree tree;
	struct found found;
	tree_make(&tree);
	two_dies(&tree, "GenuineIntel");
	probe(&found, tree.root);
	CHECK_INT(find(&found, "dram.0-die-0")->cover, COVER_DRAM);
	CHECK_INT(find(&found, "dram.0-die-1")->index, 0);
	CHECK_INT(find(&found, "cpu.package-0-die-1")->cover, COVER_PACKAGE);
	release(&found);
	tree_remove(&tree);
}

TEST(dies_of_amd_mirror_one_counter)
{
	static const char *const vendors[] = {"AuthenticAMD", "HygonGenuine"};
	for (size_t i = 0; i < 2; i++) {
		struct tree tree;
		struct found found;
		tree_make(&tree);
		two_dies(&tree, vendors[i]);
		probe(&found, tree.root);
		CHECK_INT(find(&found, "cpu.package-0-die-0")->cover, COVER_PACKAGE);
		CHECK_INT(find(&found, "cpu.package-0-die-1")->cover, COVER_RAIL);
		release(&found);
		tree_remove(&tree);
	}
}

TEST(zones_are_what_their_name_says_not_their_number)
{
	struct tree tree;
	struct found found;
	tree_make(&tree);
	two_sockets(&tree);
	probe(&found, tree.root);
	CHECK_INT(found.sources.n, 5);
	const struct source *package = find(&found, "cpu.package-1");
	CHECK(package != NULL);
	CHECK_TEXT(package->detail, "powercap intel-rapl:0");
	CHECK_INT(package->cover, COVER_PACKAGE);
	CHECK_INT(package->index, 1);
	CHECK_INT(package->state, TICK_OK);
	CHECK_INT(package->wrap, 262143328850);
	CHECK_INT(package->quality, FRUGAL_MEASURED);
	CHECK_CLOSE(package->unit, 1e-6, 1e-12);
	CHECK_TEXT(find(&found, "dram.1")->detail, "powercap intel-rapl:0:0");
	CHECK_TEXT(find(&found, "dram.0")->detail, "powercap intel-rapl:1:0");
	CHECK_INT(find(&found, "dram.0")->cover, COVER_DRAM);
	CHECK_INT(find(&found, "psys")->cover, COVER_PSYS);
	release(&found);
	tree_remove(&tree);
}

TEST(a_zone_is_read_again_through_the_same_descriptor)
{
	struct tree tree;
	struct found found;
	struct sensor *sensor = NULL;
	struct tick tick;
	tree_make(&tree);
	two_sockets(&tree);
	probe(&found, tree.root);
	CHECK_INT(powercap_class.open(found.host, find(&found, "cpu.package-0"), &sensor, NULL), 0);
	powercap_class.read(sensor, &tick);
	CHECK_INT(tick.state, TICK_OK);
	CHECK_INT(tick.raw, 2000);
	CHECK(tick.at_ns > 0);
	tree_write(&tree, "/sys/class/powercap/intel-rapl:1/energy_uj", "2500\n");
	powercap_class.read(sensor, &tick);
	CHECK_INT(tick.raw, 2500);
	uint64_t before = mem_count();
	for (int i = 0; i < 10; i++)
		powercap_class.read(sensor, &tick);
	CHECK_INT(mem_count(), before);
	powercap_class.close(sensor);
	release(&found);
	tree_remove(&tree);
}

TEST(an_empty_or_odd_file_is_stale_not_zero)
{
	static const char *const odd[] = {"", "\n", "abc\n", "-5\n", "99999999999999999999\n"};
	struct tree tree;
	struct found found;
	struct sensor *sensor = NULL;
	struct tick tick;
	tree_make(&tree);
	two_sockets(&tree);
	probe(&found, tree.root);
	CHECK_INT(powercap_class.open(found.host, find(&found, "cpu.package-0"), &sensor, NULL), 0);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		tree_write(&tree, "/sys/class/powercap/intel-rapl:1/energy_uj", odd[i]);
		powercap_class.read(sensor, &tick);
		CHECK_INT(tick.state, TICK_STALE);
	}
	powercap_class.close(sensor);
	release(&found);
	tree_remove(&tree);
}

TEST(a_range_that_is_missing_zero_or_odd_is_a_wrap_not_known)
{
	static const char *const ranges[] = {"", "0\n", "x\n", "-1\n"};
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		struct tree tree;
		struct found found;
		tree_make(&tree);
		tree_zone(&tree, "intel-rapl:0", "package-0\n", "1\n", ranges[i]);
		probe(&found, tree.root);
		CHECK_INT(found.sources.n, 1);
		CHECK_INT(found.sources.items[0].wrap, 0);
		release(&found);
		tree_remove(&tree);
	}
}

/* Root may read anything, so the closed file is read as the user nobody. */
TEST(a_closed_counter_is_denied_and_names_the_key)
{
	struct tree tree;
	struct found found;
	char path[512];
	tree_make(&tree);
	two_sockets(&tree);
	tree_path(&tree, "/sys/class/powercap/intel-rapl:0/energy_uj", path, sizeof(path));
	CHECK_INT(chmod(path, 0400), 0);
	bool root = geteuid() == 0;
	if (!root)
		CHECK_INT(chmod(path, 0), 0);
	if (root)
		CHECK_INT(seteuid(65534), 0);
	probe(&found, tree.root);
	struct sensor *sensor = NULL;
	struct frugal_error error;
	const struct source *closed = find(&found, "cpu.package-1");
	int r = powercap_class.open(found.host, closed, &sensor, &error);
	if (root)
		CHECK_INT(seteuid(0), 0);
	CHECK_INT(closed->state, TICK_DENIED);
	CHECK_HOLDS(closed->unlock, "energy_uj");
	CHECK_HOLDS(closed->unlock, "max_energy_range_uj");
	CHECK_INT(find(&found, "cpu.package-0")->state, TICK_OK);
	CHECK_INT(r, FRUGAL_EENV);
	CHECK_HOLDS(error.todo, "chmod");
	release(&found);
	tree_remove(&tree);
}

TEST(a_zone_without_its_counter_is_absent)
{
	struct tree tree;
	struct found found;
	tree_make(&tree);
	tree_write(&tree, "/sys/class/powercap/intel-rapl:0/name", "package-0\n");
	probe(&found, tree.root);
	CHECK_INT(found.sources.items[0].state, TICK_ABSENT);
	release(&found);
	tree_remove(&tree);
}

TEST(zones_are_found_where_only_the_virtual_devices_are)
{
	struct tree tree;
	struct found found;
	tree_make(&tree);
	tree_write(&tree, "/sys/devices/virtual/powercap/intel-rapl/intel-rapl:0/name",
		   "package-3\n");
	tree_write(&tree, "/sys/devices/virtual/powercap/intel-rapl/intel-rapl:0/energy_uj", "7");
	tree_write(&tree,
		   "/sys/devices/virtual/powercap/intel-rapl/intel-rapl:0/intel-rapl:0:0/name",
		   "dram\n");
	tree_write(&tree,
		   "/sys/devices/virtual/powercap/intel-rapl/intel-rapl:0/intel-rapl:0:0/energy_uj",
		   "8");
	probe(&found, tree.root);
	CHECK_INT(found.sources.n, 2);
	CHECK(find(&found, "cpu.package-3") != NULL);
	CHECK(find(&found, "dram.3") != NULL);
	release(&found);
	tree_remove(&tree);
}

TEST(a_machine_without_powercap_has_no_source_and_that_is_fine)
{
	struct tree tree;
	struct found found;
	tree_make(&tree);
	probe(&found, tree.root);
	CHECK_INT(found.sources.n, 0);
	release(&found);
	tree_remove(&tree);
}

TEST(the_recorded_trees_are_read)
{
	struct found found;
	char root[512];
	const char *shared = getenv("FRUGAL_SHARED");
	if (!shared)
		SKIP("FRUGAL_SHARED names no recorded trees");
	(void)snprintf(root, sizeof(root), "%s/data/pcp-denki/bigsystem", shared);
	if (access(root, R_OK) != 0)
		SKIP("FRUGAL_SHARED names no recorded trees");
	probe(&found, root);
	CHECK_INT(found.sources.n, 4);
	CHECK_TEXT(find(&found, "cpu.package-1")->detail, "powercap intel-rapl:0");
	CHECK_TEXT(find(&found, "core.1")->detail, "powercap intel-rapl:0:0");
	CHECK_INT(find(&found, "cpu.package-0")->wrap, 0);
	release(&found);
	(void)snprintf(root, sizeof(root), "%s/data/pcp-denki/Thinkpad_L480_bat_busy", shared);
	probe(&found, root);
	CHECK_INT(found.sources.n, 5);
	CHECK(find(&found, "dram.0") && find(&found, "psys") && find(&found, "uncore.0"));
	release(&found);
}

/* ---- models --------------------------------------------------------------------------------- */

/* 20 W idle, then 8 W more for each tenth of load: 100 W at full load. */
static struct power_curve line(void)
{
	struct power_curve curve = {.low_factor = 0.7, .high_factor = 1.6, .method = "model test"};
	for (int i = 0; i < POWER_CURVE_POINTS; i++)
		curve.w[i] = 20 + 8 * i;
	return curve;
}

#define S 1000000000

TEST(a_modelled_server_follows_its_curve_over_the_load)
{
	struct busy busy = {.fd = -1, .threads = 4};
	struct model_feed feed = {
		.curve = line(), .busy = &busy, .start_ns = 10 * (int64_t)S, .start_busy_ns = 5};
	struct source source;
	struct sensor *sensor = NULL;
	struct tick tick;
	source_of_model(&feed, &source);
	CHECK_TEXT(source.detail, "model test");
	CHECK_INT(source.quality, FRUGAL_MODELLED);
	CHECK_CLOSE(source.high_factor, 1.6, 0);
	CHECK_INT(cpu_model_class.open(NULL, &source, &sensor, NULL), 0);
	/* 2 s in which 2 of 4 processors work: 60 W, 120 J. */
	busy.at_ns = 12 * (int64_t)S;
	busy.busy_ns = 5 + 4 * (int64_t)S;
	cpu_model_class.read(sensor, &tick);
	CHECK_INT(tick.raw, 120000000);
	CHECK_INT(tick.at_ns, 12 * (int64_t)S);
	/* 1 s at rest: 20 J more. A quarter of a step up the curve, 2.5 %: 22 W. */
	busy.at_ns += S;
	cpu_model_class.read(sensor, &tick);
	CHECK_INT(tick.raw, 140000000);
	busy.at_ns += S;
	busy.busy_ns += S / 10;
	cpu_model_class.read(sensor, &tick);
	CHECK_INT(tick.raw, 162000000);
	/* More work than there are processors is full load; the same moment adds nothing. */
	busy.at_ns += S;
	busy.busy_ns += 9 * (int64_t)S;
	cpu_model_class.read(sensor, &tick);
	CHECK_INT(tick.raw, 262000000);
	cpu_model_class.read(sensor, &tick);
	CHECK_INT(tick.raw, 262000000);
	cpu_model_class.close(sensor);
}

TEST(modelled_memory_draws_the_same_all_the_time)
{
	struct busy busy = {.fd = -1, .threads = 4};
	struct model_feed feed = {.curve = {.w = {5}}, .busy = &busy, .start_ns = S};
	struct source source;
	struct sensor *sensor = NULL;
	struct tick tick;
	source_of_model(&feed, &source);
	CHECK_INT(ram_model_class.open(NULL, &source, &sensor, NULL), 0);
	busy.at_ns = 4 * (int64_t)S;
	busy.busy_ns = 12 * (int64_t)S;
	ram_model_class.read(sensor, &tick);
	CHECK_INT(tick.raw, 15000000);
	ram_model_class.close(sensor);
}

TEST(no_memory_is_an_error_not_a_crash)
{
	struct tree tree;
	tree_make(&tree);
	two_sockets(&tree);
	for (int64_t n = 0; n < 200; n++) {
		struct found found = {0};
		struct frugal_error error = {0};
		found.sources.arena = &found.arena;
		CHECK_INT(host_new_at(tree.root, &found.host, NULL), 0);
		mem_fail_after(n);
		int r = powercap_class.probe(found.host, &found.sources, &error);
		mem_fail_after(-1);
		CHECK(r == 0 || r == FRUGAL_EENV);
		release(&found);
	}
	tree_remove(&tree);
}

RUN_TESTS(CASE(memory_of_each_die_is_a_part_of_its_own), CASE(dies_of_amd_mirror_one_counter),
	  CASE(zones_are_what_their_name_says_not_their_number),
	  CASE(a_zone_is_read_again_through_the_same_descriptor),
	  CASE(an_empty_or_odd_file_is_stale_not_zero),
	  CASE(a_range_that_is_missing_zero_or_odd_is_a_wrap_not_known),
	  CASE(a_closed_counter_is_denied_and_names_the_key),
	  CASE(a_zone_without_its_counter_is_absent),
	  CASE(zones_are_found_where_only_the_virtual_devices_are),
	  CASE(a_machine_without_powercap_has_no_source_and_that_is_fine),
	  CASE(the_recorded_trees_are_read),
	  CASE(a_modelled_server_follows_its_curve_over_the_load),
	  CASE(modelled_memory_draws_the_same_all_the_time),
	  CASE(no_memory_is_an_error_not_a_crash))
