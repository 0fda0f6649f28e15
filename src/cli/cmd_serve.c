/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal serve --reader: hands the counters of this machine to those who may not read them. Run by
 * root or with CAP_PERFMON, by systemd (which may hold the socket: LISTEN_FDS) or by hand.
 */
#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "api/inside.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/num.h"
#include "cli/command.h"
#include "cli/meter_options.h"
#include "meter/reader.h"
#include "sensor/reader_protocol.h"

#define GROUP "frugal"
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
		   N_("the socket (default: /run/frugal/reader.sock)")),
	OPT_STRING(struct serve_options, group, 0, "group", N_("GROUP"),
		   N_("who may ask (default: frugal, if there is such a group)")),
	METER_OPTIONS(struct serve_options, meter),
	OPT_END,
};
/* clang-format on */

static const struct example examples[] = {
	{"sudo frugal serve --reader", N_("for everybody in the group frugal")},
	{"sudo systemctl enable --now frugal-reader.socket", N_("the same by systemd, when asked")},
	{"FRUGAL_READER=/tmp/r.sock frugal run make", N_("a run that asks another socket")},
	{NULL, NULL},
};

/* The socket that systemd holds for us, or -1. One that does not listen is none. */
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

/* A socket that nobody listens on any more is in the way; one that somebody does is not ours. */
static bool is_left_over(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	bool dead = fd >= 0 &&
		    connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0 &&
		    errno == ECONNREFUSED;
	if (fd >= 0)
		close(fd);
	return dead;
}

static int let_in(const char *path, const char *group, bool named, struct frugal_error *reterr)
{
	const struct group *entry = getgrnam(group);
	if (!entry && named)
		return error_set(reterr, FRUGAL_EUSAGE, _("there is no group '%s'"), group);
	if (entry && chown(path, (uid_t)-1, entry->gr_gid) != 0)
		return error_io(reterr, _("give"), path, errno);
	if (chmod(path, entry ? 0660 : 0600) != 0)
		return error_io(reterr, _("open"), path, errno);
	return 0;
}

static int make_socket(const struct serve_options *asked, const char *path, int *ret,
		       struct frugal_error *reterr)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(address.sun_path))
		return error_set(reterr, FRUGAL_EUSAGE, _("the path of the socket is too long: %s"),
				 path);
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (!asked->socket)
		(void)mkdir("/run/frugal", 0755);
	struct stat st;
	if (lstat(path, &st) == 0 && !S_ISSOCK(st.st_mode)) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s exists and is not a socket"), path);
		return error_todo(reterr, "%s", _("choose another --socket"));
	}
	if (is_left_over(path))
		file_remove_socket(path);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	mode_t before = umask(0177); /* nobody's before it is given to the group */
	int r = fd >= 0 ? bind(fd, (const struct sockaddr *)&address, sizeof(address)) : -1;
	int errnum = errno;
	umask(before);
	if (r == 0)
		r = let_in(path, asked->group ? asked->group : GROUP, asked->group != NULL, reterr);
	else
		r = error_io(reterr, _("make"), path, errnum);
	if (r == 0 && listen(fd, 128) != 0)
		r = error_io(reterr, _("listen on"), path, errno);
	if (r < 0 && fd >= 0) {
		struct sockaddr_un bound;
		socklen_t size = sizeof(bound);
		if (getsockname(fd, (struct sockaddr *)&bound, &size) == 0 &&
		    size > sizeof(sa_family_t))
			file_remove_socket(path); /* it is ours, and nobody will listen */
		close(fd);
	}
	*ret = fd;
	return r;
}

static int stop_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static int serve_reader(struct cli *cli, const struct serve_options *asked,
			struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct session_options sources = {0};
	struct host *host = NULL;
	struct session *session = NULL;
	struct reader *reader = NULL;
	const char *path = asked->socket ? asked->socket : READER_SOCKET;
	int fd = inherited_socket(), stop_fd = stop_signals();
	bool ours = fd < 0;
	int r = meter_options_apply(&asked->meter, cli, &arena, &sources, reterr);
	const struct host_options here = library_host(cli->library);
	if (r == 0)
		r = host_new(&here, &host, reterr);
	if (r == 0)
		r = session_new(host, &sources, &session, reterr);
	if (r == 0) {
		session_setup(session, NULL, NULL);
		r = reader_new(session, &reader, reterr);
	}
	if (r == 0 && ours)
		r = make_socket(asked, path, &fd, reterr);
	if (r == 0) {
		if (!cli->common.quiet)
			fprintf(stderr, _("frugal: %zu counters for those who ask %s\n"),
				reader_parts(reader), path);
		r = reader_serve(reader, fd, stop_fd, reterr);
		if (ours)
			file_remove_socket(path);
		close(fd);
	}
	reader_free(reader);
	session_free(session);
	host_free(host);
	arena_release(&arena);
	return r;
}

static int serve(struct cli *cli, struct frugal_error *reterr)
{
	const struct serve_options *asked = cli->options;
	if (asked->reader)
		return serve_reader(cli, asked, reterr);
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("what is to be served?"));
	return error_todo(reterr, "%s", "frugal serve --reader");
}

const struct command command_serve = {
	.name = "serve",
	.group = GROUP_MEASURE,
	.brief = N_("hand this machine's counters to those who may not read them"),
	.text = N_("Reads the energy counters as root (or with CAP_PERFMON) and answers frugal "
		   "runs of "
		   "a group on a Unix socket, ten times a second at most and to the millijoule, so "
		   "that nobody learns from them what others compute. Works by hand, and under "
		   "systemd with or without socket activation."),
	.options = options,
	.options_size = sizeof(struct serve_options),
	.examples = examples,
	.function = serve,
};
