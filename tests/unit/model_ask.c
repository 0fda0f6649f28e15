/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking a model by its name: typed inputs, who refuses what, and that an interval comes out of a
 * model as it went in, wherever a figure of ours is fed to one.
 */
#include "model/ask.h"

#include <math.h>

#include "check.h"
#include "insight/elsewhere.h"
#include "insight/trend.h"
#include "tree.h"

struct desk {
	struct tree tree;
	struct context context;
	struct knowledge knowledge;
	struct answer *answer;
	struct frugal_error error;
};

static void open_desk(struct desk *desk, const char *model)
{
	*desk = (struct desk){0};
	tree_make(&desk->tree);
	tree_write(&desk->tree, "/m.model", model);
	desk->context.models = desk->tree.root;
	CHECK_INT(knowledge_open(&desk->context, &desk->knowledge, &desk->error), 0);
}

static void close_desk(struct desk *desk)
{
	answer_free(desk->answer);
	knowledge_close(&desk->knowledge);
	arena_release(&desk->context.arena);
	tree_remove(&desk->tree);
}

static int ask(struct desk *desk, const struct model_input *inputs, size_t n)
{
	int r = model_ask(desk->knowledge.catalogue, "m", inputs, n, NULL, &desk->answer,
			  &desk->error);
	if (r < 0)
		print_message("# %s: %s\n", desk->error.what, desk->error.todo);
	return r;
}

static const struct answer_line *line(const struct desk *desk, const char *name)
{
	const struct answer_line *found = answer_find(desk->answer, name);
	CHECK(found != NULL);
	return found;
}

static const char power[] = "model m {\n"
			    "  in w : W where >= 0\n"
			    "  in lasts : h = 1 h\n"
			    "  in zone : row of zones = \"WOR\"\n"
			    "  out energy : Wh = w * lasts\n"
			    "  out carbon : gCO2e = energy * zone.intensity\n"
			    "}";

/* 2 kW for 90 min are 3 kWh; at 57 g/kWh, 171 g. */
TEST(texts_and_numbers_go_in_beside_each_other)
{
	struct desk desk;
	struct model_input inputs[] = {
		model_number("w", 2, "kW"),
		model_assignment("lasts=90min"),
		model_text("zone.intensity", "57 g/kWh"),
	};
	inputs[0].source = "a meter";
	open_desk(&desk, power);
	CHECK_INT(ask(&desk, inputs, 3), 0);
	CHECK_CLOSE(line(&desk, "energy")->value, 3000, 1e-12);
	CHECK_CLOSE(line(&desk, "carbon")->value, 171, 1e-12);
	CHECK_TEXT(line(&desk, "w")->source, "a meter");
	CHECK_INT(line(&desk, "w")->quality, FRUGAL_MEASURED);
	CHECK_INT(line(&desk, "lasts")->quality, FRUGAL_DECLARED);
	close_desk(&desk);
}

/* 1 kWh at 0.1 g/Wh is 100 g. */
TEST(a_number_may_stand_for_a_field_of_a_row)
{
	struct desk desk;
	const struct model_input inputs[] = {
		model_number("w", 1, "kW"),
		model_figure("zone.intensity", 0.1, 0.1, 0.1, "g/Wh", FRUGAL_MODELLED, 0, "hours"),
		model_figure("zone.intensity", 0.1, 0.1, 0.1, "gCO2e/Wh", FRUGAL_MODELLED, 0,
			     "hours"),
	};
	open_desk(&desk, power);
	/* A mass is not yet a mass of gases: only the words of a user are taken so. */
	CHECK_INT(ask(&desk, inputs, 2), FRUGAL_EBUG);
	const struct model_input right[] = {inputs[0], inputs[2]};
	CHECK_INT(ask(&desk, right, 2), 0);
	CHECK_CLOSE(line(&desk, "carbon")->value, 100, 1e-12);
	close_desk(&desk);
}

TEST(what_the_model_does_not_take_is_refused_by_name)
{
	struct desk desk;
	const struct model_input unknown[] = {model_text("watts", "3 W")};
	const struct model_input twice[] = {model_text("w", "3 W"), model_assignment("w=4W")};
	const struct model_input below[] = {model_number("w", -1, "W")};
	open_desk(&desk, power);
	CHECK_INT(ask(&desk, unknown, 1), FRUGAL_EUSAGE);
	CHECK_HOLDS(desk.error.what, "'watts'");
	CHECK_INT(ask(&desk, twice, 2), FRUGAL_EUSAGE);
	CHECK_HOLDS(desk.error.what, "w is given twice");
	CHECK_INT(ask(&desk, below, 1), FRUGAL_EUSAGE);
	CHECK_HOLDS(desk.error.what, "w must be >= 0");
	CHECK_INT(ask(&desk, NULL, 0), FRUGAL_EUSAGE);
	CHECK_HOLDS(desk.error.what, "requires w");
	CHECK_INT(
		model_ask(desk.knowledge.catalogue, "mm", NULL, 0, NULL, &desk.answer, &desk.error),
		FRUGAL_EUSAGE);
	CHECK(desk.answer == NULL);
	close_desk(&desk);
}

/*
 * [102.236, 116.127] are the 5 % and 95 % points of the triangle 100, 105, 120. The draws are
 * quasi-random: their quantiles are within a hundredth of its width.
 */
#define V 105.0
#define LOW 102.2360679774998
#define HIGH 116.1270166537926
#define NEAR 2e-3

TEST(an_interval_leaves_a_model_as_it_entered_it)
{
	struct desk desk;
	const struct model_input inputs[] = {
		model_figure("w", V, LOW, HIGH, "W", FRUGAL_MEASURED, 1, NULL),
	};
	open_desk(&desk, power);
	CHECK_INT(ask(&desk, inputs, 1), 0);
	CHECK_CLOSE(line(&desk, "energy")->low, LOW, NEAR);
	CHECK_CLOSE(line(&desk, "energy")->high, HIGH, NEAR);
	close_desk(&desk);
}

/* The zone of a paper has no interval of its own. */
TEST(a_forecast_keeps_its_interval_on_other_electricity)
{
	struct context context = {.lang = "en"};
	struct elsewhere elsewhere;
	struct frugal_error error;
	const struct elsewhere_job job = {
		.energy = {V, LOW, HIGH}, .duration = {1, 1, 1}, .zone = "WOR"};
	CHECK_INT(elsewhere_open(&context, NULL, 0, "paper:gpt3", &elsewhere, &error), 0);
	CHECK_INT(elsewhere_ask(&elsewhere, &job, &error), 0);
	const struct forecast_figure *carbon = &elsewhere.rows[0].carbon[0];
	CHECK_CLOSE(carbon->low / carbon->value, LOW / V, NEAR);
	CHECK_CLOSE(carbon->high / carbon->value, HIGH / V, NEAR);
	elsewhere_close(&elsewhere);
	arena_release(&context.arena);
}

/* Of one use, with nothing else spent, the direct impact is the sum of the ledger. */
TEST(a_benefit_keeps_the_interval_of_the_runs)
{
	struct context context = {.lang = "en"};
	struct service_fact facts[] = {{"reference", "by hand"}, {"reference_per_use", "300gCO2e"}};
	const struct service service = {.facts = facts, .n_facts = 2};
	const struct trend trend = {
		.units = 1,
		.served = {.runs = 1, .carbon_g = {1, V, LOW, HIGH, 0}, .embodied_g = {.runs = 1}},
	};
	struct answer *answer = NULL;
	const char *why;
	struct frugal_error error;
	CHECK_INT(trend_benefit(&context, &service, &trend, &answer, &why, &error), 0);
	CHECK(why == NULL && answer != NULL);
	CHECK_CLOSE(answer_find(answer, "direct")->value, V, 1e-12);
	CHECK_CLOSE(answer_find(answer, "direct")->low, LOW, NEAR);
	CHECK_CLOSE(answer_find(answer, "direct")->high, HIGH, NEAR);
	answer_free(answer);
	arena_release(&context.arena);
}

RUN_TESTS(CASE(texts_and_numbers_go_in_beside_each_other),
	  CASE(a_number_may_stand_for_a_field_of_a_row),
	  CASE(what_the_model_does_not_take_is_refused_by_name),
	  CASE(an_interval_leaves_a_model_as_it_entered_it),
	  CASE(a_forecast_keeps_its_interval_on_other_electricity),
	  CASE(a_benefit_keeps_the_interval_of_the_runs))
