/* SPDX-License-Identifier: Apache-2.0 */
/* Marks: their grammar, what they cut a session into, and what is predicted of them. */
#include "meter_bench.h"

#include <math.h>
#include <stdlib.h>

#include "meter/mark.h"
#include "meter/predict.h"
#include "meter/session.h"

static int parse(const char *line, struct mark *ret)
{
	struct frugal_error error;
	return mark_parse(str_of(line), ret, &error);
}

TEST(a_line_is_a_mark_a_section_an_epoch_a_step_or_a_metric)
{
	struct mark mark;
	CHECK_INT(parse("load", &mark), 0);
	CHECK_INT(mark.kind, MARK_POINT);
	CHECK_TEXT(mark.name, "load");
	CHECK_INT(parse("  begin  tok/1 ", &mark), 0);
	CHECK_INT(mark.kind, MARK_BEGIN);
	CHECK_TEXT(mark.name, "tok/1");
	CHECK_INT(parse("end x files=12", &mark), 0);
	CHECK_INT(mark.n_metrics, 1);
	CHECK_INT(parse("epoch 3/20 accuracy=0.93 loss=2e-1", &mark), 0);
	CHECK_INT(mark.kind, MARK_EPOCH);
	CHECK_INT(mark.number, 3);
	CHECK_INT(mark.total, 20);
	CHECK_TEXT(mark.metrics[1].key, "loss");
	CHECK_CLOSE(mark.metrics[1].value, 0.2, 1e-15);
	CHECK_INT(parse("step 1500", &mark), 0);
	CHECK_INT(mark.total, 0);
}

/* One value more than a line may have. */
#define MANY "metric a=1 b=1 c=1 d=1 e=1 f=1 g=1 h=1 i=1 j=1 k=1 l=1 m=1 n=1 o=1 p=1 q=1"

TEST(a_line_that_is_none_is_refused)
{
	static const char *const odd[] = {"",
					  "begin",
					  "end",
					  "epoch",
					  "epoch x",
					  "epoch -1",
					  "epoch 1/0",
					  "epoch 1/",
					  "metric",
					  "metric =1",
					  "metric a",
					  "metric a=b",
					  "metric a=nan",
					  "load a=1e999",
					  "a;b",
					  "epoch 99999999999999999999",
					  MANY};
	struct mark mark;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		if (parse(odd[i], &mark) != FRUGAL_EUSAGE) {
			print_error("taken: '%s'\n", odd[i]);
			fail();
		}
}

/* ---- prediction ----------------------------------------------------------------------------- */

TEST(pieces_that_are_alike_predict_the_sum)
{
	struct pace pace = {0};
	struct prediction end;
	CHECK(!predict(&pace, (struct energy){0}, (struct duration){0}, 5, &end));
	pace_add(&pace, 1, (struct energy){100}, (struct duration){10});
	CHECK(predict(&pace, (struct energy){100}, (struct duration){10}, 9, &end));
	CHECK_CLOSE(end.energy.j, 1000, 1e-9);
	CHECK_CLOSE(end.energy_low.j, 100 + 0.7 * 900, 1e-9);
	pace_add(&pace, 1, (struct energy){100}, (struct duration){10});
	pace_add(&pace, 1, (struct energy){100}, (struct duration){10});
	CHECK(predict(&pace, (struct energy){300}, (struct duration){30}, 7, &end));
	CHECK_CLOSE(end.energy.j, 1000, 1e-9);
	CHECK_CLOSE(end.energy_high.j - end.energy.j, 7, 1e-9); /* 1 % of what is left */
	CHECK_CLOSE(end.length.s, 100, 1e-9);
	/* A first piece that warms up predicts nothing of the others. */
	struct pace warm = {0};
	pace_add(&warm, 1, (struct energy){500}, (struct duration){50});
	pace_add(&warm, 1, (struct energy){100}, (struct duration){10});
	pace_add(&warm, 1, (struct energy){100}, (struct duration){10});
	CHECK(predict(&warm, (struct energy){700}, (struct duration){70}, 7, &end));
	CHECK_CLOSE(end.energy.j, 1400, 1e-9);
	/* One that contains the start-up: nothing as soon as there is another. */
	struct pace starting = {.starts_up = true};
	pace_add(&starting, 1, (struct energy){500}, (struct duration){50});
	CHECK(predict(&starting, (struct energy){500}, (struct duration){50}, 2, &end));
	CHECK_CLOSE(end.energy.j, 1500, 1e-9);
	pace_add(&starting, 1, (struct energy){100}, (struct duration){10});
	CHECK(predict(&starting, (struct energy){600}, (struct duration){60}, 8, &end));
	CHECK_CLOSE(end.energy.j, 1400, 1e-9);
	CHECK_CLOSE(end.energy_high.j, 600 + 2 * 800, 1e-9);
}

static double uniform(void)
{
	static uint32_t x = 12345;
	x = x * 1664525u + 1013904223u;
	return (x >> 8) / 16777216.0;
}

/* Twenty epochs that scatter by 10 %: nine intervals in ten contain the truth, and they tighten. */
TEST(nine_predictions_in_ten_hold_and_later_ones_are_tighter)
{
	int held = 0, asked = 0;
	double early = 0, late = 0;
	for (int trial = 0; trial < 400; trial++) {
		double epochs[20], truth = 0, done = 0;
		struct pace pace = {0};
		for (int i = 0; i < 20; i++) {
			double normal = 0;
			for (int k = 0; k < 12; k++)
				normal += uniform();
			epochs[i] = 100 + 10 * (normal - 6);
			truth += epochs[i];
		}
		for (int i = 0; i < 19; i++) {
			struct prediction end;
			done += epochs[i];
			pace_add(&pace, 1, (struct energy){epochs[i]}, (struct duration){1});
			if (i < 3)
				continue;
			CHECK(predict(&pace, (struct energy){done}, (struct duration){i + 1},
				      19 - i, &end));
			held += end.energy_low.j <= truth && truth <= end.energy_high.j;
			asked++;
			early += i == 3 ? end.energy_high.j - end.energy_low.j : 0;
			late += i == 15 ? end.energy_high.j - end.energy_low.j : 0;
		}
	}
	CHECK(held > 0.85 * asked && held < 0.95 * asked);
	CHECK(late < early / 4);
}

/* ---- in a session --------------------------------------------------------------------------- */

static const struct run_section *section_of(const struct run_record *run, const char *name)
{
	for (size_t i = 0; i < run->n_sections; i++)
		if (strcmp(run->sections[i].name, name) == 0)
			return &run->sections[i];
	return NULL;
}

static void take(struct session *session, const char *line)
{
	CHECK_INT(session_take(session, str_of(line), NULL), 0);
}

TEST(sections_may_lie_within_and_across_each_other)
{
	struct bench bench;
	struct frugal_error error;
	make(&bench);
	begin(&bench, NULL);
	const char *argv[] = {"sleep", "0.5", NULL};
	CHECK_INT(session_spawn(bench.session, (char *const *)(uintptr_t)argv, NULL), 0);
	session_setup(bench.session, &models, NULL);
	take(bench.session, "begin outer");
	take(bench.session, "begin crossing");
	usleep(60000);
	take(bench.session, "end outer");
	usleep(60000);
	take(bench.session, "end crossing files=3");
	CHECK_INT(session_take(bench.session, STR("end nowhere"), &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "not begun");
	take(bench.session, "begin left-open");
	take(bench.session, "moment");
	take(bench.session, "too-short");
	session_loop(bench.session, NULL);
	CHECK_INT(session_fill(bench.session, &bench.run, NULL), 0);
	const struct run_section *outer = section_of(&bench.run, "outer");
	const struct run_section *crossing = section_of(&bench.run, "crossing");
	const struct run_section *moment = section_of(&bench.run, "too-short");
	CHECK(outer->duration.s >= 0.06 && outer->share.j >= 0);
	CHECK(crossing->duration.s >= 0.12 && crossing->share.j >= 0);
	/* Under 20 ms the figure is missing; a busy machine may have taken longer. */
	CHECK((moment->duration.s < 0.02) == isnan(moment->share.j));
	CHECK_INT(bench.run.n_metrics, 1);
	CHECK_TEXT(bench.run.metrics[0].key, "files");
	CHECK_INT(run_record_check(&bench.run, NULL), 0);
	tear_down(&bench);
}

TEST(a_round_begins_at_its_first_number_and_ranks_are_only_late)
{
	CHECK(session_begins_again(1, 3, 3, 1));
	CHECK(session_begins_again(1, 5, 10, 1)); /* stopped early */
	CHECK(session_begins_again(31, 36, 36, 31));
	CHECK(session_begins_again(0, 9, 10, 0));
	CHECK(!session_begins_again(1, 1, 3, 1)); /* another rank */
	CHECK(!session_begins_again(1, 2, 3, 1)); /* a late one */
	CHECK(!session_begins_again(2, 3, 3, 1));
	CHECK(!session_begins_again(4, 3, 6, 1));
}

RUN_TESTS(CASE(a_round_begins_at_its_first_number_and_ranks_are_only_late),
	  CASE(a_line_is_a_mark_a_section_an_epoch_a_step_or_a_metric),
	  CASE(a_line_that_is_none_is_refused), CASE(pieces_that_are_alike_predict_the_sum),
	  CASE(nine_predictions_in_ten_hold_and_later_ones_are_tighter),
	  CASE(sections_may_lie_within_and_across_each_other))
