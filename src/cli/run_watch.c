/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints the events of a measure as lines. The progress goes to the title of the window, once a
 * second, from the second second on: the screen is the command's. While the command keeps the
 * terminal out of line mode (an editor, a password), lines wait, and the title stays.
 */
#include "cli/run_watch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/intl.h"
#include "report/watch.h"

#define FIRST_LINE_S 2
#define LINE_S 1

void screen_init(struct screen *screen, struct cli *cli, const struct watch_options *options)
{
	*screen = (struct screen){
		.cli = cli,
		.options = options,
		.draws = !options->no_progress && !cli->common.quiet && isatty(STDERR_FILENO) &&
			 title_is_safe(getenv("TERM")),
	};
}

static void put_held(struct screen *screen)
{
	(void)file_write_fd(STDERR_FILENO, buf_text(&screen->held), screen->held.n);
	buf_release(&screen->held);
}

static void say(struct screen *screen, const char *text)
{
	buf_addf(&screen->held, "frugal: %s\n", text);
	if (screen->has_ended || !screen->cli->err_is_terminal || !title_screen_is_taken())
		put_held(screen);
}

/* ---- the title ------------------------------------------------------------------------------ */

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
	struct buf text = {0};
	buf_puts(&text, "frugal  ");
	watch_progress_text(&text, event, watts > 0 ? watts : 0, screen->cli->numbers);
	title_show(&screen->title, buf_text(&text));
	buf_release(&text);
}

void screen_end(struct screen *screen)
{
	title_give_back(&screen->title);
	screen->has_ended = true;
	put_held(screen);
}

/* ---- the question --------------------------------------------------------------------------- */

/* Without a terminal: what the option says, else yes; the answer is stated in any case. */
static bool answer_alone(struct screen *screen, const char *question)
{
	const char *answer = screen->options->confirm;
	const bool goes_on = strcmp(answer, "no") != 0;
	say(screen, question);
	if (strcmp(answer, "ask") == 0)
		say(screen, _("no terminal to ask on (--confirm): the command continues; "
			      "--confirm=no would stop it"));
	else if (goes_on)
		say(screen, _("no terminal to ask on: the command continues (--confirm=yes)"));
	else
		say(screen, _("no terminal to ask on: the command is stopped (--confirm=no)"));
	return goes_on;
}

/* Asks on the terminal. */
static bool ask(struct screen *screen, const char *question)
{
	struct buf text = {0};
	char answer[16] = "";
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return answer_alone(screen, question);
	buf_addf(&text, "frugal: %s %s ", question, _("Continue? [y/N]"));
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
	if (event->percent < 100 || event->has_ended)
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
		if (screen->held.n && !title_screen_is_taken())
			put_held(screen);
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
	case FRUGAL_EVENT_STOPPING:
		title_give_back(&screen->title);
		break;
	}
	return 0;
}
