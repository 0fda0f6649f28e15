/* SPDX-License-Identifier: Apache-2.0 */
/*
 * children HOW: 400 children of 5 ms of CPU time each, hard to see for a meter. HOW: `waited` for,
 * `auto-reaped` (SIGCHLD is ignored, eight at a time), `double-forked` (each is an orphan's).
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	CHILDREN = 400,
	TIME_EACH_NS = 5000000,
	AT_ONCE = 8,
	PAUSE_NS = 20000000,
	END_NS = 500000000
};

static void burn(void)
{
	struct timespec used;
	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	while (used.tv_sec == 0 && used.tv_nsec < TIME_EACH_NS);
	_exit(0);
}

static void pause_ns(long time_ns)
{
	nanosleep(&(struct timespec){.tv_nsec = time_ns}, NULL);
}

int main(int argc, char **argv)
{
	const char *how = argc == 2 ? argv[1] : "";
	bool waits = strcmp(how, "waited") == 0, orphans = strcmp(how, "double-forked") == 0;
	if (!waits && !orphans && strcmp(how, "auto-reaped") != 0) {
		(void)fprintf(stderr, "children waited|auto-reaped|double-forked\n");
		return 2;
	}
	if (!waits && !orphans)
		(void)signal(SIGCHLD, SIG_IGN);
	for (int i = 0; i < CHILDREN; i++) {
		pid_t child = fork();
		if (child < 0)
			return 1;
		if (child == 0) {
			if (orphans && fork() != 0)
				_exit(0);
			burn();
		}
		if (waits || orphans)
			(void)waitpid(child, NULL, 0);
		else if (i % AT_ONCE == AT_ONCE - 1)
			pause_ns(PAUSE_NS);
	}
	pause_ns(END_NS);
	return 0;
}
