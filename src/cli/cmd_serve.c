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
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/intl.h"
#include "cli/command.h"
#include "cli/meter_options.h"
#include "cli/serve_demo.h"
#include "cli/systemd.h"
#include "serve/serve.h"

struct serve_options {
	bool reader, share, read_only, demo;
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
	OPT_FLAG(struct serve_options, demo, 0, "demo",
		 N_("run the demo, and serve its runs alone")),
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

static const char *const actions[] = {"token", NULL};

static const struct argument_spec arguments[] = {
	{N_("token"), ARGUMENT_OPTIONAL, COMPLETE_NONE, actions},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal serve", N_("the pages of this machine, for its user")},
	{"frugal serve token", N_("another token for programs and other machines, shown once")},
	{"sudo frugal serve --reader", N_("the counters, for the group frugal")},
	{NULL, NULL},
};

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
	int fd, stop_fd = stop_signals();
	int r = systemd_socket(&fd, reterr);
	if (r == 0)
		r = meter_options_take(&asked->meter, cli, &wanted, reterr);
	if (r == 0)
		r = frugal_reader_new(cli->library, &wanted, fd, asked->socket, asked->group,
				      &reader, reterr);
	if (r < 0)
		return r;
	if (!cli->common.quiet)
		fprintf(stderr, _("frugal: serving %zu counters on %s\n"),
			frugal_reader_count(reader), frugal_reader_path(reader));
	systemd_notify("READY=1");
	r = frugal_reader_serve(reader, stop_fd, reterr);
	systemd_notify("STOPPING=1");
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
static void say_address(const struct cli *cli, const struct server *server)
{
	const char *address = serve_address(server), *port = strrchr(address, ':');
	if (cli->common.quiet)
		return;
	fprintf(stderr, _("frugal: serving %s, to be stopped with Ctrl-C\n"), address);
	if (strncmp(address, "http://127.0.0.1:", 17) == 0)
		fprintf(stderr, _("from another machine: ssh -L %.*s:127.0.0.1:%.*s HOST\n"),
			(int)strcspn(port + 1, "/"), port + 1, (int)strcspn(port + 1, "/"),
			port + 1);
	if (!serve_is_open(server))
		return;
	fputs(_("other machines need the token, in a link as /?token=... or in a header; without "
		"a proxy that adds TLS, who listens on the way reads it\n"),
	      stderr);
	if (!serve_has_token(server))
		fputs(_("no token was made yet: frugal serve token\n"), stderr);
}

static int serve_pages(struct cli *cli, const struct serve_options *asked,
		       struct serve_settings *settings, struct frugal_error *reterr)
{
	struct server *server;
	int stop_fd = stop_signals();
	struct serve_demo demo = {"", ""};
	int r = systemd_socket(&settings->fd, reterr);
	if (r == 0 && asked->demo)
		r = serve_demo_make(cli, &demo, reterr);
	if (r < 0)
		return r;
	if (asked->demo)
		settings->library.store = demo.ledger;
	r = settings->hosts ? serve_open(settings, &server, reterr) : error_nomem(reterr);
	if (r == 0) {
		say_address(cli, server);
		systemd_notify("READY=1");
		wait_for_signal(stop_fd);
		systemd_notify("STOPPING=1");
		serve_close(server);
	}
	serve_demo_remove(&demo);
	return r;
}

/* The token is written nowhere else: who lost it makes another. */
static int show_token(struct frugal_error *reterr)
{
	char token[65];
	int r = serve_token_renew(token, reterr);
	if (r == 0)
		printf("%s\n", token);
	return r;
}

static int serve(struct cli *cli, struct frugal_error *reterr)
{
	const struct serve_options *asked = cli->options;
	struct serve_settings settings = {
		.library = cli_library_options(cli),
		.lang = cli->lang,
		.listen = asked->listen,
		.hosts = option_texts(cli, &asked->hosts),
		.share = asked->share,
		.read_only = asked->read_only,
		.demo = asked->demo,
	};
	settings.library.zone = asked->zone;
	if (cli->n_args && strcmp(cli->args[0], "token") != 0)
		return error_set(reterr, FRUGAL_EUSAGE, _("unknown action '%s'"), cli->args[0]);
	if (cli->n_args)
		return show_token(reterr);
	return asked->reader ? serve_reader(cli, asked, reterr)
			     : serve_pages(cli, asked, &settings, reterr);
}

const struct command command_serve = {
	.name = "serve",
	.group = GROUP_MEASURE,
	.brief = N_("serve the pages, or the energy counters to other users"),
	.text = N_("Serves what frugal knows as pages and as JSON, on this machine and for its "
		   "user alone "
		   "by default.\n\n"
		   "With --reader, reads the energy counters as root (or with CAP_PERFMON) and "
		   "serves them "
		   "to a group on a Unix socket, rounded to the millijoule and renewed ten times a "
		   "second at most, so that they do not reveal what others compute. Both run in a "
		   "terminal and under systemd."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct serve_options),
	.examples = examples,
	.function = serve,
};
