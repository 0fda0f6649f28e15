/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/serve_demo.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/embedded.h"
#include "base/file.h"
#include "base/intl.h"

#define PROJECT "demo"

/* Waits for a program without input or output; whether it went well. */
static bool ran(char *const words[], char *const environment[])
{
	posix_spawn_file_actions_t streams;
	posix_spawnattr_t attributes;
	sigset_t none;
	pid_t pid;
	int status = -1;
	if (posix_spawn_file_actions_init(&streams) != 0)
		return false;
	(void)posix_spawnattr_init(&attributes);
	sigemptyset(&none);
	(void)posix_spawnattr_setsigmask(&attributes, &none);
	(void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	(void)posix_spawn_file_actions_addopen(&streams, 0, "/dev/null", O_RDONLY, 0);
	(void)posix_spawn_file_actions_addopen(&streams, 1, "/dev/null", O_WRONLY, 0);
	(void)posix_spawn_file_actions_addopen(&streams, 2, "/dev/null", O_WRONLY, 0);
	int r = posix_spawnp(&pid, words[0], &streams, &attributes, words, environment);
	posix_spawn_file_actions_destroy(&streams);
	posix_spawnattr_destroy(&attributes);
	while (r == 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return r == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Debian's scikit-learn belongs to Debian's Python, which need not be the first of the PATH. */
static const char *find_python(struct cli *cli)
{
	static const char *const candidates[] = {"/usr/bin/python3", "python3"};
	for (size_t i = 0; i < sizeof(candidates) / sizeof(candidates[0]); i++) {
		char *words[] = {arena_strdup(&cli->arena, candidates[i]),
				 arena_strdup(&cli->arena, "-c"),
				 arena_strdup(&cli->arena, "import sklearn"), NULL};
		if (words[0] && words[1] && words[2] && ran(words, cli->environ))
			return candidates[i];
	}
	return NULL;
}

/* The environment with this ledger, and without another for the run. */
static char **environment_of(struct cli *cli, const char *ledger)
{
	size_t n = 0, at = 0;
	while (cli->environ[n])
		n++;
	char **copy = arena_alloc(&cli->arena, (n + 2) * sizeof(*copy));
	if (!copy)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (strncmp(cli->environ[i], "FRUGAL_", 7) != 0 &&
		    strncmp(cli->environ[i], "NOTIFY_SOCKET=", 14) != 0)
			copy[at++] = cli->environ[i];
	copy[at] = arena_printf(&cli->arena, "FRUGAL_STORE=%s", ledger);
	copy[at + 1] = NULL;
	return copy[at] ? copy : NULL;
}

static bool train(struct cli *cli, char **environment, const char *python, const char *program,
		  const char *phase, const char *epochs)
{
	const char *const line[] = {"/proc/self/exe", "run",     "-q",  "--project",
				    PROJECT,          "--phase", phase, "--",
				    python,           program,   epochs};
	char *words[sizeof(line) / sizeof(line[0]) + 1] = {NULL};
	for (size_t i = 0; i < sizeof(line) / sizeof(line[0]); i++) {
		words[i] = arena_strdup(&cli->arena, line[i]);
		if (!words[i])
			return false;
	}
	return ran(words, environment);
}

static int fill(struct cli *cli, struct serve_demo *demo, struct frugal_error *reterr)
{
	const char *program =
		arena_printf(&cli->arena, "%s/%s", demo->folder, embedded_demo[0].name);
	const char *python = find_python(cli);
	if (!python) {
		error_set(reterr, FRUGAL_EENV, "%s", _("no Python with scikit-learn is here"));
		return error_todo(reterr, "apt-get install python3-sklearn");
	}
	char **environment = environment_of(cli, demo->ledger);
	if (!program || !environment)
		return error_nomem(reterr);
	int r = file_write(program, (struct str){embedded_demo[0].text, embedded_demo[0].n},
			   reterr);
	if (r < 0)
		return r;
	if (!cli->common.quiet)
		fprintf(stderr, "%s", _("frugal: running the demo, which takes some seconds\n"));
	if (train(cli, environment, python, program, "search", "10") &&
	    train(cli, environment, python, program, "training", "60"))
		return 0;
	return error_set(reterr, FRUGAL_EENV, "%s", _("the demo did not run to its end"));
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
	(void)about, (void)type, (void)place;
	(void)remove(path);
	return 0;
}

void serve_demo_remove(const struct serve_demo *demo)
{
	if (*demo->folder)
		(void)nftw(demo->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int serve_demo_make(struct cli *cli, struct serve_demo *ret, struct frugal_error *reterr)
{
	const char *folder = getenv("TMPDIR");
	*ret = (struct serve_demo){"", ""};
	int n = snprintf(ret->folder, sizeof(ret->folder), "%s/frugal-demo-XXXXXX",
			 folder && *folder == '/' ? folder : "/tmp");
	if (n < 0 || (size_t)n >= sizeof(ret->folder) || !mkdtemp(ret->folder)) {
		int errnum = errno;
		ret->folder[0] = '\0';
		return error_io(reterr, _("create"), folder ? folder : "/tmp", errnum);
	}
	(void)snprintf(ret->ledger, sizeof(ret->ledger), "%s/ledger.db", ret->folder);
	int r = fill(cli, ret, reterr);
	if (r < 0)
		serve_demo_remove(ret);
	return r;
}
