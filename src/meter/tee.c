/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A thread passes the output of the command on and matches each line. The thread takes no signal
 * and ends with the last writer, or a moment after the command: a daemon may keep the pipe open for
 * ever.
 */
#include "meter/tee.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <pty.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/num.h"

#define LINE 4096
#define LAST_MS 200 /* a daemon may keep the pipe open for ever */

struct tee {
	regex_t pattern;
	bool has_pattern;
	struct session *session;
	int out_fd, ours, theirs, stop_fd;
	pthread_t thread;
	bool runs, found; /* found: a number, by the pattern */
	char line[LINE];
	size_t n;
};

static int bad_pattern(struct tee *tee, const char *pattern, int r, struct frugal_error *reterr)
{
	char why[128] = "";
	if (r != 0)
		(void)regerror(r, &tee->pattern, why, sizeof(why));
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a pattern of epochs%s%s"), pattern,
		  why[0] ? ": " : "", why);
	(void)error_where(reterr, "progress-regex");
	(void)error_todo(reterr, "%s",
			 _("put the number in parentheses: 'Epoch ([0-9]+)/([0-9]+)'"));
	return FRUGAL_EUSAGE;
}

/* The classes of others, as POSIX writes them outside and within brackets. */
static const struct {
	char letter;
	const char *outside, *within; /* NULL: none */
} classes[] = {
	{'d', "[0-9]", "0-9"},
	{'D', "[^0-9]", NULL},
	{'s', "[[:space:]]", "[:space:]"},
	{'w', "[[:alnum:]_]", "[:alnum:]_"},
};

static const char *class_of(char letter, bool within)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (classes[i].letter == letter)
			return within ? classes[i].within : classes[i].outside;
	return NULL;
}

/* The length of a bracket expression, up to its end; "]" is ordinary as its first character. */
static size_t brackets(const char *p)
{
	size_t n = p[1] == '^' ? 2 : 1;
	n += p[n] == ']';
	while (p[n] && p[n] != ']') {
		const char *end = p[n] == '[' && p[n + 1] == ':' ? strstr(p + n, ":]") : NULL;
		n = end ? (size_t)(end - p) + 2 : n + 1;
	}
	return n + (p[n] == ']');
}

static void write_posix(struct buf *to, const char *pattern)
{
	const char *end = pattern; /* of the brackets around p */
	for (const char *p = pattern; *p; p++) {
		if (p >= end && *p == '[')
			end = p + brackets(p);
		const char *class = *p == '\\' ? class_of(p[1], p < end) : NULL;
		if (class) {
			buf_puts(to, class);
			p++;
		} else {
			buf_putc(to, *p);
			/* a bracket behind it does not begin a list */
			if (*p == '\\' && p >= end && p[1])
				buf_putc(to, *++p);
		}
	}
}

static int compile(struct tee *tee, const char *pattern, struct frugal_error *reterr)
{
	struct buf posix = {0};
	write_posix(&posix, pattern);
	if (posix.failed)
		return error_nomem(reterr);
	int r = regcomp(&tee->pattern, buf_text(&posix), REG_EXTENDED);
	buf_release(&posix);
	tee->has_pattern = r == 0;
	return r != 0 || tee->pattern.re_nsub < 1 ? bad_pattern(tee, pattern, r, reterr) : 0;
}

/* Opens a terminal of ours where the output goes to one, else a pipe. */
static int open_ends(struct tee *tee)
{
	int fds[2], r;
	struct winsize size;
	struct termios raw;
	bool is_terminal =
		tcgetattr(tee->out_fd, &raw) == 0 && ioctl(tee->out_fd, TIOCGWINSZ, &size) == 0;
	raw.c_oflag &= ~(tcflag_t)OPOST; /* the outer terminal does it */
	r = is_terminal ? openpty(&fds[0], &fds[1], NULL, &raw, &size) : pipe2(fds, O_CLOEXEC);
	if (r != 0)
		return -errno;
	(void)fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	(void)fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	tee->ours = fds[0];
	tee->theirs = fds[1];
	tee->stop_fd = eventfd(0, EFD_CLOEXEC);
	return tee->stop_fd < 0 ? -errno : 0;
}

int tee_new(const char *pattern, int out_fd, struct tee **ret, struct frugal_error *reterr)
{
	struct tee *tee = mem_zalloc(1, sizeof(*tee));
	if (!tee)
		return error_nomem(reterr);
	tee->ours = tee->theirs = tee->stop_fd = -1;
	tee->out_fd = out_fd;
	int r = compile(tee, pattern, reterr);
	if (r < 0) {
		tee_free(tee);
		return r;
	}
	r = open_ends(tee);
	if (r < 0) {
		tee_free(tee);
		return error_io(reterr, _("read"), _("standard output"), -r);
	}
	*ret = tee;
	return 0;
}

int tee_end(const struct tee *tee)
{
	return tee->theirs;
}

static int64_t number_in(const struct tee *tee, regmatch_t match)
{
	int64_t number;
	struct str text = {tee->line + match.rm_so, (size_t)(match.rm_eo - match.rm_so)};
	return match.rm_so >= 0 && num_parse_int(text, 0, INT64_C(1) << 53, &number) ? number : -1;
}

static void look(struct tee *tee)
{
	regmatch_t matches[3];
	char mark[64];
	tee->line[tee->n] = '\0';
	tee->n = 0;
	if (regexec(&tee->pattern, tee->line, 3, matches, 0) != 0)
		return;
	int64_t number = number_in(tee, matches[1]);
	int64_t total = tee->pattern.re_nsub > 1 ? number_in(tee, matches[2]) : -1;
	if (number < 0)
		return;
	tee->found = true;
	if (total > 0)
		(void)snprintf(mark, sizeof(mark), "epoch %lld/%lld", (long long)number,
			       (long long)total);
	else
		(void)snprintf(mark, sizeof(mark), "epoch %lld", (long long)number);
	/*
	 * A progress bar prints the same epoch again and again: only the first line of each counts.
	 */
	struct session_course course;
	session_course(tee->session, &course);
	if (number > course.epochs ||
	    session_begins_again(number, course.epochs, course.epochs_total, course.first_epoch))
		(void)session_take_late(tee->session, str_of(mark), NULL);
}

static void scan(struct tee *tee, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n' || bytes[i] == '\r') {
			if (tee->n)
				look(tee);
		} else if (tee->n < LINE - 1) {
			tee->line[tee->n++] = bytes[i];
		}
	}
}

static void *pass_on(void *context)
{
	struct tee *tee = context;
	char bytes[16384];
	bool last = false;
	for (;;) {
		struct pollfd fds[2] = {{.fd = tee->ours, .events = POLLIN},
					{.fd = last ? -1 : tee->stop_fd, .events = POLLIN}};
		int n_ready = poll(fds, 2, last ? LAST_MS : -1);
		if (n_ready < 0 && errno == EINTR)
			continue;
		if (n_ready <= 0)
			break;
		if (fds[1].revents)
			last = true;
		if (!fds[0].revents)
			continue;
		ssize_t n = read(tee->ours, bytes, sizeof(bytes));
		if (n <= 0 && errno != EINTR)
			break;
		if (n <= 0)
			continue;
		(void)file_write_fd(tee->out_fd, bytes, (size_t)n);
		scan(tee, bytes, (size_t)n);
	}
	if (tee->n)
		look(tee);
	return NULL;
}

void tee_start(struct tee *tee, struct session *session)
{
	sigset_t all, before;
	close(tee->theirs);
	tee->theirs = -1;
	tee->session = session;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	tee->runs = pthread_create(&tee->thread, NULL, pass_on, tee) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

bool tee_stop(struct tee *tee)
{
	if (tee->runs) {
		(void)eventfd_write(tee->stop_fd, 1);
		pthread_join(tee->thread, NULL);
	}
	tee->runs = false;
	return tee->found;
}

void tee_free(struct tee *tee)
{
	if (!tee)
		return;
	(void)tee_stop(tee);
	if (tee->ours >= 0)
		close(tee->ours);
	if (tee->theirs >= 0)
		close(tee->theirs);
	if (tee->stop_fd >= 0)
		close(tee->stop_fd);
	if (tee->has_pattern)
		regfree(&tee->pattern);
	mem_free(tee);
}
