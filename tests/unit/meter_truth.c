/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The meter against a truth that is known: a processor draws along a curve, its counter renews
 * each millisecond in steps of its unit, the meter reads at any phase. Energy is right to 0.1 %,
 * and what a fault hides is a gap with its length, in which nothing is made up.
 */
#include "meter_bench.h"

#include <math.h>

#define NS 1e-9
#define UNIT_61 61.03515625   /* microjoules: 2^-14 J */
#define UNIT_15 15.2587890625 /* 2^-16 J */
#define RANGE 262143328850.0  /* microjoules, of 32 bits of the first */

static struct host_time clock_now;

static struct host_time tell_time(void *context)
{
	(void)context;
	return clock_now;
}

static int64_t utc_step_us; /* a change of the clock */

static int64_t tell_utc(void *context)
{
	(void)context;
	return clock_now.boottime_ns / 1000 + utc_step_us;
}

static const struct host_clock scripted = {tell_time, tell_utc, NULL};

/* Of 150 W, a sine of 100 W and pulses of 80 W for 0.4 s of each 1.3 s. */
static double joules(double t)
{
	double whole = floor(t / 1.3), rest = t - whole * 1.3;
	return 150 * t + 100 / 1.698 * (1 - cos(t * 1.698)) +
	       80 * (whole * 0.4 + (rest < 0.4 ? rest : 0.4));
}

static double uniform(void)
{
	static uint32_t x = 2463534242u;
	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return x / 4294967296.0;
}

struct machine {
	struct bench bench;
	double unit_uj, range_uj;  /* 0: no max_energy_range_uj */
	double offset_uj;          /* where the counter stood */
	double t;                  /* seconds since the start */
	double reset_at;           /* firmware sets it to 0; negative: never */
	double dead_from, dead_to; /* empty reads between */
	double hidden_j, hidden_s; /* truth of what a fault hides, by the test's own count */
};

static void show_counter(struct machine *m)
{
	char text[64];
	double at = floor(m->t * 1e3) * 1e-3; /* renewed each millisecond */
	double uj = m->offset_uj + joules(at) * 1e6;
	if (m->reset_at >= 0 && m->t >= m->reset_at)
		uj = (joules(at) - joules(m->reset_at)) * 1e6;
	uj = floor(uj / m->unit_uj) * m->unit_uj;
	if (uj >= RANGE)
		uj -= RANGE;
	(void)snprintf(text, sizeof(text), "%.0f\n", uj);
	tree_write(&m->bench.tree, "/sys/class/powercap/intel-rapl:0/energy_uj",
		   m->t >= m->dead_from && m->t < m->dead_to ? "" : text);
}

static void go(struct machine *m, double seconds)
{
	m->t += seconds;
	clock_now.monotonic_ns += (int64_t)(seconds / NS);
	clock_now.boottime_ns += (int64_t)(seconds / NS);
	show_counter(m);
}

/* Reads at random moments for so long; returns the true energy. */
static double run(struct machine *m, double seconds)
{
	char range[64] = "";
	clock_now = (struct host_time){1000000000000, 1000000000000};
	make(&m->bench);
	if (m->range_uj > 0)
		(void)snprintf(range, sizeof(range), "%.0f\n", m->range_uj);
	tree_zone(&m->bench.tree, "intel-rapl:0", "package-0\n", "0\n", range);
	show_counter(m);
	CHECK_INT(host_new_at(m->bench.tree.root, &m->bench.host, NULL), 0);
	host_set_clock(m->bench.host, &scripted);
	CHECK_INT(session_new(m->bench.host, NULL, &m->bench.session, NULL), 0);
	session_setup(m->bench.session, NULL, NULL);
	double from = m->t, last = m->t;
	while (m->t - from < seconds) {
		go(m, 0.02 + 0.16 * uniform());
		session_tick(m->bench.session);
		if (m->reset_at >= last && m->reset_at < m->t) {
			m->hidden_j += joules(m->t) - joules(last);
			m->hidden_s += m->t - last;
		}
		last = m->t;
	}
	go(m, 0.003);
	session_stop(m->bench.session);
	CHECK_INT(session_fill(m->bench.session, &m->bench.run, NULL), 0);
	return joules(m->t) - joules(from);
}

static struct machine plain(double phase)
{
	return (struct machine){
		.unit_uj = UNIT_61,
		.range_uj = RANGE,
		.offset_uj = 1e9 * (1 + phase),
		.t = phase,
		.reset_at = -1,
		.dead_from = 1e9,
	};
}

static void check(struct machine *m, double truth)
{
	const struct run_part *part = &m->bench.run.parts[0];
	CHECK_CLOSE(part->energy.j, truth - m->hidden_j, 1e-3);
	if (m->hidden_s > 0)
		CHECK_CLOSE(part->gaps.s, m->hidden_s, 1e-6);
	else
		CHECK(part->gaps.s < 1e-6);
	check_conserved(&m->bench.run);
	tear_down(&m->bench);
}

TEST(any_phase_of_reading_gives_the_true_energy)
{
	for (int i = 0; i < 40; i++) {
		struct machine m = plain(uniform() * 3);
		m.unit_uj = i % 2 ? UNIT_61 : UNIT_15;
		check(&m, run(&m, 5 + 3 * uniform()));
	}
}

TEST(a_counter_that_goes_round_loses_nothing)
{
	for (int i = 0; i < 10; i++) {
		struct machine m = plain(uniform());
		m.offset_uj = RANGE - 1e6 * 900 * uniform(); /* within the first seconds */
		check(&m, run(&m, 6));
	}
}

/* Without a range a wrap cannot be distinguished from a fall: the time between two reads is
 * dropped. */
TEST(a_round_without_a_range_is_a_gap_of_one_reading)
{
	for (int i = 0; i < 10; i++) {
		struct machine m = plain(uniform());
		m.range_uj = 0;
		m.offset_uj = RANGE - 1e6 * 400;
		double truth = run(&m, 6);
		const struct run_part *part = &m.bench.run.parts[0];
		CHECK(part->gaps.s > 0.02 && part->gaps.s < 0.181);
		/* 330 W is the most that it draws. */
		CHECK(part->energy.j <= truth && part->energy.j >= truth - 331 * part->gaps.s);
		check_conserved(&m.bench.run);
		tear_down(&m.bench);
	}
}

TEST(a_reset_is_a_gap_of_one_reading_and_no_phantom)
{
	for (int i = 0; i < 10; i++) {
		struct machine m = plain(0);
		m.reset_at = 1 + 3 * uniform();
		check(&m, run(&m, 6));
	}
}

TEST(reads_that_fail_for_a_while_are_bridged)
{
	for (int i = 0; i < 10; i++) {
		struct machine m = plain(0);
		m.dead_from = 1 + uniform();
		m.dead_to = m.dead_from + 2 * uniform();
		check(&m, run(&m, 6));
	}
}

TEST(a_sleep_of_the_machine_is_a_gap_and_no_energy)
{
	struct machine m = plain(0);
	double truth = run(&m, 5);
	(void)truth;
	tear_down(&m.bench);
	m = plain(0);
	clock_now = (struct host_time){0, 0};
	/* Two halves by hand: the counter is set anew while the machine sleeps. */
	make(&m.bench);
	tree_zone(&m.bench.tree, "intel-rapl:0", "package-0\n", "0\n", "262143328850\n");
	show_counter(&m);
	CHECK_INT(host_new_at(m.bench.tree.root, &m.bench.host, NULL), 0);
	host_set_clock(m.bench.host, &scripted);
	CHECK_INT(session_new(m.bench.host, NULL, &m.bench.session, NULL), 0);
	session_setup(m.bench.session, NULL, NULL);
	for (int i = 0; i < 30; i++) {
		go(&m, 0.1);
		session_tick(m.bench.session);
	}
	double before = joules(m.t);
	clock_now.boottime_ns += 600000000000;
	m.reset_at = m.t;
	go(&m, 0.1);
	session_tick(m.bench.session);
	double after = joules(m.t);
	for (int i = 0; i < 30; i++) {
		go(&m, 0.1);
		session_tick(m.bench.session);
	}
	session_stop(m.bench.session);
	CHECK_INT(session_fill(m.bench.session, &m.bench.run, NULL), 0);
	const struct run_part *part = &m.bench.run.parts[0];
	CHECK_CLOSE(part->energy.j, before + joules(m.t) - after, 1e-3);
	CHECK_CLOSE(part->gaps.s, 600.1, 1e-6);
	tear_down(&m.bench);
}

/* Below 20 ms a counter that renews each millisecond gives no usable figure. */
TEST(a_window_too_short_for_the_counter_has_no_figure)
{
	for (int i = 0; i < 2; i++) {
		struct machine m = plain(0);
		clock_now = (struct host_time){0, 0};
		make(&m.bench);
		tree_zone(&m.bench.tree, "intel-rapl:0", "package-0\n", "0\n", "262143328850\n");
		show_counter(&m);
		CHECK_INT(host_new_at(m.bench.tree.root, &m.bench.host, NULL), 0);
		host_set_clock(m.bench.host, &scripted);
		CHECK_INT(session_new(m.bench.host, NULL, &m.bench.session, NULL), 0);
		session_setup(m.bench.session, NULL, NULL);
		go(&m, i ? 0.025 : 0.015);
		session_stop(m.bench.session);
		CHECK_INT(session_fill(m.bench.session, &m.bench.run, NULL), 0);
		const struct run_part *part = &m.bench.run.parts[0];
		CHECK_INT(part->state, i ? SOURCE_OK : SOURCE_STALE);
		CHECK((part->energy.j > 0) == (i > 0));
		check_conserved(&m.bench.run);
		tear_down(&m.bench);
	}
}

/* Set back by a day in the middle: the run ends when it lasted, not before it began. */
TEST(a_clock_that_is_set_moves_neither_end)
{
	struct machine m = {.unit_uj = 1, .reset_at = -1};
	utc_step_us = 0;
	clock_now = (struct host_time){1000000000000, 1000000000000};
	make(&m.bench);
	tree_zone(&m.bench.tree, "intel-rapl:0", "package-0\n", "0\n", "");
	CHECK_INT(host_new_at(m.bench.tree.root, &m.bench.host, NULL), 0);
	host_set_clock(m.bench.host, &scripted);
	CHECK_INT(session_new(m.bench.host, NULL, &m.bench.session, NULL), 0);
	session_setup(m.bench.session, NULL, NULL);
	show_counter(&m);
	go(&m, 5);
	utc_step_us = -86400 * INT64_C(1000000);
	go(&m, 5);
	session_stop(m.bench.session);
	CHECK_INT(session_fill(m.bench.session, &m.bench.run, NULL), 0);
	CHECK_CLOSE(m.bench.run.duration.s, 10, 1e-9);
	CHECK_INT(m.bench.run.ended_us - m.bench.run.started_us, 10000000);
	CHECK_CLOSE(m.bench.run.parts[0].energy.j, joules(10), 1e-3);
	tear_down(&m.bench);
	utc_step_us = 0;
}

/* A socket of 400 W is read every 30 s at least, whatever interval is asked for. */
TEST(the_interval_never_outruns_the_counter)
{
	const struct session_options slow = {.interval = {3600}};
	struct bench bench;
	make(&bench);
	tree_zone(&bench.tree, "intel-rapl:0", "package-0\n", "0\n", "65532610987\n");
	begin(&bench, &slow);
	CHECK(session_interval(bench.session).s <= 30);
	tear_down(&bench);
}

RUN_TESTS(CASE(any_phase_of_reading_gives_the_true_energy),
	  CASE(a_counter_that_goes_round_loses_nothing),
	  CASE(a_round_without_a_range_is_a_gap_of_one_reading),
	  CASE(a_reset_is_a_gap_of_one_reading_and_no_phantom),
	  CASE(reads_that_fail_for_a_while_are_bridged),
	  CASE(a_sleep_of_the_machine_is_a_gap_and_no_energy),
	  CASE(a_window_too_short_for_the_counter_has_no_figure),
	  CASE(a_clock_that_is_set_moves_neither_end), CASE(the_interval_never_outruns_the_counter))
