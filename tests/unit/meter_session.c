/* SPDX-License-Identifier: Apache-2.0 */
/* A session from its set-up to the record of a run, on scripted trees and clocks. */
#include "check.h"
#include "meter_bench.h"

#include <errno.h>
#include <time.h>

#define S INT64_C(1000000000)

/* The command itself moves the counter: from 1 J to 3.5 J, by way of 2 J. */
#define MOVE                                                                                       \
	"f=$TREE/sys/class/powercap/intel-rapl:0/energy_uj; echo 2000000 > $f; sleep 0.25; "       \
	"echo 3500000 > $f; exit 3"

TEST(a_run_on_measured_packages_has_their_joules_and_modelled_memory)
{
	struct bench bench;
	set_up(&bench, true);
	run_script(&bench, MOVE, &models);
	const struct run_record *run = &bench.run;
	CHECK_INT(run->status, RUN_FINISHED);
	CHECK_INT(run->exit_code, 3);
	CHECK(!run->by_signal);
	CHECK_INT(run->n_parts, 2);
	CHECK_TEXT(run->parts[0].part, "cpu.package-0");
	CHECK_TEXT(run->parts[0].sensor, "powercap intel-rapl:0");
	CHECK_INT(run->parts[0].quality, FRUGAL_MEASURED);
	CHECK_INT(run->parts[0].state, SOURCE_OK);
	CHECK_CLOSE(run->parts[0].energy.j, 2.5, 1e-9);
	CHECK(!run->parts[0].idle_known);
	CHECK_TEXT(run->parts[1].part, "ram");
	CHECK_INT(run->parts[1].quality, FRUGAL_MODELLED);
	CHECK(run->parts[1].idle_known);
	CHECK_CLOSE(run->parts[1].energy.j, 5 * run->duration.s, 0.05);
	CHECK_CLOSE(run->parts[1].idle.j, run->parts[1].energy.j, 1e-12);
	CHECK(run->duration.s >= 0.25 && run->ended_us > run->started_us);
	CHECK(run->machine_busy.s >= run->cpu.s && run->share >= 0 && run->share <= 1);
	CHECK(run->own_cost.s > 0);
	CHECK_HOLDS(run->left_out, "rest of server");
	check_conserved(run);
	tear_down(&bench);
}

TEST(a_run_without_sensors_is_the_modelled_server_and_its_memory_once)
{
	static const char *const methods[] = {"cgroup", "perf", "wait4"};
	for (int i = 0; i < 3; i++) {
		struct bench bench;
		make(&bench);
		bench.here.attribution = methods[i];
		begin(&bench, NULL);
		run_script(&bench, "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done", &models);
		const struct run_record *run = &bench.run;
		CHECK_INT(run->n_parts, 2);
		CHECK_TEXT(run->parts[0].part, "server");
		CHECK_TEXT(run->parts[0].sensor, "model T0");
		CHECK_TEXT(run->parts[1].part, "ram");
		double energy = run->parts[0].energy.j + run->parts[1].energy.j;
		CHECK(energy >= 20 * run->duration.s * 0.95);
		CHECK(energy <= 100 * run->duration.s * 1.05);
		CHECK(run->cpu.s > 0 && run->share > 0);
		CHECK(run->parts[0].attributed.j > 0);
		CHECK_TEXT(run->left_out, "accelerators; network");
		check_conserved(run);
		tear_down(&bench);
	}
}

TEST(a_closed_package_is_said_and_the_model_takes_over)
{
	struct bench bench;
	char path[512];
	if (geteuid() != 0)
		SKIP("only root may do this");
	bench = (struct bench){0};
	tree_make(&bench.tree);
	tree_zone(&bench.tree, "intel-rapl:0", "package-0\n", "1000000\n", "");
	tree_path(&bench.tree, "/sys/class/powercap/intel-rapl:0/energy_uj", path, sizeof(path));
	CHECK_INT(chmod(path, 0400), 0);
	CHECK_INT(host_new_at(bench.tree.root, &bench.host, NULL), 0);
	CHECK_INT(seteuid(65534), 0);
	int r = session_new(bench.host, NULL, &bench.session, NULL);
	CHECK_INT(seteuid(0), 0);
	CHECK_INT(r, 0);
	run_script(&bench, "exit 0", &models);
	CHECK_INT(bench.run.n_parts, 3);
	CHECK_TEXT(bench.run.parts[0].part, "cpu.package-0");
	CHECK_INT(bench.run.parts[0].state, SOURCE_DENIED);
	CHECK_CLOSE(bench.run.parts[0].energy.j, 0, 0);
	CHECK(bench.run.parts[0].gaps.s > 0);
	CHECK_TEXT(bench.run.parts[1].part, "server");
	CHECK(bench.run.parts[1].energy.j > 0);
	CHECK_INT(session_sources(bench.session)->n, 1);
	tear_down(&bench);
}

TEST(models_that_fail_leave_the_run_alone_and_say_what_is_missing)
{
	struct bench bench;
	struct power_models broken = {
		.server_curve = flat_server, .ram_power = flat_ram, .context = &bench};
	set_up(&bench, false);
	run_script(&bench, "exit 9", &broken);
	CHECK_INT(bench.run.exit_code, 9);
	CHECK_INT(bench.run.n_parts, 0);
	CHECK_HOLDS(bench.run.left_out, "processors; memory; ");
	tear_down(&bench);
	set_up(&bench, false);
	run_script(&bench, "kill -9 $$", NULL);
	CHECK(bench.run.by_signal);
	CHECK_INT(bench.run.exit_code, 9);
	tear_down(&bench);
}

TEST(a_command_that_is_not_there_still_gives_a_record)
{
	struct bench bench;
	char *argv[] = {(char[]){"no-such-command-here"}, NULL};
	set_up(&bench, true);
	CHECK_INT(session_spawn(bench.session, argv, NULL), 0);
	session_setup(bench.session, &models, NULL);
	session_loop(bench.session, NULL);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	CHECK_INT(bench.run.exit_code, 127);
	CHECK_INT(session_exec_error(bench.session), ENOENT);
	/* The counter did not move in this moment: nothing is made up. */
	CHECK_INT(bench.run.parts[0].state, SOURCE_STALE);
	CHECK_CLOSE(bench.run.parts[0].gaps.s, bench.run.duration.s, 1e-9);
	tear_down(&bench);
}

TEST(nothing_is_allocated_between_setup_and_the_record)
{
	struct bench bench;
	set_up(&bench, true);
	char *argv[] = {(char[]){"sleep"}, (char[]){"0.3"}, NULL};
	CHECK_INT(session_spawn(bench.session, argv, NULL), 0);
	session_setup(bench.session, &models, NULL);
	uint64_t before = mem_count();
	for (int i = 0; i < 100; i++)
		session_tick(bench.session);
	session_loop(bench.session, NULL);
	CHECK_INT(mem_count(), before);
	tear_down(&bench);
}

static int stated;

static void progress(void *context, struct session *session)
{
	struct bench *bench = context;
	stated++;
	CHECK_INT(session_fill(session, &bench->run, NULL), 0);
	CHECK_INT(bench->run.status, RUN_RUNNING);
	check_conserved(&bench->run);
}

TEST(progress_is_told_while_the_command_runs)
{
	struct bench bench = {0};
	struct session_options options = {.interval = {0.02}, .progress_every = {0.1}};
	char *argv[] = {(char[]){"sleep"}, (char[]){"0.5"}, NULL};
	tree_make(&bench.tree);
	CHECK_INT(host_new_at(bench.tree.root, &bench.host, NULL), 0);
	CHECK_INT(session_new(bench.host, &options, &bench.session, NULL), 0);
	CHECK_INT(session_spawn(bench.session, argv, NULL), 0);
	session_setup(bench.session, &models, NULL);
	session_loop(bench.session,
		     &(struct session_calls){.progress = progress, .context = &bench});
	CHECK(stated >= 2 && stated <= 5);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	CHECK_INT(bench.run.status, RUN_FINISHED);
	CHECK_INT(bench.run.n_parts, 2);
	tear_down(&bench);
}

/* A clock that the test moves. */
static struct host_time test_time;

static struct host_time tell_time(void *context)
{
	(void)context;
	return test_time;
}

static int64_t tell_utc(void *context)
{
	(void)context;
	return test_time.boottime_ns / 1000;
}

static void pass(int64_t ns, int64_t suspended_ns)
{
	test_time.monotonic_ns += ns;
	test_time.boottime_ns += ns + suspended_ns;
}

static const struct host_clock test_clock = {tell_time, tell_utc, NULL};

static bool know_idle(void *context, const char *part, struct power *ret)
{
	(void)context;
	ret->w = 4;
	return strcmp(part, "cpu.package-0") == 0;
}

static void on_scripted_time(struct bench *bench)
{
	*bench = (struct bench){0};
	test_time = (struct host_time){100 * S, 100 * S};
	tree_make(&bench->tree);
	tree_zone(&bench->tree, "intel-rapl:0", "package-0\n", "0\n", "262143328850\n");
	CHECK_INT(host_new_at(bench->tree.root, &bench->host, NULL), 0);
	host_set_clock(bench->host, &test_clock);
	CHECK_INT(session_new(bench->host, NULL, &bench->session, NULL), 0);
}

static void set_counter(struct bench *bench, const char *text)
{
	tree_write(&bench->tree, "/sys/class/powercap/intel-rapl:0/energy_uj", text);
}

TEST(a_suspended_session_has_a_gap_and_no_phantom_energy)
{
	struct bench bench;
	struct idle_powers idle = {know_idle, NULL, NULL};
	on_scripted_time(&bench);
	session_setup(bench.session, NULL, &idle);
	pass(S, 0);
	set_counter(&bench, "10000000\n");
	session_tick(bench.session);
	pass(S, 3600 * S); /* and the firmware began anew */
	set_counter(&bench, "500\n");
	session_tick(bench.session);
	pass(S, 0);
	set_counter(&bench, "10000500\n");
	session_stop(bench.session);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	const struct run_part *part = &bench.run.parts[0];
	CHECK_CLOSE(part->energy.j, 20, 1e-9);
	CHECK_CLOSE(part->gaps.s, 3601, 1e-9);
	CHECK_INT(part->state, SOURCE_OK);
	CHECK(part->idle_known);
	CHECK_CLOSE(part->idle.j, 8, 1e-9); /* 4 W over the two seconds that are known */
	CHECK_CLOSE(bench.run.duration.s, 3, 1e-9);
	check_conserved(&bench.run);
	tear_down(&bench);
}

static const struct run_part *part_named(const struct run_record *run, const char *name)
{
	for (size_t i = 0; i < run->n_parts; i++)
		if (strcmp(run->parts[i].part, name) == 0)
			return &run->parts[i];
	return NULL;
}

/*
 * A counter that opened and never moved over a second leaves its place to the model of the server,
 * which begins with the command: 20 W at rest to 100 W at work, of which the memory has 5 W.
 */
TEST(a_counter_that_never_moves_leaves_its_place_to_a_model)
{
	struct bench bench;
	set_up(&bench, true);
	run_script(&bench, "sleep 1.1", &models);
	const struct run_part *dead = part_named(&bench.run, "cpu.package-0");
	const struct run_part *server = part_named(&bench.run, "server");
	CHECK_INT(dead->state, SOURCE_STALE);
	CHECK_CLOSE(dead->energy.j, 0, 1e-12);
	CHECK(server != NULL);
	CHECK(server->energy.j >= 14.9 * bench.run.duration.s &&
	      server->energy.j <= 95.1 * bench.run.duration.s);
	check_conserved(&bench.run);
	tear_down(&bench);
}

/*
 * The model of the server includes the rest of it, which was a part of its own as long as the
 * package counted; and the record that was begun then says what is left out now.
 */
TEST(a_server_that_takes_the_place_of_a_dead_counter_counts_its_rest_once)
{
	const struct power_models with_rest = {
		.server_curve = flat_server, .ram_power = flat_ram, .rest_power = flat_rest};
	const char *argv[] = {"sh", "-c", "sleep 1.1", NULL};
	struct bench bench;
	set_up(&bench, true);
	CHECK_INT(session_spawn(bench.session, (char *const *)(uintptr_t)argv, NULL), 0);
	session_setup(bench.session, &with_rest, NULL);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	CHECK(part_named(&bench.run, "rest") != NULL);
	CHECK(strstr(bench.run.left_out, "rest of server") == NULL);
	session_loop(bench.session, NULL);
	CHECK(session_judge(bench.session));
	session_choose_again(bench.session, &with_rest);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	CHECK(part_named(&bench.run, "server") != NULL);
	CHECK(part_named(&bench.run, "rest") == NULL);
	CHECK(part_named(&bench.run, "ram") != NULL);
	check_conserved(&bench.run);
	tear_down(&bench);
}

/* A meter of the machine that takes over includes all that was modelled beside the package. */
TEST(a_meter_of_the_machine_that_takes_over_leaves_no_model)
{
	const struct power_models with_rest = {
		.server_curve = flat_server, .ram_power = flat_ram, .rest_power = flat_rest};
	struct bench bench;
	make(&bench);
	tree_zone(&bench.tree, "intel-rapl:0", "package-0\n", "1000000\n", "262143328850\n");
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon0/name", "power_meter\n");
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon0/power1_average", "100000000\n");
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon0/power1_average_interval", "10\n");
	begin(&bench, NULL);
	run_script(&bench, "sleep 1.1", &with_rest);
	double counted = 0;
	for (size_t i = 0; i < bench.run.n_parts; i++)
		counted += bench.run.parts[i].is_check ? 0 : bench.run.parts[i].energy.j;
	CHECK_CLOSE(counted, part_named(&bench.run, "node.acpi")->energy.j, 1e-9);
	CHECK(part_named(&bench.run, "ram") == NULL);
	CHECK_TEXT(part_named(&bench.run, "rest")->sensor, "whole machine less its parts");
	check_conserved(&bench.run);
	tear_down(&bench);
}

/* In a moment no counter has had the time to move: none is given up. */
TEST(a_short_run_gives_no_counter_up)
{
	struct bench bench;
	set_up(&bench, true);
	run_script(&bench, "sleep 0.1", &models);
	CHECK(part_named(&bench.run, "cpu.package-0") != NULL);
	CHECK(part_named(&bench.run, "server") == NULL);
	tear_down(&bench);
}

/* One of two packages moves: the other is missing, and no model counts the first twice. */
TEST(a_dead_package_beside_a_living_one_is_missing)
{
	struct bench bench;
	make(&bench);
	tree_zone(&bench.tree, "intel-rapl:0", "package-0\n", "1000000\n", "262143328850\n");
	tree_zone(&bench.tree, "intel-rapl:1", "package-1\n", "5000000\n", "262143328850\n");
	begin(&bench, NULL);
	run_script(&bench,
		   "sleep 0.6; echo 3000000 > $TREE/sys/class/powercap/intel-rapl:0/energy_uj; "
		   "sleep 0.5",
		   &models);
	CHECK_CLOSE(part_named(&bench.run, "cpu.package-0")->energy.j, 2, 1e-9);
	CHECK_INT(part_named(&bench.run, "cpu.package-1")->state, SOURCE_STALE);
	CHECK(part_named(&bench.run, "server") == NULL);
	CHECK_HOLDS(bench.run.left_out, "cpu.package-1");
	tear_down(&bench);
}

TEST(a_counter_that_fails_meanwhile_ends_stale_with_its_gap)
{
	struct bench bench;
	on_scripted_time(&bench);
	session_setup(bench.session, NULL, NULL);
	pass(S, 0);
	set_counter(&bench, "10000000\n");
	session_tick(bench.session);
	set_counter(&bench, "");
	for (int i = 0; i < 4; i++) {
		pass(S, 0);
		session_tick(bench.session);
	}
	session_stop(bench.session);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	CHECK_INT(bench.run.parts[0].state, SOURCE_STALE);
	CHECK_CLOSE(bench.run.parts[0].gaps.s, 4, 1e-9);
	CHECK_CLOSE(bench.run.parts[0].energy.j, 10, 1e-9);
	tear_down(&bench);
}

TEST(marks_cut_the_run_into_sections)
{
	struct bench bench;
	on_scripted_time(&bench);
	session_setup(bench.session, NULL, NULL);
	pass(S, 0);
	set_counter(&bench, "10000000\n");
	CHECK_INT(session_mark(bench.session, "load", NULL), 0);
	pass(S, 0);
	set_counter(&bench, "40000000\n");
	CHECK_INT(session_mark(bench.session, "train", NULL), 0);
	session_stop(bench.session);
	CHECK_INT(session_mark(bench.session, "late", NULL), FRUGAL_EUSAGE);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	CHECK_INT(bench.run.n_sections, 2);
	CHECK_TEXT(bench.run.sections[0].name, "load");
	CHECK_TEXT(bench.run.sections[1].name, "train");
	double both = bench.run.sections[0].share.j + bench.run.sections[1].share.j;
	CHECK_CLOSE(both, bench.run.parts[0].attributed.j, 1e-9);
	CHECK(bench.run.sections[0].share.j <= 10 && bench.run.sections[1].share.j <= 30);
	tear_down(&bench);
}

TEST(a_process_meters_itself_by_a_thread)
{
	struct bench bench;
	struct timespec now, begin;
	set_up(&bench, false);
	session_setup(bench.session, &models, NULL);
	CHECK_INT(session_start_self(bench.session, NULL, NULL), 0);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	while ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000 < 300);
	CHECK_INT(session_mark(bench.session, "loop", NULL), 0);
	session_stop(bench.session);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	CHECK_TEXT(bench.run.attribution, "self");
	CHECK(bench.run.cpu.s >= 0.299 && bench.run.cpu.s < 0.6);
	CHECK(bench.run.parts[0].attributed.j > 0);
	CHECK(bench.run.own_cost.s > 0 && bench.run.own_cost.s < 0.1);
	CHECK_INT(bench.run.n_sections, 1);
	check_conserved(&bench.run);
	tear_down(&bench);
}

TEST(no_memory_in_a_session_is_an_error_not_a_crash)
{
	struct bench bench = {0};
	tree_make(&bench.tree);
	tree_zone(&bench.tree, "intel-rapl:0", "package-0\n", "1\n", "");
	CHECK_INT(host_new_at(bench.tree.root, &bench.host, NULL), 0);
	for (int64_t n = 0; n < 60; n++) {
		struct session *session = NULL;
		struct run_record run = {0};
		mem_fail_after(n);
		if (session_new(bench.host, NULL, &session, NULL) == 0) {
			session_setup(session, &models, NULL);
			session_stop(session);
			(void)session_fill(session, &run, NULL);
		}
		mem_fail_after(-1);
		session_free(session);
		arena_release(&run.arena);
	}
	host_free(bench.host);
	tree_remove(&bench.tree);
}

RUN_TESTS(CASE(a_run_on_measured_packages_has_their_joules_and_modelled_memory),
	  CASE(a_run_without_sensors_is_the_modelled_server_and_its_memory_once),
	  CASE(a_closed_package_is_said_and_the_model_takes_over),
	  CASE(models_that_fail_leave_the_run_alone_and_say_what_is_missing),
	  CASE(a_command_that_is_not_there_still_gives_a_record),
	  CASE(nothing_is_allocated_between_setup_and_the_record),
	  CASE(progress_is_told_while_the_command_runs),
	  CASE(a_suspended_session_has_a_gap_and_no_phantom_energy),
	  CASE(a_counter_that_never_moves_leaves_its_place_to_a_model),
	  CASE(a_server_that_takes_the_place_of_a_dead_counter_counts_its_rest_once),
	  CASE(a_meter_of_the_machine_that_takes_over_leaves_no_model),
	  CASE(a_short_run_gives_no_counter_up),
	  CASE(a_dead_package_beside_a_living_one_is_missing),
	  CASE(a_counter_that_fails_meanwhile_ends_stale_with_its_gap),
	  CASE(marks_cut_the_run_into_sections), CASE(a_process_meters_itself_by_a_thread),
	  CASE(no_memory_in_a_session_is_an_error_not_a_crash))
