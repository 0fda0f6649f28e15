/* SPDX-License-Identifier: Apache-2.0 */
/* Meters that the user names: programs, recorded traces; and what is asked by a thread. */
#include "check.h"
#include "tree.h"

#include <time.h>

#include "sensor/ipmi.h"
#include "sensor/poller.h"
#include "sensor/reading.h"
#include "sensor/specs.h"

struct found {
	struct tree tree;
	struct host *host;
	struct arena arena;
	struct sources sources;
};

static int probe(struct found *found, const struct sensor_class *class, const char *spec,
		 struct frugal_error *error)
{
	const char *specs[] = {spec, NULL};
	*found = (struct found){0};
	found->sources.arena = &found->arena;
	found->sources.specs = specs;
	CHECK_INT(host_new_at("/", &found->host, NULL), 0);
	int r = class->probe(found->host, &found->sources, error);
	found->sources.specs = NULL;
	return r;
}

static void end(struct found *found)
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

static void wait_ms(long ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000};
	(void)nanosleep(&t, NULL);
}

TEST(a_reading_is_a_name_a_value_and_a_unit)
{
	static const char *const odd[] = {"",
					  "node",
					  "node 5",
					  "node W",
					  "node five W",
					  "node 5 kg",
					  "node -1 W",
					  "node nan W",
					  "node 1e999 W",
					  "node 5 W extra",
					  "no\001de 5 W",
					  "node 1e308 TWh"};
	struct reading reading;
	CHECK(reading_parse(STR("  gpu.3\t0.4  kW "), &reading, NULL));
	CHECK_TEXT(reading.name, "gpu.3");
	CHECK(!reading.is_energy);
	CHECK_CLOSE(reading.base, 400, 1e-12);
	CHECK(reading_parse(STR("cpu.package-0 2 Wh"), &reading, NULL));
	CHECK(reading.is_energy);
	CHECK_CLOSE(reading.base, 7200, 1e-12);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		if (reading_parse(str_of(odd[i]), &reading, NULL)) {
			print_error("taken: %s\n", odd[i]);
			fail();
		}
	int index;
	CHECK_INT(reading_cover("gpu.3", &index), COVER_GPU);
	CHECK_INT(index, 3);
	CHECK_INT(reading_cover("fan", &index), COVER_RAIL);
	CHECK_INT(index, -1);
}

TEST(a_sensor_of_no_kind_is_refused_with_the_kinds)
{
	struct frugal_error error;
	CHECK_INT(sensor_spec_check("exec:true", NULL), 0);
	CHECK_INT(sensor_spec_check("gaudi", NULL), 0);
	CHECK_INT(sensor_spec_check("exec:", &error), FRUGAL_EUSAGE);
	CHECK_INT(sensor_spec_check("exce:true", &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.todo, "exec:LINE");
}

TEST(a_program_that_goes_on_is_read_again_and_again)
{
	struct found found;
	struct sensor *sensor = NULL;
	struct tick tick;
	CHECK_INT(probe(&found, &exec_class,
			"exec:i=0; while :; do i=$((i+1)); echo node $i W; echo cpu $i J; "
			"sleep 0.05; done",
			NULL),
		  0);
	CHECK_INT(found.sources.n, 2);
	const struct source *node = find(&found, "node");
	CHECK(node && !node->counter && node->cover == COVER_NODE);
	CHECK(find(&found, "cpu")->counter);
	CHECK_INT(exec_class.open(found.host, node, &sensor, NULL), 0);
	exec_class.read(sensor, &tick);
	uint64_t first = tick.raw;
	CHECK_INT(tick.state, TICK_OK);
	CHECK(first >= 1000000);
	wait_ms(300);
	exec_class.read(sensor, &tick);
	CHECK(tick.raw > first);
	exec_class.close(sensor);
	end(&found);
}

TEST(a_program_that_ends_is_run_again_and_one_that_says_nothing_is_absent)
{
	struct found found;
	struct sensor *sensor = NULL;
	struct tick first, second;
	CHECK_INT(probe(&found, &exec_class, "exec:echo nonsense; echo gpu.0 300 W", NULL), 0);
	CHECK_INT(found.sources.n, 1);
	CHECK_INT(exec_class.open(found.host, find(&found, "gpu.0"), &sensor, NULL), 0);
	exec_class.read(sensor, &first);
	wait_ms(1300);
	exec_class.read(sensor, &second);
	CHECK(second.at_ns > first.at_ns);
	exec_class.close(sensor);
	end(&found);
	CHECK_INT(probe(&found, &exec_class, "exec:exit 3", NULL), 0);
	CHECK_INT(found.sources.n, 1);
	CHECK_INT(found.sources.items[0].state, TICK_ABSENT);
	exec_class.forget();
	end(&found);
}

static void file_of(struct found *found, const char *text, char *spec, size_t size)
{
	tree_make(&found->tree);
	tree_write(&found->tree, "/trace", text);
	(void)snprintf(spec, size, "replay:%s/trace", found->tree.root);
}

/* 100 W for 0.1 s, 200 W for 0.1 s, then nothing: 30 J. */
TEST(a_recorded_trace_is_replayed_to_the_joule)
{
	struct found found, file = {0};
	struct sensor *sensor = NULL;
	struct tick tick;
	char spec[400];
	file_of(&file,
		"# t name value unit\n0 node 100 W\n0 cpu 5 J\n0.1 node 200 W\n"
		"0.2 node 0 W\n0.3 cpu 6 J\n5 node 0 W\n",
		spec, sizeof(spec));
	CHECK_INT(probe(&found, &replay_class, spec, NULL), 0);
	CHECK_INT(found.sources.n, 2);
	CHECK_INT(find(&found, "node")->quality, FRUGAL_DECLARED);
	CHECK_INT(replay_class.open(found.host, find(&found, "node"), &sensor, NULL), 0);
	wait_ms(300);
	replay_class.read(sensor, &tick);
	CHECK_INT(tick.state, TICK_OK);
	CHECK_CLOSE((double)tick.raw * 1e-6, 30, 1e-6);
	replay_class.close(sensor);
	CHECK_INT(replay_class.open(found.host, find(&found, "cpu"), &sensor, NULL), 0);
	wait_ms(400);
	replay_class.read(sensor, &tick);
	CHECK_INT(tick.state, TICK_ABSENT); /* it says no more */
	replay_class.close(sensor);
	end(&found);
	tree_remove(&file.tree);
}

TEST(a_trace_that_does_not_hold_is_refused_with_its_line)
{
	static const char *const odd[] = {"x node 1 W\n", "0 node\n", "1 node 1 W\n0 node 1 W\n",
					  "0 node 1 W\n1 node 1 J\n", "0 cpu 5 J\n1 cpu 4 J\n"};
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct found found, file = {0};
		struct frugal_error error;
		char spec[400];
		file_of(&file, odd[i], spec, sizeof(spec));
		CHECK_INT(probe(&found, &replay_class, spec, &error), FRUGAL_EDATA);
		CHECK_HOLDS(error.where, "trace:");
		end(&found);
		tree_remove(&file.tree);
	}
}

static void hang(void *context, struct tick *ret)
{
	int *calls = context;
	if ((*calls)++)
		wait_ms(1600);
	ret->raw = 7;
}

TEST(what_hangs_becomes_stale_and_holds_nobody_up)
{
	struct host *host = NULL;
	struct poller *poller = NULL;
	struct tick tick;
	int calls = 0;
	CHECK_INT(host_new_at("/", &host, NULL), 0);
	CHECK_INT(poller_start(host, (struct duration){0.02}, hang, &calls, &poller, NULL), 0);
	wait_ms(100);
	poller_read(poller, &tick);
	CHECK_INT(tick.state, TICK_OK);
	CHECK_INT(tick.raw, 7);
	int64_t before = host_monotonic_ns(host);
	wait_ms(1200);
	poller_read(poller, &tick);
	CHECK_INT(tick.state, TICK_STALE);
	CHECK(host_monotonic_ns(host) - before < 1500000000);
	poller_stop(poller);
	host_free(host);
}

/* DCMI 1.5, table 6-16: code, group, current, minimum, maximum, average, time, period, state. */
TEST(the_answer_of_a_management_controller_is_taken_apart)
{
	unsigned char answer[19] = {0, 0xDC, 0x9C, 0x01, 0, 0, 0, 0, 0, 0, [18] = 0x40};
	CHECK_INT(ipmi_power_reading(answer, sizeof(answer)), 412);
	CHECK_INT(ipmi_power_reading(answer, 18), -1);
	answer[18] = 0; /* it does not measure */
	CHECK_INT(ipmi_power_reading(answer, sizeof(answer)), -1);
	answer[0] = 0xC1;
	CHECK_INT(ipmi_power_reading(answer, sizeof(answer)), -1);
}

RUN_TESTS(CASE(a_reading_is_a_name_a_value_and_a_unit),
	  CASE(a_sensor_of_no_kind_is_refused_with_the_kinds),
	  CASE(a_program_that_goes_on_is_read_again_and_again),
	  CASE(a_program_that_ends_is_run_again_and_one_that_says_nothing_is_absent),
	  CASE(a_recorded_trace_is_replayed_to_the_joule),
	  CASE(a_trace_that_does_not_hold_is_refused_with_its_line),
	  CASE(what_hangs_becomes_stale_and_holds_nobody_up),
	  CASE(the_answer_of_a_management_controller_is_taken_apart))
