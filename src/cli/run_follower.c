/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "api/inside.h"
#include "base/intl.h"
#include "cli/run_metered.h"
#include "host/process.h"

#define TELL_MS 500
#define PATIENCE_MS 2000
#define STEP_MS 50

struct follower {
	char *const *environment;
	const struct rank *rank;
	struct process *process;
	int fd;
	bool heard; /* the last word arrived */
};

static void tell(struct follower *follower, bool end)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char text[128];
	struct rank_word word = {follower->rank->local, (int)getpid(),
				 process_cpu_ns(follower->process), end};
	follower->heard = false;
	if (!rank_socket(follower->rank, follower->environment, false, address.sun_path,
			 sizeof(address.sun_path)))
		return;
	rank_word_write(&word, text, sizeof(text));
	follower->heard = sendto(follower->fd, text, strlen(text), MSG_DONTWAIT | MSG_NOSIGNAL,
				 (const struct sockaddr *)&address, sizeof(address)) > 0;
}

static int follow(struct follower *follower, struct cli *cli)
{
	struct pollfd fd = {.fd = process_fd(follower->process), .events = POLLIN};
	bool by_signal;
	while (!process_handle(follower->process)) {
		tell(follower, false);
		(void)poll(&fd, 1, TELL_MS);
	}
	tell(follower, true);
	/* The first may start last: it is waited for a moment. */
	for (int ms = 0; !follower->heard && ms < PATIENCE_MS; ms += STEP_MS) {
		(void)poll(NULL, 0, STEP_MS);
		tell(follower, true);
	}
	int errnum = process_exec_error(follower->process);
	if (errnum)
		return run_tell_not_executed(cli, errnum);
	if (!follower->heard && !cli->common.quiet)
		fprintf(stderr,
			_("frugal: rank %d: the first of this machine does not hear us: its record "
			  "lacks our time\n"),
			follower->rank->local);
	int code = process_exit_code(follower->process, &by_signal);
	return by_signal ? 128 + code : code;
}

int run_follower(struct cli *cli, const struct rank *rank, struct frugal_error *reterr)
{
	struct follower follower = {.environment = cli->environ, .rank = rank};
	const struct host_options here = library_host(cli->library);
	const struct process_options options = {.attribution = here.attribution,
						.environment = cli->environ};
	(void)reterr;
	struct frugal_error error;
	int r = process_spawn(cli->args, &options, &follower.process, &error);
	if (r < 0)
		return run_unmetered(cli, &error);
	follower.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int status = follow(&follower, cli);
	if (follower.fd >= 0)
		close(follower.fd);
	process_free(follower.process);
	return status;
}
