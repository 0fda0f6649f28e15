/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions put together step by step, methods side by side, published figures against ours, and
 * rows of a file, as an external program would ask. Values are worked out in the comments.
 */
#include "frugal.h"

#include <math.h>

#include "base/error.h"
#include "base/mem.h"
#include "check.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static frugal_library *open_library(void)
{
	frugal_library *library = NULL;
	CHECK_INT(frugal_library_new(NULL, &library, NULL), 0);
	return library;
}

static frugal_question *open_question(frugal_library *library, const char *model,
				      const char *const *inputs, size_t n)
{
	frugal_question *question = NULL;
	CHECK_INT(frugal_question_new(library, model, &question, NULL), 0);
	for (size_t i = 0; i < n; i++)
		CHECK_INT(frugal_question_set(question, inputs[i], NULL), 0);
	return question;
}

static frugal_result *answer(frugal_question *question, const struct frugal_answering *how)
{
	frugal_result *result = NULL;
	struct frugal_error error = {0};
	if (frugal_question_answer(question, how, &result, &error) < 0)
		print_error("%s (%s): %s\n", error.what, error.where, error.todo);
	CHECK(result != NULL);
	return result;
}

static struct frugal_figure find(const frugal_result *result, const char *name)
{
	struct frugal_figure figure = {0};
	CHECK_INT(frugal_result_find(result, name, &figure), 0);
	return figure;
}

static const char *const board[] = {"gpu.tdp=400W", "utilization=1", "host_ratio=0", "pue=1.2",
				    "zone.intensity=57g/kWh"};

/* 1 082.99 kh * 400 W = 433.196 MWh; times 1.2; times 57 g. */
TEST(numbers_of_a_program_and_texts_of_a_user_give_one_answer)
{
	frugal_library *library = open_library();
	frugal_question *question = open_question(library, "training", board, COUNT(board));
	const struct frugal_number hours = {
		.size = sizeof(hours),
		.name = "gpu_hours",
		.unit = "kh",
		.value = 1082.99,
		.quality = FRUGAL_MEASURED,
		.measured_share = 1,
		.source = "the scheduler",
	};
	CHECK_INT(frugal_question_set_number(question, &hours, NULL), 0);
	const struct frugal_answering how = {.size = sizeof(how), .lines = 1};
	frugal_result *result = answer(question, &how);
	CHECK_CLOSE(find(result, "energy").value, 433196 * 1.2, 1e-12);
	CHECK_CLOSE(find(result, "carbon").value, 29630.6064, 1e-12);
	CHECK(find(result, "energy").low == find(result, "energy").high);
	CHECK_HOLDS(frugal_explain(result, "energy"), "the scheduler");
	frugal_result_free(result);
	/* Twice the hours, in the model's own unit: twice the energy. */
	const struct frugal_number twice = {
		.size = sizeof(twice), .name = "gpu_hours", .value = 2165980};
	CHECK_INT(frugal_question_set_number(question, &twice, NULL), 0);
	result = answer(question, NULL);
	CHECK_CLOSE(find(result, "energy").value, 433196 * 2.4, 1e-12);
	frugal_result_free(result);
	frugal_question_free(question);
	frugal_library_free(library);
}

/* The 5 % and 95 % points of the triangle 100, 105, 120 come out again, times 0.48 kW. */
TEST(the_interval_of_a_number_is_that_of_the_figure)
{
	frugal_library *library = open_library();
	frugal_question *question = open_question(library, "training", board, COUNT(board));
	const struct frugal_number hours = {
		.size = sizeof(hours),
		.name = "gpu_hours",
		.value = 105,
		.low = 102.2360679774998,
		.high = 116.1270166537926,
	};
	CHECK_INT(frugal_question_set_number(question, &hours, NULL), 0);
	frugal_result *result = answer(question, NULL);
	CHECK_CLOSE(find(result, "energy").value, 105 * 0.48, 1e-12);
	CHECK_CLOSE(find(result, "energy").low, hours.low * 0.48, 2e-3);
	CHECK_CLOSE(find(result, "energy").high, hours.high * 0.48, 2e-3);
	frugal_result_free(result);
	frugal_question_free(question);
	frugal_library_free(library);
}

/* A mass stands for gCO2e, as it does in the words of a user: 0.057 kg per kWh. */
TEST(a_number_may_take_the_place_of_a_field)
{
	static const char *const inputs[] = {"measured=10kWh"};
	frugal_library *library = open_library();
	frugal_question *question = open_question(library, "run", inputs, 1);
	const struct frugal_number intensity = {.size = sizeof(intensity),
						.name = "zone.intensity",
						.unit = "kg/kWh",
						.value = 0.057};
	CHECK_INT(frugal_question_set_number(question, &intensity, NULL), 0);
	frugal_result *result = answer(question, NULL);
	CHECK_CLOSE(find(result, "carbon").value, 0.57, 1e-12);
	frugal_result_free(result);
	frugal_question_free(question);
	frugal_library_free(library);
}

TEST(numbers_that_cannot_be_are_refused_by_their_name)
{
	frugal_library *library = open_library();
	frugal_question *question = open_question(library, "training", board, COUNT(board));
	const struct {
		struct frugal_number number;
		const char *what;
	} bad[] = {
		{{.size = 0, .name = "gpu_hours"}, "struct frugal_number has the size 0"},
		{{.size = sizeof(bad[0].number)}, "name must not be NULL"},
		{{.size = sizeof(bad[0].number), .name = "hours"}, "no input 'hours'"},
		{{.size = sizeof(bad[0].number), .name = "gpu"}, "gpu takes a name"},
		{{.size = sizeof(bad[0].number), .name = "gpu_hours", .value = (double)NAN},
		 "finite"},
		{{.size = sizeof(bad[0].number), .name = "gpu_hours", .unit = "kW"}, "gpu_hours"},
		{{.size = sizeof(bad[0].number), .name = "gpu_hours", .unit = "ours"}, "ours"},
		{{.size = sizeof(bad[0].number), .name = "gpu_hours", .value = -1}, "must be >= 0"},
		{{.size = sizeof(bad[0].number), .name = "gpu_hours", .measured_share = 2},
		 "share"},
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct frugal_error error = {0};
		CHECK_INT(frugal_question_set_number(question, &bad[i].number, &error),
			  FRUGAL_EUSAGE);
		CHECK_HOLDS(error.what, bad[i].what);
	}
	CHECK_INT(frugal_question_set(question, "pue=1.3", NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_question_answer(question, NULL, NULL, NULL), FRUGAL_EUSAGE);
	frugal_question_free(question);
	frugal_library_free(library);
}

/* 450 kg/kWh is not plausible for electricity; a thousandth of it is. */
TEST(a_value_a_thousand_times_too_large_is_warned_of)
{
	static const char *const inputs[] = {"measured=1kWh", "zone.intensity=450kg/kWh"};
	frugal_library *library = open_library();
	frugal_question *question = open_question(library, "run", inputs, 2);
	struct frugal_warning warning;
	CHECK_INT(frugal_question_warning(question, 0, &warning), 0);
	CHECK_TEXT(warning.input, "zone.intensity");
	CHECK_CLOSE(warning.given / warning.meant, 1000, 1e-9);
	CHECK(warning.low < warning.meant && warning.meant < warning.high);
	CHECK_INT(frugal_question_warning(question, 1, &warning), FRUGAL_EUSAGE);
	frugal_question_free(question);
	question = open_question(library, "run", inputs, 1);
	CHECK_INT(frugal_question_warning(question, 0, &warning), FRUGAL_EUSAGE);
	frugal_question_free(question);
	frugal_library_free(library);
}

TEST(doubts_of_a_figure_sum_to_one_and_come_only_when_asked_for)
{
	static const char *const inputs[] = {"gpu.tdp=400W", "gpu_hours=10h", "zone=paper:gpt3"};
	const struct frugal_answering how = {.size = sizeof(how), .doubts = 1};
	frugal_library *library = open_library();
	frugal_question *question = open_question(library, "training", inputs, 3);
	frugal_result *result = answer(question, &how);
	struct frugal_doubt doubt;
	double sum = 0, last = 1;
	for (size_t i = 0; frugal_result_doubt(result, i, &doubt) == 0; i++) {
		if (strcmp(doubt.figure, "energy") != 0)
			continue;
		CHECK(strcmp(doubt.input, "workload.board_share") == 0 ||
		      strcmp(doubt.input, "host_power") == 0 || strcmp(doubt.input, "pue") == 0);
		CHECK(doubt.share <= last);
		sum += last = doubt.share;
	}
	CHECK_CLOSE(sum, 1, 1e-9);
	frugal_result_free(result);
	result = answer(question, NULL);
	CHECK_INT(frugal_result_doubt(result, 0, &doubt), FRUGAL_EUSAGE);
	frugal_result_free(result);
	frugal_question_free(question);
	frugal_library_free(library);
}

TEST(a_figure_that_is_absent_says_why)
{
	static const char *const inputs[] = {"measured=1kWh"};
	frugal_library *library = open_library();
	frugal_question *question = open_question(library, "run", inputs, 1);
	frugal_result *result = answer(question, NULL);
	CHECK(isnan(find(result, "embodied").value));
	CHECK_HOLDS(frugal_result_absent(result, "embodied"), "duration");
	CHECK(frugal_result_absent(result, "energy") == NULL);
	CHECK(frugal_result_absent(result, "no such") == NULL);
	frugal_result_free(result);
	frugal_question_free(question);
	frugal_library_free(library);
}

/*
 * 100 h of 400 W times a PUE of the triangle 1.1, 1.56, 2.0. Half of it lies below
 * 1.1 + sqrt(0.5 * (2.0 - 1.1) * (1.56 - 1.1)) = 1.55497; the value is at 1.56.
 */
TEST(a_result_says_what_else_its_value_could_be)
{
	static const char *const inputs[] = {"gpu=A100 SXM4 80GB", "gpu_hours=100h", "zone=FR",
					     "utilization=1", "host_ratio=0"};
	const struct frugal_answering central = {.size = sizeof(central), .draws = 1};
	frugal_library *library = open_library();
	frugal_question *question = open_question(library, "training", inputs, COUNT(inputs));
	frugal_result *result = answer(question, NULL);
	struct frugal_headline is = {0};
	CHECK_INT(frugal_result_headline(result, "energy", &is), 0);
	CHECK_TEXT(is.headline, "central");
	CHECK_CLOSE(is.central, 40 * 1.56, 1e-9);
	CHECK_CLOSE(is.median, 40 * 1.554973, 1e-3);
	CHECK_CLOSE(is.mean, 40 * (1.1 + 1.56 + 2.0) / 3, 1e-3);
	CHECK(!is.widened);
	CHECK_INT(frugal_result_headline(result, "pue", &is), FRUGAL_EUSAGE);
	CHECK_INT(frugal_result_headline(result, "no such", &is), FRUGAL_EUSAGE);
	CHECK_INT(frugal_result_headline(result, NULL, &is), FRUGAL_EUSAGE);
	CHECK_INT(frugal_result_headline(result, "energy", NULL), FRUGAL_EUSAGE);
	frugal_result_free(result);
	result = answer(question, &central);
	CHECK_INT(frugal_result_headline(result, "energy", &is), 0);
	CHECK(is.median == is.central && is.mean == is.central);
	frugal_result_free(result);
	frugal_question_free(question);
	static const char *const run[] = {"measured=1kWh"};
	question = open_question(library, "run", run, 1);
	result = answer(question, NULL);
	CHECK_INT(frugal_result_headline(result, "embodied", &is), 0);
	CHECK(isnan(is.central) && isnan(is.mean) && isnan(is.median));
	frugal_result_free(result);
	frugal_question_free(question);
	frugal_library_free(library);
}

TEST(what_a_name_is_taken_as_is_a_note_of_the_result)
{
	static const char *const inputs[] = {"gpu=H100", "gpu_hours=100h"};
	frugal_library *library = open_library();
	frugal_question *question = open_question(library, "training", inputs, 2);
	frugal_result *result = answer(question, NULL);
	CHECK_HOLDS(frugal_result_note(result, 0), "gpu: 'H100' is taken as H100 SXM5 80GB");
	CHECK(frugal_result_note(result, 1) == NULL);
	frugal_result_free(result);
	frugal_question_free(question);
	static const char *const key[] = {"gpu=H100 SXM5 80GB", "gpu_hours=100h"};
	question = open_question(library, "training", key, 2);
	result = answer(question, NULL);
	CHECK(frugal_result_note(result, 0) == NULL);
	frugal_result_free(result);
	frugal_question_free(question);
	frugal_library_free(library);
}

/* ---- methods -------------------------------------------------------------------------------- */

TEST(methods_of_a_family_answer_side_by_side_or_say_why_not)
{
	static const char *const inputs[] = {"gpu=A100 SXM4 80GB", "gpu_hours=100h", "zone=FR"};
	frugal_library *library = open_library();
	frugal_methods *methods = NULL;
	struct frugal_method method;
	CHECK_INT(frugal_methods_new(library, "training", inputs, 3, &methods, NULL), 0);
	size_t answers = 0, silent = 0;
	for (size_t i = 0; frugal_methods_get(methods, i, &method) == 0; i++) {
		CHECK((method.result != NULL) != (method.reason != NULL));
		answers += method.result != NULL;
		silent += method.reason != NULL;
		/* 100 h * (400 W * [0.3, 1] + 700 W * [0.08, 0.44]) of [1.1, 2.0]: 19 to 142 kWh.
		 */
		if (strcmp(method.model, "training") == 0) {
			double kwh = find(method.result, "energy").value;
			CHECK(kwh > 19 && kwh < 142);
			CHECK(method.ignored == NULL);
		}
	}
	CHECK(answers >= 3 && silent >= 1);
	CHECK_INT(frugal_methods_count(methods), answers + silent);
	frugal_methods_free(methods);
	frugal_library_free(library);
}

TEST(an_input_that_no_method_has_and_an_unknown_family_are_refused)
{
	static const char *const inputs[] = {"gpu_hours=100h", "gpus_hours=100h"};
	frugal_library *library = open_library();
	frugal_methods *methods = NULL;
	struct frugal_error error = {0};
	CHECK_INT(frugal_methods_new(library, "training", inputs, 2, &methods, &error),
		  FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "gpus_hours=100h");
	CHECK_INT(frugal_methods_new(library, "no such", inputs, 1, &methods, &error),
		  FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "no such");
	CHECK_INT(frugal_methods_new(library, "equivalences", NULL, 0, &methods, &error),
		  FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "requires carbon");
	CHECK(methods == NULL);
	frugal_library_free(library);
}

/* ---- against a published figure ------------------------------------------------------------- */

/* 1 287 MWh at 429 g/kWh are 552.1 t: the published figure of GPT-3. */
TEST(a_published_figure_agrees_or_its_slip_is_named)
{
	static const char *const inputs[] = {"measured=1287MWh", "zone=paper:gpt3"};
	frugal_library *library = open_library();
	frugal_question *question = open_question(library, "run", inputs, 2);
	frugal_result *result = answer(question, NULL);
	frugal_versus *versus = NULL;
	struct frugal_versus_figure comparison;
	struct frugal_slip slip;
	CHECK_INT(frugal_versus_new(question, result, "552t", &versus, NULL), 0);
	CHECK_INT(frugal_versus_get(versus, &comparison), 0);
	CHECK_TEXT(comparison.figure, "carbon");
	CHECK_TEXT(comparison.unit, "kgCO2e");
	CHECK_CLOSE(comparison.reported, 552000, 1e-12);
	CHECK_CLOSE(comparison.estimated, 1287000 * 0.429, 1e-12);
	CHECK(comparison.agrees);
	CHECK_INT(frugal_versus_slip(versus, 0, &slip), FRUGAL_EUSAGE);
	frugal_versus_free(versus);
	CHECK_INT(frugal_versus_new(question, result, "552kg", &versus, NULL), 0);
	CHECK_INT(frugal_versus_get(versus, &comparison), 0);
	CHECK(!comparison.agrees && !comparison.within);
	CHECK_CLOSE(comparison.ratio, 552 / (1287000 * 0.429), 1e-12);
	CHECK_INT(frugal_versus_slip(versus, 0, &slip), 0);
	CHECK_TEXT(slip.kind, "thousand_less");
	CHECK(slip.name == NULL && slip.source == NULL);
	CHECK_CLOSE(slip.value, 1287 * 0.429, 1e-12);
	frugal_versus_free(versus);
	frugal_result_free(result);
	frugal_question_free(question);
	frugal_library_free(library);
}

TEST(a_result_of_another_question_is_not_compared)
{
	static const char *const inputs[] = {"measured=1287MWh"};
	frugal_library *library = open_library();
	frugal_question *run = open_question(library, "run", inputs, 1);
	frugal_question *training = open_question(library, "training", board, COUNT(board));
	frugal_result *result = answer(run, NULL);
	frugal_versus *versus = NULL;
	struct frugal_error error = {0};
	CHECK_INT(frugal_versus_new(training, result, "552t", &versus, &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "not an answer to this question");
	CHECK_INT(frugal_versus_new(run, result, "3 m", &versus, &error), FRUGAL_EUSAGE);
	CHECK(versus == NULL);
	frugal_result_free(result);
	frugal_question_free(run);
	frugal_question_free(training);
	frugal_library_free(library);
}

/* ---- rows of a file ------------------------------------------------------------------------- */

struct tape {
	const char *in;
	char out[4096], rejects[4096], notes[4096];
	int fails;
};

static int read_in(void *context, char *to, size_t size, size_t *ret_n, struct frugal_error *reterr)
{
	struct tape *tape = context;
	size_t left = strlen(tape->in), some = left < size ? left : size;
	if (tape->fails == 1)
		return error_set(reterr, FRUGAL_EENV, "the tape is torn");
	memcpy(to, tape->in, some);
	tape->in += some;
	*ret_n = some;
	return 0;
}

static int write_to(char *to, size_t size, const char *bytes, size_t n)
{
	size_t used = strlen(to);
	CHECK(used + n < size);
	memcpy(to + used, bytes, n);
	to[used + n] = '\0';
	return 0;
}

static int write_out(void *context, const char *bytes, size_t n, struct frugal_error *reterr)
{
	struct tape *tape = context;
	return tape->fails == 2 ? error_set(reterr, FRUGAL_EENV, "the tape is full")
				: write_to(tape->out, sizeof(tape->out), bytes, n);
}

static int reject(void *context, const char *bytes, size_t n, struct frugal_error *reterr)
{
	(void)reterr;
	struct tape *tape = context;
	return write_to(tape->rejects, sizeof(tape->rejects), bytes, n);
}

static int take_note(void *context, const char *text, uint64_t rows, uint64_t first_line,
		     struct frugal_error *reterr)
{
	struct tape *tape = context;
	char line[1000];
	if (tape->fails == 3)
		return error_set(reterr, FRUGAL_EENV, "the pen is dry");
	(void)snprintf(line, sizeof(line), "%d of them, from line %d: %s", (int)rows,
		       (int)first_line, text);
	return write_to(tape->notes, sizeof(tape->notes), line, strlen(line));
}

static int stream(frugal_question *question, struct tape *tape, struct frugal_stream_report *report,
		  struct frugal_error *error)
{
	const struct frugal_stream how = {
		.size = sizeof(how),
		.name = "tape",
		.read = read_in,
		.write = write_out,
		.reject = reject,
		.context = tape,
		.threads = 1,
		.note = take_note,
	};
	return frugal_question_stream(question, &how, report, error);
}

/* 10 h and 1 kh of 0.4 kW at PUE 1.2: 4.8 kWh and 480 kWh; 57 g of each. */
TEST(rows_of_a_stream_come_out_with_their_figures)
{
	frugal_library *library = open_library();
	frugal_question *question = open_question(library, "training", board, COUNT(board));
	struct tape tape = {.in = "id,gpu_hours\na,10\nb,-1\nc,1kh\n"};
	struct frugal_stream_report report;
	struct frugal_error error = {0};
	CHECK_INT(stream(question, &tape, &report, &error), 0);
	CHECK_HOLDS(tape.out, "id,gpu_hours,");
	CHECK_HOLDS(tape.out, "a,10,4.8,0.2736");
	CHECK_HOLDS(tape.out, "c,1kh,480,27.36");
	CHECK_HOLDS(tape.rejects, "3,");
	CHECK_INT(report.rows, 3);
	CHECK_INT(report.refused, 1);
	CHECK_INT(report.absent, 1 << 3 | 1 << 8); /* usage_pe and pe of the world */
	CHECK_HOLDS(report.first.what, "gpu_hours must be >= 0");
	CHECK_TEXT(tape.notes, "");
	frugal_question_free(question);
	static const char *const family[] = {"gpu=H100"};
	question = open_question(library, "training", family, 1);
	tape = (struct tape){.in = "gpu_hours\n10\n-1\n20\n"};
	CHECK_INT(stream(question, &tape, &report, &error), 0);
	CHECK_HOLDS(tape.notes, "2 of them, from line 2: gpu: 'H100' is taken as H100 SXM5 80GB");
	tape = (struct tape){.in = "gpu_hours\n10\n", .fails = 3};
	CHECK_INT(stream(question, &tape, &report, &error), FRUGAL_EENV);
	CHECK_TEXT(error.what, "the pen is dry");
	frugal_question_free(question);
	frugal_library_free(library);
}

TEST(an_error_of_a_callback_ends_the_stream_and_is_its_error)
{
	frugal_library *library = open_library();
	frugal_question *question = open_question(library, "training", board, COUNT(board));
	struct frugal_stream_report report;
	struct frugal_error error = {0};
	for (int fails = 1; fails <= 2; fails++) {
		struct tape tape = {.in = "gpu_hours\n10\n", .fails = fails};
		CHECK_INT(stream(question, &tape, &report, &error), FRUGAL_EENV);
		CHECK_TEXT(error.what, fails == 1 ? "the tape is torn" : "the tape is full");
	}
	struct tape unknown = {.in = "hours\n10\n"};
	CHECK_INT(stream(question, &unknown, &report, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.where, "tape:1");
	const struct frugal_stream none = {.size = sizeof(none), .name = "tape"};
	CHECK_INT(frugal_question_stream(question, &none, NULL, &error), FRUGAL_EUSAGE);
	frugal_question_free(question);
	frugal_library_free(library);
}

/* ---- memory --------------------------------------------------------------------------------- */

static bool live_once(void)
{
	static const char *const inputs[] = {"measured=1287MWh", "zone=paper:gpt3"};
	frugal_library *library = NULL;
	frugal_question *question = NULL;
	frugal_result *result = NULL;
	frugal_versus *versus = NULL;
	frugal_methods *methods = NULL;
	struct frugal_warning warning;
	int r = frugal_library_new(NULL, &library, NULL);
	if (r == 0)
		r = frugal_question_new(library, "run", &question, NULL);
	for (size_t i = 0; r == 0 && i < 2; i++)
		r = frugal_question_set(question, inputs[i], NULL);
	if (r == 0)
		(void)frugal_question_warning(question, 0, &warning);
	if (r == 0)
		r = frugal_question_answer(question, NULL, &result, NULL);
	if (r == 0)
		r = frugal_versus_new(question, result, "552kg", &versus, NULL);
	if (r == 0)
		r = frugal_methods_new(library, "equivalences", (const char *const[]){"carbon=1kg"},
				       1, &methods, NULL);
	CHECK(r == 0 || r == FRUGAL_EENV);
	frugal_methods_free(methods);
	frugal_versus_free(versus);
	frugal_result_free(result);
	frugal_question_free(question);
	frugal_library_free(library);
	return r == 0;
}

TEST(any_allocation_may_fail)
{
	bool whole = false;
	for (int64_t n = 0; !whole && n < 1000000; n += n < 300 ? 1 : 17) {
		mem_fail_after(n);
		whole = live_once();
		mem_fail_after(-1);
	}
	CHECK(whole);
}

TEST(null_arguments_are_usage_and_never_a_crash)
{
	frugal_library *library = open_library();
	frugal_question *question = NULL;
	frugal_methods *methods = NULL;
	frugal_versus *versus = NULL;
	CHECK_INT(frugal_question_new(NULL, "run", &question, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_question_new(library, NULL, &question, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_question_new(library, "run", NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_question_set(NULL, "a=1", NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_question_set_number(NULL, NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_question_warning(NULL, 0, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_question_answer(NULL, NULL, NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_question_stream(NULL, NULL, NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_methods_new(library, "training", NULL, 1, &methods, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_methods_get(NULL, 0, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_methods_count(NULL), 0);
	CHECK_INT(frugal_versus_new(NULL, NULL, "1t", &versus, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_versus_get(NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_versus_slip(NULL, 0, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_result_doubt(NULL, 0, NULL), FRUGAL_EUSAGE);
	CHECK(frugal_result_absent(NULL, "energy") == NULL);
	CHECK(frugal_result_note(NULL, 0) == NULL);
	CHECK_INT(frugal_result_headline(NULL, "energy", NULL), FRUGAL_EUSAGE);
	frugal_question_free(NULL);
	frugal_methods_free(NULL);
	frugal_versus_free(NULL);
	frugal_library_free(library);
}

RUN_TESTS(CASE(numbers_of_a_program_and_texts_of_a_user_give_one_answer),
	  CASE(the_interval_of_a_number_is_that_of_the_figure),
	  CASE(a_number_may_take_the_place_of_a_field),
	  CASE(numbers_that_cannot_be_are_refused_by_their_name),
	  CASE(a_value_a_thousand_times_too_large_is_warned_of),
	  CASE(doubts_of_a_figure_sum_to_one_and_come_only_when_asked_for),
	  CASE(a_figure_that_is_absent_says_why), CASE(a_result_says_what_else_its_value_could_be),
	  CASE(what_a_name_is_taken_as_is_a_note_of_the_result),
	  CASE(methods_of_a_family_answer_side_by_side_or_say_why_not),
	  CASE(an_input_that_no_method_has_and_an_unknown_family_are_refused),
	  CASE(a_published_figure_agrees_or_its_slip_is_named),
	  CASE(a_result_of_another_question_is_not_compared),
	  CASE(rows_of_a_stream_come_out_with_their_figures),
	  CASE(an_error_of_a_callback_ends_the_stream_and_is_its_error),
	  CASE(any_allocation_may_fail), CASE(null_arguments_are_usage_and_never_a_crash))
