/* SPDX-License-Identifier: Apache-2.0 */
/* The views of runs made by hand, and derivations that were kept, damaged or none. */
#include "check.h"

#include <jansson.h>
#include <stdlib.h>

#include "insight/derivation.h"
#include "report/answer.h"
#include "report/number.h"
#include "report/run.h"
#include "report/vocabulary.h"

static char python3[] = "python3", train_py[] = "train.py";
static char *words[] = {python3, train_py, NULL};
static char *no_tags[] = {NULL};

/* 268 Wh of the machine: 170 ours, 80 idle of which 3/4 are ours, 18 others; energies in joules. */
static struct run_part parts[] = {
	{.part = "cpu.package-0",
	 .sensor = "powercap intel-rapl:0",
	 .device = "",
	 .energy = {900000},
	 .idle = {252000},
	 .attributed = {583200},
	 .unattributed = {64800},
	 .low_factor = 1,
	 .high_factor = 1,
	 .quality = FRUGAL_MEASURED,
	 .idle_known = true},
	{.part = "ram",
	 .sensor = "model ram_power",
	 .device = "",
	 .energy = {64800},
	 .idle = {36000},
	 .attributed = {28800},
	 .unattributed = {0},
	 .low_factor = 0.5,
	 .high_factor = 2,
	 .quality = FRUGAL_MODELLED,
	 .idle_known = true},
};

static struct run_figure figures[] = {
	{"energy", "share", "kWh", 0.23, 0.222, 0.24, FRUGAL_MODELLED, 0.929},
	{"carbon", "share", "kgCO2e", 0.0129, 0.0118, 0.0141, FRUGAL_MODELLED, 0.929},
	{"energy", "machine", "kWh", 0.268, 0.26, 0.28, FRUGAL_MODELLED, 0.93},
};

static struct run_record a_run(void)
{
	return (struct run_record){
		.id = "7c1e0123456789ab",
		.status = RUN_FINISHED,
		.command = words,
		.project = "",
		.phase = "",
		.name = "",
		.host = "h",
		.zone = "FR",
		.tags = no_tags,
		.started_us = 1795305600000000,
		.ended_us = 1795306354000000,
		.duration = {754},
		.attribution = "cgroup",
		.cpu = {600},
		.machine_busy = {800},
		.share = 0.75,
		.machine = "A processor",
		.parts = parts,
		.n_parts = 2,
		.figures = figures,
		.n_figures = 3,
		.derivation = "{}",
		.left_out = "accelerators; network",
	};
}

static const struct run_view english = {.numbers = &NUMBERS_EN, .lang = "en", .id_digits = 4};

static char *summary_of(const struct run_record *run, const struct run_view *view)
{
	struct buf text = {0};
	run_text(&text, run, view);
	return buf_steal(&text);
}

TEST(a_summary_says_value_interval_and_what_was_measured)
{
	struct run_record run = a_run();
	char *text = summary_of(&run, &english);
	CHECK_HOLDS(text, "frugal  run 7c1e · 12 min 34 s · python3 train.py · exit 0\n");
	CHECK_HOLDS(text, "230 Wh");
	CHECK_HOLDS(text, "±4 %");
	CHECK_HOLDS(text, "92 % measured (cpu.package-0), ram modelled");
	CHECK_HOLDS(text, "12.9 g CO2e");
	CHECK_HOLDS(text, "not counted: accelerators; network\n");
	CHECK_HOLDS(text, "derivation of these figures: frugal explain 7c1e\n");
	mem_free(text);
}

TEST(the_shares_of_the_machine_add_up)
{
	struct run_record run = a_run();
	char *text = summary_of(&run, &english);
	/* 964.8 kJ; (583.2 + 28.8) + 0.75 * (252 + 36) = 828; the rest is 136.8: in Wh 268,
	 * 230, 38. */
	CHECK_HOLDS(
		text,
		"the machine used 268 Wh during the run: 230 by this command (of which 60.0 is its "
		"share of idle), 38.0 by others\n");
	mem_free(text);
}

TEST(a_french_summary_has_decimal_commas)
{
	struct run_record run = a_run();
	struct run_view french = english;
	french.numbers = &NUMBERS_FR;
	char *text = summary_of(&run, &french);
	CHECK_HOLDS(text, "12,9 g CO2e");
	mem_free(text);
}

TEST(a_run_that_is_not_stored_names_no_command_to_see_it)
{
	struct run_record run = a_run();
	struct run_view view = english;
	view.id_digits = 0;
	char *text = summary_of(&run, &view);
	CHECK_HOLDS(text, "run not stored");
	CHECK(strstr(text, "frugal explain") == NULL);
	mem_free(text);
}

TEST(without_figures_the_energy_is_not_known_and_not_zero)
{
	struct run_record run = a_run();
	run.n_figures = run.n_parts = 0;
	char *text = summary_of(&run, &english);
	CHECK_HOLDS(text, "energy  not known");
	CHECK_HOLDS(text, "frugal sensors");
	CHECK(strstr(text, "0 Wh") == NULL);
	mem_free(text);
}

TEST(a_denied_and_a_still_counter_are_said)
{
	struct run_part closed[2] = {parts[0], parts[1]};
	struct run_record run = a_run();
	closed[0].state = SOURCE_DENIED;
	closed[0].energy.j = closed[0].idle.j = closed[0].attributed.j = 0;
	closed[0].unattributed.j = 0;
	run.parts = closed;
	char *text = summary_of(&run, &english);
	CHECK_HOLDS(text, "cpu.package-0: no permission to read it; how to get it: frugal sensors");
	mem_free(text);
	closed[0].state = SOURCE_STALE;
	text = summary_of(&run, &english);
	CHECK_HOLDS(text, "cpu.package-0: the counter did not move");
	mem_free(text);
}

TEST(unknown_idle_power_and_gaps_are_said)
{
	struct run_part gappy[2] = {parts[0], parts[1]};
	struct run_record run = a_run();
	gappy[0].idle_known = false;
	gappy[0].gaps.s = 3;
	run.parts = gappy;
	char *text = summary_of(&run, &english);
	CHECK_HOLDS(text, "idle power of cpu.package-0 is unknown");
	CHECK_HOLDS(text, "cpu.package-0: no valid reading for 3.00 s, not compensated\n");
	mem_free(text);
}

TEST(an_interrupted_run_and_a_signal_are_said)
{
	struct run_record run = a_run();
	run.status = RUN_INTERRUPTED;
	char *text = summary_of(&run, &english);
	CHECK_HOLDS(text, "interrupted\n");
	CHECK_HOLDS(text, "frugal was stopped before the end");
	mem_free(text);
	run.status = RUN_FINISHED;
	run.by_signal = true;
	run.exit_code = 15;
	text = summary_of(&run, &english);
	CHECK_HOLDS(text, "· signal 15\n");
	mem_free(text);
}

TEST(a_command_cannot_steer_the_terminal)
{
	char text_of_it[] = "a\033[2J\nb\xC2\x9B\xFF";
	char *evil[] = {text_of_it, NULL};
	struct run_record run = a_run();
	run.command = evil;
	char *text = summary_of(&run, &english);
	CHECK_HOLDS(text, "a?[2J?b??");
	mem_free(text);
}

TEST(colour_only_when_asked)
{
	struct run_record run = a_run();
	struct run_view view = english;
	char *plain = summary_of(&run, &view);
	CHECK(strchr(plain, '\033') == NULL);
	view.colour = true;
	char *coloured = summary_of(&run, &view);
	CHECK_HOLDS(coloured, "\033[");
	mem_free(plain);
	mem_free(coloured);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static json_t *json_of(const struct run_record *run, bool whole)
{
	struct buf text = {0};
	struct jsonw json = {.out = &text, .pretty = true};
	run_json(&json, run, whole);
	json_t *root = json_loads(buf_text(&text), 0, NULL);
	buf_release(&text);
	CHECK(root != NULL);
	return root;
}

TEST(json_holds_the_record)
{
	struct run_record run = a_run();
	json_t *root = json_of(&run, true);
	CHECK_TEXT(json_string_value(json_object_get(root, "kind")), "run");
	CHECK_TEXT(json_string_value(json_object_get(root, "id")), "7c1e0123456789ab");
	CHECK_TEXT(json_string_value(json_object_get(root, "started")), "2026-11-22T00:00:00.000Z");
	CHECK_INT(json_integer_value(json_object_get(json_object_get(root, "exit"), "code")), 0);
	CHECK_INT(json_array_size(json_object_get(root, "parts")), 2);
	CHECK_INT(json_array_size(json_object_get(root, "figures")), 3);
	CHECK(json_is_true(json_object_get(root, "idle_known")));
	CHECK(json_is_null(json_object_get(root, "project")));
	CHECK(json_is_object(json_object_get(root, "derivation")));
	json_decref(root);
}

TEST(json_of_a_running_run_has_no_end)
{
	struct run_record run = a_run();
	run.status = RUN_RUNNING;
	run.ended_us = 0;
	json_t *root = json_of(&run, false);
	CHECK(json_is_null(json_object_get(root, "exit")));
	CHECK(json_is_null(json_object_get(root, "ended")));
	CHECK(json_object_get(root, "parts") == NULL);
	json_decref(root);
}

static size_t fields_of(const char *line)
{
	size_t n = 1;
	bool quoted = false;
	for (; *line && *line != '\n'; line++) {
		quoted ^= *line == '"';
		n += *line == ',' && !quoted;
	}
	return n;
}

TEST(csv_has_as_many_fields_as_its_header)
{
	char comma[] = "a,b", quotes[] = "\"c\"";
	char *awkward[] = {comma, quotes, NULL};
	struct run_record run = a_run();
	struct buf head = {0}, row = {0};
	run.command = awkward;
	run_csv_head(&head);
	run_csv(&row, &run);
	CHECK_INT(fields_of(buf_text(&row)), fields_of(buf_text(&head)));
	CHECK_HOLDS(buf_text(&row), "\"a,b \"\"c\"\"\"");
	buf_release(&head);
	buf_release(&row);
}

TEST(a_row_of_the_list_is_short)
{
	struct run_record run = a_run();
	struct arena arena = {0};
	struct columns columns;
	struct buf text = {0};
	columns_init(&columns, &arena, RUN_ROW_CELLS);
	run_row_head(&columns);
	run_row(&columns, &run, &english);
	columns_print(&columns, &text, 0);
	CHECK_HOLDS(buf_text(&text), "7c1e  2026-11-22 00:00  -");
	CHECK_HOLDS(buf_text(&text),
		    "python3 train.py  12 min 34 s  230 Wh  12.9 g CO2e  exit 0\n");
	columns_release(&columns);
	buf_release(&text);
	arena_release(&arena);
}

/* ---- derivations ---------------------------------------------------------------------------- */

static const char KEPT[] =
	"{\"model\":\"run\",\"boundary\":\"the machine\",\"lines\":["
	"{\"name\":\"modelled\",\"kind\":\"input\",\"value\":1,\"unit\":\"kWh\",\"low\":0.5,"
	"\"high\":2,\"quality\":\"modelled\",\"measured_share\":0,\"where\":\"models/"
	"run.model:1\"},"
	"{\"name\":\"energy\",\"kind\":\"out\",\"expression\":\"modelled * 2\",\"value\":2,"
	"\"unit\":\"kWh\",\"low\":1,\"high\":4,\"quality\":\"modelled\",\"measured_share\":0,"
	"\"uses\":[\"modelled\"]}]}";

TEST(a_derivation_is_read_back_as_an_answer)
{
	struct frugal_error error;
	struct answer *answer = NULL;
	CHECK_INT(derivation_read(KEPT, &answer, &error), 0);
	const struct answer_line *energy = answer_find(answer, "energy");
	CHECK(energy && energy->figure);
	CHECK_CLOSE(energy->value, 2000, 1e-12); /* Wh, the base unit */
	CHECK_INT(energy->n_uses, 1);
	CHECK_TEXT(answer->lines[energy->uses[0]].name, "modelled");
	struct buf tree = {0};
	CHECK(answer_tree(&tree, answer, "energy", "en", &NUMBERS_EN));
	CHECK_HOLDS(buf_text(&tree), "└─ modelled");
	buf_release(&tree);
	answer_free(answer);
}

TEST(parts_stand_under_what_they_add_up_to)
{
	struct frugal_error error;
	struct answer *answer = NULL;
	struct run_record run = a_run();
	CHECK_INT(derivation_read(KEPT, &answer, &error), 0);
	CHECK_INT(derivation_add_parts(answer, &run, PERIMETER_SHARE, &error), 0);
	const struct answer_line *modelled = answer_find(answer, "modelled");
	CHECK_INT(modelled->n_uses, 1);
	const struct answer_line *ram = &answer->lines[modelled->uses[0]];
	CHECK_TEXT(ram->name, "ram");
	/* 28.8 kJ and 0.75 of 36 kJ are 55.8 kJ, 15.5 Wh. */
	CHECK_CLOSE(ram->value, 15.5, 1e-12);
	CHECK_CLOSE(ram->low, 7.75, 1e-12);
	CHECK_CLOSE(ram->high, 31, 1e-12);
	const struct answer_line *energy = answer_find(answer, "energy");
	CHECK_TEXT(answer->lines[energy->uses[0]].name, "modelled");
	answer_free(answer);
}

TEST(what_comes_back_is_what_was_written)
{
	struct frugal_error error;
	struct answer *answer = NULL;
	struct buf once = {0}, twice = {0};
	struct jsonw first = {.out = &once}, second = {.out = &twice};
	struct run_record run = a_run();
	CHECK_INT(derivation_read(KEPT, &answer, &error), 0);
	CHECK_INT(derivation_add_parts(answer, &run, PERIMETER_SHARE, &error), 0);
	answer_derivation_json(&first, NULL, answer);
	answer_free(answer);
	CHECK_INT(derivation_read(buf_text(&once), &answer, &error), 0);
	answer_derivation_json(&second, NULL, answer);
	answer_free(answer);
	/* The version is of the program, which is not there any more. */
	CHECK_HOLDS(buf_text(&once), "\"name\":\"cpu.package-0\"");
	CHECK_TEXT(strstr(buf_text(&twice), "\"lines\""), strstr(buf_text(&once), "\"lines\""));
	buf_release(&once);
	buf_release(&twice);
}

TEST(a_damaged_derivation_is_one_clear_error)
{
	static const char *const bad[] = {
		"",
		"{",
		"[]",
		"7",
		"{\"lines\":{}}",
		"{\"lines\":[null]}",
		"{\"lines\":[{\"name\":\"a\",\"uses\":[\"a\"]}]}",
		"{\"lines\":[{\"name\":\"a\",\"uses\":[3]}]}",
		"{\"lines\":[{\"name\":\"a\",\"unit\":\"nonsense\"}]}",
		"{\"lines\":[{\"name\":\"a\"}], \"lines\":[]}",
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct frugal_error error = {0};
		struct answer *answer = NULL;
		CHECK_INT(derivation_read(bad[i], &answer, &error), FRUGAL_EDATA);
		CHECK(error.what[0] && !answer);
	}
	struct frugal_error error = {0};
	struct answer *answer = NULL;
	CHECK_INT(derivation_read(NULL, &answer, &error), FRUGAL_EDATA);
}

TEST(numbers_in_sentences_have_the_mark_of_the_language)
{
	CHECK_TEXT(number_fixed(NUMBER_OWN, 12.34, 1, &NUMBERS_FR), "12,3");
	CHECK_TEXT(number_fixed(NUMBER_OWN, -0.5, 2, &NUMBERS_EN), "-0.50");
	CHECK_TEXT(number_signed(NUMBER_OWN, (double)NAN, 1, &NUMBERS_EN), "?");
	CHECK_TEXT(number_digits(NUMBER_OWN, INFINITY, 2, &NUMBERS_FR), "?");
	CHECK_TEXT(number_signed(NUMBER_OWN, 64.44, 1, &NUMBERS_FR), "+64,4");
	CHECK_TEXT(number_digits(NUMBER_OWN, 0.000000123, 2, &NUMBERS_FR), "1,2e-07");
	CHECK_TEXT(number_digits(NUMBER_OWN, 400, 4, &NUMBERS_FR), "400");
	CHECK_TEXT(number_signed_digits(NUMBER_OWN, -0.0079912, 4, &NUMBERS_EN), "-0.007991");
}

TEST(words_of_a_user_are_not_taken_for_keys)
{
	CHECK_TEXT(vocabulary_word("a phase of ours"), "a phase of ours");
	CHECK_TEXT(vocabulary_fact("team", "client"), "client");
	CHECK_TEXT(vocabulary_fact("role", "client"), "client");
}

TEST(memory_that_runs_out_is_an_error_and_no_crash)
{
	struct run_record run = a_run();
	for (int64_t n = 0; n < 400; n++) {
		struct frugal_error error = {0};
		struct answer *answer = NULL;
		struct buf text = {0};
		mem_fail_after(n);
		int r = derivation_read(KEPT, &answer, &error);
		if (r == 0)
			r = derivation_add_parts(answer, &run, PERIMETER_SHARE, &error);
		run_text(&text, &run, &english);
		mem_fail_after(-1);
		CHECK(r == 0 || r == FRUGAL_EENV);
		answer_free(answer);
		buf_release(&text);
	}
}

RUN_TESTS(CASE(a_summary_says_value_interval_and_what_was_measured),
	  CASE(the_shares_of_the_machine_add_up), CASE(a_french_summary_has_decimal_commas),
	  CASE(a_run_that_is_not_stored_names_no_command_to_see_it),
	  CASE(without_figures_the_energy_is_not_known_and_not_zero),
	  CASE(a_denied_and_a_still_counter_are_said), CASE(unknown_idle_power_and_gaps_are_said),
	  CASE(an_interrupted_run_and_a_signal_are_said), CASE(a_command_cannot_steer_the_terminal),
	  CASE(colour_only_when_asked), CASE(json_holds_the_record),
	  CASE(json_of_a_running_run_has_no_end), CASE(csv_has_as_many_fields_as_its_header),
	  CASE(a_row_of_the_list_is_short), CASE(a_derivation_is_read_back_as_an_answer),
	  CASE(parts_stand_under_what_they_add_up_to), CASE(what_comes_back_is_what_was_written),
	  CASE(a_damaged_derivation_is_one_clear_error),
	  CASE(numbers_in_sentences_have_the_mark_of_the_language),
	  CASE(words_of_a_user_are_not_taken_for_keys),
	  CASE(memory_that_runs_out_is_an_error_and_no_crash))
