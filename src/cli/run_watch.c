/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints the events of a measure as lines. The progress line is drawn once a second, from the
 * second second on, and only while the command leaves the terminal in line mode; a permanent line
 * replaces it.
 */
#include "cli/run_watch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/intl.h"
#include "report/watch.h"

#define FIRST_LINE_S 2
#define LINE_S 1
#define CLEAR "\r\033[K"

void screen_init(struct screen *screen, struct cli *cli, const struct watch_options *options)
{
	const char *term = getenv("TERM");
	*screen = (struct screen){
		.cli = cli,
		.options = options,
		.draws = !options->no_progress && !cli->common.quiet && isatty(STDERR_FILENO) &&
			 term && strcmp(term, "dumb") != 0,
	};
}

static void say(struct screen *screen, const char *text)
{
	struct buf line = {0};
	buf_addf(&line, "%sfrugal: %s\n", screen->drawn ? CLEAR : "", text);
	screen->drawn = false;
	(void)file_write_fd(STDERR_FILENO, buf_text(&line), line.n);
	buf_release(&line);
}

/* ---- the line of progress ------------------------------------------------------------------- */

/* In the foreground, and the command left the terminal in line mode: it is not an editor. */
static bool terminal_is_ours(void)
{
	struct termios t;
	return tcgetpgrp(STDERR_FILENO) == getpgrp() && tcgetattr(STDERR_FILENO, &t) == 0 &&
	       (t.c_lflag & ICANON) && (t.c_lflag & ECHO);
}

static void draw(struct screen *screen, const struct frugal_event *event)
{
	double now_s = event->elapsed_s;
	if (!screen->draws || now_s < FIRST_LINE_S || now_s - screen->drawn_s < LINE_S)
		return;
	/* The power since the last line; in the first line, since the start. */
	double watts = (event->energy_wh - screen->drawn_wh) * SECONDS_PER_HOUR /
		       (now_s - screen->drawn_s);
	screen->drawn_s = now_s;
	screen->drawn_wh = event->energy_wh;
	if (!terminal_is_ours())
		return;
	struct buf text = {0}, line = {0};
	watch_progress_text(&text, event, watts > 0 ? watts : 0, screen->cli->numbers);
	buf_addf(&line, CLEAR "\033[2mfrugal  %s\033[0m\r", buf_text(&text));
	(void)file_write_fd(STDERR_FILENO, buf_text(&line), line.n);
	screen->drawn = true;
	buf_release(&text);
	buf_release(&line);
}

void screen_end(struct screen *screen)
{
	if (screen->drawn)
		(void)file_write_fd(STDERR_FILENO, CLEAR, strlen(CLEAR));
	screen->drawn = false;
}

/* ---- the question --------------------------------------------------------------------------- */

/* Asks on the terminal; without a terminal the answer is yes. */
static bool ask(struct screen *screen, const char *question)
{
	struct buf text = {0};
	char answer[16] = "";
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return true;
	buf_addf(&text, "%sfrugal: %s %s ", screen->drawn ? CLEAR : "", question,
		 _("Continue? [y/N]"));
	screen->drawn = false;
	(void)file_write_fd(fd, buf_text(&text), text.n);
	ssize_t n;
	do {
		n = read(fd, answer, sizeof(answer) - 1);
	} while (n < 0 && errno == EINTR);
	close(fd);
	buf_release(&text);
	return n > 0 && strchr("yYoO", answer[0]);
}

/* True to end the command. */
static bool hear_prediction(struct screen *screen, const struct frugal_event *event)
{
	struct buf text = {0};
	bool ends = false;
	if (!event->is_renewed)
		screen->predicted = *event;
	watch_prediction_text(&text, event, screen->cli->numbers);
	if (screen->options->confirm && !event->is_renewed)
		ends = !ask(screen, buf_text(&text));
	else if (!screen->cli->common.quiet)
		say(screen, buf_text(&text));
	buf_release(&text);
	return ends;
}

void screen_outcome(struct screen *screen, const struct run_record *run)
{
	struct buf text = {0};
	if (!screen->predicted.is_predicted || screen->cli->common.quiet)
		return;
	if (watch_outcome_text(&text, &screen->predicted, run, screen->cli->numbers))
		say(screen, buf_text(&text));
	buf_release(&text);
}

/* ---- budgets and pauses --------------------------------------------------------------------- */

static void hear_budget(struct screen *screen, const struct frugal_event *event)
{
	const char *how = screen->options->on_budget ? screen->options->on_budget : "warn";
	struct buf text = {0};
	watch_budget_text(&text, event, screen->cli->numbers);
	if (!screen->cli->common.quiet || event->percent == 100)
		say(screen, buf_text(&text));
	buf_release(&text);
	if (event->percent < 100)
		return;
	if (strcmp(how, "stop") == 0)
		say(screen, _("the budget is used up: the command is stopped"));
	else if (strcmp(how, "pause") == 0)
		say(screen, _("the budget is used up: the command is paused; to continue: fg, "
			      "or kill -CONT"));
}

static void hear_pause(struct screen *screen, const struct frugal_event *event)
{
	struct buf text = {0};
	watch_pause_text(&text, event);
	if (!screen->cli->common.quiet)
		say(screen, buf_text(&text));
	buf_release(&text);
}

int screen_event(void *context, const struct frugal_event *event)
{
	struct screen *screen = context;
	switch (event->kind) {
	case FRUGAL_EVENT_READ:
		draw(screen, event);
		break;
	case FRUGAL_EVENT_PREDICTED:
		return hear_prediction(screen, event);
	case FRUGAL_EVENT_BUDGET:
		hear_budget(screen, event);
		break;
	case FRUGAL_EVENT_PAUSED:
	case FRUGAL_EVENT_RESUMED:
		hear_pause(screen, event);
		break;
	}
	return 0;
}
