/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a command if nothing can be metered: the user's command must run even then. Also the lines
 * for a command that cannot be executed, and for a rank that was not counted.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/inside.h"
#include "base/intl.h"
#include "cli/run_metered.h"

int run_tell_not_executed(const struct cli *cli, int errnum)
{
	struct frugal_error error = {.code = FRUGAL_EENV};
	error_set(&error, FRUGAL_EENV, _("cannot run '%s': %s"), cli->args[0], strerror(errnum));
	if (errnum == ENOENT && !strchr(cli->args[0], '/'))
		error_todo(&error, "%s", _("the program is not in PATH"));
	else if (errnum == EACCES)
		error_todo(&error, "%s",
			   _("make it executable (chmod +x), or name its interpreter"));
	else if (errnum == ENOEXEC)
		error_todo(&error, "%s", _("start it with #! and its interpreter"));
	(void)cli_fail(cli, &error);
	return errnum == ENOENT ? 127 : 126;
}

int run_unmetered(const struct cli *cli, const struct frugal_error *why)
{
	struct frugal_error error = *why;
	error_set(&error, why->code, _("the command runs unmeasured: %s"), why->what);
	error_where(&error, "%s", why->where);
	error_todo(&error, "%s", why->todo);
	(void)cli_fail(cli, &error);
	environ = cli->environ;
	execvp(cli->args[0], cli->args);
	return run_tell_not_executed(cli, errno);
}

void run_tell_unheard(const struct cli *cli)
{
	fprintf(stderr,
		_("frugal: rank %d: the first rank of this machine does not answer: its record "
		  "lacks the CPU time of this rank\n"),
		frugal_local_rank(cli->environ));
}
