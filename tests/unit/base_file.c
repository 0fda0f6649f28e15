/* SPDX-License-Identifier: Apache-2.0 */
/* Files in a folder of their own, removed at the end of each test. */
#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static char folder[64];

static const char *in_folder(const char *name)
{
	static char path[4][256];
	static unsigned turn;
	turn = (turn + 1) % 4;
	(void)snprintf(path[turn], sizeof(path[turn]), "%s/%s", folder, name);
	return path[turn];
}

static void open_folder(void)
{
	(void)snprintf(folder, sizeof(folder), "/tmp/frugal-file-XXXXXX");
	CHECK(mkdtemp(folder) != NULL);
}

static size_t count_in_folder(void)
{
	size_t n = 0;
	DIR *stream = opendir(folder);
	const struct dirent *entry;
	CHECK(stream != NULL);
	while ((entry = readdir(stream)))
		n += entry->d_name[0] != '.';
	closedir(stream);
	return n;
}

static void close_folder(void)
{
	char command[128];
	(void)snprintf(command, sizeof(command), "rm -rf %s", folder);
	CHECK_INT(system(command), 0);
}

static void put(const char *name, struct str text)
{
	struct frugal_error error = {0};
	if (file_write(in_folder(name), text, &error) != 0)
		print_error("%s\n", error.what);
	CHECK_INT(error.code, 0);
}

static void check_content(const char *name, struct str want)
{
	struct buf text = {0};
	CHECK_INT(file_read(in_folder(name), (size_t)1 << 24, &text, NULL), 0);
	CHECK(str_eq(buf_str(&text), want));
	CHECK_INT(strlen(buf_text(&text)), strnlen(want.p, want.n));
	buf_release(&text);
}

TEST(what_is_written_is_read)
{
	open_folder();
	put("a", STR("hello\n"));
	check_content("a", STR("hello\n"));
	put("a", STR("shorter"));
	check_content("a", STR("shorter"));
	put("empty", STR(""));
	check_content("empty", STR(""));
	put("binary", STR("\0\xFF\0"));
	check_content("binary", STR("\0\xFF\0"));
	CHECK_INT(count_in_folder(), 3);
	close_folder();
}

TEST(a_large_file_is_read_up_to_the_limit)
{
	open_folder();
	size_t n = 200001;
	char *big = calloc(1, n);
	CHECK(big != NULL);
	memset(big, 'x', n);
	put("big", (struct str){big, n});
	check_content("big", (struct str){big, n});
	struct buf text = {0};
	struct frugal_error error;
	CHECK_INT(file_read(in_folder("big"), n, &text, &error), 0);
	CHECK_INT(text.n, n);
	buf_release(&text);
	CHECK_INT(file_read(in_folder("big"), n - 1, &text, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "is larger than 200000 bytes");
	buf_release(&text);
	free(big);
	close_folder();
}

TEST(reading_appends_and_keeps_the_limit_of_the_buffer)
{
	open_folder();
	put("a", STR("two"));
	struct buf text = {.max = 100};
	buf_puts(&text, "one ");
	CHECK_INT(file_read(in_folder("a"), 3, &text, NULL), 0);
	CHECK_TEXT(buf_text(&text), "one two");
	CHECK_INT(text.max, 100);
	buf_release(&text);
	close_folder();
}

TEST(a_folder_and_a_missing_file_are_said)
{
	open_folder();
	struct buf text = {0};
	struct frugal_error error;
	CHECK_INT(file_read(folder, 100, &text, &error), FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "is a folder");
	CHECK_INT(file_read(in_folder("none"), 100, &text, &error), FRUGAL_EENV);
	CHECK_HOLDS(error.what, "No such file");
	CHECK_HOLDS(error.what, "none");
	CHECK_INT(file_read("", 100, &text, &error), FRUGAL_EENV);
	buf_release(&text);
	close_folder();
}

TEST(a_pipe_is_read_to_its_end)
{
	int ends[2];
	CHECK_INT(pipe(ends), 0);
	CHECK_INT(file_write_fd(ends[1], "through", 7), 0);
	close(ends[1]);
	char path[32];
	(void)snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	struct buf text = {0};
	CHECK_INT(file_read(path, 100, &text, NULL), 0);
	CHECK_TEXT(buf_text(&text), "through");
	buf_release(&text);
	close(ends[0]);
}

TEST(a_write_that_fails_leaves_the_old_file_and_no_other)
{
	open_folder();
	put("a", STR("old"));
	struct rlimit was, small = {.rlim_cur = 4096, .rlim_max = RLIM_INFINITY};
	CHECK_INT(getrlimit(RLIMIT_FSIZE, &was), 0);
	small.rlim_max = was.rlim_max;
	void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
	CHECK_INT(setrlimit(RLIMIT_FSIZE, &small), 0);
	static char large[10000];
	struct frugal_error error;
	int r = file_write(in_folder("a"), (struct str){large, sizeof(large)}, &error);
	int r_new = file_write(in_folder("b"), (struct str){large, sizeof(large)}, NULL);
	CHECK_INT(setrlimit(RLIMIT_FSIZE, &was), 0);
	(void)signal(SIGXFSZ, handler);
	CHECK_INT(r, FRUGAL_EENV);
	CHECK_INT(r_new, FRUGAL_EENV);
	CHECK_HOLDS(error.what, "File too large");
	check_content("a", STR("old"));
	CHECK_INT(count_in_folder(), 1);
	close_folder();
}

TEST(a_file_in_no_folder_cannot_be_written)
{
	open_folder();
	struct frugal_error error;
	CHECK_INT(file_write(in_folder("none/a"), STR("x"), &error), FRUGAL_EENV);
	CHECK_HOLDS(error.what, "none/a");
	CHECK_INT(file_write("", STR("x"), &error), FRUGAL_EENV);
	CHECK_INT(file_write(folder, STR("x"), &error), FRUGAL_EENV);
	CHECK_INT(count_in_folder(), 0);
	close_folder();
}

TEST(rights_are_kept_and_new_files_follow_the_umask)
{
	open_folder();
	struct stat st;
	mode_t mask = umask(027);
	put("new", STR("x"));
	CHECK_INT(stat(in_folder("new"), &st), 0);
	CHECK_INT(st.st_mode & 0777, 0640);
	put("secret", STR("x"));
	CHECK_INT(chmod(in_folder("secret"), 0600), 0);
	umask(0);
	put("secret", STR("y"));
	CHECK_INT(stat(in_folder("secret"), &st), 0);
	CHECK_INT(st.st_mode & 0777, 0600);
	umask(mask);
	close_folder();
}

TEST(a_link_stays_and_what_it_points_at_is_written)
{
	open_folder();
	put("real", STR("old"));
	CHECK_INT(symlink("real", in_folder("link")), 0);
	put("link", STR("new"));
	struct stat st;
	CHECK_INT(lstat(in_folder("link"), &st), 0);
	CHECK(S_ISLNK(st.st_mode));
	check_content("real", STR("new"));
	CHECK_INT(count_in_folder(), 2);
	close_folder();
}

TEST(a_device_is_written_not_replaced)
{
	struct stat st;
	CHECK_INT(file_write("/dev/null", STR("x"), NULL), 0);
	CHECK_INT(stat("/dev/null", &st), 0);
	CHECK(S_ISCHR(st.st_mode));
	struct frugal_error error;
	CHECK_INT(file_write("/dev/full", STR("x"), &error), FRUGAL_EENV);
	CHECK_HOLDS(error.what, "No space left");
}

TEST(names_are_listed_by_byte_with_their_suffix)
{
	open_folder();
	put("b.csv", STR(""));
	put("a.csv", STR(""));
	put("B.csv", STR(""));
	put("a.txt", STR(""));
	put(".csv", STR(""));
	put(".hidden.csv", STR(""));
	struct arena arena = {0};
	char **names = NULL;
	size_t n = 0;
	CHECK_INT(file_list(&arena, folder, ".csv", &names, &n, NULL), 0);
	CHECK_INT(n, 3);
	CHECK_TEXT(names[0], "B.csv");
	CHECK_TEXT(names[1], "a.csv");
	CHECK_TEXT(names[2], "b.csv");
	CHECK(names[3] == NULL);
	CHECK_INT(file_list(&arena, folder, ".none", &names, &n, NULL), 0);
	CHECK_INT(n, 0);
	struct frugal_error error;
	CHECK_INT(file_list(&arena, in_folder("none"), "", &names, &n, &error), FRUGAL_EENV);
	bool done = false;
	for (int64_t k = 0; !done; k++) {
		struct arena other = {0};
		mem_fail_after(k);
		int r = file_list(&other, folder, ".csv", &names, &n, NULL);
		mem_fail_after(-1);
		CHECK(r == 0 || r == FRUGAL_EENV);
		CHECK(k < 50);
		done = r == 0;
		arena_release(&other);
	}
	arena_release(&arena);
	close_folder();
}

TEST(folders_are_made_with_their_parents)
{
	open_folder();
	struct stat st;
	struct frugal_error error;
	CHECK_INT(file_make_dirs(in_folder("a/b//c/"), &error), 0);
	CHECK_INT(stat(in_folder("a/b/c"), &st), 0);
	CHECK(S_ISDIR(st.st_mode));
	CHECK_INT(st.st_mode & 0777, 0700);
	CHECK_INT(file_make_dirs(in_folder("a/b"), &error), 0);
	put("file", STR(""));
	CHECK_INT(file_make_dirs(in_folder("file"), &error), FRUGAL_EENV);
	CHECK_HOLDS(error.what, "Not a directory");
	CHECK_INT(file_make_dirs(in_folder("file/x"), &error), FRUGAL_EENV);
	CHECK_INT(file_make_dirs("/", &error), 0);
	CHECK_INT(file_make_dirs("", &error), 0);
	close_folder();
}

TEST(memory_that_runs_out_leaves_no_file)
{
	open_folder();
	bool done = false;
	for (int64_t k = 0; !done; k++) {
		mem_fail_after(k);
		int r = file_write(in_folder("a"), STR("x"), NULL);
		mem_fail_after(-1);
		CHECK(r == 0 || r == FRUGAL_EENV);
		CHECK(k < 50);
		done = r == 0;
		CHECK_INT(count_in_folder(), done ? 1 : 0);
	}
	mem_fail_after(0);
	int r = file_make_dirs(in_folder("d"), NULL);
	struct buf text = {0};
	int r_read = file_read(in_folder("a"), 100, &text, NULL);
	mem_fail_after(-1);
	CHECK_INT(r, FRUGAL_EENV);
	CHECK_INT(r_read, FRUGAL_EENV);
	buf_release(&text);
	close_folder();
}

RUN_TESTS(CASE(what_is_written_is_read), CASE(a_large_file_is_read_up_to_the_limit),
	  CASE(reading_appends_and_keeps_the_limit_of_the_buffer),
	  CASE(a_folder_and_a_missing_file_are_said), CASE(a_pipe_is_read_to_its_end),
	  CASE(a_write_that_fails_leaves_the_old_file_and_no_other),
	  CASE(a_file_in_no_folder_cannot_be_written),
	  CASE(rights_are_kept_and_new_files_follow_the_umask),
	  CASE(a_link_stays_and_what_it_points_at_is_written),
	  CASE(a_device_is_written_not_replaced), CASE(names_are_listed_by_byte_with_their_suffix),
	  CASE(folders_are_made_with_their_parents), CASE(memory_that_runs_out_leaves_no_file))
