/* SPDX-License-Identifier: Apache-2.0 */
/* The file of a running run: what is read back from it, cut off, forged, and folded in. */
#include "store_fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>

#include "base/file.h"
#include "store/running.h"

static const struct run_site site = {
	.zone = "FR", .pue = 1.5, .pue_low = 1.2, .pue_high = 2, .machine = "laptop_generic"};

/* A run of n sections and as many metrics, so that the log has them in turn. */
static struct run_record long_run(size_t n)
{
	static struct run_section sections[100];
	static struct run_metric metrics[100];
	struct run_record run = full_run();
	for (size_t i = 0; i < n; i++) {
		sections[i] = (struct run_section){.kind = "epoch",
						   .name = "epoch",
						   .number = (int64_t)i + 1,
						   .at_us = (int64_t)i,
						   .share = {i % 2 ? (double)i : (double)NAN}};
		metrics[i] = (struct run_metric){.key = "loss", .value = 1.0 / (double)(i + 1)};
	}
	run.status = RUN_RUNNING;
	run.sections = sections;
	run.metrics = metrics;
	run.n_sections = run.n_metrics = n;
	return run;
}

static struct running_file *begin(struct ledger *ledger, const struct run_record *run)
{
	struct running_file *file = NULL;
	struct run_owner owner;
	run_owner_read(&owner);
	CHECK_INT(running_new(ledger, run, &owner, &file, NULL), 0);
	return file;
}

static void write_one(struct running_file *file, const struct run_record *run)
{
	running_take(file, run, &site);
	CHECK_INT(running_write(file, NULL), 0);
}

static void path_of(struct buf *to, const char *id)
{
	buf_addf(to, "%s.running/%s", test_path, id);
}

static void read_bytes(const char *id, struct buf *to)
{
	struct buf path = {0};
	path_of(&path, id);
	CHECK_INT(file_read(path.p, 1 << 20, to, NULL), 0);
	buf_release(&path);
}

/* In place, so that it stays the file whose lock the meter has. */
static void put_bytes(const char *id, const struct buf *bytes)
{
	struct buf path = {0};
	path_of(&path, id);
	int fd = open(path.p, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	CHECK(fd >= 0);
	CHECK_INT(file_write_fd(fd, bytes->p, bytes->n), 0);
	close(fd);
	buf_release(&path);
}

static void check_same(const struct run_record *got, const struct run_record *run)
{
	CHECK_TEXT(got->id, run->id);
	CHECK_TEXT(got->command[1], run->command[1]);
	CHECK_TEXT(got->command[3], run->command[3]);
	CHECK(got->command[4] == NULL);
	CHECK_TEXT(got->project, run->project);
	CHECK_TEXT(got->name, run->name);
	CHECK_TEXT(got->tags[1], run->tags[1]);
	CHECK_INT(got->started_us, run->started_us);
	CHECK(got->duration.s == run->duration.s && got->cpu.s == run->cpu.s);
	CHECK_INT(got->n_parts, run->n_parts);
	for (size_t i = 0; i < run->n_parts; i++) {
		CHECK_TEXT(got->parts[i].part, run->parts[i].part);
		CHECK(got->parts[i].energy.j == run->parts[i].energy.j);
		CHECK(got->parts[i].attributed.j == run->parts[i].attributed.j);
		CHECK_INT(got->parts[i].state, run->parts[i].state);
	}
	CHECK_INT(got->n_sections, run->n_sections);
	CHECK_INT(got->n_metrics, run->n_metrics);
	for (size_t i = 0; i < run->n_sections; i++) {
		CHECK_INT(got->sections[i].number, run->sections[i].number);
		CHECK(got->sections[i].share.j == run->sections[i].share.j ||
		      (isnan(got->sections[i].share.j) && isnan(run->sections[i].share.j)));
		CHECK(got->metrics[i].value == run->metrics[i].value);
	}
}

TEST(what_is_written_each_second_reads_back_whole)
{
	struct running running;
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	struct run_record run = long_run(3);
	struct running_file *file = begin(ledger, &run);
	CHECK(!running_exists(ledger, run.id)); /* nothing before the first second */
	/* The log grows, then the slots: many parts come when slow sensors are found. */
	static struct run_part many[60];
	for (size_t i = 0; i < 60; i++)
		many[i] = run.parts[0];
	for (size_t second = 0; second < 5; second++) {
		run = long_run(3 + 20 * second);
		run.duration.s = (double)second;
		if (second >= 3) {
			run.parts = many;
			run.n_parts = 60;
		}
		write_one(file, &run);
		CHECK_INT(running_load(ledger, run.id, &running, NULL), 1);
		check_same(&running.run, &run);
		CHECK(!running.gone && running.locked);
		CHECK_TEXT(running.site.zone, "FR");
		CHECK_TEXT(running.site.machine, "laptop_generic");
		CHECK(running.site.pue_high == 2);
		running_release(&running);
	}
	running_end(file, true);
	CHECK(!running_exists(ledger, run.id));
	CHECK_INT(running_load(ledger, run.id, &running, NULL), 0);
	ledger_close(ledger);
}

TEST(of_a_write_that_was_cut_off_the_second_before_counts)
{
	struct running running;
	struct buf before = {0}, after = {0};
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	struct run_record run = long_run(2);
	struct running_file *file = begin(ledger, &run);
	run.duration.s = 1;
	write_one(file, &run);
	run.duration.s = 2;
	write_one(file, &run);
	read_bytes(run.id, &before);
	run.duration.s = 3;
	run = long_run(4);
	run.duration.s = 3;
	write_one(file, &run);
	read_bytes(run.id, &after);
	/* Each write that stopped at any byte of either of its two pieces. */
	size_t seen[4] = {0};
	for (size_t cut = 0; cut <= after.n; cut++) {
		struct buf torn = {0};
		buf_add(&torn, after.p, cut);
		if (cut < before.n)
			buf_add(&torn, before.p + cut, before.n - cut);
		CHECK_INT(running_parse(buf_str(&torn), &running, NULL), 0);
		const double s = running.run.duration.s;
		CHECK(s == 2 || s == 3);
		CHECK_INT(running.run.n_sections, s == 3 ? 4 : 2);
		seen[(int)s]++;
		running_release(&running);
		buf_release(&torn);
	}
	CHECK(seen[2] > 0 && seen[3] > 0);
	/* A file that ends anywhere gives what is whole in it, or is damaged. */
	for (size_t cut = 0; cut < after.n; cut++) {
		const struct str piece = {after.p, cut};
		int r = running_parse(piece, &running, NULL);
		CHECK(r == 0 || r == FRUGAL_EDATA);
		running_release(&running);
	}
	buf_release(&before);
	buf_release(&after);
	running_end(file, true);
	ledger_close(ledger);
}

TEST(a_damaged_file_is_removed_when_it_has_no_owner_and_one_of_another_version_is_left)
{
	struct running running;
	struct buf bytes = {0};
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	struct run_record run = long_run(1);
	struct running_file *file = begin(ledger, &run);
	write_one(file, &run);
	read_bytes(run.id, &bytes);
	bytes.p[40] ^= 1;
	put_bytes(run.id, &bytes);
	CHECK_INT(running_load(ledger, run.id, &running, NULL), 0);
	CHECK(running_exists(ledger, run.id)); /* its meter writes it again */
	running_end(file, false);
	CHECK_INT(running_load(ledger, run.id, &running, NULL), 0);
	CHECK(!running_exists(ledger, run.id));
	bytes.p[40] ^= 1;
	bytes.p[8] = 1;
	put_bytes(run.id, &bytes);
	CHECK_INT(running_load(ledger, run.id, &running, NULL), 0);
	CHECK(running_exists(ledger, run.id));
	/* Under another name it would be another run's. */
	bytes.p[8] = 2;
	put_bytes("00000000000000aa", &bytes);
	CHECK_INT(running_load(ledger, "00000000000000aa", &running, NULL), 0);
	buf_release(&bytes);
	ledger_close(ledger);
}

/* Reads the file of a run whose meter was this process, as one that it left behind. */
static void load_gone(struct ledger *ledger, const char *id, struct running *ret)
{
	CHECK_INT(running_load(ledger, id, ret, NULL), 1);
	CHECK(ret->gone);
	running_interrupt(&ret->run);
}

static size_t count(struct ledger *ledger, unsigned statuses);

static int add_one(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	(void)run;
	(void)reterr;
	++*(size_t *)context;
	return FRUGAL_VISIT_ON;
}

static size_t count(struct ledger *ledger, unsigned statuses)
{
	const struct run_filter filter = {.statuses = statuses};
	size_t n = 0;
	CHECK_INT(ledger_list(ledger, &filter, RUN_HEAD, add_one, &n, NULL), 0);
	return n;
}

TEST(a_run_is_folded_in_once_begun_or_not)
{
	struct running first, second;
	for (int begun = 0; begun < 2; begun++) {
		fresh_dir();
		struct ledger *ledger = open_ledger(LEDGER_WRITE);
		struct run_record run = long_run(2);
		struct run_owner owner;
		run_owner_read(&owner);
		if (begun)
			CHECK_INT(ledger_begin_run(ledger, &run, &owner, NULL), 0);
		struct running_file *file = begin(ledger, &run);
		write_one(file, &run);
		running_end(file, false); /* the lock is free: the meter is gone */
		load_gone(ledger, run.id, &first);
		load_gone(ledger, run.id, &second);
		CHECK_INT(running_fold(ledger, &first, NULL), 0);
		CHECK(!running_exists(ledger, run.id));
		CHECK_INT(count(ledger, RUN_STATUS_BIT(RUN_INTERRUPTED)), 1);
		/* Another reader had it open; and the run was removed meanwhile. */
		CHECK_INT(running_fold(ledger, &second, NULL), 0);
		CHECK_INT(count(ledger, 0), 1);
		CHECK_INT(ledger_remove(ledger, run.id, NULL), 0);
		CHECK_INT(running_fold(ledger, &second, NULL), 0);
		CHECK_INT(count(ledger, 0), 0);
		running_release(&first);
		running_release(&second);
		ledger_close(ledger);
	}
}

TEST(a_run_that_ended_by_itself_stays_as_it_ended)
{
	struct running running;
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	struct run_record run = long_run(2), loaded;
	struct running_file *file = begin(ledger, &run);
	write_one(file, &run);
	running_end(file, false); /* killed between the two steps of its end */
	struct run_record ended = full_run();
	put(ledger, ended);
	load_gone(ledger, run.id, &running);
	CHECK_INT(running_fold(ledger, &running, NULL), 0);
	CHECK(!running_exists(ledger, run.id));
	CHECK_INT(ledger_load_run(ledger, run.id, &loaded, NULL), 0);
	CHECK_INT(loaded.status, RUN_FINISHED);
	CHECK(loaded.duration.s == ended.duration.s);
	run_record_release(&loaded);
	running_release(&running);
	ledger_close(ledger);
}

/* A worker that the program forked has its descriptors, and so the lock, after the program's end.
 */
TEST(a_lock_that_a_forked_child_has_does_not_keep_a_run_alive)
{
	struct running running;
	int ready[2];
	char byte;
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	struct run_record run = long_run(1);
	CHECK_INT(pipe(ready), 0);
	pid_t meter = fork();
	if (meter == 0) {
		struct ledger *own = open_ledger(LEDGER_WRITE);
		write_one(begin(own, &run), &run);
		if (fork() == 0) {
			if (write(ready[1], "", 1) == 1)
				sleep(20);
		}
		_exit(0);
	}
	CHECK_INT(waitpid(meter, NULL, 0), meter);
	CHECK_INT(read(ready[0], &byte, 1), 1);
	CHECK_INT(running_load(ledger, run.id, &running, NULL), 1);
	CHECK(running.gone);
	running_release(&running);
	close(ready[0]);
	close(ready[1]);
	ledger_close(ledger);
}

TEST(files_that_are_no_sums_and_folders_that_cannot_be_written_stop_nothing)
{
	struct frugal_error error;
	struct arena arena = {0};
	struct running running;
	struct buf path = {0};
	char **ids;
	size_t n;
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	struct run_record run = long_run(1);
	CHECK_INT(running_list(ledger, &arena, &ids, &n, NULL), 0);
	CHECK_INT(n, 0);
	buf_addf(&path, "%s.running", test_path);
	/* A link in place of the folder, and a plain file. */
	CHECK_INT(symlink(test_dir, path.p), 0);
	struct running_file *file = begin(ledger, &run);
	running_take(file, &run, &site);
	CHECK_INT(running_write(file, &error), FRUGAL_EENV);
	CHECK_HOLDS(error.what, ".running");
	CHECK_INT(running_list(ledger, &arena, &ids, &n, NULL), 0);
	CHECK_INT(n, 0);
	/* It is tried again: the next second it may succeed. */
	CHECK_INT(unlink(path.p), 0);
	write_one(file, &run);
	CHECK_INT(running_load(ledger, run.id, &running, NULL), 1);
	check_same(&running.run, &run);
	running_release(&running);
	running_end(file, true);
	buf_puts(&path, "/00000000000000bb");
	CHECK_INT(mkfifo(path.p, 0600), 0); /* not waited for */
	CHECK_INT(running_load(ledger, "00000000000000bb", &running, NULL), 0);
	CHECK_INT(running_load(ledger, "../../etc/passwd", &running, NULL), 0);
	buf_release(&path);
	arena_release(&arena);
	ledger_close(ledger);
}

static int complete(void *context, struct run_record *run, const struct run_site *of,
		    struct frugal_error *reterr)
{
	(void)reterr;
	CHECK_TEXT(of->zone, "FR");
	CHECK_INT(run->n_figures, 0);
	++*(int *)context;
	return 0;
}

TEST(a_running_run_is_listed_with_the_sums_of_its_last_second)
{
	struct run_record loaded;
	struct run_owner owner;
	int n = 0;
	fresh_dir();
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	struct run_record run = long_run(0);
	run_owner_read(&owner);
	run.duration.s = 0.1;
	CHECK_INT(ledger_begin_run(ledger, &run, &owner, NULL), 0);
	CHECK_INT(ledger_tag(ledger, run.id, "later", TAG_ADD, NULL), 0);
	struct running_file *file = begin(ledger, &run);
	run = long_run(5);
	write_one(file, &run);
	ledger_complete_running(ledger, complete, &n);
	CHECK_INT(ledger_load_run(ledger, run.id, &loaded, NULL), 0);
	CHECK_INT(n, 1);
	CHECK_INT(loaded.status, RUN_RUNNING);
	CHECK(loaded.duration.s == run.duration.s);
	CHECK_INT(loaded.n_sections, 5);
	CHECK_TEXT(loaded.tags[0], "later");
	run_record_release(&loaded);
	running_end(file, true);
	ledger_close(ledger);
}

RUN_TESTS(CASE(what_is_written_each_second_reads_back_whole),
	  CASE(of_a_write_that_was_cut_off_the_second_before_counts),
	  CASE(a_damaged_file_is_removed_when_it_has_no_owner_and_one_of_another_version_is_left),
	  CASE(a_run_is_folded_in_once_begun_or_not),
	  CASE(a_run_that_ended_by_itself_stays_as_it_ended),
	  CASE(a_lock_that_a_forked_child_has_does_not_keep_a_run_alive),
	  CASE(files_that_are_no_sums_and_folders_that_cannot_be_written_stop_nothing),
	  CASE(a_running_run_is_listed_with_the_sums_of_its_last_second))
