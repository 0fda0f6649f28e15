/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One command with its CPU time. The program calls itself as the commands that it measures: see
 * helpers below.
 */
#include "check.h"
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "host/process.h"

#define SELF "/proc/self/exe"

/* ---- helpers: what this program does when called with words --------------------------------- */

static void burn(long ms)
{
	struct timespec t;
	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	while (t.tv_sec * 1000 + t.tv_nsec / 1000000 < ms);
}

/* n children of ms each: waited for, reaped by the kernel, or forked twice. */
static int burn_in_children(const char *how, long n, long ms)
{
	bool twice = strcmp(how, "forked-twice") == 0;
	int alive[2];
	char end;
	if (strcmp(how, "ignored") == 0)
		(void)signal(SIGCHLD, SIG_IGN);
	if (pipe(alive) != 0)
		return 1;
	for (long i = 0; i < n; i++) {
		pid_t pid = fork();
		if (pid == 0) {
			close(alive[0]);
			if (!twice || fork() == 0)
				burn(ms);
			_exit(0);
		}
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	close(alive[1]);
	return read(alive[0], &end, 1) == 0 ? 0 : 1; /* when the last grandchild is gone */
}

static long highest_fd(void)
{
	DIR *fds = opendir("/proc/self/fd");
	const struct dirent *entry;
	long highest = 2;
	while (fds && (entry = readdir(fds))) {
		long fd = strtol(entry->d_name, NULL, 10);
		if (fd != dirfd(fds) && fd > highest)
			highest = fd;
	}
	closedir(fds);
	return highest;
}

static int check_inherited(long highest_fd)
{
	sigset_t mask;
	struct sigaction chld, pipe_action;
	DIR *fds = opendir("/proc/self/fd");
	const struct dirent *entry;
	while (fds && (entry = readdir(fds)))
		if (entry->d_name[0] != '.' && strtol(entry->d_name, NULL, 10) > highest_fd &&
		    strtol(entry->d_name, NULL, 10) != dirfd(fds))
			return 10;
	sigprocmask(SIG_BLOCK, NULL, &mask);
	for (int i = 1; i < 32; i++)
		if (sigismember(&mask, i) != (i == SIGUSR2))
			return 20;
	sigaction(SIGCHLD, NULL, &chld);
	sigaction(SIGPIPE, NULL, &pipe_action);
	if (chld.sa_handler != SIG_IGN || pipe_action.sa_handler != SIG_IGN)
		return 30;
	return strcmp(getenv("FRUGAL_TEST_WORD"), "a b=c") == 0 ? 0 : 40;
}

static volatile sig_atomic_t seen;

static void see(int number)
{
	(void)number;
	seen++;
}

/* Says it is ready, then gives back how often the signal came in the time. */
static int count_signals(int number, long ms)
{
	struct timespec wait = {ms / 1000, ms % 1000 * 1000000};
	(void)signal(number, see);
	if (write(1, "ready\n", 6) != 6)
		return 99;
	while (nanosleep(&wait, &wait) != 0)
		;
	return (int)seen;
}

__attribute__((constructor)) static void be_helper(int argc, char **argv)
{
	if (argc < 3)
		return;
	if (strcmp(argv[1], "children") == 0)
		_exit(burn_in_children(argv[2], strtol(argv[3], NULL, 10),
				       strtol(argv[4], NULL, 10)));
	if (strcmp(argv[1], "inherited") == 0)
		_exit(check_inherited(strtol(argv[2], NULL, 10)));
	if (strcmp(argv[1], "signals") == 0)
		_exit(count_signals((int)strtol(argv[2], NULL, 10), strtol(argv[3], NULL, 10)));
}

/* ---- running a command ---------------------------------------------------------------------- */

struct outcome {
	int code;
	bool by_signal;
	int exec_error;
	double cpu_s;
	char method[8];
};

static void follow(struct process *process)
{
	while (!process_handle(process)) {
		struct pollfd fd = {.fd = process_fd(process), .events = POLLIN};
		(void)poll(&fd, 1, 1000);
	}
}

static struct outcome run(const char *method, const char *const *argv)
{
	struct frugal_error error;
	struct process *process = NULL;
	struct outcome outcome = {0};
	const struct process_options options = {.attribution = method};
	CHECK_INT(process_spawn((char *const *)(uintptr_t)argv, &options, &process, &error), 0);
	follow(process);
	outcome.code = process_exit_code(process, &outcome.by_signal);
	outcome.exec_error = process_exec_error(process);
	outcome.cpu_s = (double)process_cpu_ns(process) / 1e9;
	(void)snprintf(outcome.method, sizeof(outcome.method), "%s", process_attribution(process));
	process_free(process);
	return outcome;
}

static struct outcome run_shell(const char *script)
{
	const char *argv[] = {"sh", "-c", script, NULL};
	return run(NULL, argv);
}

/* A program that does what `frugal run` does; its streams are the caller's. */
__attribute__((noreturn)) static void be_runner(const char *const *argv)
{
	struct process *process = NULL;
	bool by_signal;
	if (process_spawn((char *const *)(uintptr_t)argv, NULL, &process, NULL) < 0)
		_exit(99);
	follow(process);
	int code = process_exit_code(process, &by_signal);
	process_free(process);
	_exit(by_signal ? 128 + code : code);
}

/* The runner in a group of its own, its output in *ret_out. */
static pid_t start_runner(const char *const *argv, int *ret_out)
{
	int out[2];
	CHECK_INT(pipe2(out, O_CLOEXEC), 0);
	pid_t pid = fork();
	if (pid == 0) {
		(void)setpgid(0, 0);
		(void)dup2(out[1], 1);
		for (int fd = 3; fd < 256; fd++) /* close_range is of Linux 5.9 */
			(void)close(fd);
		be_runner(argv);
	}
	(void)setpgid(pid, pid);
	close(out[1]);
	*ret_out = out[0];
	return pid;
}

static void wait_ready(int fd)
{
	char text[64];
	CHECK(read(fd, text, sizeof(text)) > 0);
}

static int end_of(pid_t pid)
{
	int status = 0;
	CHECK_INT(waitpid(pid, &status, 0), pid);
	CHECK(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static bool counts(const char *method, const char *how, double least)
{
	const char *argv[] = {SELF, "children", how, "100", "5", NULL};
	struct outcome outcome = run(method, argv);
	CHECK_INT(outcome.code, 0);
	if (strcmp(outcome.method, method) != 0) {
		print_message("# %s is not allowed on this machine\n", method);
		return false;
	}
	print_message("# %s, %s: %.4f s of 0.5 s\n", method, how, outcome.cpu_s);
	CHECK(outcome.cpu_s >= 0.5 * least);
	CHECK(outcome.cpu_s < 0.5 * 6);
	return true;
}

/* ---- the command ---------------------------------------------------------------------------- */

TEST(exit_codes_are_the_commands_own)
{
	CHECK_INT(run_shell("exit 0").code, 0);
	CHECK_INT(run_shell("exit 7").code, 7);
	CHECK_INT(run_shell("exit 255").code, 255);
}

TEST(a_command_that_is_not_there_is_127_and_one_that_cannot_run_126)
{
	const char *nowhere[] = {"no-such-command-here", NULL};
	struct outcome outcome = run(NULL, nowhere);
	CHECK_INT(outcome.code, 127);
	CHECK_INT(outcome.exec_error, ENOENT);
	const char *closed[] = {"/etc/passwd", NULL};
	outcome = run("perf", closed);
	CHECK_INT(outcome.code, 126);
	CHECK_INT(outcome.exec_error, EACCES);
	const char *own[] = {"sh", "-c", "exit 127", NULL};
	outcome = run("wait4", own);
	CHECK_INT(outcome.code, 127);
	CHECK_INT(outcome.exec_error, 0);
}

TEST(death_by_any_signal_is_told)
{
	static const int numbers[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGILL,  SIGABRT, SIGFPE,
				      SIGKILL, SIGSEGV, SIGPIPE, SIGALRM, SIGTERM, SIGUSR1,
				      SIGUSR2, SIGXCPU, SIGBUS,  SIGTRAP};
	struct rlimit none = {0, 0};
	(void)setrlimit(RLIMIT_CORE, &none);
	/* Who runs the tests in the background ignores some of them, and we would hand that on. */
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		(void)signal(numbers[i], SIG_DFL);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		char script[32];
		(void)snprintf(script, sizeof(script), "kill -%d $$", numbers[i]);
		struct outcome outcome = run_shell(script);
		CHECK(outcome.by_signal);
		CHECK_INT(outcome.code, numbers[i]);
	}
}

TEST(the_command_inherits_signals_environment_and_no_descriptor)
{
	static const char *const methods[] = {"cgroup", "perf", "wait4"};
	sigset_t mask, before;
	char highest[32];
	(void)snprintf(highest, sizeof(highest), "%ld", highest_fd());
	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR2);
	sigprocmask(SIG_SETMASK, &mask, &before);
	(void)signal(SIGCHLD, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	setenv("FRUGAL_TEST_WORD", "a b=c", 1);
	int codes[3];
	for (int i = 0; i < 3; i++) {
		const char *argv[] = {SELF, "inherited", highest, NULL};
		codes[i] = run(methods[i], argv).code;
	}
	(void)signal(SIGCHLD, SIG_DFL);
	(void)signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &before, NULL);
	for (int i = 0; i < 3; i++)
		CHECK_INT(codes[i], 0);
}

TEST(signals_are_ours_again_afterwards)
{
	sigset_t before, after;
	sigprocmask(SIG_BLOCK, NULL, &before);
	(void)run_shell("exit 0");
	sigprocmask(SIG_BLOCK, NULL, &after);
	for (int i = 1; i < 32; i++)
		CHECK_INT(sigismember(&after, i), sigismember(&before, i));
}

TEST(streams_are_the_callers)
{
	int in[2], out;
	char text[32] = "";
	const char *argv[] = {"cat", NULL};
	CHECK_INT(pipe2(in, O_CLOEXEC), 0);
	int kept = dup(0);
	CHECK(dup2(in[0], 0) == 0);
	pid_t pid = start_runner(argv, &out);
	(void)dup2(kept, 0);
	close(kept);
	close(in[0]);
	CHECK_INT(write(in[1], "through", 7), 7);
	close(in[1]);
	CHECK_INT(read(out, text, sizeof(text) - 1), 7);
	CHECK_TEXT(text, "through");
	CHECK_INT(end_of(pid), 0);
	close(out);
}

TEST(a_signal_sent_to_us_alone_is_handed_on_once)
{
	static const int numbers[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		char number[16];
		int out;
		(void)snprintf(number, sizeof(number), "%d", numbers[i]);
		const char *argv[] = {SELF, "signals", number, "150", NULL};
		pid_t pid = start_runner(argv, &out);
		wait_ready(out);
		CHECK_INT(kill(pid, numbers[i]), 0);
		CHECK_INT(end_of(pid), 1);
		close(out);
	}
}

TEST(a_key_of_the_terminal_reaches_the_command_once_and_we_survive_it)
{
	int terminal;
	char text[64] = "";
	char number[16];
	(void)snprintf(number, sizeof(number), "%d", SIGINT);
	const char *argv[] = {SELF, "signals", number, "300", NULL};
	pid_t pid = forkpty(&terminal, NULL, NULL, NULL);
	if (pid == 0)
		be_runner(argv);
	if (pid < 0)
		SKIP("no terminal can be made here");
	while (!strstr(text, "ready")) {
		size_t n = strlen(text);
		CHECK(read(terminal, text + n, sizeof(text) - 1 - n) > 0);
	}
	CHECK_INT(write(terminal, "\003", 1), 1);
	CHECK_INT(end_of(pid), 1);
	close(terminal);
}

TEST(we_stop_with_the_command_and_go_on_with_it)
{
	int out, status = 0;
	/*
	 * Not a shell that starts a program: stopped between its vfork and the exec, the child
	 * keeps the shell where no signal stops it, with or without us.
	 */
	const char *argv[] = {SELF, "signals", "10", "300", NULL};
	pid_t pid = start_runner(argv, &out);
	wait_ready(out);
	CHECK_INT(kill(-pid, SIGTSTP), 0);
	CHECK_INT(waitpid(pid, &status, WUNTRACED), pid);
	CHECK(WIFSTOPPED(status));
	CHECK_INT(kill(-pid, SIGCONT), 0);
	CHECK_INT(end_of(pid), 0);
	close(out);
}

TEST(the_command_goes_on_when_only_we_are_told_to)
{
	int out, status = 0;
	char number[16];
	(void)snprintf(number, sizeof(number), "%d", SIGCONT);
	const char *argv[] = {SELF, "signals", number, "200", NULL};
	pid_t pid = start_runner(argv, &out);
	wait_ready(out);
	CHECK_INT(kill(-pid, SIGTSTP), 0);
	CHECK_INT(waitpid(pid, &status, WUNTRACED), pid);
	CHECK(WIFSTOPPED(status));
	CHECK_INT(kill(pid, SIGCONT), 0);
	CHECK_INT(end_of(pid), 1);
	close(out);
}

TEST(short_children_are_counted_by_cgroup)
{
	if (!counts("cgroup", "waited", 0.99) || !counts("cgroup", "ignored", 0.99) ||
	    !counts("cgroup", "forked-twice", 0.99))
		SKIP("not to be had here");
}

TEST(short_children_are_counted_by_perf)
{
	if (!counts("perf", "waited", 0.96) || !counts("perf", "ignored", 0.96) ||
	    !counts("perf", "forked-twice", 0.96))
		SKIP("not to be had here");
}

TEST(short_children_are_counted_by_wait4_where_somebody_waits)
{
	int reaps;
	(void)counts("wait4", "waited", 0.99);
	if (prctl(PR_GET_CHILD_SUBREAPER, &reaps, 0, 0, 0) != 0)
		SKIP("an orphan goes to process 1: prctl has no subreaper here");
	(void)counts("wait4", "forked-twice", 0.96);
}

TEST(a_daemon_left_behind_is_left_alone)
{
	char text[32] = "";
	int out;
	const char *argv[] = {"sh", "-c", "(sleep 0.2; echo lived) & exit 0", NULL};
	pid_t pid = start_runner(argv, &out);
	CHECK_INT(end_of(pid), 0);
	CHECK(read(out, text, sizeof(text) - 1) > 0);
	CHECK_TEXT(text, "lived\n");
	close(out);
}

RUN_TESTS(CASE(exit_codes_are_the_commands_own),
	  CASE(a_command_that_is_not_there_is_127_and_one_that_cannot_run_126),
	  CASE(death_by_any_signal_is_told),
	  CASE(the_command_inherits_signals_environment_and_no_descriptor),
	  CASE(signals_are_ours_again_afterwards), CASE(streams_are_the_callers),
	  CASE(a_signal_sent_to_us_alone_is_handed_on_once),
	  CASE(a_key_of_the_terminal_reaches_the_command_once_and_we_survive_it),
	  CASE(we_stop_with_the_command_and_go_on_with_it),
	  CASE(the_command_goes_on_when_only_we_are_told_to),
	  CASE(short_children_are_counted_by_cgroup), CASE(short_children_are_counted_by_perf),
	  CASE(short_children_are_counted_by_wait4_where_somebody_waits),
	  CASE(a_daemon_left_behind_is_left_alone))
