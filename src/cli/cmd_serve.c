/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal serve: the pages, the API and the metrics of this machine, until SIGTERM or SIGINT. With
 * --reader it serves the counters of this machine to users who may not read them, as root or with
 * CAP_PERFMON. Both run in a terminal and under systemd, which may pass the listening socket
 * (LISTEN_FDS).
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/num.h"
#include "cli/command.h"
#include "cli/meter_options.h"
#include "serve/serve.h"

#define FIRST_FD 3

struct serve_options {
	bool reader, share, read_only;
	const char *listen, *zone, *socket, *group;
	struct option_list hosts;
	struct meter_options meter;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_STRING(struct serve_options, listen, 0, "listen", N_("ADDRESS"),
		   N_("address to listen on, ADDRESS:PORT or unix:PATH (default: 127.0.0.1:8420)")),
	OPT_FLAG(struct serve_options, share, 0, "share",
		 N_("let other users of this machine read")),
	OPT_FLAG(struct serve_options, read_only, 0, "read-only", N_("refuse every change")),
	OPT_LIST(struct serve_options, hosts, "allow-host", N_("NAME"),
		 N_("further name of this server in requests")),
	OPT_TEXT(struct serve_options, zone, 0, "zone", N_("ZONE"),
		 N_("electricity zone (default: world average)"), COMPLETE_ZONES),
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
	{"frugal serve", N_("the pages of this machine, for its user")},
	{"ssh -L 8420:127.0.0.1:8420 HOST",
	 N_("the pages of another machine, at the same address here")},
	{"frugal serve --listen unix:/run/user/1000/frugal.sock",
	 N_("for programs of the same user")},
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

/* Waits for one of the signals that stop_signals() blocked. */
static void wait_for_signal(int stop_fd)
{
	struct signalfd_siginfo info;
	while (stop_fd >= 0 && read(stop_fd, &info, sizeof(info)) < 0 && errno == EINTR)
		;
	if (stop_fd < 0)
		pause();
}

/* Where the pages are, and how they are reached from another machine. */
static void say_address(const struct cli *cli, const char *address)
{
	const char *port = strrchr(address, ':');
	if (cli->common.quiet)
		return;
	fprintf(stderr, _("frugal: serving %s, to be stopped with Ctrl-C\n"), address);
	if (strncmp(address, "http://127.0.0.1:", 17) == 0)
		fprintf(stderr, _("from another machine: ssh -L %.*s:127.0.0.1:%.*s HOST\n"),
			(int)strcspn(port + 1, "/"), port + 1, (int)strcspn(port + 1, "/"),
			port + 1);
}

static int serve_pages(struct cli *cli, const struct serve_options *asked,
		       struct frugal_error *reterr)
{
	struct server *server;
	int stop_fd = stop_signals();
	struct serve_settings settings = {
		.library = cli_library_options(cli),
		.lang = cli->lang,
		.listen = asked->listen,
		.fd = inherited_socket(),
		.hosts = option_texts(cli, &asked->hosts),
		.share = asked->share,
		.read_only = asked->read_only,
	};
	settings.library.zone = asked->zone;
	int r = settings.hosts ? serve_open(&settings, &server, reterr) : error_nomem(reterr);
	if (r < 0)
		return r;
	say_address(cli, serve_address(server));
	wait_for_signal(stop_fd);
	serve_close(server);
	return 0;
}

static int serve(struct cli *cli, struct frugal_error *reterr)
{
	const struct serve_options *asked = cli->options;
	return asked->reader ? serve_reader(cli, asked, reterr) : serve_pages(cli, asked, reterr);
}

const struct command command_serve = {
	.name = "serve",
	.group = GROUP_MEASURE,
	.brief = N_("serve the pages, or the energy counters to users who may not read them"),
	.text = N_(
		"Serves what frugal knows as pages and as JSON, on this machine and for its user "
		"alone by default; a browser needs nothing but the address.\n\n"
		"With --reader, reads the energy counters as root (or with CAP_PERFMON) and serves "
		"them to "
		"the members of a group on a Unix socket. Values are rounded to the "
		"millijoule and renewed ten times a second at most, so that they do not "
		"reveal what others compute. Runs in a terminal, and under systemd with or "
		"without socket activation."),
	.options = options,
	.options_size = sizeof(struct serve_options),
	.examples = examples,
	.function = serve,
};
