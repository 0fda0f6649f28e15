/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands, machines, live looks and readers through the public functions, on scripted machines:
 * what is expected was written into their files, or follows from the command that is run.
 */
#include "frugal.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "check.h"
#include "tree.h"

static struct tree tree;

static frugal_library *open_library(void)
{
	char store[400];
	tree_path(&tree, "/ledger.db", store, sizeof(store));
	const struct frugal_options options = {.size = sizeof(options),
					       .root = tree.root,
					       .store = store,
					       .no_environment = 1,
					       .interval_s = 0.02};
	frugal_library *library = NULL;
	CHECK_INT(frugal_library_new(&options, &library, NULL), 0);
	return library;
}

static frugal_measure *new_measure(frugal_library *library, struct frugal_measure_options *options)
{
	struct frugal_error error = {0};
	frugal_measure *measure = NULL;
	options->size = sizeof(*options);
	if (frugal_measure_new(library, options, &measure, &error) < 0)
		print_error("%s (%s): %s\n", error.what, error.where, error.todo);
	CHECK(measure != NULL);
	return measure;
}

static struct frugal_ended run(frugal_measure *measure, const char *script)
{
	const char *argv[] = {"sh", "-c", script, NULL};
	struct frugal_ended ended = {.size = sizeof(ended)};
	CHECK_INT(frugal_measure_command(measure, (char *const *)(uintptr_t)argv, NULL), 0);
	CHECK_INT(frugal_measure_wait(measure, &ended, NULL), 0);
	return ended;
}

TEST(the_status_of_a_command_is_its_own)
{
	static const char *const scripts[] = {"exit 5", "kill -9 $$", "true"};
	static const int statuses[] = {5, 128 + 9, 0}, signals[] = {0, 9, 0};
	tree_make(&tree);
	frugal_library *library = open_library();
	for (int i = 0; i < 3; i++) {
		struct frugal_measure_options options = {0};
		frugal_measure *measure = new_measure(library, &options);
		struct frugal_ended ended = run(measure, scripts[i]);
		CHECK_INT(ended.status, statuses[i]);
		CHECK_INT(ended.signal, signals[i]);
		CHECK_INT(ended.stopped, 0);
		CHECK_TEXT(frugal_measure_run(measure), ""); /* it was not asked to keep it */
		frugal_measure_free(measure);
	}
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(a_command_that_cannot_be_run_says_why_and_has_no_figures)
{
	const char *argv[] = {"/no/such/program", NULL};
	struct frugal_measure_options options = {.keep = 1};
	struct frugal_ended ended = {.size = sizeof(ended)};
	frugal_result *result = NULL;
	tree_make(&tree);
	frugal_library *library = open_library();
	frugal_measure *measure = new_measure(library, &options);
	CHECK_INT(frugal_measure_command(measure, (char *const *)(uintptr_t)argv, NULL), 0);
	CHECK_INT(frugal_measure_wait(measure, &ended, NULL), 0);
	CHECK_INT(ended.exec_errno, ENOENT);
	CHECK_INT(ended.status, 127);
	CHECK_INT(frugal_measure_result(measure, &result, NULL), FRUGAL_EUSAGE);
	CHECK(result == NULL);
	frugal_measure_free(measure);
	frugal_library_free(library);
	tree_remove(&tree);
}

/* The package's counter goes up by 10 J, of which all is the machine's: 10 / 3.6e6 kWh. */
TEST(a_run_that_is_kept_is_found_in_the_ledger_with_its_parent_and_its_joules)
{
	char script[800];
	static const char *const tags[] = {"a", "b", NULL};
	static char *const environment[] = {(char *)(uintptr_t) "PATH=/usr/bin:/bin",
					    (char *)(uintptr_t) "FRUGAL_RUN=00000000000000c3",
					    NULL};
	struct frugal_measure_options options = {.keep = 1,
						 .project = "digits",
						 .phase = "training",
						 .tags = tags,
						 .environment = environment};
	struct frugal_run_about about = {.size = sizeof(about)};
	frugal_ledger *ledger = NULL;
	frugal_result *result = NULL;
	frugal_run *kept = NULL;
	tree_make(&tree);
	tree_zone(&tree, "intel-rapl:0", "package-0\n", "1000000\n", "262143328850\n");
	frugal_library *library = open_library();
	frugal_measure *measure = new_measure(library, &options);
	(void)snprintf(script, sizeof(script),
		       "sleep 0.3; echo 11000000 >%s/sys/class/powercap/intel-rapl:0/energy_uj; "
		       "sleep 0.3; echo \"$FRUGAL_RUN\" >%s/id; test -S \"$FRUGAL_SOCKET\"",
		       tree.root, tree.root);
	CHECK_INT(run(measure, script).status, 0);
	CHECK_INT(frugal_measure_problem(measure, 0, NULL), 0);
	CHECK_INT((int)strlen(frugal_measure_run(measure)), 16);
	CHECK_INT(frugal_measure_result(measure, &result, NULL), 0);
	CHECK_INT(frugal_measure_result(measure, &result, NULL), FRUGAL_EUSAGE); /* given away */
	CHECK_INT(frugal_ledger_open(library, FRUGAL_LEDGER_READ, &ledger, NULL), 0);
	CHECK_INT(frugal_ledger_run(ledger, frugal_measure_run(measure), &kept, NULL), 0);
	CHECK_INT(frugal_run_about(kept, &about, NULL), 0);
	CHECK_TEXT(about.project, "digits");
	CHECK_TEXT(about.phase, "training");
	CHECK_TEXT(about.tags[1], "b");
	CHECK_TEXT(about.command[0], "sh");
	struct frugal_part part;
	CHECK_INT(frugal_run_part(kept, 0, &part), 0);
	CHECK_TEXT(part.part, "cpu.package-0");
	CHECK_CLOSE(part.energy_j, 10, 1e-9);
	/* What ran within it saw its id, and nothing of the one around it. */
	char path[300], id[32] = "";
	tree_path(&tree, "/id", path, sizeof(path));
	FILE *file = fopen(path, "r");
	CHECK(file && fgets(id, sizeof(id), file));
	(void)fclose(file);
	id[strcspn(id, "\n")] = '\0';
	CHECK_TEXT(id, frugal_measure_run(measure));
	CHECK(strstr(frugal_result_json(result), "\"00000000000000c3\"") != NULL);
	frugal_run_free(kept);
	frugal_ledger_close(ledger);
	frugal_result_free(result);
	frugal_measure_free(measure);
	frugal_library_free(library);
	tree_remove(&tree);
}

struct heard {
	int reads, percent[4], n_percent;
	double budget;
	char unit[8];
	int end_after; /* readings; 0: never */
};

static int hear(void *context, const struct frugal_event *event)
{
	struct heard *heard = context;
	heard->reads += event->kind == FRUGAL_EVENT_READ;
	if (event->kind == FRUGAL_EVENT_BUDGET && heard->n_percent < 4) {
		heard->percent[heard->n_percent++] = event->percent;
		heard->budget = event->budget;
		(void)snprintf(heard->unit, sizeof(heard->unit), "%s", event->budget_unit);
	}
	return heard->end_after && heard->reads >= heard->end_after;
}

TEST(a_budget_of_time_that_is_used_up_ends_the_command)
{
	static const char *const budgets[] = {"360ms", NULL};
	struct heard heard = {0};
	struct frugal_measure_options options = {.budgets = budgets,
						 .on_budget = FRUGAL_BUDGET_STOP,
						 .event = hear,
						 .context = &heard};
	tree_make(&tree);
	frugal_library *library = open_library();
	frugal_measure *measure = new_measure(library, &options);
	struct frugal_ended ended = run(measure, "exec sleep 60");
	CHECK_INT(ended.stopped, 1);
	CHECK_INT(ended.signal, SIGTERM);
	CHECK(heard.n_percent >= 1 && heard.percent[heard.n_percent - 1] == 100);
	CHECK_TEXT(heard.unit, "h");
	CHECK_CLOSE(heard.budget, 1e-4, 1e-9); /* 0.36 s of 3600 */
	frugal_measure_free(measure);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(who_hears_the_events_may_end_the_command)
{
	struct heard heard = {.end_after = 2};
	struct frugal_measure_options options = {.event = hear, .context = &heard};
	tree_make(&tree);
	frugal_library *library = open_library();
	frugal_measure *measure = new_measure(library, &options);
	struct frugal_ended ended = run(measure, "exec sleep 60");
	CHECK_INT(ended.stopped, 1);
	CHECK_INT(ended.status, 128 + SIGTERM);
	frugal_measure_free(measure);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(words_that_are_wrong_start_nothing)
{
	static const char *const budgets[] = {"3 m", NULL}, *const sensors[] = {"exce:x", NULL};
	const struct frugal_measure_options wrong[] = {
		{.size = sizeof(wrong[0]), .phase = "trainig"},
		{.size = sizeof(wrong[0]), .zone = "nowhere at all"},
		{.size = sizeof(wrong[0]), .budgets = budgets},
		{.size = sizeof(wrong[0]), .sensors = sensors},
		{.size = sizeof(wrong[0]), .progress_regex = "no group"},
		{.size = 4},
	};
	struct frugal_error error;
	frugal_measure *measure = NULL;
	tree_make(&tree);
	frugal_library *library = open_library();
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		CHECK_INT(frugal_measure_new(library, &wrong[i], &measure, &error), FRUGAL_EUSAGE);
		CHECK(measure == NULL && error.what[0]);
	}
	CHECK_INT(frugal_measure_new(NULL, NULL, &measure, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_measure_new(library, NULL, &measure, &error), 0);
	CHECK_INT(frugal_measure_wait(measure, NULL, &error), FRUGAL_EUSAGE); /* nothing runs */
	frugal_measure_free(measure);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(a_machine_shows_its_sensors_and_what_could_be_better)
{
	struct frugal_measure_options options = {.size = sizeof(options)};
	frugal_machine *machine = NULL;
	tree_make(&tree);
	tree_zone(&tree, "intel-rapl:0", "package-0\n", "1000000\n", "262143328850\n");
	frugal_library *library = open_library();
	CHECK_INT(frugal_machine_new(library, &options, &machine, NULL), 0);
	const struct frugal_sensor *sensor = frugal_machine_sensor(machine, 0);
	CHECK_TEXT(sensor->part, "cpu.package-0");
	CHECK_TEXT(sensor->kind, "powercap");
	CHECK_TEXT(sensor->covers, "package");
	CHECK_TEXT(sensor->state, "ok");
	CHECK_INT(sensor->is_counter, 1);
	CHECK_CLOSE(sensor->resolution, 1e-6, 1e-12); /* a step of energy_uj */
	CHECK(frugal_machine_sensor(machine, 1) == NULL);
	size_t found = 0, models = 0;
	for (size_t i = 0; frugal_machine_sensor_class(machine, i); i++) {
		found += frugal_machine_sensor_class(machine, i)->found;
		models += frugal_machine_sensor_class(machine, i)->is_model != 0;
	}
	CHECK_INT(found, 1);
	CHECK_INT(models, 3); /* of the server, of memory, of the rest */
	CHECK_TEXT(frugal_machine_finding(machine, 0)->topic, "processor");
	CHECK_INT(frugal_machine_finding(machine, 0)->health, FRUGAL_HEALTH_OK);
	CHECK(frugal_machine_finding(machine, 1000) == NULL);
	frugal_machine_free(machine);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(rows_and_rest_of_a_live_look_add_up_to_the_machine)
{
	struct frugal_measure_options options = {.size = sizeof(options), .zone = "FR"};
	const struct timespec moment = {.tv_nsec = 300000000};
	struct frugal_error error = {0};
	frugal_live *live = NULL;
	const struct frugal_look *look = NULL;
	tree_make(&tree);
	/* Without counters the server is modelled by its processor and memory. */
	tree_write(&tree, "/proc/cpuinfo",
		   "processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: 1\n"
		   "model name\t: AMD EPYC 7763 64-Core Processor\ncpu cores\t: 64\n\n");
	tree_write(&tree, "/proc/meminfo", "MemTotal:       263838528 kB\n");
	tree_write(&tree, "/sys/devices/system/cpu/online", "0-127\n");
	frugal_library *library = open_library();
	CHECK_INT(frugal_live_new(library, &options, "nothing", &live, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_live_new(library, &options, "files", &live, &error), 0);
	nanosleep(&moment, NULL);
	CHECK_INT(frugal_live_look(live, &look, &error), 0);
	CHECK_TEXT(look->means, "files");
	CHECK_TEXT(look->zone, "FR");
	CHECK_INT(look->zone_is_default, 0);
	double by_process = look->idle_w, by_group = look->idle_w;
	for (size_t i = 0; frugal_live_process(live, i); i++)
		by_process +=
			frugal_live_process(live, i)->cpu_w + frugal_live_process(live, i)->board_w;
	for (size_t i = 0; frugal_live_group(live, i); i++)
		by_group += frugal_live_group(live, i)->cpu_w + frugal_live_group(live, i)->board_w;
	CHECK(look->machine_w > 0);
	CHECK_CLOSE(by_process, look->machine_w, 1e-6);
	CHECK_CLOSE(by_group, look->machine_w, 1e-6);
	CHECK(frugal_live_process(live, look->n_processes - 1)->is_rest);
	frugal_live_free(live);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(a_reader_serves_what_it_can_read_on_a_socket_of_its_own)
{
	char path[300];
	int stop[2];
	frugal_reader *reader = NULL;
	struct frugal_error error = {0};
	tree_make(&tree);
	frugal_library *library = open_library();
	tree_path(&tree, "/r.sock", path, sizeof(path));
	CHECK_INT(frugal_reader_new(library, NULL, -1, path, NULL, &reader, &error), FRUGAL_EENV);
	frugal_library_free(library);
	tree_zone(&tree, "intel-rapl:0", "package-0\n", "1000000\n", "262143328850\n");
	library = open_library();
	CHECK_INT(frugal_reader_new(library, NULL, -1, path, NULL, &reader, &error), 0);
	CHECK_INT(frugal_reader_count(reader), 1);
	CHECK_TEXT(frugal_reader_path(reader), path);
	CHECK_INT(access(path, F_OK), 0);
	CHECK_INT(pipe(stop), 0);
	CHECK_INT((int)write(stop[1], "x", 1), 1);
	CHECK_INT(frugal_reader_serve(reader, stop[0], &error), 0);
	frugal_reader_free(reader);
	CHECK(access(path, F_OK) != 0); /* what it made it took away */
	close(stop[0]);
	close(stop[1]);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(a_mark_that_is_none_is_refused_before_anybody_is_asked)
{
	struct frugal_error error;
	CHECK_INT(frugal_mark("/no/such/socket", "begin", &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_mark("/no/such/socket", "load", &error), FRUGAL_EENV);
	CHECK_INT(frugal_mark(NULL, "load", &error), FRUGAL_EENV);
	CHECK_HOLDS(error.what, "FRUGAL_SOCKET");
}

TEST(a_meter_that_keeps_puts_its_run_into_the_ledger)
{
	struct frugal_measure_options options = {
		.size = sizeof(options), .keep = 1, .name = "from within"};
	struct frugal_run_about about = {.size = sizeof(about)};
	const struct timespec moment = {.tv_nsec = 100000000};
	struct frugal_error error = {0};
	frugal_meter *meter = NULL;
	frugal_ledger *ledger = NULL;
	frugal_run *kept = NULL;
	tree_make(&tree);
	frugal_library *library = open_library();
	CHECK_INT(frugal_meter_start_with(library, &options, &meter, &error), 0);
	nanosleep(&moment, NULL);
	CHECK_INT(frugal_meter_stop(meter, NULL, &error), 0);
	CHECK_INT(frugal_ledger_open(library, FRUGAL_LEDGER_READ, &ledger, NULL), 0);
	CHECK_INT(frugal_ledger_run(ledger, "last", &kept, &error), 0);
	CHECK_INT(frugal_run_about(kept, &about, NULL), 0);
	CHECK_TEXT(about.name, "from within");
	CHECK_TEXT(about.status, "finished");
	frugal_run_free(kept);
	frugal_ledger_close(ledger);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(a_command_is_run_and_its_status_told_whatever_memory_there_is)
{
	const char *argv[] = {"true", NULL};
	bool whole = false;
	tree_make(&tree);
	tree_zone(&tree, "intel-rapl:0", "package-0\n", "1000000\n", "262143328850\n");
	frugal_library *library = open_library();
	for (int64_t n = 0; !whole && n < 100000; n += n < 60 ? 1 : 97) {
		const struct frugal_measure_options options = {.size = sizeof(options), .keep = 1};
		struct frugal_ended ended = {.size = sizeof(ended), .status = -1};
		struct frugal_error error = {0};
		frugal_measure *measure = NULL;
		mem_fail_after(n);
		int r = frugal_measure_new(library, &options, &measure, &error);
		if (r == 0)
			r = frugal_measure_command(measure, (char *const *)(uintptr_t)argv, &error);
		bool runs = r == 0;
		if (runs)
			r = frugal_measure_wait(measure, &ended, &error);
		mem_fail_after(-1);
		CHECK(r == 0 || r == FRUGAL_EENV);
		CHECK(!runs || ended.status == 0);
		whole = runs && r == 0 && frugal_measure_run(measure)[0];
		frugal_measure_free(measure);
	}
	CHECK(whole);
	frugal_library_free(library);
	tree_remove(&tree);
}

TEST(a_machine_without_memory_fails_cleanly)
{
	frugal_machine *machine = NULL;
	tree_make(&tree);
	tree_zone(&tree, "intel-rapl:0", "package-0\n", "1000000\n", "262143328850\n");
	frugal_library *library = open_library();
	for (int64_t n = 0; !machine && n < 100000; n++) {
		mem_fail_after(n);
		int r = frugal_machine_new(library, NULL, &machine, NULL);
		mem_fail_after(-1);
		CHECK(r == 0 || r == FRUGAL_EENV);
	}
	CHECK(machine != NULL);
	frugal_machine_free(machine);
	frugal_library_free(library);
	tree_remove(&tree);
}

RUN_TESTS(CASE(the_status_of_a_command_is_its_own),
	  CASE(a_command_that_cannot_be_run_says_why_and_has_no_figures),
	  CASE(a_run_that_is_kept_is_found_in_the_ledger_with_its_parent_and_its_joules),
	  CASE(a_budget_of_time_that_is_used_up_ends_the_command),
	  CASE(who_hears_the_events_may_end_the_command), CASE(words_that_are_wrong_start_nothing),
	  CASE(a_machine_shows_its_sensors_and_what_could_be_better),
	  CASE(rows_and_rest_of_a_live_look_add_up_to_the_machine),
	  CASE(a_reader_serves_what_it_can_read_on_a_socket_of_its_own),
	  CASE(a_mark_that_is_none_is_refused_before_anybody_is_asked),
	  CASE(a_meter_that_keeps_puts_its_run_into_the_ledger),
	  CASE(a_command_is_run_and_its_status_told_whatever_memory_there_is),
	  CASE(a_machine_without_memory_fails_cleanly))
