/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal top: shows the power of the machine now, by process, control group or accelerator. Redraws
 * a terminal with plain escape codes (keys: q, p, g, b, w, c, e), prints a table with --once and
 * lines of JSON with --json.
 */
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "api/machine.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/meter_options.h"
#include "report/live.h"

struct top_options {
	bool json, once;
	const char *sort, *by, *zone, *processes;
	int64_t limit, times;
	struct option_quantity interval;
	struct meter_options meter;
};

static const char *const sorts[] = {"power", "cpu", "energy", NULL};
static const char *const means[] = {"best", "ebpf", "exits", "files", NULL};
static const char *const bys[] = {"process", "cgroup", "gpu", NULL};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct top_options, once, 0, "once",
		 N_("print one table after one interval, and exit")),
	OPT_FLAG(struct top_options, json, 0, "json", N_("print one line of JSON per interval")),
	OPT_CHOICE(struct top_options, by, "by", N_("WHAT"), bys,
		   N_("rows: process (default), cgroup or gpu")),
	OPT_CHOICE(struct top_options, sort, "sort", N_("HOW"), sorts,
		   N_("order: power (default), cpu or energy")),
	OPT_QUANTITY(struct top_options, interval, "interval", N_("TIME"), "s", 0.2, SECONDS_PER_HOUR,
		     N_("time between two updates (default: 1s)")),
	OPT_INT(struct top_options, limit, "limit", N_("N"), 1, 1e6, N_("maximum number of rows")),
	OPT_INT(struct top_options, times, "times", N_("N"), 1, 1e9, N_("exit after N updates")),
	OPT_CHOICE(struct top_options, processes, "processes", N_("MEANS"), means,
		   N_("way to observe processes: best (default), ebpf, exits or files")),
	OPT_TEXT(struct top_options, zone, 0, "zone", N_("ZONE"),
		   N_("electricity zone (default: world average)"), COMPLETE_ZONES),
	METER_OPTIONS(struct top_options, meter),
	OPT_END,
};
/* clang-format on */

static const struct example examples[] = {
	{"frugal top", N_("live, until q")},
	{"frugal top --once --by cgroup", N_("one table, by container and service")},
	{"frugal top --by gpu", N_("each accelerator, and its processes")},
	{"frugal top --json --interval 10s | jq .machine_w", N_("a stream of JSON")},
	{NULL, NULL},
};

struct top {
	const struct top_options *asked;
	frugal_live *live;
	struct live_view view;
	int width, height;
	bool draws; /* on a terminal */
	struct termios before;
	int signal_fd;
};

/* ---- the terminal --------------------------------------------------------------------------- */

static void measure_window(struct top *top)
{
	struct winsize size;
	bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0;
	top->height = known ? size.ws_row : 24;
	top->width = known ? size.ws_col : 80;
}

static void enter(struct top *top)
{
	struct termios raw;
	top->draws = isatty(STDOUT_FILENO) && isatty(STDIN_FILENO) && !top->asked->once &&
		     !top->asked->json && tcgetattr(STDIN_FILENO, &top->before) == 0;
	if (!top->draws)
		return;
	raw = top->before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	(void)file_write_fd(STDOUT_FILENO, "\033[?1049h\033[?25l", 14);
}

static void leave(struct top *top)
{
	if (!top->draws)
		return;
	(void)file_write_fd(STDOUT_FILENO, "\033[?25h\033[?1049l", 14);
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &top->before);
}

/* Lines cut to the window, each cleared to its end. */
static void redraw(const struct top *top, const struct buf *text)
{
	struct buf out = {0};
	int line = 0;
	buf_puts(&out, "\033[H");
	for (const char *p = buf_text(text); *p && line < top->height - 1; line++) {
		size_t n = strcspn(p, "\n");
		int columns = 0;
		for (size_t i = 0; i < n && columns <= top->width; i++) {
			columns += ((unsigned char)p[i] & 0xC0) != 0x80;
			if (columns <= top->width)
				buf_putc(&out, p[i]);
		}
		buf_puts(&out, "\033[K\n");
		p += n + (p[n] == '\n');
	}
	buf_puts(&out, "\033[J");
	buf_puts(&out,
		 _("q ends · p processes · g groups · b boards · w power · c cpu · e energy"));
	(void)file_write_fd(STDOUT_FILENO, buf_text(&out), out.n);
	buf_release(&out);
}

/* Handles a key; false to exit. */
static bool take_key(struct top *top)
{
	char key;
	if (read(STDIN_FILENO, &key, 1) != 1)
		return false;
	switch (key) {
	case 'q':
		return false;
	case 'p':
		top->view.by = LIVE_PROCESSES;
		break;
	case 'g':
		top->view.by = LIVE_GROUPS;
		break;
	case 'b':
		top->view.by = LIVE_BOARDS;
		break;
	case 'w':
		top->view.sort = LIVE_BY_POWER;
		break;
	case 'c':
		top->view.sort = LIVE_BY_CPU;
		break;
	case 'e':
		top->view.sort = LIVE_BY_ENERGY;
		break;
	default:
		break;
	}
	return true;
}

/* ---- the loop ------------------------------------------------------------------------------- */

static void take_signals(struct top *top)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	top->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (top->signal_fd < 0) /* a sandbox refuses it: they end frugal as they would have */
		sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Draws the last look again, in the new order or view. */
static void show_again(struct top *top)
{
	struct buf text = {0};
	top->view.most = (size_t)top->height;
	live_text(&text, top->live->seen, &top->view);
	redraw(top, &text);
	buf_release(&text);
}

/* Waits for the next look; false to exit. */
static bool wait_for_look(struct top *top, int64_t until_ns, bool shown)
{
	for (;;) {
		int64_t left = until_ns - now_ns();
		struct pollfd fds[2] = {
			{.fd = top->signal_fd, .events = POLLIN},
			{.fd = top->draws ? STDIN_FILENO : -1, .events = POLLIN},
		};
		if (left <= 0)
			return true;
		int n = poll(fds, 2, (int)(left / 1000000) + 1);
		if (n > 0 && fds[0].revents)
			return false;
		if (n > 0 && fds[1].revents) {
			if (!take_key(top))
				return false;
			if (shown)
				show_again(top);
		}
	}
}

/* False when the reader of the pipe has gone. */
static int show(struct top *top, bool *ret_gone, struct frugal_error *reterr)
{
	struct buf text = {0};
	measure_window(top);
	top->view.most = top->asked->limit  ? (size_t)top->asked->limit
			 : top->draws       ? (size_t)top->height
			 : top->asked->json ? SIZE_MAX
					    : 20;
	if (top->asked->json)
		live_json(&text, top->live->seen, &top->view);
	else
		live_text(&text, top->live->seen, &top->view);
	int r = text.failed ? error_nomem(reterr) : 0;
	if (r == 0 && top->draws)
		redraw(top, &text);
	else if (r == 0)
		*ret_gone = file_write_fd(STDOUT_FILENO, buf_text(&text), text.n) != 0;
	buf_release(&text);
	return r;
}

static int loop(struct top *top, struct frugal_error *reterr)
{
	double seconds = option_or(&top->asked->interval, 1);
	int64_t next_ns = now_ns(), step_ns = (int64_t)(seconds * 1e9);
	int64_t times = top->asked->once ? 1 : top->asked->times;
	bool gone = false;
	int r = 0;
	for (int64_t look = 0; r == 0 && !gone && (!times || look < times); look++) {
		next_ns += step_ns;
		if (!wait_for_look(top, next_ns, look > 0))
			break;
		r = frugal_live_look(top->live, NULL, reterr);
		if (r == 0)
			r = show(top, &gone, reterr);
	}
	return r;
}

static int place_of(const char *const *words, const char *word)
{
	int i = 0;
	while (word && strcmp(words[i], word) != 0)
		i++;
	return i;
}

static int top(struct cli *cli, struct frugal_error *reterr)
{
	const struct top_options *asked = cli->options;
	struct frugal_measure_options wanted;
	struct top top = {
		.asked = asked,
		.signal_fd = -1,
		.view = {.by = (enum live_by)place_of(bys, asked->by),
			 .sort = (enum live_sort)place_of(sorts, asked->sort),
			 .numbers = cli->numbers},
	};
	int r = meter_options_take(&asked->meter, cli, &wanted, reterr);
	wanted.zone = asked->zone;
	wanted.keep = 1;
	if (r == 0)
		r = frugal_live_new(cli->library, &wanted, asked->processes, &top.live, reterr);
	if (r < 0)
		return r;
	take_signals(&top);
	enter(&top);
	r = loop(&top, reterr);
	leave(&top);
	if (top.signal_fd >= 0)
		close(top.signal_fd);
	frugal_live_free(top.live);
	return r;
}

const struct command command_top = {
	.name = "top",
	.group = GROUP_MEASURE,
	.brief = N_("show live the power of processes, control groups and accelerators"),
	.text = N_("Shows the power above idle, by process, control group or accelerator. The "
		   "power of processors and memory is shared by CPU time, that of accelerators "
		   "by the processes on them. The rows and the idle power add up to the power "
		   "of the machine. Energy is that of today, while frugal top was running; it "
		   "is stored in the ledger."),
	.options = options,
	.options_size = sizeof(struct top_options),
	.examples = examples,
	.function = top,
};
