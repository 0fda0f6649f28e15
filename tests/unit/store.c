/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger in good days: what goes in comes out, is found, listed, tagged and removed. */
#include "store_fixture.h"

#include "store/command.h"
#include "store/reserve.h"
#include "store/service.h"
#include "store/trial.h"

static void check_same_head(const struct run_record *got, const struct run_record *want)
{
	CHECK_TEXT(got->id, want->id);
	CHECK_INT(got->status, want->status);
	for (size_t i = 0; want->command[i]; i++)
		CHECK_TEXT(got->command[i], want->command[i]);
	CHECK(got->command[4] == NULL);
	CHECK_TEXT(got->project, want->project);
	CHECK_TEXT(got->phase, want->phase);
	CHECK_TEXT(got->name, want->name);
	CHECK_TEXT(got->host, want->host);
	CHECK_TEXT(got->zone, want->zone);
	CHECK_TEXT(got->tags[0], "night");
	CHECK_TEXT(got->tags[1], "paper");
	CHECK(got->tags[2] == NULL);
	CHECK_INT(got->started_us, want->started_us);
	CHECK_INT(got->ended_us, want->ended_us);
	CHECK(got->duration.s == want->duration.s);
	CHECK_INT(got->by_signal, want->by_signal);
	CHECK_INT(got->exit_code, want->exit_code);
	CHECK_TEXT(got->attribution, want->attribution);
	CHECK(got->cpu.s == want->cpu.s && got->machine_busy.s == want->machine_busy.s);
	CHECK(got->share == want->share && got->own_cost.s == want->own_cost.s);
	CHECK_TEXT(got->machine, want->machine);
	CHECK_INT(got->zone_is_default, want->zone_is_default);
	CHECK_TEXT(got->derivation, want->derivation);
	CHECK_TEXT(got->left_out, want->left_out);
}

static void check_same_details(const struct run_record *got, const struct run_record *want)
{
	CHECK_INT(got->n_parts, want->n_parts);
	for (size_t i = 0; i < want->n_parts; i++) {
		const struct run_part *a = &got->parts[i], *b = &want->parts[i];
		CHECK_TEXT(a->part, b->part);
		CHECK_TEXT(a->sensor, b->sensor);
		CHECK_TEXT(a->device, b->device);
		CHECK(a->energy.j == b->energy.j && a->idle.j == b->idle.j);
		CHECK(a->attributed.j == b->attributed.j);
		CHECK(a->unattributed.j == b->unattributed.j);
		CHECK(a->low_factor == b->low_factor && a->high_factor == b->high_factor);
		CHECK(a->quality == b->quality && a->state == b->state);
		CHECK(a->gaps.s == b->gaps.s && a->idle_known == b->idle_known);
	}
	CHECK_INT(got->n_figures, want->n_figures);
	for (size_t i = 0; i < want->n_figures; i++) {
		const struct run_figure *a = &got->figures[i], *b = &want->figures[i];
		CHECK_TEXT(a->name, b->name);
		CHECK_TEXT(a->perimeter, b->perimeter);
		CHECK_TEXT(a->unit, b->unit);
		CHECK(a->value == b->value && a->low == b->low && a->high == b->high);
		CHECK(a->quality == b->quality && a->measured_share == b->measured_share);
	}
	CHECK_INT(got->n_sections, want->n_sections);
	for (size_t i = 0; i < want->n_sections; i++) {
		CHECK_TEXT(got->sections[i].name, want->sections[i].name);
		CHECK_INT(got->sections[i].at_us, want->sections[i].at_us);
		CHECK(got->sections[i].share.j == want->sections[i].share.j);
		CHECK_TEXT(got->sections[i].kind, want->sections[i].kind);
		CHECK_INT(got->sections[i].number, want->sections[i].number);
		CHECK_INT(got->sections[i].begin_us, want->sections[i].begin_us);
		CHECK(got->sections[i].duration.s == want->sections[i].duration.s);
	}
	CHECK_INT(got->n_metrics, want->n_metrics);
	for (size_t i = 0; i < want->n_metrics; i++) {
		CHECK_TEXT(got->metrics[i].key, want->metrics[i].key);
		CHECK_INT(got->metrics[i].epoch, want->metrics[i].epoch);
		CHECK(got->metrics[i].value == want->metrics[i].value);
	}
}

TEST(a_record_comes_back_to_the_last_digit)
{
	fresh_dir();
	struct run_record want = full_run(), got = {0};
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	put(ledger, want);
	ledger_close(ledger);
	ledger = open_ledger(LEDGER_READ);
	CHECK_INT(ledger_load_run(ledger, "0123", &got, NULL), 0);
	check_same_head(&got, &want);
	check_same_details(&got, &want);
	run_record_release(&got);
	ledger_close(ledger);
}

TEST(an_empty_record_comes_back_with_empty_texts)
{
	fresh_dir();
	struct run_record got;
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	put(ledger, bare_run("00000000000000aa", 5));
	CHECK_INT(ledger_load_run(ledger, "last", &got, NULL), 0);
	CHECK_TEXT(got.project, "");
	CHECK_TEXT(got.derivation, "");
	CHECK(got.command[0] == NULL && got.tags[0] == NULL);
	CHECK_INT(got.n_parts + got.n_figures + got.n_sections, 0);
	run_record_release(&got);
	ledger_close(ledger);
}

TEST(finishing_twice_replaces_and_keeps_the_start)
{
	fresh_dir();
	struct run_record run = full_run(), got;
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	put(ledger, run);
	run.n_parts = 1;
	run.exit_code = 3;
	run.started_us += 5;
	run.tags = NULL;
	put(ledger, run);
	CHECK_INT(ledger_load_run(ledger, "last", &got, NULL), 0);
	CHECK_INT(got.n_parts, 1);
	CHECK_INT(got.n_figures, 2);
	CHECK_INT(got.exit_code, 3);
	CHECK_INT(got.started_us, run.started_us - 5);
	CHECK_TEXT(got.tags[1], "paper");
	run_record_release(&got);
	ledger_close(ledger);
}

TEST(parts_that_do_not_add_up_are_refused_and_nothing_is_written)
{
	fresh_dir();
	struct frugal_error err = {0};
	struct run_record run = full_run(), got;
	struct run_part part = run.parts[0];
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	run.parts = &part;
	run.n_parts = 1;
	part.idle.j *= 1 + 1e-7;
	CHECK_INT(ledger_finish_run(ledger, &run, &err), FRUGAL_EBUG);
	CHECK_HOLDS(err.what, "add up");
	CHECK_TEXT(err.where, "cpu.package-0");
	part.idle.j = (double)NAN;
	CHECK_INT(ledger_finish_run(ledger, &run, &err), FRUGAL_EBUG);
	part = (struct run_part){
		.part = "ram", .sensor = "m", .device = "", .idle = {-1}, .attributed = {1}};
	CHECK_INT(ledger_finish_run(ledger, &run, &err), FRUGAL_EBUG);
	CHECK_HOLDS(err.what, "negative");
	run = full_run();
	run.share = (double)INFINITY;
	CHECK_INT(ledger_finish_run(ledger, &run, &err), FRUGAL_EBUG);
	struct run_figure figure = {.name = "energy", .unit = "kWh", .low = (double)NAN};
	run = full_run();
	run.figures = &figure;
	run.n_figures = 1;
	CHECK_INT(ledger_finish_run(ledger, &run, &err), FRUGAL_EBUG);
	CHECK_INT(ledger_load_run(ledger, "last", &got, &err), FRUGAL_EUSAGE);
	ledger_close(ledger);
}

TEST(a_rounding_of_the_sum_is_no_violation)
{
	struct run_part part = {.part = "p",
				.sensor = "s",
				.device = "",
				.energy = {3e9},
				.idle = {1e9},
				.attributed = {1e9},
				.unattributed = {1e9 + 2}};
	struct run_record run = bare_run("00000000000000aa", 1);
	run.parts = &part;
	run.n_parts = 1;
	CHECK_INT(run_record_check(&run, NULL), 0);
	part.unattributed.j = 1e9 + 4;
	CHECK_INT(run_record_check(&run, NULL), FRUGAL_EBUG);
}

static void check_command(const char *json, const char *const *want)
{
	struct arena arena = {0};
	char **argv = NULL;
	int r = command_parse(&arena, str_of(json), &argv, NULL);
	if (!want) {
		CHECK_INT(r, FRUGAL_EDATA);
	} else {
		CHECK_INT(r, 0);
		for (size_t i = 0; want[i]; i++)
			CHECK_TEXT(argv[i], want[i]);
	}
	arena_release(&arena);
}

TEST(arguments_of_any_bytes_come_back_and_their_text_is_json)
{
	char all[256], again[] = "a\xff\xc3\xa9\xed\xa0\x80";
	for (int i = 0; i < 255; i++)
		all[i] = (char)(i + 1);
	all[255] = '\0';
	char *argv[] = {all, again, NULL};
	struct buf text = {0};
	command_write(&text, argv);
	CHECK_INT(str_utf8_valid(buf_str(&text)), text.n);
	CHECK_HOLDS(buf_text(&text), "\"a\\udcff\xc3\xa9\\udced\\udca0\\udc80\"]");
	check_command(buf_text(&text), (const char *const[]){all, again, NULL});
	buf_release(&text);
}

TEST(command_texts_of_others_are_read_and_bad_ones_refused)
{
	check_command(" [ \"a\\u00e9\\ud83d\\ude00\" , \"\\/\\b\" ] ",
		      (const char *const[]){"a\xc3\xa9\xf0\x9f\x98\x80", "/\b", NULL});
	check_command("[]", (const char *const[]){NULL});
	static const char *const bad[] = {
		"",         "[",         "[\"a\"",        "[\"a\",]",
		"[1]",      "[\"\\",     "[\"\\u12\"]",   "[\"\\u0000\"]",
		"[\"a\"]x", "[\"\\q\"]", "[\"\\udc00\"]", "[\"\\ud800\\u0041\"]"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		check_command(bad[i], NULL);
}

TEST(a_prefix_finds_one_run_and_never_guesses)
{
	fresh_dir();
	struct frugal_error err = {0};
	char id[RUN_ID_SIZE];
	size_t n;
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	CHECK_INT(ledger_find_run(ledger, "last", id, &err), FRUGAL_EUSAGE);
	CHECK_HOLDS(err.todo, "frugal run");
	put(ledger, bare_run("abcd000000000001", 30));
	put(ledger, bare_run("abcd100000000002", 50));
	put(ledger, bare_run("ffff000000000003", 40));
	CHECK_INT(ledger_find_run(ledger, "last", id, NULL), 0);
	CHECK_TEXT(id, "abcd100000000002");
	CHECK_INT(ledger_find_run(ledger, "ABCD0", id, NULL), 0);
	CHECK_TEXT(id, "abcd000000000001");
	CHECK_INT(ledger_find_run(ledger, "ffff", id, NULL), 0);
	CHECK_TEXT(id, "ffff000000000003");
	CHECK_INT(ledger_find_run(ledger, "ffff000000000003", id, NULL), 0);
	CHECK_INT(ledger_find_run(ledger, "abcd", id, &err), FRUGAL_EUSAGE);
	CHECK_HOLDS(err.what, "abcd000000000001, abcd100000000002");
	CHECK_INT(ledger_find_run(ledger, "dddd", id, &err), FRUGAL_EUSAGE);
	CHECK_HOLDS(err.what, "'dddd'");
	static const char *const no_ids[] = {"abc", "", "xyz1", "abcd00000000000123", "a%'b"};
	for (size_t i = 0; i < sizeof(no_ids) / sizeof(*no_ids); i++)
		CHECK_INT(ledger_find_run(ledger, no_ids[i], id, &err), FRUGAL_EUSAGE);
	CHECK_INT(ledger_short_id(ledger, "abcd000000000001", &n, NULL), 0);
	CHECK_INT(n, 5);
	CHECK_INT(ledger_short_id(ledger, "ffff000000000003", &n, NULL), 0);
	CHECK_INT(n, 4);
	ledger_close(ledger);
}

static struct run_record named_run(const char *id, int64_t at, const char *name)
{
	struct run_record run = bare_run(id, at);
	run.name = name;
	return run;
}

static int finds(struct ledger *ledger, const char *text, const char *id)
{
	char found[RUN_ID_SIZE] = "";
	return ledger_find_run(ledger, text, found, NULL) == 0 && strcmp(found, id) == 0;
}

TEST(a_run_is_found_by_its_name_or_by_how_many_came_after)
{
	fresh_dir();
	struct frugal_error err = {0};
	char id[RUN_ID_SIZE];
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	put(ledger, named_run("1111000000000001", 10, "small"));
	put(ledger, named_run("2222000000000002", 20, "large"));
	put(ledger, named_run("3333000000000003", 30, "small"));
	put(ledger, named_run("4444000000000004", 40, "2222"));
	put(ledger, named_run("5555000000000005", 50, "5555"));
	put(ledger, named_run("6666000000000006", 60, "large~1"));
	CHECK(finds(ledger, "large", "2222000000000002"));
	CHECK(finds(ledger, "last", "6666000000000006"));
	CHECK(finds(ledger, "last~0", "6666000000000006"));
	CHECK(finds(ledger, "last~", "5555000000000005"));
	CHECK(finds(ledger, "last~3", "3333000000000003"));
	CHECK(finds(ledger, "small~0", "3333000000000003"));
	CHECK(finds(ledger, "small~1", "1111000000000001"));
	CHECK(finds(ledger, "large~1", "6666000000000006")); /* its whole name */
	CHECK(finds(ledger, "5555", "5555000000000005"));    /* name and id of one run */
	/* Neither of two is taken. */
	CHECK_INT(ledger_find_run(ledger, "small", id, &err), FRUGAL_EUSAGE);
	CHECK_HOLDS(err.what, "3333000000000003, 1111000000000001");
	CHECK_INT(ledger_find_run(ledger, "2222", id, &err), FRUGAL_EUSAGE);
	CHECK_HOLDS(err.what, "4444000000000004");
	static const char *const none[] = {
		"last~6", "last~x", "last~-1", "small~2", "smal",
		"SMALL",  "~1",     "~",       "",        "large~99999999999"};
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		CHECK_INT(ledger_find_run(ledger, none[i], id, NULL), FRUGAL_EUSAGE);
	ledger_close(ledger);
}

TEST(several_candidates_are_named_but_not_all)
{
	fresh_dir();
	struct frugal_error err = {0};
	char id[RUN_ID_SIZE];
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	for (int i = 0; i < 8; i++) {
		char name[RUN_ID_SIZE];
		(void)snprintf(name, sizeof(name), "abcd%012d", i);
		put(ledger, bare_run(name, i + 1));
	}
	CHECK_INT(ledger_find_run(ledger, "abcd", id, &err), FRUGAL_EUSAGE);
	CHECK_HOLDS(err.what, "abcd000000000004, ...");
	ledger_close(ledger);
}

struct seen {
	char ids[128];
	size_t stop_after, n;
};

/* Collects the last digits. */
static int see(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct seen *seen = context;
	(void)reterr;
	seen->ids[seen->n++] = run->id[15];
	seen->ids[seen->n] = '\0';
	return seen->n == seen->stop_after;
}

#define CHECK_LIST(want, ...)                                                                      \
	do {                                                                                       \
		struct seen seen = {0};                                                            \
		CHECK_INT(ledger_list(ledger, &(struct run_filter){__VA_ARGS__}, RUN_HEAD, see,    \
				      &seen, NULL),                                                \
			  0);                                                                      \
		CHECK_TEXT(seen.ids, want);                                                        \
	} while (0)

static const char *const tag_night[] = {"night"};

static struct ledger *ledger_of_five(void)
{
	static char night[] = "night";
	static char *tags[] = {night, NULL};
	static const char *const projects[] = {"a", "b", "a", "", "a"};
	static const char *const phases[] = {"training", "", "inference", "training", "training"};
	static const enum run_status states[] = {RUN_FINISHED, RUN_INTERRUPTED, RUN_FINISHED,
						 RUN_FINISHED, RUN_FINISHED};
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	for (int i = 0; i < 5; i++) {
		struct run_record run = bare_run("0000000000000000", 10 * (i + 1));
		run.id[15] = (char)('1' + i);
		run.project = projects[i];
		run.phase = phases[i];
		run.status = states[i];
		run.host = i < 3 ? "n1" : "n2";
		run.exit_code = i == 2;
		run.by_signal = i == 3;
		run.tags = i % 2 ? tags : NULL;
		put(ledger, run);
	}
	struct run_owner owner = {.host = "elsewhere"};
	struct run_record running = bare_run("0000000000000006", 60);
	CHECK_INT(ledger_begin_run(ledger, &running, &owner, NULL), 0);
	return ledger;
}

TEST(lists_are_newest_first_and_filtered)
{
	fresh_dir();
	struct ledger *ledger = ledger_of_five();
	struct seen all = {0};
	CHECK_INT(ledger_list(ledger, NULL, RUN_WHOLE, see, &all, NULL), 0);
	CHECK_TEXT(all.ids, "654321");
	CHECK_LIST("65", .limit = 2);
	CHECK_LIST("531", .project = "a");
	CHECK_LIST("64", .project = "");
	CHECK_LIST("", .project = "' OR 1 --");
	CHECK_LIST("51", .project = "a", .phase = "training");
	CHECK_LIST("54", .host = "n2");
	CHECK_LIST("42", .tags = tag_night, .n_tags = 1);
	CHECK_LIST("2", .tags = tag_night, .n_tags = 1, .project = "b");
	CHECK_LIST("4", .tags = tag_night, .n_tags = 1, .since_us = 30000000, .until_us = 60000000,
		   .limit = 1);
	CHECK_LIST("32", .since_us = 20000000, .until_us = 40000000);
	CHECK_LIST("2", .statuses = RUN_STATUS_BIT(RUN_INTERRUPTED));
	CHECK_LIST("6", .statuses = RUN_STATUS_BIT(RUN_RUNNING));
	CHECK_LIST("62", .statuses = RUN_STATUS_BIT(RUN_RUNNING) | RUN_STATUS_BIT(RUN_INTERRUPTED));
	CHECK_LIST("5431", .statuses = RUN_STATUS_BIT(RUN_FINISHED));
	CHECK_LIST("51", .outcome = RUN_OK);
	CHECK_LIST("43", .outcome = RUN_FAILED);
	ledger_close(ledger);
}

static int refuse(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	(void)context;
	return error_set(reterr, FRUGAL_EDATA, "seen %s", run->id);
}

TEST(a_visit_may_end_the_list_or_fail_it)
{
	fresh_dir();
	struct frugal_error err = {0};
	struct ledger *ledger = ledger_of_five();
	struct seen two = {.stop_after = 2};
	CHECK_INT(ledger_list(ledger, NULL, RUN_FIGURES, see, &two, NULL), 0);
	CHECK_TEXT(two.ids, "65");
	CHECK_INT(ledger_list(ledger, NULL, RUN_HEAD, refuse, NULL, &err), FRUGAL_EDATA);
	CHECK_TEXT(err.what, "seen 0000000000000006");
	ledger_close(ledger);
}

TEST(tags_are_added_once_and_removed)
{
	fresh_dir();
	struct frugal_error err = {0};
	struct ledger *ledger = ledger_of_five();
	CHECK_INT(ledger_tag(ledger, "0000000000000001", "night", TAG_ADD, NULL), 0);
	CHECK_INT(ledger_tag(ledger, "0000000000000001", "night", TAG_ADD, NULL), 0);
	CHECK_LIST("421", .tags = tag_night, .n_tags = 1);
	CHECK_INT(ledger_tag(ledger, "0000000000000002", "paper", TAG_ADD, NULL), 0);
	const char *const both[] = {"paper", "night"};
	CHECK_LIST("2", .tags = both, .n_tags = 2);
	CHECK_LIST("2", .tags = both, .n_tags = 1);
	CHECK_INT(ledger_tag(ledger, "0000000000000004", "night", TAG_REMOVE, NULL), 0);
	CHECK_LIST("21", .tags = tag_night, .n_tags = 1);
	CHECK_INT(ledger_tag(ledger, "0000000000000004", "night", TAG_REMOVE, &err), FRUGAL_EUSAGE);
	CHECK_HOLDS(err.what, "has no tag 'night'");
	char long_tag[66];
	memset(long_tag, 'a', 65);
	long_tag[65] = '\0';
	const char *const bad[] = {"", "a\nb", "\xff", long_tag};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		CHECK_INT(ledger_tag(ledger, "last", bad[i], TAG_ADD, &err), FRUGAL_EUSAGE);
	CHECK_INT(ledger_tag(ledger, "last", long_tag + 1, TAG_ADD, NULL), 0);
	CHECK_INT(ledger_tag(ledger, "eeee", "x", TAG_ADD, &err), FRUGAL_EUSAGE);
	ledger_close(ledger);
}

TEST(a_removed_run_leaves_nothing_and_a_running_one_stays)
{
	fresh_dir();
	struct frugal_error err = {0};
	struct ledger *ledger = ledger_of_five();
	put(ledger, full_run());
	CHECK_INT(ledger_remove(ledger, "0000000000000006", &err), FRUGAL_EUSAGE);
	CHECK_HOLDS(err.what, "still running");
	CHECK_INT(ledger_remove(ledger, "0123", NULL), 0);
	CHECK_LIST("42", .tags = tag_night, .n_tags = 1);
	CHECK_INT(ledger_remove(ledger, "0123", &err), FRUGAL_EUSAGE);
	put(ledger, bare_run("0123456789abcdef", 1));
	struct run_record got;
	CHECK_INT(ledger_load_run(ledger, "0123", &got, NULL), 0);
	CHECK_INT(got.n_parts + got.n_figures + got.n_sections, 0);
	CHECK(got.tags[0] == NULL);
	run_record_release(&got);
	ledger_close(ledger);
}

TEST(the_lowest_credible_idle_power_is_kept)
{
	fresh_dir();
	struct power power = {0};
	int64_t seen;
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	CHECK_INT(ledger_idle_power(ledger, "n1", "rapl", &power, &seen, NULL), 0);
	CHECK(isnan(power.w));
	CHECK_INT(ledger_note_idle_power(ledger, "n1", "rapl", (struct power){20.5}, 1, NULL), 0);
	CHECK_INT(ledger_note_idle_power(ledger, "n1", "rapl", (struct power){30}, 2, NULL), 0);
	CHECK_INT(ledger_note_idle_power(ledger, "n1", "rapl", (struct power){0}, 3, NULL), 0);
	CHECK_INT(ledger_note_idle_power(ledger, "n1", "rapl", (struct power){-1}, 4, NULL), 0);
	CHECK_INT(
		ledger_note_idle_power(ledger, "n1", "rapl", (struct power){(double)NAN}, 5, NULL),
		0);
	CHECK_INT(ledger_note_idle_power(ledger, "n2", "rapl", (struct power){7}, 6, NULL), 0);
	CHECK_INT(ledger_idle_power(ledger, "n1", "rapl", &power, &seen, NULL), 0);
	CHECK_CLOSE(power.w, 20.5, 0);
	CHECK_INT(seen, 1);
	CHECK_INT(ledger_note_idle_power(ledger, "n1", "rapl", (struct power){19}, 7, NULL), 0);
	CHECK_INT(ledger_idle_power(ledger, "n1", "rapl", &power, &seen, NULL), 0);
	CHECK_CLOSE(power.w, 19, 0);
	CHECK_INT(seen, 7);
	ledger_close(ledger);
}

TEST(ids_are_sixteen_digits_and_differ)
{
	char a[RUN_ID_SIZE], b[RUN_ID_SIZE];
	CHECK_INT(run_id_new(a, NULL), 0);
	CHECK_INT(run_id_new(b, NULL), 0);
	CHECK_INT(strspn(a, "0123456789abcdef"), 16);
	CHECK_INT(strlen(a), 16);
	CHECK(strcmp(a, b) != 0);
}

TEST(states_have_names)
{
	CHECK_TEXT(run_status_name(RUN_RUNNING), "running");
	CHECK_TEXT(run_status_name(RUN_INTERRUPTED), "interrupted");
	CHECK_TEXT(source_state_name(SOURCE_OK), "ok");
	CHECK_TEXT(source_state_name(SOURCE_STALE), "stale");
	CHECK_TEXT(source_state_name((enum source_state)99), "unknown");
	fresh_dir();
	remove_dir(test_dir);
}

static double day_use(struct ledger *ledger, const char *host, const char *day, enum day_kind kind,
		      const char *key)
{
	double amount = -1;
	int r = ledger_day_use(ledger, host, day, kind, key, &amount, NULL);
	CHECK_INT(r, 0);
	return isnan(amount) ? -1 : amount;
}

TEST(a_day_is_kept_by_its_larger_amounts_and_the_one_before_as_a_whole)
{
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	const struct day_use first[] = {{DAY_MACHINE_J, "", 100},
					{DAY_SEEN_S, "", 60},
					{DAY_GROUP_J, "/a.slice", 40},
					{DAY_PROCESS_J, "12 345", 7}},
			     other[] = {{DAY_MACHINE_J, "", 90}, {DAY_GROUP_J, "/a.slice", 41}},
			     wrong[] = {{DAY_MACHINE_J, "", 500}, {DAY_GROUP_J, "/b", -1}};
	CHECK_INT(ledger_note_day(ledger, "h", "2026-11-28", first, 4, NULL), 0);
	CHECK_INT(ledger_note_day(ledger, "h", "2026-11-28", other, 2, NULL), 0);
	CHECK_CLOSE(day_use(ledger, "h", "2026-11-28", DAY_MACHINE_J, ""), 100, 0);
	CHECK_CLOSE(day_use(ledger, "h", "2026-11-28", DAY_GROUP_J, "/a.slice"), 41, 0);
	CHECK_CLOSE(day_use(ledger, "h", "2026-11-28", DAY_PROCESS_J, "12 345"), 7, 0);
	CHECK_CLOSE(day_use(ledger, "h", "2026-11-28", DAY_PROCESS_J, "12 346"), -1, 0);
	CHECK_CLOSE(day_use(ledger, "g", "2026-11-28", DAY_MACHINE_J, ""), -1, 0);
	/* All or nothing. */
	CHECK_INT(ledger_note_day(ledger, "h", "2026-11-28", wrong, 2, NULL), FRUGAL_EBUG);
	CHECK_CLOSE(day_use(ledger, "h", "2026-11-28", DAY_MACHINE_J, ""), 100, 0);
	/* The next day; another host's day is not ours to forget. */
	CHECK_INT(ledger_note_day(ledger, "g", "2026-11-28", first, 4, NULL), 0);
	CHECK_INT(ledger_note_day(ledger, "h", "2026-11-29", other, 2, NULL), 0);
	CHECK_CLOSE(day_use(ledger, "h", "2026-11-28", DAY_MACHINE_J, ""), 100, 0);
	CHECK_CLOSE(day_use(ledger, "h", "2026-11-28", DAY_SEEN_S, ""), 60, 0);
	CHECK_CLOSE(day_use(ledger, "h", "2026-11-28", DAY_GROUP_J, "/a.slice"), -1, 0);
	CHECK_CLOSE(day_use(ledger, "g", "2026-11-28", DAY_GROUP_J, "/a.slice"), 40, 0);
	ledger_close(ledger);
}

static int count_forecasts(void *context, const struct forecast *forecast,
			   struct frugal_error *reterr)
{
	int *n = context;
	(void)reterr;
	/* Newest first. */
	CHECK_TEXT(forecast->command, *n ? "train {}" : "train --fraction {}");
	CHECK_CLOSE(forecast->figures[2].high, 3, 0);
	return ++*n == 2;
}

TEST(forecasts_come_back_newest_first_and_not_those_made_later)
{
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	struct forecast forecast = {.id = "00000000000000a1",
				    .at_us = 1000,
				    .command = "train {}",
				    .figures = {{2, 1, 3}, {2, 1, 3}, {2, 1, 3}}};
	int n = 0;
	CHECK_INT(ledger_keep_forecast(ledger, &forecast, NULL), 0);
	forecast.id[15] = '2';
	forecast.at_us = 2000;
	forecast.command = "train --fraction {}";
	CHECK_INT(ledger_keep_forecast(ledger, &forecast, NULL), 0);
	forecast.id[15] = '3';
	forecast.at_us = 3000;
	forecast.command = "of tomorrow";
	CHECK_INT(ledger_keep_forecast(ledger, &forecast, NULL), 0);
	CHECK_INT(ledger_forecasts(ledger, 2000, count_forecasts, &n, NULL), 0);
	CHECK_INT(n, 2);
	ledger_close(ledger);
}

static bool is_of(const char *command, const char *a, const char *b, const char *c)
{
	const char *words[] = {a, b, c, NULL};
	return forecast_is_of(command, (char *const *)(uintptr_t)words);
}

TEST(a_whole_is_the_command_with_one_for_its_share)
{
	CHECK(is_of("train --fraction {}", "train", "--fraction", "1"));
	CHECK(is_of("train --fraction {}", "train", "--fraction", "1.00"));
	CHECK(is_of("train --x={} {}", "train", "--x=1", "1"));
	CHECK(is_of("train {}/of {}", "train", "1/of", "1e0"));
	CHECK(is_of("train {} ", "train", "1", ""));
	CHECK(!is_of("train --fraction {}", "train", "--fraction", "0.5"));
	CHECK(!is_of("train --fraction {}", "train", "--fraction", ""));
	CHECK(!is_of("train --fraction {}", "train", "--fraction", NULL));
	CHECK(!is_of("train --fraction {}", "train", "--fraction", "1%"));
	CHECK(!is_of("train {}", "train", "1", "more"));
	CHECK(!is_of("train {}", "train", "1", ""));
	CHECK(!is_of("train {} more", "train", "1", NULL));
	CHECK(!is_of("train {}", NULL, NULL, NULL));
	CHECK(!forecast_is_of("train {}", NULL));
	CHECK(!is_of("", "train", NULL, NULL));
}

static int refuse_choice(void *context, struct reservation *reservation,
			 struct frugal_error *reterr)
{
	(void)context;
	(void)reservation;
	return error_set(reterr, FRUGAL_EDATA, "no");
}

static int choose_hour(void *context, struct reservation *reservation, struct frugal_error *reterr)
{
	static struct reserved_piece piece = {3600, 7200};
	(void)context;
	(void)reterr;
	reservation->zone = "FR";
	reservation->name = "n";
	reservation->kw = 2;
	reservation->pieces = &piece;
	reservation->n_pieces = 1;
	return 0;
}

/* Tables of what many never use are not in the file before something is written to them. */
TEST(a_register_reads_as_empty_until_it_is_written)
{
	fresh_dir();
	struct reservation reservation = {0};
	struct frugal_error err = {0};
	struct power power;
	double kw[1] = {0};
	struct ledger *ledger = open_ledger(LEDGER_WRITE), *reader = open_ledger(LEDGER_READ);
	CHECK_INT(ledger_idle_power(reader, "n", "s", &power, NULL, NULL), 0);
	CHECK(isnan(power.w));
	CHECK_INT(ledger_reserved(reader, "FR", 3600, 3600, kw, 1, NULL), 0);
	CHECK_INT(ledger_remove_service(ledger, "chat", &err), FRUGAL_EUSAGE);
	/* What made them is undone, and done again. */
	CHECK_INT(ledger_reserve(ledger, 0, refuse_choice, NULL, &reservation, &err), FRUGAL_EDATA);
	CHECK_INT(ledger_reserved(ledger, "FR", 3600, 3600, kw, 1, NULL), 0);
	CHECK_INT(ledger_reserve(ledger, 0, choose_hour, NULL, &reservation, NULL), 0);
	CHECK_INT(ledger_reserved(ledger, "FR", 3600, 3600, kw, 1, NULL), 0);
	CHECK(kw[0] > 1.9 && kw[0] < 2.1);
	CHECK_INT(ledger_reserved(reader, "FR", 3600, 3600, kw, 1, NULL), 0);
	CHECK(kw[0] > 3.9 && kw[0] < 4.1);
	CHECK_INT(ledger_note_idle_power(ledger, "n", "s", (struct power){5}, 1, NULL), 0);
	CHECK_INT(ledger_idle_power(reader, "n", "s", &power, NULL, NULL), 0);
	CHECK_CLOSE(power.w, 5, 0);
	ledger_close(reader);
	ledger_close(ledger);
}

RUN_TESTS(CASE(a_register_reads_as_empty_until_it_is_written),
	  CASE(a_record_comes_back_to_the_last_digit),
	  CASE(an_empty_record_comes_back_with_empty_texts),
	  CASE(finishing_twice_replaces_and_keeps_the_start),
	  CASE(parts_that_do_not_add_up_are_refused_and_nothing_is_written),
	  CASE(a_rounding_of_the_sum_is_no_violation),
	  CASE(arguments_of_any_bytes_come_back_and_their_text_is_json),
	  CASE(command_texts_of_others_are_read_and_bad_ones_refused),
	  CASE(a_prefix_finds_one_run_and_never_guesses),
	  CASE(a_run_is_found_by_its_name_or_by_how_many_came_after),
	  CASE(several_candidates_are_named_but_not_all), CASE(lists_are_newest_first_and_filtered),
	  CASE(a_visit_may_end_the_list_or_fail_it), CASE(tags_are_added_once_and_removed),
	  CASE(a_removed_run_leaves_nothing_and_a_running_one_stays),
	  CASE(the_lowest_credible_idle_power_is_kept), CASE(ids_are_sixteen_digits_and_differ),
	  CASE(a_day_is_kept_by_its_larger_amounts_and_the_one_before_as_a_whole),
	  CASE(forecasts_come_back_newest_first_and_not_those_made_later),
	  CASE(a_whole_is_the_command_with_one_for_its_share), CASE(states_have_names))
