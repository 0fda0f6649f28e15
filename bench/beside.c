/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares whole commands: each round runs every command once, so that other work of the machine
 * affects all of them. A line each, in milliseconds and kB:
 *
 *	wall 0.912 cpu 0.700 fastest 0.850 resident 1620
 *
 * wall and cpu (user and system, children that were waited for too) are medians; resident is the
 * largest of the command or of a child of its own. Standard streams go to /dev/null.
 *
 *	beside ROUNDS COMMAND... [:: COMMAND...]...
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/num.h"

#define MAX_COMMANDS 16

struct command {
	char **argv;
	double *wall, *cpu;
	long resident_kb;
};

static void die(const char *what, int errnum)
{
	(void)fprintf(stderr, "beside: %s: %s\n", what, strerror(errnum));
	exit(3);
}

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static double ms_of(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec * 1e-3;
}

static void run_once(struct command *command, const posix_spawn_file_actions_t *quiet, size_t round)
{
	pid_t pid;
	int status;
	struct rusage used;
	double start = now_ms();
	int r = posix_spawnp(&pid, command->argv[0], quiet, NULL, command->argv, environ);
	if (r != 0)
		die(command->argv[0], r);
	if (wait4(pid, &status, 0, &used) != pid)
		die("wait4", errno);
	command->wall[round] = now_ms() - start;
	command->cpu[round] = ms_of(used.ru_utime) + ms_of(used.ru_stime);
	if (used.ru_maxrss > command->resident_kb)
		command->resident_kb = used.ru_maxrss;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		(void)fprintf(stderr, "beside: %s failed\n", command->argv[0]);
		exit(1);
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void print(struct command *command, size_t rounds)
{
	qsort(command->wall, rounds, sizeof(double), by_value);
	qsort(command->cpu, rounds, sizeof(double), by_value);
	printf("wall %.3f cpu %.3f fastest %.3f resident %ld\n", command->wall[rounds / 2],
	       command->cpu[rounds / 2], command->wall[0], command->resident_kb);
}

/* Cuts argv at each "::"; returns how many commands there are. */
static size_t cut(char **argv, struct command *commands)
{
	size_t n = 0;
	for (char **from = argv; *from && n < MAX_COMMANDS; n++) {
		commands[n] = (struct command){.argv = from};
		while (*from && strcmp(*from, "::") != 0)
			from++;
		if (*from)
			*from++ = NULL;
	}
	return n;
}

int main(int argc, char **argv)
{
	struct command commands[MAX_COMMANDS];
	int64_t rounds;
	if (argc < 3 || !num_parse_int(str_of(argv[1]), 1, 100000, &rounds)) {
		(void)fprintf(stderr, "usage: beside ROUNDS COMMAND... [:: COMMAND...]...\n");
		return 2;
	}
	size_t n = cut(argv + 2, commands);
	posix_spawn_file_actions_t quiet;
	int r = posix_spawn_file_actions_init(&quiet);
	for (int fd = 0; r == 0 && fd <= STDERR_FILENO; fd++)
		r = posix_spawn_file_actions_addopen(&quiet, fd, "/dev/null", O_RDWR, 0);
	if (r != 0)
		die("posix_spawn", r);
	for (size_t i = 0; i < n; i++) {
		commands[i].wall = calloc((size_t)rounds, sizeof(double));
		commands[i].cpu = calloc((size_t)rounds, sizeof(double));
		if (!commands[i].argv[0] || !commands[i].wall || !commands[i].cpu)
			die("commands", EINVAL);
	}
	for (size_t round = 0; round < (size_t)rounds; round++)
		for (size_t i = 0; i < n; i++)
			run_once(&commands[i], &quiet, round);
	for (size_t i = 0; i < n; i++)
		print(&commands[i], (size_t)rounds);
	return 0;
}
