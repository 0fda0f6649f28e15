/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The edges of the program: the streams, the terminal, the one line of an error, the last flush.
 * SIGPIPE keeps its default action: `frugal estimate ... | head` ends as any tool does. Commands do
 * not print errors; they return them to main.
 */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/inside.h"
#include "base/intl.h"
#include "base/log.h"
#include "base/places.h"
#include "base/str.h"
#include "cli/command.h"
#include "frugal.h"

#define EXIT_BUG                                                                                   \
	70 /* EX_SOFTWARE of sysexits.h: cannot be taken for a finding or a usage error            \
	    */

/*
 * The first file that we open would take the number of a stream that was closed when we started:
 * the ledger could receive an error message. The stand-in refuses reads and writes as a closed
 * stream does, and is closed when the wrapped command starts.
 */
static void keep_streams(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)!open("/dev/null", (fd == 0 ? O_WRONLY : O_RDONLY) | O_CLOEXEC);
}

void cli_init(struct cli *cli)
{
	keep_streams();
	cli->environ = environ;
	cli->out_is_terminal = isatty(STDOUT_FILENO);
	cli->err_is_terminal = isatty(STDERR_FILENO);
	if (!cli->out_is_terminal && !cli->err_is_terminal)
		return;
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");
	bool colour = !(no_color && *no_color) && term && *term && strcmp(term, "dumb") != 0;
	cli->out_colour = colour && cli->out_is_terminal;
	cli->err_colour = colour && cli->err_is_terminal;
}

const char *cli_configuration(struct cli *cli)
{
	struct buf path = {0};
	const char *kept = place_add(&path, PLACE_CONFIG, "frugal")
				   ? arena_strdup(&cli->arena, buf_text(&path))
				   : NULL;
	buf_release(&path);
	return kept;
}

struct frugal_options cli_library_options(struct cli *cli)
{
	const struct common_options *common = &cli->common;
	return (struct frugal_options){
		.size = sizeof(struct frugal_options),
		.models_dir = common->models,
		.factors_dir = common->factors,
		.config_dir = cli_configuration(cli),
		.source = common->source,
		.lang = cli->lang,
		.seed = (uint64_t)common->seed,
		.draws = (uint32_t)common->draws,
		.factors_year = (int32_t)common->factors_year,
		.store = common->store,
	};
}

int cli_open(struct cli *cli, struct frugal_error *reterr)
{
	const struct frugal_options options = cli_library_options(cli);
	int r = frugal_library_new(&options, &cli->library, reterr);
	if (r == 0)
		cli->numbers = context_of(cli->library)->numbers;
	return r;
}

void cli_put_bytes(const struct buf *text)
{
	if (text->n)
		fwrite(text->p, 1, text->n, stdout);
}

void cli_put(const struct buf *text)
{
	for (struct str rest = buf_str(text); rest.n;) {
		size_t n = str_shown(rest);
		if (n)
			fwrite(rest.p, 1, n, stdout);
		else
			(void)putc('?', stdout);
		n = n ? n : 1;
		rest = (struct str){rest.p + n, rest.n - n};
	}
}

int cli_not_built(struct cli *cli, struct frugal_error *reterr)
{
	(void)cli;
	return error_set(reterr, FRUGAL_EBUG, "%s", "not built yet");
}

/* "sensor" listens to "sensor" and "sensor.powercap"; "all" to everything. */
static bool topic_is_asked(const char *asked, const char *topic)
{
	while (*asked) {
		size_t n = strcspn(asked, ",");
		if (n == 3 && strncmp(asked, "all", 3) == 0)
			return true;
		if (n && strncmp(asked, topic, n) == 0 && (topic[n] == '.' || !topic[n]))
			return true;
		asked += n + (asked[n] == ',');
	}
	return false;
}

static void log_line(void *context, const char *topic, const char *text)
{
	const struct cli *cli = context;
	if (topic_is_asked(cli->common.verbose, topic))
		fprintf(stderr, "frugal: [%s] %s\n", topic, text);
}

/* May run in another thread while a command writes to the same terminal: only stores the line. */
static void keep_notice(void *context, const char *topic, const char *text)
{
	struct cli *cli = context;
	(void)topic;
	(void)snprintf(cli->notice, sizeof(cli->notice), "%s", text);
}

void cli_log_start(struct cli *cli)
{
	if (cli->common.verbose)
		log_to(log_line, cli);
	log_notices_to(keep_notice, cli);
}

/* The user's own bytes may be in the message: no line breaks, no escapes, only valid UTF-8. */
static void add_clean(struct buf *to, const char *text)
{
	struct str rest = str_of(text);
	while (rest.n) {
		unsigned char c = (unsigned char)rest.p[0];
		size_t n = str_utf8_valid((struct str){rest.p, rest.n < 4 ? rest.n : 4});
		if (n == 0 || c < 0x20 || c == 0x7F) {
			buf_putc(to, c == '\n' || c == '\t' || c == '\r' ? ' ' : '?');
			n = 1;
		} else {
			n = 1;
			while (n < rest.n && ((unsigned char)rest.p[n] & 0xC0u) == 0x80u)
				n++;
			buf_add(to, rest.p, n);
		}
		rest.p += n;
		rest.n -= n;
	}
}

/* Whether the command has an option of this name. */
static bool is_option(const struct cli *cli, struct str name)
{
	const struct option_spec *s = cli->command ? cli->command->options : NULL;
	for (; s && s->type; s++)
		if (s->brief && str_is(name, s->name))
			return true;
	return false;
}

static struct str name_at(const char *p)
{
	return (struct str){p, strspn(p, "abcdefghijklmnopqrstuvwxyz-")};
}

/* "a,phase=training" after "project=": words of a group, which stay together. */
static bool goes_on_in_words(const struct cli *cli, const char *value)
{
	for (const char *p = value; *p && *p != ' '; p++) {
		struct str name = name_at(p + 1);
		if (*p == ',' && name.p[name.n] == '=' && is_option(cli, name))
			return true;
	}
	return false;
}

/*
 * The rooms below name what they were given ("zone", "zone=FR"); who typed it sees the option
 * ("--zone", "--zone FR"). A name alone is one where it is the whole text, as a place is; a whole
 * command stays as it is.
 */
static void add_for_options(struct buf *to, const struct cli *cli, const char *text)
{
	struct buf line = {.max = 8192};
	bool is_command = strncmp(text, "frugal ", 7) == 0;
	for (const char *p = text; *p;) {
		struct str name = name_at(p);
		const char *end = p + name.n;
		bool begins = p == text || p[-1] == ' ';
		bool valued =
			*end == '=' && end[1] && end[1] != ' ' && !goes_on_in_words(cli, end + 1);
		bool named = valued || (!*end && p == text);
		if (!is_command && begins && named && is_option(cli, name)) {
			buf_addf(&line, "--%.*s%s", STR_ARG(name), *end ? " " : "");
			p = *end ? end + 1 : end;
		} else if (name.n) {
			buf_add(&line, name.p, name.n);
			p = end;
		} else {
			buf_putc(&line, *p++);
		}
	}
	add_clean(to, line.failed ? text : buf_text(&line));
	buf_release(&line);
}

int cli_fail(const struct cli *cli, const struct frugal_error *error)
{
	struct buf line = {.max = 8192};
	const char *todo = error->todo;

	if (error->code == FRUGAL_EBUG && !*todo)
		todo = _("this is a bug in frugal, please report it");
	buf_puts(&line, cli->err_colour ? "\033[1;31mfrugal:\033[0m " : "frugal: ");
	add_clean(&line, error->what);
	if (error->where[0]) {
		buf_puts(&line, " (");
		add_for_options(&line, cli, error->where);
		buf_putc(&line, ')');
	}
	if (*todo) {
		buf_puts(&line, ": ");
		add_for_options(&line, cli, todo);
	}
	buf_putc(&line, '\n');
	fflush(stdout); /* on a terminal, after what was already printed */
	fwrite(line.p ? line.p : "frugal\n", 1, line.p ? line.n : 7, stderr);
	buf_release(&line);
	return error->code == FRUGAL_EBUG ? EXIT_BUG : -error->code;
}

/* Where SIGPIPE is ignored, the error may be older than errno: ask the pipe itself. */
static bool reader_is_gone(void)
{
	struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
	return poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

static void say_notice(const struct cli *cli)
{
	struct buf line = {0};
	buf_puts(&line, "frugal: ");
	add_clean(&line, cli->notice);
	buf_putc(&line, '\n');
	if (cli->notice[0] && !line.failed)
		fwrite(line.p, 1, line.n, stderr);
	buf_release(&line);
}

int cli_finish(struct cli *cli, int status)
{
	say_notice(cli);
	errno = 0;
	bool lost = ferror(stdout) != 0;
	if (fflush(stdout) != 0)
		lost = true;
	int errnum = errno;
	if (lost && (errnum == EPIPE || reader_is_gone()))
		return status;
	if (close(STDOUT_FILENO) != 0 && errno == EIO) {
		/* Network file systems report a full disk here. */
		errnum = errno;
		lost = true;
	}
	if (!lost)
		return status;
	struct frugal_error error = {0};
	error_set(&error, FRUGAL_EENV, _("cannot write standard output: %s"),
		  errnum ? strerror(errnum) : _("the output is incomplete"));
	int failed = cli_fail(cli, &error);
	return status ? status : failed;
}
