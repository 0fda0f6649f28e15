/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens the manual page of a command, as git does: only on a terminal, only where `man` finds the
 * page, and in the language that man itself chooses. Whoever names a language gets the text of it.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/help.h"

/* Runs it to its end; quiet: without our streams. True for the status 0. */
static bool run(const struct cli *cli, char *const words[], bool quiet)
{
	posix_spawn_file_actions_t streams;
	pid_t pid;
	int status = 0;
	if (posix_spawn_file_actions_init(&streams) != 0)
		return false;
	for (int fd = 1; quiet && fd < 3; fd++)
		(void)posix_spawn_file_actions_addopen(&streams, fd, "/dev/null", O_WRONLY, 0);
	int r = posix_spawnp(&pid, words[0], &streams, NULL, words, cli->environ);
	posix_spawn_file_actions_destroy(&streams);
	if (r != 0)
		return false;
	while (waitpid(pid, &status, 0) < 0)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool help_open_page(const struct cli *cli, const struct command *command)
{
	const char *term = getenv("TERM");
	struct arena arena = {0};
	char man[] = "man", where[] = "-w";
	if (!cli->out_is_terminal || !isatty(STDIN_FILENO) || cli->common.lang || !term ||
	    strcmp(term, "dumb") == 0)
		return false;
	char *page = arena_printf(&arena, "frugal-%s", command->name);
	char *const find[] = {man, where, page, NULL}, *const open[] = {man, page, NULL};
	bool opened = page && run(cli, find, true) && run(cli, open, false);
	arena_release(&arena);
	return opened;
}
