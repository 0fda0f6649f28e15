/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files for schedulers: names, lines of other zones, and what is refused. tests/plans reads whole
 * files back. 2026-01-20T12:00Z is 1768910400.
 */
#include "report/emit_words.h"

#include "check.h"

#define START INT64_C(1768910400)

static const struct local_clock utc = {.name = "UTC"};
static const char *const train[] = {"./train", "it's", "50%"};

static struct planned_job job_of(const char *const *command, size_t n)
{
	return (struct planned_job){.start_s = START,
				    .zone = "FR",
				    .every = REPEAT_NEVER,
				    .command = command,
				    .n = n,
				    .image = "i",
				    .folder = "/work",
				    .clock = &utc};
}

static void name_of(const struct planned_job *job, char *to, size_t size)
{
	struct buf name = {0};
	plan_emit_name(&name, job);
	(void)snprintf(to, size, "%s", buf_text(&name));
	buf_release(&name);
}

TEST(other_jobs_have_other_names)
{
	static const char *const split[] = {"./train", "it", "'s50%"};
	char name[80], other[80];
	struct planned_job job = job_of(train, 3), changed = job;
	name_of(&job, name, sizeof(name));
	CHECK(strncmp(name, "frugal-train-", 13) == 0);
	CHECK_INT(strlen(name), strlen("frugal-train-") + 10);
	changed.n = 2;
	name_of(&changed, other, sizeof(other));
	CHECK(strcmp(name, other) != 0);
	changed = job_of(split, 3);
	name_of(&changed, other, sizeof(other));
	CHECK(strcmp(name, other) != 0);
	changed = job;
	changed.folder = "/home";
	name_of(&changed, other, sizeof(other));
	CHECK(strcmp(name, other) != 0);
	changed = job;
	changed.start_s += 3600;
	name_of(&changed, other, sizeof(other));
	CHECK(strcmp(name, other) != 0);
	name_of(&job, other, sizeof(other));
	CHECK_TEXT(other, name);
}

TEST(a_name_that_is_given_stays_if_schedulers_accept_it)
{
	static const char *const kept[] = {"nightly", "a", "7", "x-1"};
	static const char *const made[] = {"Nightly", "-a", "a-", "a b", "a.b", "é"};
	char name[80];
	struct planned_job job = job_of(train, 3);
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++) {
		job.name = kept[i];
		name_of(&job, name, sizeof(name));
		CHECK_TEXT(name, kept[i]);
	}
	for (size_t i = 0; i < sizeof(made) / sizeof(*made); i++) {
		job.name = made[i];
		name_of(&job, name, sizeof(name));
		CHECK(strncmp(name, "frugal-", 7) == 0 && strlen(name) <= 52);
	}
	job.name = "a-name-of-fifty-three-characters-is-too-long-for-them";
	name_of(&job, name, sizeof(name));
	CHECK(strlen(name) <= 52);
}

TEST(a_line_has_the_command_once_and_outside_of_quotes)
{
	static const char *const good[] = {
		"ssh de {}",           "{}",           "ssh 'my host' {}", "x \"y\" --wrap={}",
		"ssh a 'cd /w &&' {}", "echo \\\" {}", "sh -c {} # {}"};
	static const char *const bad[] = {
		"ssh de",  "ssh de '{}'", "ssh de \"{}\"", "{} {}", "`ssh {}`",   "ssh \\{}",
		"ssh ${}", "# {}",        "ssh\n{}",       "",      "ssh '' \"{}"};
	struct frugal_error error;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		CHECK_INT(emit_away_check(good[i], NULL), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		CHECK_INT(emit_away_check(bad[i], &error), FRUGAL_EUSAGE);
}

TEST(what_a_scheduler_cannot_do_is_refused)
{
	static const char *const broken[] = {"./train", "a\nb"};
	static const char *const bytes[] = {"./train", "\xff"};
	static const struct {
		const char *emitter;
		bool at_once, breaks, bytes, every;
	} refused[] = {{"at", false, false, false, true},
		       {"cron", true, true, false, false},
		       {"k8s", false, false, true, false},
		       {"sbatch", false, false, false, true},
		       {"systemd", false, false, true, false}};
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct planned_job jobs[] = {job_of(train, 3), job_of(broken, 2), job_of(bytes, 2),
					     job_of(train, 3)};
		const bool want[] = {refused[i].at_once, refused[i].breaks, refused[i].bytes,
				     refused[i].every};
		jobs[0].at_once = true;
		jobs[3].every = REPEAT_DAY;
		for (size_t k = 0; k < 4; k++) {
			struct buf text = {0};
			struct frugal_error error;
			int r = plan_emit(refused[i].emitter, &jobs[k], &text, &error);
			CHECK_INT(r, want[k] ? FRUGAL_EUSAGE : 0);
			buf_release(&text);
		}
	}
}

TEST(what_allocates_may_fail)
{
	static const char *const variables[] = {"A=b c"};
	for (size_t i = 0; plan_emitters[i]; i++)
		for (int64_t n = 0;; n++) {
			struct planned_job job = job_of(train, 3);
			struct buf text = {0};
			struct frugal_error error;
			bool recurs = strcmp(plan_emitters[i], "systemd") == 0;
			job.every = recurs ? REPEAT_DAY : REPEAT_NEVER;
			job.away_line = recurs ? NULL : "ssh de {}";
			job.environment = variables;
			job.n_environment = 1;
			mem_fail_after(n);
			int r = plan_emit(plan_emitters[i], &job, &text, &error);
			mem_fail_after(-1);
			buf_release(&text);
			if (r == 0)
				break;
			CHECK_INT(r, FRUGAL_EENV);
			CHECK(n < 1000);
		}
}

RUN_TESTS(CASE(other_jobs_have_other_names),
	  CASE(a_name_that_is_given_stays_if_schedulers_accept_it),
	  CASE(a_line_has_the_command_once_and_outside_of_quotes),
	  CASE(what_a_scheduler_cannot_do_is_refused), CASE(what_allocates_may_fail))
