/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hours of electricity: two days are taken in, then listed, averaged, and looked at ahead; and the
 * services that would give more. Nothing here uses the network.
 *
 *	cc hours.c $(pkg-config --cflags --libs frugal) -o hours && ./hours
 */
#include <stdio.h>

#include <frugal.h>

#define DAY_S 86400
#define MIDNIGHT_S 1772409600 /* 2026-03-02T00:00Z */

/* 40 g/kWh from ten to four, when the sun shines, else 300. */
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

static int show(void *context, const frugal_series *series, struct frugal_error *error)
{
	struct frugal_series_about about = {.size = sizeof(about)};
	int r = frugal_series_about(series, &about, error);
	(void)context;
	if (r == 0)
		printf("%s: %u slots, %s, %s\n", about.zone, (unsigned)about.slots, about.kind,
		       about.scope);
	return r < 0 ? r : FRUGAL_VISIT_ON;
}

/* The mean of the first day, of what is stored. */
static int show_mean(frugal_library *library, struct frugal_error *error)
{
	const struct frugal_series_choice choice = {.size = sizeof(choice), .zone = "XX"};
	struct frugal_grid_mean mean;
	frugal_series *series = NULL;
	int r = frugal_series_open(library, &choice, &series, error);
	if (r == 0)
		r = frugal_series_mean(series, MIDNIGHT_S, MIDNIGHT_S + DAY_S, &mean, error);
	if (r == 0)
		printf("a day: %g g/kWh, %.0f %% of it known\n", mean.g_per_kwh,
		       100 * mean.known_share);
	frugal_series_free(series);
	return r;
}

/* The cleanest hour of a window of the second day. */
static int show_best(frugal_library *library, struct frugal_error *error)
{
	const struct frugal_series_choice choice = {.size = sizeof(choice), .zone = "XX"};
	struct frugal_window window = {
		.size = sizeof(window), .from_s = MIDNIGHT_S + DAY_S, .hours = 24};
	struct frugal_slot slot, best = {0};
	frugal_series *ahead = NULL;
	size_t i;
	int r = frugal_series_ahead(library, &choice, &window, &ahead, error);
	for (i = 0; r == 0 && i < frugal_series_count(ahead); i++)
		if (frugal_series_slot(ahead, i, &slot) == 0 &&
		    (i == 0 || slot.g_per_kwh < best.g_per_kwh))
			best = slot;
	if (r == 0)
		printf("best: after %d h, %g g/kWh\n", (int)((best.start_s - window.from_s) / 3600),
		       best.g_per_kwh);
	frugal_series_free(ahead);
	return r;
}

int main(void)
{
	static char csv[4096];
	const struct frugal_options options = {.size = sizeof(options), .grid_dir = "hours"};
	const struct frugal_series_hints hints = {.size = sizeof(hints), .zone = "XX"};
	struct frugal_provider provider = {.size = sizeof(provider)};
	struct frugal_error error = {0};
	frugal_library *library = NULL;
	size_t i;
	int r = frugal_library_new(&options, &library, &error);
	if (r == 0)
		r = frugal_grid_import(library, "two days", csv, two_days(csv, sizeof(csv)), &hints,
				       NULL, NULL, &error);
	if (r == 0)
		r = frugal_series_list(library, NULL, show, NULL, &error);
	if (r == 0)
		r = show_mean(library, &error);
	if (r == 0)
		r = show_best(library, &error);
	for (i = 0; frugal_grid_provider(i, &provider) == 0; i++)
		printf("%s: %s\n", provider.name, provider.key ? "with a key" : "for all");
	if (r < 0)
		fprintf(stderr, "%s (%s): %s\n", error.what, error.where, error.todo);
	frugal_library_free(library);
	return -r;
}
