/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of a tick: the hours, a command that outlives its grace, the prediction, the budgets,
 * and at last the event with the progress. A command that must end gets TERM, and KILL when its
 * time of grace is over.
 */
#include "meter/watch.h"

#include <math.h>
#include <signal.h>
#include <time.h>

#include "base/intl.h"
#include "quantity/quantity.h"

#define GRACE_S 10
#define RENEWED_S 1 /* at least, between predictions that left their interval */

/* ---- budgets -------------------------------------------------------------------------------- */

static const struct {
	struct dimension dim;
	const char *unit;
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
	return error_where(reterr, "budget=%s", text);
}

static int take_budget(struct watch *watch, const char *text, struct frugal_error *reterr)
{
	struct quantity q;
	struct frugal_error ignored;
	int k = 0;
	if (quantity_parse(str_of(text), &q, &ignored) < 0)
		return bad_budget(text, NULL, reterr);
	while (k < BUDGETS && !dimension_eq(q.dim, kinds[k].dim))
		k++;
	if (k == BUDGETS)
		return bad_budget(text, dimension_word(q.dim), reterr);
	if (!(q.value > 0))
		return bad_budget(text, NULL, reterr);
	watch->budgets[k].limit = q.value;
	if (k != BUDGET_MONEY || !isnan(watch->price_per_wh))
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, "%s",
		  _("a budget of money requires the price of electricity"));
	return error_todo(reterr, "%s", _("add price=0.25EUR/kWh"));
}

int watch_init(struct watch *watch, const struct frugal_measure_options *options,
	       struct frugal_error *reterr)
{
	*watch = (struct watch){
		.options = options,
		.price_per_wh =
			options->eur_per_kwh > 0 ? options->eur_per_kwh / 1000 : (double)NAN,
		.g_per_wh = NAN,
		.g_low = 1,
		.g_high = 1,
	};
	int r = 0;
	for (size_t i = 0; r == 0 && options->budgets && options->budgets[i]; i++)
		r = take_budget(watch, options->budgets[i], reterr);
	return r;
}

/* ---- progress ------------------------------------------------------------------------------- */

static void fill_progress(struct frugal_event *event, const struct watch *watch,
			  const struct session_course *course)
{
	const struct frugal_measure_options *options = watch->options;
	int64_t epochs = options->epochs ? options->epochs : course->epochs_total;
	int64_t steps = options->steps ? options->steps : course->steps_total;
	bool by_steps = course->steps && (!course->epochs || (steps && !epochs));
	event->unit = by_steps ? "step" : "epoch";
	event->done = by_steps ? course->steps : course->epochs;
	event->total = by_steps ? steps : epochs;
	event->rounds = course->rounds;
}

/* Watt-hours at the meter of the site for each joule of the machine. */
static double wh_per_joule(const struct watch *watch)
{
	const double pue = watch->options->pue;
	return (pue > 0 ? pue : 1) / JOULES_PER_WH;
}

/* Adds an error that is independent of those in the interval: the squares of the halves add up. */
static void widen(struct frugal_interval *interval, double low_factor, double high_factor)
{
	const double value = interval->value;
	const double below = hypot(value - interval->low, value * (1 - low_factor));
	interval->low = below < value ? value - below : 0;
	interval->high = value + hypot(interval->high - value, value * (high_factor - 1));
}

/* The pieces to come scatter; the meter, the PUE and the intensity are wrong all the time. */
static void add_errors(struct frugal_event *event, struct watch *watch, struct session *session)
{
	const struct frugal_measure_options *options = watch->options;
	double low, high;
	session_error(session, &low, &high);
	widen(&event->end_energy_wh, low, high);
	if (options->pue > 0 && options->pue_low > 0 && options->pue_high > 0)
		widen(&event->end_energy_wh, options->pue_low / options->pue,
		      options->pue_high / options->pue);
	if (!watch->asked && watch->ask_intensity)
		watch->ask_intensity(watch->context, &watch->g_low, &watch->g_high);
	watch->asked = true;
	const struct frugal_interval *wh = &event->end_energy_wh;
	event->end_carbon_g = (struct frugal_interval){
		wh->value * watch->g_per_wh, wh->low * watch->g_per_wh, wh->high * watch->g_per_wh};
	widen(&event->end_carbon_g, watch->g_low, watch->g_high);
}

static void fill_prediction(struct frugal_event *event, struct watch *watch,
			    struct session *session, const struct session_course *course,
			    struct frugal_interval *ret_scatter)
{
	struct prediction end;
	const struct pace *pace = event->unit[0] == 's' ? &course->step_pace : &course->epoch_pace;
	if (event->done <= 0 || event->total <= 0 || event->done >= event->total ||
	    !predict(pace, course->energy_at, course->elapsed_at,
		     (double)(event->total - event->done), &end))
		return;
	event->is_predicted = 1;
	const double scale = wh_per_joule(watch);
	event->end_energy_wh = (struct frugal_interval){
		end.energy.j * scale, end.energy_low.j * scale, end.energy_high.j * scale};
	*ret_scatter = event->end_energy_wh;
	event->end_s = end.length.s;
	add_errors(event, watch, session);
}

static void look_at_use(const struct watch *watch, struct session *session,
			struct frugal_event *ret)
{
	double wh = session_energy(session).j * wh_per_joule(watch);
	*ret = (struct frugal_event){
		.kind = FRUGAL_EVENT_READ,
		.elapsed_s = session_elapsed(session).s,
		.energy_wh = wh,
		.carbon_g = wh * watch->g_per_wh,
	};
}

static void look(struct watch *watch, struct session *session, struct frugal_event *ret,
		 struct frugal_interval *ret_scatter)
{
	struct session_course course;
	session_course(session, &course);
	look_at_use(watch, session, ret);
	fill_progress(ret, watch, &course);
	fill_prediction(ret, watch, session, &course, ret_scatter);
}

/* ---- events and actions --------------------------------------------------------------------- */

static void stop_command(struct watch *watch, struct session *session)
{
	double grace_s = watch->options->grace_s > 0 ? watch->options->grace_s : GRACE_S;
	watch->stopped = true;
	watch->kill_ns = (int64_t)((session_elapsed(session).s + grace_s) * NS_PER_SECOND);
	session_signal(session, SIGTERM);
	session_signal(session, SIGCONT); /* a stopped command would not receive it */
}

static void kill_late(struct watch *watch, struct session *session)
{
	if (!watch->kill_ns ||
	    (int64_t)(session_elapsed(session).s * NS_PER_SECOND) < watch->kill_ns)
		return;
	watch->kill_ns = 0;
	session_signal(session, SIGKILL);
}

/* Sends an event; true when the command is to go on. */
static bool send_event(struct watch *watch, struct session *session,
		       const struct frugal_event *event)
{
	const struct frugal_measure_options *options = watch->options;
	if (!options->event || options->event(options->context, event) == 0)
		return true;
	if (!watch->stopped)
		stop_command(watch, session);
	return false;
}

/*
 * Predictions are sent anew when the numbers begin again or their total changes; and, when twice as
 * much is done, if they left the interval of the one that was sent by its scatter alone, since the
 * other errors are those of both.
 */
static bool is_news(const struct watch *watch, const struct frugal_event *now)
{
	const struct frugal_event *sent = &watch->predicted;
	if (now->rounds != sent->rounds || now->total != sent->total)
		return true;
	return now->done >= 2 * sent->done && now->elapsed_s >= sent->elapsed_s + RENEWED_S &&
	       (now->end_energy_wh.value < watch->left_low ||
		now->end_energy_wh.value > watch->left_high);
}

static void send_prediction(struct watch *watch, struct session *session, struct frugal_event event,
			    const struct frugal_interval *scatter)
{
	bool first = !watch->predicted.done;
	if (!event.is_predicted || (!first && !is_news(watch, &event)))
		return;
	watch->predicted = event;
	watch->left_low = scatter->low;
	watch->left_high = scatter->high;
	event.kind = FRUGAL_EVENT_PREDICTED;
	event.is_renewed = !first;
	bool asks = watch->options->confirm && first;
	if (asks)
		session_signal(session, SIGSTOP);
	if (send_event(watch, session, &event) && asks)
		session_signal(session, SIGCONT);
}

/* ---- a budget ------------------------------------------------------------------------------- */

static double used_of(const struct watch *watch, enum budget_kind kind,
		      const struct frugal_event *now)
{
	switch (kind) {
	case BUDGET_ENERGY:
		return now->energy_wh;
	case BUDGET_CARBON:
		return now->carbon_g;
	case BUDGET_MONEY:
		return now->energy_wh * watch->price_per_wh;
	case BUDGET_TIME:
		return now->elapsed_s / SECONDS_PER_HOUR;
	case BUDGETS:
		break;
	}
	return NAN;
}

static void pass_budget(struct watch *watch, struct session *session)
{
	if (watch->ended) { /* nothing is left to be stopped: the event is enough */
		watch->stopped |= watch->options->on_budget == FRUGAL_BUDGET_STOP;
		return;
	}
	switch (watch->options->on_budget) {
	case FRUGAL_BUDGET_STOP:
		if (!watch->stopped)
			stop_command(watch, session);
		break;
	case FRUGAL_BUDGET_PAUSE:
		session_signal(session, SIGSTOP);
		break;
	case FRUGAL_BUDGET_WARN:
		break;
	}
}

static void check_budget(struct watch *watch, struct session *session, enum budget_kind kind,
			 struct frugal_event event)
{
	static const int steps[] = {50, 80, 100};
	struct budget *budget = &watch->budgets[kind];
	double used = budget->limit > 0 ? used_of(watch, kind, &event) : (double)NAN;
	int reached = 0;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (used >= budget->limit * steps[i] / 100)
			reached = steps[i];
	if (reached <= budget->reported)
		return;
	budget->reported = reached;
	event.kind = FRUGAL_EVENT_BUDGET;
	event.budget = budget->limit;
	event.budget_unit = kinds[kind].unit;
	event.percent = reached;
	event.has_ended = watch->ended;
	(void)send_event(watch, session, &event);
	if (reached == 100)
		pass_budget(watch, session);
}

/* ---- the hours ------------------------------------------------------------------------------ */

/* The end of the pause (UTC); 0: the command may run now. After the last of its hours it may. */
static int64_t pause_until(const struct frugal_measure_options *options, int64_t now_s)
{
	for (size_t i = 0; i < options->n_hours; i++) {
		if (now_s < options->hours[i].from_s)
			return options->hours[i].from_s;
		if (now_s < options->hours[i].to_s)
			return 0;
	}
	return 0;
}

static void keep_hours(struct watch *watch, struct session *session, struct frugal_event event)
{
	struct timespec now;
	if (!watch->options->n_hours || watch->stopped)
		return;
	clock_gettime(CLOCK_REALTIME, &now);
	int64_t until_s = pause_until(watch->options, now.tv_sec);
	session_pause(session, until_s != 0);
	bool turns = (until_s != 0) != (watch->paused_until_s != 0);
	watch->paused_until_s = until_s;
	event.kind = until_s ? FRUGAL_EVENT_PAUSED : FRUGAL_EVENT_RESUMED;
	event.until_s = until_s;
	if (turns)
		(void)send_event(watch, session, &event);
}

void watch_end(struct watch *watch, struct session *session)
{
	struct frugal_event now;
	struct frugal_interval scatter;
	watch->ended = true;
	look(watch, session, &now, &scatter);
	for (int k = 0; !watch->stopped && k < BUDGETS; k++)
		check_budget(watch, session, (enum budget_kind)k, now);
}

void watch_early(struct watch *watch, struct session *session)
{
	struct frugal_event now;
	look_at_use(watch, session, &now);
	now.unit = "epoch";
	kill_late(watch, session);
	for (int k = 0; !watch->stopped && k < BUDGETS; k++)
		check_budget(watch, session, (enum budget_kind)k, now);
}

void watch_tick(struct watch *watch, struct session *session)
{
	struct frugal_event now;
	struct frugal_interval scatter;
	look(watch, session, &now, &scatter);
	keep_hours(watch, session, now);
	kill_late(watch, session);
	if (!watch->stopped)
		send_prediction(watch, session, now, &scatter);
	for (int k = 0; !watch->stopped && k < BUDGETS; k++)
		check_budget(watch, session, (enum budget_kind)k, now);
	(void)send_event(watch, session, &now);
}
