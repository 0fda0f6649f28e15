/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measuring a command from a program: its sensors first, then the command with a budget of time
 * and a listener, then what it used; and who uses the machine's power now.
 *
 *	cc measure.c $(pkg-config --cflags --libs frugal) -o measure && ./measure
 */
#include <stdio.h>

#include <frugal.h>

static int failed(const struct frugal_error *error)
{
	fprintf(stderr, "%s (%s): %s\n", error->what, error->where, error->todo);
	return 1;
}

/* What is heard while the command runs; not 0 would end it. */
static int hear(void *context, const struct frugal_event *event)
{
	(void)context;
	if (event->kind == FRUGAL_EVENT_BUDGET && event->percent == 100)
		printf("%g %s are over\n", event->budget, event->budget_unit);
	return 0;
}

static void show_sensors(frugal_library *library)
{
	struct frugal_error error;
	frugal_machine *machine = NULL;
	const struct frugal_sensor *sensor;
	size_t i;
	if (frugal_machine_new(library, NULL, &machine, &error) < 0)
		return;
	for (i = 0; (sensor = frugal_machine_sensor(machine, i)) != NULL; i++)
		printf("%s: %s, %s\n", sensor->part, sensor->detail, sensor->state);
	printf("%u sensors\n", (unsigned)i);
	frugal_machine_free(machine);
}

static int measure(frugal_library *library, struct frugal_error *reterr)
{
	static char shell[] = "sh", command[] = "-c",
		    script[] = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; exit 7";
	char *const argv[] = {shell, command, script, NULL};
	const char *const budgets[] = {"50ms", NULL};
	struct frugal_measure_options options = {0};
	struct frugal_ended ended = {0};
	struct frugal_figure energy;
	frugal_measure *run = NULL;
	frugal_result *result = NULL;
	int r;

	options.size = sizeof(options);
	options.zone = "FR";
	options.budgets = budgets; /* by default it warns */
	options.interval_s = 0.02;
	options.event = hear;
	ended.size = sizeof(ended);
	r = frugal_measure_new(library, &options, &run, reterr);
	if (r == 0)
		r = frugal_measure_command(run, argv, reterr);
	if (r == 0)
		r = frugal_measure_wait(run, &ended, reterr);
	if (r == 0)
		r = frugal_measure_result(run, &result, reterr);
	if (r == 0)
		printf("it ended with %d\n", (int)ended.status);
	/* Where nothing could be metered or modelled the figure is missing, not zero. */
	if (r == 0 && frugal_result_find(result, "energy", &energy) == 0)
		printf("it answers for %.2e %s (%s)\n", energy.value, energy.unit,
		       frugal_quality_name(energy.quality));
	frugal_result_free(result);
	frugal_measure_free(run);
	return r;
}

static int show_now(frugal_library *library, struct frugal_error *reterr)
{
	frugal_live *live = NULL;
	const struct frugal_look *look = NULL;
	int r = frugal_live_new(library, NULL, NULL, &live, reterr);
	if (r == 0)
		r = frugal_live_look(live, &look, reterr);
	if (r == 0)
		printf("now %s: %.1f W, of which %.1f at rest, in %u processes\n",
		       look->zone_is_default ? "somewhere" : look->zone, look->machine_w,
		       look->idle_w, (unsigned)look->n_processes);
	frugal_live_free(live);
	return r;
}

int main(void)
{
	struct frugal_error error;
	frugal_library *library = NULL;
	int r = frugal_library_new(NULL, &library, &error);
	if (r == 0)
		show_sensors(library);
	if (r == 0)
		r = measure(library, &error);
	if (r == 0)
		r = show_now(library, &error);
	frugal_library_free(library);
	return r < 0 ? failed(&error) : 0;
}
