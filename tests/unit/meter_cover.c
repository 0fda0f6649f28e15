/* SPDX-License-Identifier: Apache-2.0 */
/* Which readings are taken so that each part of the machine counts once, and what none covers. */
#include "check.h"
#include "meter_counter.h"

#include "meter/cover.h"

struct zone {
	const char *part;
	enum cover cover;
	int index;
	enum tick_state state;
	bool want;
	bool check;
};

static struct cover_plan choose_with(const struct zone *zones, size_t n, bool want_node)
{
	struct source items[16] = {0};
	bool chosen[16], check[16];
	struct cover_plan plan;
	for (size_t i = 0; i < n; i++)
		items[i] = (struct source){.part = zones[i].part,
					   .cover = zones[i].cover,
					   .index = zones[i].index,
					   .state = zones[i].state};
	struct sources sources = {.items = items, .n = n};
	cover_choose(&sources, want_node, chosen, check, &plan);
	for (size_t i = 0; i < n; i++)
		if (chosen[i] != zones[i].want || check[i] != zones[i].check) {
			print_error("%s: chosen %d, check %d\n", zones[i].part, chosen[i],
				    check[i]);
			fail();
		}
	plan.chosen = plan.check = NULL;
	return plan;
}

static struct cover_plan choose(const struct zone *zones, size_t n)
{
	return choose_with(zones, n, false);
}

TEST(packages_and_memory_count_cores_graphics_and_platform_do_not)
{
	static const struct zone zones[] = {
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, true, false},
		{"core.0", COVER_CORE, 0, TICK_OK, false, false},
		{"uncore.0", COVER_UNCORE, 0, TICK_OK, false, false},
		{"dram.0", COVER_DRAM, 0, TICK_OK, true, false},
		{"cpu.package-1", COVER_PACKAGE, 1, TICK_OK, true, false},
		{"dram.1", COVER_DRAM, 1, TICK_OK, true, false},
		{"psys", COVER_PSYS, -1, TICK_OK, false, false},
	};
	struct cover_plan plan = choose(zones, 7);
	CHECK(!plan.needs_server && !plan.needs_ram);
}

TEST(the_second_sight_of_a_package_counts_once_and_the_open_one_wins)
{
	static const struct zone both[] = {
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, true, false},
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, false, false},
	};
	static const struct zone one[] = {
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_DENIED, false, false},
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, true, false},
	};
	CHECK(!choose(both, 2).needs_server);
	CHECK(choose(one, 2).needs_ram);
}

TEST(every_die_counts_but_not_beside_its_whole_package)
{
	static const struct zone dies[] = {
		{"cpu.package-0-die-0", COVER_PACKAGE, 0, TICK_OK, true, false},
		{"cpu.package-0-die-1", COVER_PACKAGE, 0, TICK_OK, true, false},
		{"cpu.package-1-die-0", COVER_PACKAGE, 1, TICK_OK, true, false},
	};
	static const struct zone whole[] = {
		{"cpu.package-0-die-0", COVER_PACKAGE, 0, TICK_OK, false, false},
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, true, false},
	};
	(void)choose(dies, 3);
	(void)choose(whole, 2);
}

TEST(without_an_open_package_the_server_is_modelled_and_memory_is_not_added)
{
	static const struct zone zones[] = {
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_DENIED, true, false},
		{"dram.0", COVER_DRAM, 0, TICK_OK, false, false},
	};
	struct cover_plan plan = choose(zones, 2);
	CHECK(plan.needs_server && plan.needs_ram);
	plan = choose(zones, 0);
	CHECK(plan.needs_server && plan.needs_ram);
}

TEST(a_meter_of_the_machine_checks_the_parts_or_is_the_truth_but_is_never_added)
{
	static const struct zone both[] = {
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, true, false},
		{"node.acpi", COVER_NODE, -1, TICK_OK, false, true},
		{"supply.hwmon3.1", COVER_SUPPLY, -1, TICK_OK, false, false},
	};
	static const struct zone supplies[] = {
		{"supply.a", COVER_SUPPLY, -1, TICK_OK, false, true},
		{"supply.b", COVER_SUPPLY, -1, TICK_OK, false, true},
		{"gpu.0", COVER_GPU, 0, TICK_OK, true, false},
	};
	static const struct zone one_closed[] = {
		{"supply.a", COVER_SUPPLY, -1, TICK_OK, false, false},
		{"supply.b", COVER_SUPPLY, -1, TICK_DENIED, false, false},
	};
	struct cover_plan plan = choose(both, 3);
	CHECK(!plan.node_truth && !plan.needs_server && plan.needs_ram);
	plan = choose_with(both, 3, true);
	CHECK(plan.node_truth && !plan.needs_server && !plan.needs_ram);
	plan = choose(supplies, 3); /* no package: the supplies stand before a model */
	CHECK(plan.node_truth && !plan.needs_server && !plan.needs_ram);
	plan = choose(one_closed, 2);
	CHECK(!plan.node_truth && plan.needs_server);
}

TEST(a_socket_holds_its_package_and_memory)
{
	static const struct zone grace[] = {
		{"cpu.package-0", COVER_PACKAGE, 0, TICK_OK, false, false},
		{"dram.0", COVER_DRAM, 0, TICK_OK, false, false},
		{"socket.0", COVER_SOCKET, 0, TICK_OK, true, false},
		{"rail.SysIO Power Socket 0", COVER_RAIL, 0, TICK_OK, false, false},
		{"cpu.package-1", COVER_PACKAGE, 1, TICK_OK, true, false},
	};
	struct cover_plan plan = choose(grace, 5);
	CHECK(!plan.needs_server && !plan.needs_ram);
}

TEST(the_server_without_its_memory_is_never_below_zero)
{
	struct power_curve server = {.w = {3, 20}}, ram = {.w = {5, 5}}, rest;
	cover_without_ram(&server, &ram, &rest);
	CHECK_CLOSE(rest.w[0], 0, 0);
	CHECK_CLOSE(rest.w[1], 15, 1e-12);
}

TEST(what_no_part_covers_is_said)
{
	struct arena arena = {0};
	struct source items[1] = {counter(0)};
	bool chosen[1] = {true};
	struct sources sources = {.items = items, .n = 1};
	struct cover_plan plan = {.chosen = chosen};
	CHECK_TEXT(cover_left_out(&sources, &plan, &(struct cover_models){.ram = true}, &arena),
		   "rest of server: board, disks, fans, power supply; accelerators; network");
	plan.needs_server = plan.needs_ram = true;
	items[0].state = TICK_DENIED;
	CHECK_TEXT(cover_left_out(&sources, &plan,
				  &(struct cover_models){.server = true, .ram = true}, &arena),
		   "accelerators; network");
	CHECK_TEXT(cover_left_out(&sources, &plan, &(struct cover_models){0}, &arena),
		   "cpu.package-0; processors; memory; rest of server: board, disks, fans, "
		   "power supply; accelerators; network");
	arena_release(&arena);
}

RUN_TESTS(CASE(packages_and_memory_count_cores_graphics_and_platform_do_not),
	  CASE(the_second_sight_of_a_package_counts_once_and_the_open_one_wins),
	  CASE(every_die_counts_but_not_beside_its_whole_package),
	  CASE(without_an_open_package_the_server_is_modelled_and_memory_is_not_added),
	  CASE(a_meter_of_the_machine_checks_the_parts_or_is_the_truth_but_is_never_added),
	  CASE(a_socket_holds_its_package_and_memory),
	  CASE(the_server_without_its_memory_is_never_below_zero),
	  CASE(what_no_part_covers_is_said))
