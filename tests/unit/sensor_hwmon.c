/* SPDX-License-Identifier: Apache-2.0 */
/* Hardware monitors on scripted trees: what each channel covers, and its value. */
#include "sensor_bench.h"

TEST(amd_sockets_are_packages_and_cores_within_them)
{
	struct found found;
	begin(&found);
	device(&found, 2, "amd_energy\n");
	file(&found, 2, "energy1_label", "Ecore000\n");
	file(&found, 2, "energy1_input", "1000\n");
	file(&found, 2, "energy129_label", "Esocket0\n");
	file(&found, 2, "energy129_input", "123456789\n");
	file(&found, 2, "energy130_label", "Esocket1\n");
	file(&found, 2, "energy130_input", "5\n");
	probe(&found, &hwmon_class);
	CHECK_INT(found.sources.n, 3);
	CHECK_INT(find(&found, "cpu.package-0")->cover, COVER_PACKAGE);
	CHECK_INT(find(&found, "cpu.package-1")->index, 1);
	CHECK_INT(find(&found, "core.0")->cover, COVER_CORE);
	CHECK(find(&found, "cpu.package-0")->counter);
	CHECK_CLOSE(value(&found, &hwmon_class, "cpu.package-0"), 123.456789, 1e-9);
	end(&found);
}

TEST(accelerator_boards_are_read_by_energy_or_else_by_power)
{
	struct found found;
	begin(&found);
	device(&found, 0, "amdgpu\n");
	file(&found, 0, "power1_average", "241000000\n");
	file(&found, 0, "power1_label", "PPT\n");
	file(&found, 0, "device/mem_info_vram_vendor", "samsung\n");
	file(&found, 0, "device/drm/card1/dev", "226:1\n");
	file(&found, 0, "device/product_name", "AMD Instinct MI210\n");
	device(&found, 1, "xe\n");
	file(&found, 1, "energy1_label", "card\n");
	file(&found, 1, "energy1_input", "7000000\n");
	file(&found, 1, "energy2_label", "pkg\n");
	file(&found, 1, "energy2_input", "6000000\n");
	file(&found, 1, "power1_input", "1\n");
	file(&found, 1, "device/drm/card0/dev", "226:0\n");
	device(&found, 3, "amdgpu\n"); /* graphics of a processor: no memory of its own */
	file(&found, 3, "power1_input", "9000000\n");
	device(&found, 4, "nvme\n");
	file(&found, 4, "temp1_input", "40000\n");
	probe(&found, &hwmon_class);
	CHECK_INT(found.sources.n, 4);
	CHECK_INT(find(&found, "gpu.card1")->cover, COVER_GPU);
	CHECK(!find(&found, "gpu.card1")->counter);
	CHECK(find(&found, "gpu.card1")->low_factor < 1);
	CHECK_CLOSE(value(&found, &hwmon_class, "gpu.card1"), 241, 1e-9);
	CHECK(find(&found, "gpu.card0")->counter);
	CHECK_CLOSE(value(&found, &hwmon_class, "gpu.card0"), 7, 1e-9);
	CHECK_TEXT(find(&found, "gpu.card1")->maker->variables[0], "HIP_VISIBLE_DEVICES");
	CHECK_TEXT(find(&found, "gpu.card0")->maker->variables[0], "ZE_AFFINITY_MASK");
	CHECK(find(&found, "rail.pkg")->maker == NULL);
	CHECK_TEXT(find(&found, "gpu.card1")->device, "AMD Instinct MI210");
	CHECK_TEXT(find(&found, "gpu.card0")->device, "");
	CHECK_INT(find(&found, "rail.pkg")->cover, COVER_RAIL);
	CHECK_INT(find(&found, "gpu.hwmon3")->cover, COVER_UNCORE);
	end(&found);
}

TEST(meters_of_servers_and_sockets_are_told_by_what_they_say)
{
	struct found found;
	begin(&found);
	device(&found, 0, "power_meter\n");
	file(&found, 0, "power1_average", "412000000\n");
	file(&found, 0, "power1_average_interval", "500\n");
	device(&found, 1, "power_meter\n");
	file(&found, 1, "power1_oem_info", "Grace Power Socket 1\n");
	file(&found, 1, "power1_average", "120000000\n");
	device(&found, 2, "power_meter\n");
	file(&found, 2, "power1_oem_info", "Module Power Socket 1\n");
	file(&found, 2, "power1_average", "600000000\n");
	device(&found, 3, "dps920ab\n");
	file(&found, 3, "power1_label", "pin\n");
	file(&found, 3, "power1_input", "300000000\n");
	file(&found, 3, "power2_label", "pout1\n");
	file(&found, 3, "power2_input", "280000000\n");
	probe(&found, &hwmon_class);
	CHECK_INT(found.sources.n, 4);
	CHECK_INT(find(&found, "node.acpi")->cover, COVER_NODE);
	CHECK_CLOSE(find(&found, "node.acpi")->update.s, 0.5, 1e-12);
	CHECK_INT(find(&found, "socket.1")->cover, COVER_SOCKET);
	CHECK_INT(find(&found, "socket.1")->index, 1);
	CHECK_INT(find(&found, "rail.Module Power Socket 1")->cover, COVER_RAIL);
	CHECK_INT(find(&found, "supply.hwmon3.1")->cover, COVER_SUPPLY);
	end(&found);
}

TEST(a_rail_is_its_current_times_its_voltage)
{
	struct found found;
	begin(&found);
	device(&found, 5, "ina3221\n");
	file(&found, 5, "in1_label", "VDD_IN\n");
	file(&found, 5, "in1_input", "19200\n");  /* mV */
	file(&found, 5, "curr1_input", "1500\n"); /* mA */
	file(&found, 5, "in2_label", "VDD_CPU_GPU_CV\n");
	file(&found, 5, "in2_input", "19200\n");
	file(&found, 5, "curr2_input", "500\n");
	probe(&found, &hwmon_class);
	CHECK_INT(found.sources.n, 2);
	CHECK_INT(find(&found, "node.board")->cover, COVER_NODE);
	CHECK_CLOSE(value(&found, &hwmon_class, "node.board"), 28.8, 1e-9);
	CHECK_INT(find(&found, "rail.VDD_CPU_GPU_CV")->cover, COVER_RAIL);
	end(&found);
}

static void rail(struct found *found, int number, int channel, const char *label, int mv, int ma)
{
	char name[40], text[40];
	(void)snprintf(name, sizeof(name), "in%d_label", channel);
	(void)snprintf(text, sizeof(text), "%s\n", label);
	file(found, number, name, text);
	(void)snprintf(name, sizeof(name), "in%d_input", channel);
	(void)snprintf(text, sizeof(text), "%d\n", mv);
	file(found, number, name, text);
	(void)snprintf(name, sizeof(name), "curr%d_input", channel);
	(void)snprintf(text, sizeof(text), "%d\n", ma);
	file(found, number, name, text);
}

/* The inputs of AGX Orin's module count, each once; with one missing they are rails. */
TEST(inputs_of_a_module_are_its_parts_only_together)
{
	static const char *const labels[] = {"VDD_GPU_SOC", "VDD_CPU_CV", "VIN_SYS_5V0"};
	for (int missing = -1; missing < 3; missing++) {
		struct found found;
		begin(&found);
		device(&found, 0, "ina3221\n");
		for (int i = 0; i < 3; i++)
			if (i != missing)
				rail(&found, 0, i + 1, labels[i], 19000, 500);
		probe(&found, &hwmon_class);
		for (size_t i = 0; i < found.sources.n; i++)
			CHECK_INT(found.sources.items[i].cover,
				  missing < 0 ? COVER_SOCKET : COVER_RAIL);
		if (missing < 0)
			CHECK_CLOSE(value(&found, &hwmon_class, "rail.VDD_CPU_CV"), 9.5, 1e-9);
		end(&found);
	}
}

/* A module with a rail for the whole needs none of its inputs. */
TEST(a_whole_rail_leaves_the_inputs_rails)
{
	struct found found;
	begin(&found);
	device(&found, 0, "ina3221\n");
	rail(&found, 0, 1, "VDD_GPU_SOC", 19000, 500);
	rail(&found, 0, 2, "VDD_CPU_CV", 19000, 500);
	rail(&found, 0, 3, "VIN_SYS_5V0", 19000, 500);
	device(&found, 1, "ina3221\n");
	rail(&found, 1, 1, "VDD_IN", 19000, 2000);
	probe(&found, &hwmon_class);
	CHECK_INT(find(&found, "node.board")->cover, COVER_NODE);
	CHECK_INT(find(&found, "rail.VDD_CPU_CV")->cover, COVER_RAIL);
	end(&found);
}

/* An INA238 without a label is the board's input on AGX Thor, and some rail elsewhere. */
TEST(the_input_of_thor_is_known_by_its_rails)
{
	for (int thor = 0; thor < 2; thor++) {
		struct found found;
		begin(&found);
		device(&found, 0, "ina3221\n");
		rail(&found, 0, 1, thor ? "VDD_CPU_SOC_MSS" : "VDD_OTHER", 19000, 500);
		device(&found, 1, "ina238\n");
		file(&found, 1, "power1_input", "60000000\n");
		file(&found, 1, "in1_input", "20000\n");
		file(&found, 1, "curr1_input", "3000\n");
		probe(&found, &hwmon_class);
		CHECK_INT(find(&found, thor ? "node.board" : "rail.hwmon1.1")->cover,
			  thor ? COVER_NODE : COVER_RAIL);
		end(&found);
	}
}

TEST(sockets_without_labels_are_numbered)
{
	struct found found;
	begin(&found);
	device(&found, 0, "amd_hsmp_hwmon\n");
	file(&found, 0, "power1_input", "180000000\n");
	device(&found, 1, "amd_hsmp_hwmon\n");
	file(&found, 1, "power1_input", "90000000\n");
	probe(&found, &hwmon_class);
	CHECK_INT(find(&found, "cpu.package-0")->cover, COVER_PACKAGE);
	CHECK_INT(find(&found, "cpu.package-1")->index, 1);
	CHECK_CLOSE(value(&found, &hwmon_class, "cpu.package-1"), 90, 1e-9);
	end(&found);
}

/* Only the package of an Intel board is measured: it is the least that the board takes. */
TEST(a_package_stands_for_a_board_that_has_no_more)
{
	struct found found;
	begin(&found);
	device(&found, 0, "xe\n");
	file(&found, 0, "energy2_label", "pkg\n");
	file(&found, 0, "energy2_input", "6000000\n");
	file(&found, 0, "device/drm/card3/dev", "226:3\n");
	probe(&found, &hwmon_class);
	const struct source *board = find(&found, "gpu.card3");
	CHECK_INT(board->cover, COVER_GPU);
	CHECK_HOLDS(board->detail, "package alone");
	CHECK(board->low_factor >= 1 && board->high_factor > 1.2);
	end(&found);
}

/* The memory's energy of an Intel board is not the board's. */
TEST(a_channel_of_a_board_is_the_board_by_its_label_alone)
{
	struct found found;
	begin(&found);
	device(&found, 0, "xe\n");
	file(&found, 0, "energy1_label", "vram\n");
	file(&found, 0, "energy1_input", "3000000\n");
	file(&found, 0, "energy2_label", "card\n");
	file(&found, 0, "energy2_input", "6000000\n");
	file(&found, 0, "device/drm/card3/dev", "226:3\n");
	probe(&found, &hwmon_class);
	CHECK_INT(found.sources.n, 2);
	CHECK_CLOSE(value(&found, &hwmon_class, "gpu.card3"), 6, 1e-9);
	CHECK_INT(find(&found, "rail.vram")->cover, COVER_RAIL);
	end(&found);
}

/* Tiles of an Intel board are within it, and are its parts where the board has no energy. */
TEST(tiles_are_within_their_board_or_together_the_board)
{
	for (int whole = 0; whole < 2; whole++) {
		struct found found;
		begin(&found);
		for (int tile = 0; tile < 2; tile++) {
			device(&found, tile, tile ? "i915_gt1\n" : "i915_gt0\n");
			file(&found, tile, "energy1_input", "4000000\n");
			file(&found, tile, "device/drm/card2/dev", "226:2\n");
		}
		if (whole) {
			device(&found, 7, "i915\n");
			file(&found, 7, "energy1_input", "9000000\n");
			file(&found, 7, "device/drm/card2/dev", "226:2\n");
		}
		probe(&found, &hwmon_class);
		size_t boards = 0;
		for (size_t i = 0; i < found.sources.n; i++)
			boards += found.sources.items[i].cover == COVER_GPU;
		CHECK_INT(boards, whole ? 1 : 2);
		CHECK_INT(find(&found, whole ? "gpu.card2" : "gpu.card2.tile1")->index, 2);
		end(&found);
	}
}

/* One of two supplies may be idle; both at 0 W do not measure. */
TEST(supplies_that_all_say_nothing_are_no_meter)
{
	for (int idle = 1; idle < 3; idle++) {
		struct found found;
		begin(&found);
		for (int i = 0; i < 2; i++) {
			device(&found, i, "dps920ab\n");
			file(&found, i, "power1_label", "pin\n");
			file(&found, i, "power1_input", i < idle ? "0\n" : "300000000\n");
		}
		probe(&found, &hwmon_class);
		CHECK_INT(find(&found, "supply.hwmon0.1")->state, idle == 1 ? TICK_OK : TICK_STALE);
		end(&found);
	}
}

static enum tick_state state_of_meter(const char *name, const char *text)
{
	struct found found;
	begin(&found);
	device(&found, 0, name);
	file(&found, 0, strcmp(name, "amdgpu\n") == 0 ? "power1_input" : "power1_average", text);
	file(&found, 0, "device/mem_info_vram_vendor", "samsung\n");
	probe(&found, &hwmon_class);
	enum tick_state state = found.sources.items[0].state;
	end(&found);
	return state;
}

/* ACPI's error, nothing at all, less than nothing: not a value of a machine or of a board. */
TEST(a_power_that_cannot_be_is_no_reading)
{
	CHECK_INT(state_of_meter("power_meter\n", "412000000\n"), TICK_OK);
	CHECK_INT(state_of_meter("power_meter\n", "4294967295000000\n"), TICK_STALE);
	CHECK_INT(state_of_meter("power_meter\n", "0\n"), TICK_STALE);
	CHECK_INT(state_of_meter("power_meter\n", "4294967295000\n"), TICK_STALE);
	CHECK_INT(state_of_meter("power_meter\n", "4294967295\n"), TICK_STALE); /* 4.3 kW */
	CHECK_INT(state_of_meter("power_meter\n", "-1\n"), TICK_STALE);
	CHECK_INT(state_of_meter("power_meter\n", "1\n"), TICK_STALE);
	CHECK_INT(state_of_meter("power_meter\n", ""), TICK_STALE);
	CHECK_INT(state_of_meter("power_meter\n", "N/A\n"), TICK_STALE);
	CHECK_INT(state_of_meter("amdgpu\n", ""), TICK_STALE);
	CHECK_INT(state_of_meter("amdgpu\n", "300000000\n"), TICK_OK);
	CHECK_INT(state_of_meter("amdgpu\n", "0\n"), TICK_STALE);
}

/* The driver suspended it: reading its power would wake it. */
TEST(a_board_that_sleeps_is_not_read)
{
	struct found found;
	struct sensor *sensor = NULL;
	struct tick tick;
	begin(&found);
	device(&found, 0, "amdgpu\n");
	file(&found, 0, "power1_average", "5000000\n");
	file(&found, 0, "device/mem_info_vram_vendor", "samsung\n");
	file(&found, 0, "device/power/runtime_status", "suspended\n");
	probe(&found, &hwmon_class);
	const struct source *board = &found.sources.items[0];
	CHECK_INT(board->state, TICK_ASLEEP);
	CHECK_INT(hwmon_board_class.open(found.host, board, &sensor, NULL), 0);
	hwmon_board_class.read(sensor, &tick);
	CHECK_INT(tick.state, TICK_ASLEEP);
	CHECK_INT(tick.raw, 0);
	file(&found, 0, "device/power/runtime_status", "active\n");
	hwmon_board_class.read(sensor, &tick);
	CHECK_INT(tick.state, TICK_OK);
	CHECK_INT(tick.raw, 5000000);
	hwmon_board_class.close(sensor);
	end(&found);
}

TEST(perf_is_off_below_another_root)
{
	struct found found;
	begin(&found);
	tree_write(&found.tree, "/sys/bus/event_source/devices/power/type", "22\n");
	tree_write(&found.tree, "/sys/bus/event_source/devices/power/cpumask", "0\n");
	probe(&found, &perf_class);
	CHECK_INT(found.sources.n, 0);
	end(&found);
}

/* The clock of the CPU by the same calls: nanoseconds that only rise. */
TEST(a_perf_event_is_opened_and_read)
{
	struct found found;
	begin(&found);
	probe(&found, &perf_class);
	struct source source = {.detail = "perf cpu-clock", .path = "1 0 0", .unlock = ""};
	struct sensor *sensor = NULL;
	struct tick one, two;
	if (perf_class.open(found.host, &source, &sensor, NULL) == 0) { /* needs CAP_PERFMON */
		perf_class.read(sensor, &one);
		perf_class.read(sensor, &two);
		CHECK_INT(one.state, TICK_OK);
		CHECK(two.raw > one.raw);
		perf_class.close(sensor);
	}
	end(&found);
}

RUN_TESTS(CASE(amd_sockets_are_packages_and_cores_within_them),
	  CASE(accelerator_boards_are_read_by_energy_or_else_by_power),
	  CASE(meters_of_servers_and_sockets_are_told_by_what_they_say),
	  CASE(a_rail_is_its_current_times_its_voltage),
	  CASE(inputs_of_a_module_are_its_parts_only_together),
	  CASE(a_whole_rail_leaves_the_inputs_rails), CASE(the_input_of_thor_is_known_by_its_rails),
	  CASE(sockets_without_labels_are_numbered),
	  CASE(a_package_stands_for_a_board_that_has_no_more),
	  CASE(a_channel_of_a_board_is_the_board_by_its_label_alone),
	  CASE(tiles_are_within_their_board_or_together_the_board),
	  CASE(supplies_that_all_say_nothing_are_no_meter),
	  CASE(a_power_that_cannot_be_is_no_reading), CASE(a_board_that_sleeps_is_not_read),
	  CASE(perf_is_off_below_another_root), CASE(a_perf_event_is_opened_and_read))
