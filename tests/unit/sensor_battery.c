/* SPDX-License-Identifier: Apache-2.0 */
/* Batteries on scripted trees: when what flows is what the machine draws. */
#include "sensor_bench.h"

static void battery(struct found *found, const char *name, const char *text)
{
	char path[256];
	(void)snprintf(path, sizeof(path), "/sys/class/power_supply/%s", name);
	tree_write(&found->tree, path, text);
}

TEST(batteries_tell_the_machine_only_off_the_mains)
{
	struct found found;
	begin(&found);
	battery(&found, "BAT0/type", "Battery\n");
	battery(&found, "BAT0/status", "Discharging\n");
	battery(&found, "BAT0/power_now", "9500000\n");
	battery(&found, "BAT1/type", "Battery\n");
	battery(&found, "BAT1/status", "Unknown\n");
	battery(&found, "BAT1/current_now", "100000\n");   /* µA */
	battery(&found, "BAT1/voltage_now", "12000000\n"); /* µV */
	battery(&found, "AC/type", "Mains\n");
	battery(&found, "AC/online", "0\n");
	battery(&found, "hid-mouse/type", "Battery\n");
	battery(&found, "hid-mouse/scope", "Device\n");
	battery(&found, "hid-mouse/power_now", "1\n");
	probe(&found, &battery_class);
	CHECK_INT(found.sources.n, 2);
	CHECK_INT(find(&found, "supply.BAT0")->cover, COVER_SUPPLY);
	CHECK_CLOSE(value(&found, &battery_class, "supply.BAT0"), 9.5, 1e-9);
	CHECK_CLOSE(value(&found, &battery_class, "supply.BAT1"), 1.2, 1e-9);
	end(&found);
	begin(&found);
	battery(&found, "BAT0/type", "Battery\n");
	battery(&found, "BAT0/status", "Charging\n");
	battery(&found, "BAT0/power_now", "9500000\n");
	probe(&found, &battery_class);
	CHECK_INT(find(&found, "supply.BAT0")->state, TICK_ABSENT);
	end(&found);
}

static enum tick_state state_of_battery(const char *power, const char *current, const char *voltage,
					double *ret_w)
{
	struct found found;
	begin(&found);
	battery(&found, "BAT0/type", "Battery\n");
	battery(&found, "BAT0/status", "Discharging\n");
	if (power)
		battery(&found, "BAT0/power_now", power);
	if (current)
		battery(&found, "BAT0/current_now", current);
	if (voltage)
		battery(&found, "BAT0/voltage_now", voltage);
	probe(&found, &battery_class);
	enum tick_state state = find(&found, "supply.BAT0")->state;
	*ret_w = state == TICK_OK ? value(&found, &battery_class, "supply.BAT0") : 0;
	end(&found);
	return state;
}

/*
 * What flows out is less than zero for some drivers: Apple's, Qualcomm's (Linux:
 * Documentation/ABI/testing/sysfs-class-power). Nothing, and more than a laptop can draw, is none.
 */
TEST(a_battery_says_what_flows_out_with_either_sign)
{
	double w;
	CHECK_INT(state_of_battery("-12000000\n", NULL, NULL, &w), TICK_OK);
	CHECK_CLOSE(w, 12, 1e-9);
	CHECK_INT(state_of_battery(NULL, "-1000000\n", "12000000\n", &w), TICK_OK);
	CHECK_CLOSE(w, 12, 1e-9);
	CHECK_INT(state_of_battery("0\n", NULL, NULL, &w), TICK_STALE);
	CHECK_INT(state_of_battery("-1\n", NULL, NULL, &w), TICK_STALE);
	CHECK_INT(state_of_battery("4294967295\n", NULL, NULL, &w), TICK_STALE);
	CHECK_INT(state_of_battery("", NULL, NULL, &w), TICK_STALE);
	CHECK(state_of_battery(NULL, "1000000\n", NULL, &w) != TICK_OK);
}

/* One of two batteries may be idle, not both. */
TEST(batteries_that_all_say_nothing_are_no_meter)
{
	for (int idle = 1; idle < 3; idle++) {
		struct found found;
		begin(&found);
		battery(&found, "BAT0/type", "Battery\n");
		battery(&found, "BAT0/status", "Discharging\n");
		battery(&found, "BAT0/power_now", idle == 1 ? "9000000\n" : "0\n");
		battery(&found, "BAT1/type", "Battery\n");
		battery(&found, "BAT1/status", "Not charging\n");
		battery(&found, "BAT1/power_now", "0\n");
		probe(&found, &battery_class);
		CHECK_INT(find(&found, "supply.BAT1")->state, idle == 1 ? TICK_OK : TICK_STALE);
		end(&found);
	}
}

/* Plugged in during the run: what flows then goes into the battery. */
TEST(a_battery_that_begins_to_charge_has_no_reading)
{
	struct found found;
	struct sensor *sensor = NULL;
	struct tick tick;
	begin(&found);
	battery(&found, "BAT0/type", "Battery\n");
	battery(&found, "BAT0/status", "Discharging\n");
	battery(&found, "BAT0/power_now", "12000000\n");
	probe(&found, &battery_class);
	CHECK_INT(battery_class.open(found.host, find(&found, "supply.BAT0"), &sensor, NULL), 0);
	battery(&found, "BAT0/status", "Charging\n");
	battery_class.read(sensor, &tick);
	CHECK_INT(tick.state, TICK_STALE);
	battery(&found, "BAT0/status", "Discharging\n");
	battery_class.read(sensor, &tick);
	CHECK_INT(tick.state, TICK_OK);
	battery_class.close(sensor);
	end(&found);
}

/* "online" of a USB port is the port's: a battery that discharges feeds the machine. */
TEST(a_port_that_is_online_is_not_the_mains)
{
	static const struct {
		const char *type, *status;
		bool on_battery;
	} cases[] = {
		{"USB\n", "Discharging\n", true},    {"USB_C\n", "Discharging\n", true},
		{"USB\n", "Not charging\n", false},  {"USB\n", "Charging\n", false},
		{"Mains\n", "Discharging\n", false}, {"Mains\n", "Full\n", false},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct found found;
		begin(&found);
		battery(&found, "BAT0/type", "Battery\n");
		battery(&found, "BAT0/status", cases[i].status);
		battery(&found, "BAT0/power_now", "12000000\n");
		battery(&found, "port/type", cases[i].type);
		battery(&found, "port/online", "1\n");
		probe(&found, &battery_class);
		CHECK_INT(find(&found, "supply.BAT0")->state == TICK_OK, cases[i].on_battery);
		end(&found);
	}
}

RUN_TESTS(CASE(batteries_tell_the_machine_only_off_the_mains),
	  CASE(a_battery_says_what_flows_out_with_either_sign),
	  CASE(batteries_that_all_say_nothing_are_no_meter),
	  CASE(a_battery_that_begins_to_charge_has_no_reading),
	  CASE(a_port_that_is_online_is_not_the_mains))
