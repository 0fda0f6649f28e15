/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run_watch.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "grid/series.h"
#include "quantity/print.h"

#define FIRST_LINE_NS 2000000000
#define LINE_NS 1000000000
#define GRACE_S 10
#define CLEAR "\r\033[K"

/* ---- budgets -------------------------------------------------------------------------------- */

static const struct {
	struct dimension dim;
	const char *per; /* of what the limit is in: for messages */
} kinds[BUDGETS] = {
	[BUDGET_ENERGY] = {{{[KIND_ENERGY] = 1}}, "Wh"},
	[BUDGET_CARBON] = {{{[KIND_CO2E] = 1}}, "gCO2e"},
	[BUDGET_MONEY] = {{{[KIND_EUR] = 1}}, "EUR"},
	[BUDGET_TIME] = {{{[KIND_TIME] = 1}}, "h"},
};

static int bad_budget(const char *text, const char *what, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE,
		  _("a budget is energy (2kWh), carbon (500gCO2e), money (3EUR) or time (4h), not "
		    "%s"),
		  what ? what : text);
	return error_where(reterr, "--budget %s", text);
}

static int take_budget(struct watch *watch, const char *text, struct frugal_error *reterr)
{
	struct quantity q;
	struct frugal_error ignored;
	if (quantity_parse(str_of(text), &q, &ignored) < 0)
		return bad_budget(text, NULL, reterr);
	for (int k = 0; k < BUDGETS; k++) {
		if (!dimension_eq(q.dim, kinds[k].dim))
			continue;
		if (!(q.value > 0))
			return bad_budget(text, NULL, reterr);
		watch->budgets[k].limit = q.value;
		if (k == BUDGET_MONEY && isnan(watch->price_per_wh)) {
			error_set(reterr, FRUGAL_EUSAGE, "%s",
				  _("a budget of money wants the price of electricity"));
			return error_todo(reterr, "%s", _("add --price 0.25EUR/kWh"));
		}
		return 0;
	}
	return bad_budget(text, dimension_word(q.dim), reterr);
}

int watch_init(struct watch *watch, struct cli *cli, const struct watch_options *options,
	       struct frugal_error *reterr)
{
	const char *term = getenv("TERM");
	*watch = (struct watch){
		.cli = cli,
		.options = options,
		.price_per_wh = options->price.given ? options->price.quantity.value : (double)NAN,
		.intensity_g_wh = NAN,
		.draws = !options->no_progress && !cli->common.quiet && isatty(STDERR_FILENO) &&
			 term && strcmp(term, "dumb") != 0,
	};
	int r = 0;
	for (size_t i = 0; r == 0 && i < options->budgets.n; i++)
		r = take_budget(watch, options->budgets.items[i], reterr);
	return r;
}

void watch_intensity(struct watch *watch, double g_per_wh)
{
	watch->intensity_g_wh = g_per_wh;
}

/* ---- what is said --------------------------------------------------------------------------- */

static void say(struct watch *watch, const struct buf *text)
{
	struct buf line = {0};
	buf_addf(&line, "%sfrugal: %s\n", watch->drawn ? CLEAR : "", buf_text(text));
	watch->drawn = false;
	(void)file_write_fd(STDERR_FILENO, buf_text(&line), line.n);
	buf_release(&line);
}

static void add_amount(struct buf *to, double base, enum kind kind, const struct watch *watch)
{
	struct dimension dim = {{0}};
	dim.exponent[kind] = 1;
	print_quantity(to, base, base, base, dim, (struct unit){1, dim}, NULL,
		       watch->cli->context.numbers);
}

static void add_interval(struct buf *to, double value, double low, double high, enum kind kind,
			 const struct watch *watch)
{
	struct dimension dim = {{0}};
	dim.exponent[kind] = 1;
	print_quantity(to, value, low, high, dim, (struct unit){1, dim}, NULL,
		       watch->cli->context.numbers);
}

/* How far: "epoch 3/20", "step 1500/60000", or nothing. */
static double part_done(const struct watch *watch, const struct session_course *course,
			int64_t *ret_done, int64_t *ret_total, const char **ret_word)
{
	int64_t epochs = watch->options->epochs ? watch->options->epochs : course->epochs_total;
	int64_t steps = watch->options->steps ? watch->options->steps : course->steps_total;
	bool by_steps = course->steps && (!course->epochs || (steps && !epochs));
	*ret_word = by_steps ? N_("step") : N_("epoch");
	*ret_done = by_steps ? course->steps : course->epochs;
	*ret_total = by_steps ? steps : epochs;
	return *ret_total > 0 ? (double)*ret_done / (double)*ret_total : (double)NAN;
}

static bool predict_end(const struct watch *watch, const struct session_course *course,
			struct prediction *ret)
{
	int64_t done, total;
	const char *word;
	double part = part_done(watch, course, &done, &total, &word);
	if (!(part > 0) || done >= total)
		return false;
	const struct pace *pace =
		strcmp(word, "step") == 0 ? &course->step_pace : &course->epoch_pace;
	return predict(pace, course->energy_at, course->elapsed_at, (double)(total - done), ret);
}

static void add_prediction(struct buf *to, const struct watch *watch, const struct prediction *end)
{
	struct buf time = {0};
	add_interval(to, end->energy.j / 3600, end->energy_low.j / 3600, end->energy_high.j / 3600,
		     KIND_ENERGY, watch);
	if (!isnan(watch->intensity_g_wh)) {
		double g = watch->intensity_g_wh / 3600;
		buf_puts(to, ", ");
		add_interval(to, end->energy.j * g, end->energy_low.j * g, end->energy_high.j * g,
			     KIND_CO2E, watch);
	}
	print_duration(&time, end->length.s, watch->cli->context.numbers);
	buf_addf(to, ", %s", buf_text(&time));
	buf_release(&time);
}

/* ---- the line of progress ------------------------------------------------------------------- */

/* In the foreground, and the command has left the terminal as a shell does: no editor. */
static bool terminal_is_ours(void)
{
	struct termios t;
	return tcgetpgrp(STDERR_FILENO) == getpgrp() && tcgetattr(STDERR_FILENO, &t) == 0 &&
	       (t.c_lflag & ICANON) && (t.c_lflag & ECHO);
}

static void add_line(struct buf *to, const struct watch *watch, const struct session_course *course,
		     struct energy energy, struct duration elapsed, double watts)
{
	const struct dimension power = {{[KIND_ENERGY] = 1, [KIND_TIME] = -1}};
	struct prediction end;
	int64_t done, total;
	const char *word;
	struct buf time = {0};
	print_quantity(to, watts, watts, watts, power, (struct unit){1, power}, NULL,
		       watch->cli->context.numbers);
	buf_puts(to, " · ");
	add_amount(to, energy.j / 3600, KIND_ENERGY, watch);
	if (!isnan(watch->intensity_g_wh)) {
		buf_puts(to, " · ");
		add_amount(to, energy.j / 3600 * watch->intensity_g_wh, KIND_CO2E, watch);
	}
	print_duration(&time, elapsed.s, watch->cli->context.numbers);
	buf_addf(to, " · %s", buf_text(&time));
	buf_release(&time);
	(void)part_done(watch, course, &done, &total, &word);
	if (done) {
		buf_addf(to, " · %s %lld", _(word), (long long)done);
		if (total)
			buf_addf(to, "/%lld", (long long)total);
	}
	if (predict_end(watch, course, &end)) {
		/* TRANSLATORS: then what the whole run is predicted to use */
		buf_puts(to, _(" · in all "));
		add_prediction(to, watch, &end);
	}
}

static void draw(struct watch *watch, struct session *session, const struct session_course *course,
		 struct energy energy)
{
	struct duration elapsed = session_elapsed(session);
	int64_t now_ns = (int64_t)(elapsed.s * NS_PER_SECOND);
	if (!watch->draws || now_ns < FIRST_LINE_NS || now_ns - watch->drawn_ns < LINE_NS)
		return;
	double seconds = (double)(now_ns - watch->drawn_ns) / NS_PER_SECOND;
	double watts = watch->drawn_ns ? (energy.j - watch->drawn_energy.j) / seconds
				       : energy.j / elapsed.s;
	watch->drawn_ns = now_ns;
	watch->drawn_energy = energy;
	if (!terminal_is_ours())
		return;
	struct buf text = {0}, line = {0};
	add_line(&text, watch, course, energy, elapsed, watts > 0 ? watts : 0);
	buf_addf(&line, CLEAR "\033[2mfrugal  %s\033[0m\r", buf_text(&text));
	(void)file_write_fd(STDERR_FILENO, buf_text(&line), line.n);
	watch->drawn = true;
	buf_release(&text);
	buf_release(&line);
}

void watch_end(struct watch *watch)
{
	if (watch->drawn)
		(void)file_write_fd(STDERR_FILENO, CLEAR, strlen(CLEAR));
	watch->drawn = false;
}

/* ---- stopping ------------------------------------------------------------------------------- */

static void stop_command(struct watch *watch, struct session *session)
{
	double grace_s =
		watch->options->grace.given ? watch->options->grace.quantity.value * 3600 : GRACE_S;
	watch->stopped = true;
	watch->kill_ns = (int64_t)((session_elapsed(session).s + grace_s) * NS_PER_SECOND);
	session_signal(session, SIGTERM);
	session_signal(session, SIGCONT); /* one that is stopped would not hear it */
}

static void kill_late(struct watch *watch, struct session *session)
{
	if (!watch->kill_ns ||
	    (int64_t)(session_elapsed(session).s * NS_PER_SECOND) < watch->kill_ns)
		return;
	watch->kill_ns = 0;
	session_signal(session, SIGKILL);
}

/* Asks on the terminal; without one nobody can say no. */
static bool ask(struct watch *watch, const struct buf *question)
{
	struct buf text = {0};
	char answer[16] = "";
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return true;
	buf_addf(&text, "%sfrugal: %s %s ", watch->drawn ? CLEAR : "", buf_text(question),
		 _("Go on? [y/N]"));
	watch->drawn = false;
	(void)file_write_fd(fd, buf_text(&text), text.n);
	ssize_t n;
	do {
		n = read(fd, answer, sizeof(answer) - 1);
	} while (n < 0 && errno == EINTR);
	close(fd);
	buf_release(&text);
	return n > 0 && strchr("yYoO", answer[0]);
}

static void say_prediction(struct watch *watch, struct session *session,
			   const struct session_course *course)
{
	struct prediction end;
	int64_t done, total;
	const char *word;
	if (watch->predicted || !predict_end(watch, course, &end))
		return;
	watch->predicted = true;
	(void)part_done(watch, course, &done, &total, &word);
	struct buf text = {0};
	/* TRANSLATORS: "after epoch 1 of 20 the whole is predicted at 1.2 kWh [1.0, 1.5], 3 h" */
	buf_addf(&text, _("after %s %lld of %lld the whole is predicted at "), _(word),
		 (long long)done, (long long)total);
	add_prediction(&text, watch, &end);
	if (!watch->options->confirm) {
		if (!watch->cli->common.quiet)
			say(watch, &text);
	} else {
		session_signal(session, SIGSTOP);
		if (ask(watch, &text))
			session_signal(session, SIGCONT);
		else
			stop_command(watch, session);
	}
	buf_release(&text);
}

/* ---- the budget ----------------------------------------------------------------------------- */

static double used_of(const struct watch *watch, enum budget_kind kind, struct energy energy,
		      struct duration elapsed)
{
	switch (kind) {
	case BUDGET_ENERGY:
		return energy.j / 3600;
	case BUDGET_CARBON:
		return energy.j / 3600 * watch->intensity_g_wh;
	case BUDGET_MONEY:
		return energy.j / 3600 * watch->price_per_wh;
	case BUDGET_TIME:
		return elapsed.s / 3600;
	case BUDGETS:
		break;
	}
	return NAN;
}

static void pass_budget(struct watch *watch, struct session *session)
{
	const char *how = watch->options->on_budget ? watch->options->on_budget : "warn";
	struct buf text = {0};
	if (strcmp(how, "stop") == 0) {
		buf_puts(&text, _("the budget is used up: the command is ended"));
		say(watch, &text);
		stop_command(watch, session);
	} else if (strcmp(how, "pause") == 0) {
		buf_puts(&text, _("the budget is used up: the command is paused; to go on: fg, or "
				  "kill -CONT"));
		say(watch, &text);
		session_signal(session, SIGSTOP);
	}
	buf_release(&text);
}

static void check_budget(struct watch *watch, struct session *session, enum budget_kind kind,
			 double used)
{
	static const int steps[] = {50, 80, 100};
	static const enum kind units[BUDGETS] = {KIND_ENERGY, KIND_CO2E, KIND_EUR, KIND_TIME};
	struct budget *budget = &watch->budgets[kind];
	int reached = 0;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (used >= budget->limit * steps[i] / 100)
			reached = steps[i];
	if (reached <= budget->told)
		return;
	budget->told = reached;
	struct buf text = {0}, limit = {0};
	add_amount(&limit, budget->limit, units[kind], watch);
	/* TRANSLATORS: "80 % of the budget of 2 kWh is used" */
	buf_addf(&text, _("%d %% of the budget of %s is used"), reached, buf_text(&limit));
	if (!watch->cli->common.quiet || reached == 100)
		say(watch, &text);
	buf_release(&text);
	buf_release(&limit);
	if (reached == 100)
		pass_budget(watch, session);
}

void watch_say_pause(struct watch *watch, int64_t until_s)
{
	struct buf text = {0};
	char until[GRID_TIME];
	grid_time_text(until_s, until);
	if (until_s)
		buf_addf(&text, _("paused until %s: dirtier hours"), until);
	else
		buf_puts(&text, _("goes on"));
	if (!watch->cli->common.quiet)
		say(watch, &text);
	buf_release(&text);
}

void watch_tick(struct watch *watch, struct session *session)
{
	struct session_course course;
	struct energy energy = session_energy(session);
	session_course(session, &course);
	kill_late(watch, session);
	if (!watch->stopped)
		say_prediction(watch, session, &course);
	for (enum budget_kind k = 0; !watch->stopped && k < BUDGETS; k++) {
		double used = used_of(watch, k, energy, session_elapsed(session));
		if (watch->budgets[k].limit > 0 && !isnan(used))
			check_budget(watch, session, k, used);
	}
	draw(watch, session, &course, energy);
}
