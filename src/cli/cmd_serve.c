/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal serve --reader: serves the counters of this machine to users who may not read them. Runs
 * as root or with CAP_PERFMON, from a terminal or from systemd, which may pass the listening socket
 * (LISTEN_FDS). Ends at SIGTERM or SIGINT.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/num.h"
#include "cli/command.h"
#include "cli/meter_options.h"

#define FIRST_FD 3

struct serve_options {
	bool reader;
	const char *socket, *group;
	struct meter_options meter;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct serve_options, reader, 0, "reader",
		 N_("serve the energy counters of this machine")),
	OPT_STRING(struct serve_options, socket, 0, "socket", N_("PATH"),
		   N_("path of the socket (default: /run/frugal/reader.sock)")),
	OPT_STRING(struct serve_options, group, 0, "group", N_("GROUP"),
		   N_("group that may connect (default: frugal, if it exists)")),
	METER_OPTIONS(struct serve_options, meter),
	OPT_END,
};
/* clang-format on */

static const struct example examples[] = {
	{"sudo frugal serve --reader", N_("for all members of the group frugal")},
	{"sudo systemctl enable --now frugal-reader.socket", N_("the same by systemd, on demand")},
	{"FRUGAL_READER=/tmp/r.sock frugal run make", N_("a run that uses another socket")},
	{NULL, NULL},
};

/* The listening socket that systemd passes, or -1; a socket that does not listen is ignored. */
static int inherited_socket(void)
{
	int listens = 0;
	socklen_t size = sizeof(listens);
	const char *pid_text = getenv("LISTEN_PID"), *n_text = getenv("LISTEN_FDS");
	int64_t pid = 0, n = 0;
	if (!pid_text || !n_text || !num_parse_int(str_of(pid_text), 1, INT32_MAX, &pid) ||
	    !num_parse_int(str_of(n_text), 1, 1, &n) || pid != (int64_t)getpid() ||
	    getsockopt(FIRST_FD, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || !listens)
		return -1;
	return FIRST_FD;
}

static int stop_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	int fd = signalfd(-1, &set, SFD_CLOEXEC);
	if (fd < 0) /* a sandbox refuses it: they end frugal as they would have */
		sigprocmask(SIG_UNBLOCK, &set, NULL);
	return fd;
}

static int serve_reader(struct cli *cli, const struct serve_options *asked,
			struct frugal_error *reterr)
{
	struct frugal_measure_options wanted;
	frugal_reader *reader = NULL;
	int fd = inherited_socket(), stop_fd = stop_signals();
	int r = meter_options_take(&asked->meter, cli, &wanted, reterr);
	if (r == 0)
		r = frugal_reader_new(cli->library, &wanted, fd, asked->socket, asked->group,
				      &reader, reterr);
	if (r < 0)
		return r;
	if (!cli->common.quiet)
		fprintf(stderr, _("frugal: serving %zu counters on %s\n"),
			frugal_reader_count(reader), frugal_reader_path(reader));
	r = frugal_reader_serve(reader, stop_fd, reterr);
	frugal_reader_free(reader);
	return r;
}

static int serve(struct cli *cli, struct frugal_error *reterr)
{
	const struct serve_options *asked = cli->options;
	if (asked->reader)
		return serve_reader(cli, asked, reterr);
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("nothing to serve"));
	return error_todo(reterr, "%s", "frugal serve --reader");
}

const struct command command_serve = {
	.name = "serve",
	.group = GROUP_MEASURE,
	.brief = N_("serve the energy counters to users who may not read them"),
	.text = N_("Reads the energy counters as root (or with CAP_PERFMON) and serves them to "
		   "the members of a group on a Unix socket. Values are rounded to the "
		   "millijoule and renewed ten times a second at most, so that they do not "
		   "reveal what others compute. Runs in a terminal, and under systemd with or "
		   "without socket activation."),
	.options = options,
	.options_size = sizeof(struct serve_options),
	.examples = examples,
	.function = serve,
};
