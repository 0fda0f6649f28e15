/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The peak resident memory of a command, alone. A process keeps the peak of who started it across
 * exec, so a starter larger than the command hides it: this one is small, and static memory only.
 *
 *	peak CMD...	prints kilobytes, then the CPU time in seconds, on standard output
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct rusage used;
	int status;
	if (argc < 2)
		return 2;
	pid_t pid = fork();
	if (pid == 0) {
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) != pid)
		return 3;
	printf("%ld %.6f\n", used.ru_maxrss,
	       (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
		       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1;
}
