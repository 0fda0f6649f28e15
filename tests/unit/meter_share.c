/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run has used so far, and what its sections and epochs used, against its record: one
 * figure has one value, and sections that cover the run add up to it.
 */
#include "boards_bench.h"
#include "moved_clock.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define S 1000000000

static pid_t other;

/*
 * A process that is not the command's works from here on, which the machine's counts show: the
 * command's share of processors is small.
 */
static void others_work(void)
{
	other = fork();
	CHECK(other >= 0);
	if (other == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* where a check has failed */
		/* Volatile: else a compiler may take the loop for one that ends. */
		for (volatile unsigned turns = 0;; turns++)
			;
	}
}

static void others_rest(void)
{
	CHECK_INT(kill(other, SIGKILL), 0);
	CHECK_INT(waitpid(other, NULL, 0), other);
}

/* Neither processor nor memory: the board alone has a model. */
static const struct power_models board_alone = {.board_curve = straight_board};

static void make_scripted(struct bench *bench)
{
	now_ns = 100 * (int64_t)S;
	make(bench);
	bench->here.nvml = "/dev/null";
	bench->here.root = bench->tree.root;
}

static void begin_scripted(struct bench *bench, const struct session_options *options)
{
	CHECK_INT(host_new(&bench->here, &bench->host, NULL), 0);
	host_set_clock(bench->host, &clock_of_test);
	CHECK_INT(session_new(bench->host, options, &bench->session, NULL), 0);
}

/* To the second after the start, in steps of one; others have 20 ms of each. */
static void go_to(struct bench *bench, int second)
{
	while (now_ns < (100 + second) * (int64_t)S) {
		now_ns += S;
		usleep(20000);
		session_tick(bench->session);
	}
}

static void take(struct session *session, const char *line)
{
	CHECK_INT(session_take(session, str_of(line), NULL), 0);
}

static void end(struct bench *bench)
{
	session_stop(bench->session);
	CHECK_INT(session_fill(bench->session, &bench->run, NULL), 0);
	CHECK_INT(run_record_check(&bench->run, NULL), 0);
}

static double share_of(const struct run_record *run)
{
	struct perimeter_energy share;
	perimeter_of_run(run, PERIMETER_SHARE, &share);
	return share.value.j;
}

static double sum_of_sections(const struct run_record *run)
{
	double sum = 0;
	for (size_t i = 0; i < run->n_sections; i++)
		sum += run->sections[i].share.j;
	return sum;
}

/* Alone on its board of 100 W at rest, at 20 % of 200 W more: 140 W are the command's. */
TEST(sections_have_the_idle_energy_of_their_board)
{
	static const char *const specs[] = {"gpu:h100@20%", NULL};
	const struct session_options options = {.sensors = specs};
	struct bench bench;
	make_scripted(&bench);
	begin_scripted(&bench, &options);
	session_setup(bench.session, &board_alone, NULL);
	others_work();
	go_to(&bench, 2);
	take(bench.session, "load");
	go_to(&bench, 7);
	take(bench.session, "train");
	end(&bench);
	others_rest();
	CHECK(bench.run.share < 0.5);
	CHECK_INT(bench.run.n_sections, 2);
	CHECK_CLOSE(bench.run.sections[0].share.j, 140 * 2, 1e-9);
	CHECK_CLOSE(bench.run.sections[1].share.j, 140 * 5, 1e-9);
	CHECK_CLOSE(share_of(&bench.run), 980, 1e-9);
	tear_down(&bench);
}

/* Epochs of 2 s and 280 J, of which three have ended; what a budget is held against is the same. */
TEST(epochs_and_budgets_have_the_idle_energy_of_their_board)
{
	static const char *const specs[] = {"gpu:h100@20%", NULL};
	const struct session_options options = {.sensors = specs};
	struct session_course course;
	struct prediction total;
	struct bench bench;
	double low, high;
	make_scripted(&bench);
	begin_scripted(&bench, &options);
	session_setup(bench.session, &board_alone, NULL);
	others_work();
	take(bench.session, "epoch 0/5");
	for (int i = 1; i <= 3; i++) {
		char line[32];
		(void)snprintf(line, sizeof(line), "epoch %d/5", i);
		go_to(&bench, 2 * i);
		take(bench.session, line);
	}
	go_to(&bench, 7);
	CHECK_CLOSE(session_energy(bench.session).j, 140 * 7, 1e-9);
	session_error(bench.session, &low, &high);
	CHECK_CLOSE(low, 0.6, 1e-9); /* of straight_board */
	CHECK_CLOSE(high, 1.5, 1e-9);
	session_course(bench.session, &course);
	CHECK_CLOSE(course.energy_at.j, 140 * 6, 1e-9);
	CHECK(predict(&course.epoch_pace, course.energy_at, course.elapsed_at, 2, &total));
	CHECK_CLOSE(total.energy.j, 140 * 10, 1e-9);
	end(&bench);
	others_rest();
	CHECK(bench.run.share < 0.5);
	CHECK_CLOSE(bench.run.sections[2].share.j, 280, 1e-9);
	CHECK_CLOSE(session_energy(bench.session).j, share_of(&bench.run), 1e-12);
	tear_down(&bench);
}

/* Of processors and memory the run has a share that changes: the sections follow it. */
TEST(sections_add_up_to_the_run_whatever_others_do)
{
	static const char *const specs[] = {"gpu:h100@20%", NULL};
	const struct session_options options = {.sensors = specs};
	struct bench bench;
	make_scripted(&bench);
	begin_scripted(&bench, &options);
	session_setup(bench.session, &models, NULL);
	const clock_t begun = clock();
	while (clock() - begun < CLOCKS_PER_SEC / 10) /* we alone */
		;
	now_ns += 3 * (int64_t)S;
	take(bench.session, "load");
	others_work();
	go_to(&bench, 10);
	take(bench.session, "train");
	end(&bench);
	others_rest();
	CHECK(part_of(&bench.run, "server") != NULL && part_of(&bench.run, "gpu.0") != NULL);
	CHECK_CLOSE(sum_of_sections(&bench.run), share_of(&bench.run), 1e-9);
	CHECK_CLOSE(session_energy(bench.session).j, share_of(&bench.run), 1e-9);
	tear_down(&bench);
}

/* Where the meter of the machine is the truth, the board is within it: 250 W for 4 s. */
TEST(sections_add_up_below_the_meter_of_the_machine)
{
	static const char *const specs[] = {"gpu:h100@20%", NULL};
	const struct session_options options = {.sensors = specs};
	struct bench bench;
	make_scripted(&bench);
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon0/name", "power_meter\n");
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon0/power1_average", "250000000\n");
	tree_write(&bench.tree, "/sys/class/hwmon/hwmon0/power1_average_interval", "10\n");
	begin_scripted(&bench, &options);
	session_setup(bench.session, &board_alone, NULL);
	others_work();
	go_to(&bench, 1);
	take(bench.session, "load");
	go_to(&bench, 4);
	take(bench.session, "train");
	end(&bench);
	others_rest();
	CHECK_CLOSE(part_of(&bench.run, "gpu.0")->energy.j, 560, 1e-9);
	/* The board's at least, and of the other 440 J a share. */
	CHECK(share_of(&bench.run) > 559.999 && share_of(&bench.run) < 1000);
	CHECK_CLOSE(sum_of_sections(&bench.run), share_of(&bench.run), 1e-9);
	CHECK_CLOSE(session_energy(bench.session).j, share_of(&bench.run), 1e-9);
	tear_down(&bench);
}

static bool eighty_watts(void *context, const char *part, struct power *ret)
{
	(void)context;
	ret->w = 80;
	return strcmp(part, "gpu.0") == 0;
}

/*
 * A board of 200 W, 80 of them at rest, whose multiprocessors are ours by 30 of 30 + 90: a quarter
 * of it, 50 W, is the command's, at rest and at work.
 */
TEST(sections_on_a_shared_board_have_their_part_of_its_idle_energy)
{
	const struct idle_powers idle = {.known = eighty_watts};
	struct bench bench;
	char working[96];
	boards(&bench, "200", NULL, NULL, NULL);
	(void)snprintf(working, sizeof(working), "0 %d 30 0\n0 %d 90 0\n", (int)getpid(),
		       (int)getppid());
	tree_write(&bench.tree, "/pids", working);
	begin(&bench, NULL);
	session_setup(bench.session, &board_alone, &idle);
	for (int i = 0; i < 2; i++) {
		usleep(600000);
		take(bench.session, i ? "train" : "load");
	}
	end(&bench);
	const struct run_part *board = part_of(&bench.run, "gpu.0");
	CHECK_CLOSE(board->attributed.j, 0.25 * (board->energy.j - board->idle.j), 1e-9);
	CHECK_CLOSE(share_of(&bench.run), 0.25 * board->energy.j, 1e-9);
	CHECK_CLOSE(share_of(&bench.run), 50 * (bench.run.duration.s - board->gaps.s), 0.1);
	/* The last section ends a moment before the run. */
	CHECK_CLOSE(sum_of_sections(&bench.run), share_of(&bench.run), 0.01);
	tear_down(&bench);
}

RUN_TESTS(CASE(sections_have_the_idle_energy_of_their_board),
	  CASE(epochs_and_budgets_have_the_idle_energy_of_their_board),
	  CASE(sections_add_up_to_the_run_whatever_others_do),
	  CASE(sections_add_up_below_the_meter_of_the_machine),
	  CASE(sections_on_a_shared_board_have_their_part_of_its_idle_energy))
