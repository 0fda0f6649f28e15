/* SPDX-License-Identifier: Apache-2.0 */
/* When is a job of four hours best run? Takes hours of a zone in, plans, and writes a file for at.
 */
#include <frugal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Two days from midnight on: 40 g/kWh from ten to four, when the sun shines, else 300. */
static size_t two_days(char *csv, size_t size)
{
	size_t n = (size_t)snprintf(csv, size, "time_utc,g_per_kwh\n");
	int hour;
	for (hour = 0; hour < 48; hour++)
		n += (size_t)snprintf(csv + n, size - n, "2026-03-%02dT%02d:00Z,%d\n",
				      2 + hour / 24, hour % 24,
				      hour % 24 >= 10 && hour % 24 < 16 ? 40 : 300);
	return n;
}

static int fail(const struct frugal_error *error)
{
	fprintf(stderr, "%s (%s): %s\n", error->what, error->where, error->todo);
	return 1;
}

static void show(const frugal_plan *plan)
{
	struct frugal_plan_about about = {.size = sizeof(about)};
	struct frugal_way best = {.size = sizeof(best)}, now = {.size = sizeof(now)};
	struct frugal_piece piece;
	time_t start;
	char text[32];
	if (frugal_plan_about(plan, &about, NULL) < 0 ||
	    frugal_plan_way(plan, FRUGAL_WAY_BEST, 0, &best, NULL) < 0 ||
	    frugal_plan_way(plan, FRUGAL_WAY_NOW, 0, &now, NULL) < 0 ||
	    frugal_plan_piece(plan, FRUGAL_WAY_BEST, 0, 0, &piece, NULL) < 0)
		return;
	start = (time_t)piece.from_s;
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M UTC", gmtime(&start));
	printf("begin at %s in %s\n", text, best.zone);
	printf("%.0f g, now %.0f g: %.0f %% less\n", best.carbon_g, now.carbon_g,
	       100 * about.saving);
}

int main(void)
{
	static char csv[4096];
	const char *const zones[] = {"XX"}, *const command[] = {"make", "train"};
	struct frugal_options options = {.size = sizeof(options)};
	struct frugal_series_hints hints = {.size = sizeof(hints)};
	struct frugal_plan_question question = {.size = sizeof(question)};
	struct frugal_error error;
	frugal_library *library;
	frugal_plan *plan;
	char *file;
	int r;

	options.grid_dir = "example-hours"; /* the user's own folder is left alone */
	options.now_s = 1772409600; /* 2026-03-02T00:00Z: a plan that has passed has no file */
	if (frugal_library_new(&options, &library, &error) < 0)
		return fail(&error);
	hints.zone = "XX";
	r = frugal_grid_import(library, "two days", csv, two_days(csv, sizeof(csv)), &hints, NULL,
			       NULL, &error);
	if (r == 0)
		r = frugal_plan_defaults(&question, &error);
	question.zones = zones;
	question.n_zones = 1;
	question.from_s = 1772409600; /* 2026-03-02T00:00Z */
	question.hours = 4;
	question.power = "2kW";
	if (r == 0)
		r = frugal_plan_job(library, &question, &plan, &error);
	if (r == 0) {
		show(plan);
		r = frugal_plan_emit(plan, "at", command, 2, NULL, &file, &error);
		if (r == 0) {
			fputs(file, stdout);
			frugal_text_free(file);
		}
		frugal_plan_free(plan);
	}
	frugal_library_free(library);
	return r < 0 ? fail(&error) : 0;
}
