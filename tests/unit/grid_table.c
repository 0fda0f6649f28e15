/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables as they are found: columns of a closed list, what contradicts them, marks of missing
 * values, decimal commas, values in another unit, local times.
 */
#include "check.h"

#include <math.h>

#include "grid/series.h"

static struct grid_found found;
static struct frugal_error error;

static int reads(const char *text, const struct grid_hints *hints)
{
	static const struct grid_hints zone = {.zone = "XX"};
	grid_found_release(&found);
	error = (struct frugal_error){0};
	return grid_read("file", str_of(text), hints ? hints : &zone, &found, &error);
}

static const struct grid_hints none;

/* Bosnia, Ivory Coast and Tonga are zones among zones; CI alone is an intensity. */
TEST(a_column_of_a_zone_is_known_among_others)
{
	CHECK_INT(reads("time_utc,BA,CI,TO\n2026-01-01T00:00Z,100,200,300\n", &none), 0);
	CHECK_INT(found.n, 3);
	CHECK_INT(reads("time_utc,CI\n2026-01-01T00:00Z,20\n", NULL), 0);
	CHECK_TEXT(found.series[0].id.zone, "XX");
	grid_found_release(&found);
}

TEST(marginal_values_of_watttime_are_never_average_nor_zones)
{
	static const char table[] = "timestamp,MOER,MOER version,frequency\n"
				    "2025-01-01T00:00:00+00:00,900,3.0,300\n";
	const struct grid_hints average = {.zone = "CAISO_NORTH", .has_kind = true};
	CHECK_INT(reads(table, NULL), 0);
	CHECK_INT(found.n, 1);
	CHECK_INT(found.series[0].id.kind, GRID_MARGINAL);
	CHECK_INT(found.series[0].id.scope, GRID_DIRECT);
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 408.233133, 1e-9);
	CHECK_INT(found.series[0].slots[0].seconds, 300);
	CHECK_INT(reads(table, &average), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "marginal");
	CHECK_INT(reads(table, &none), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "zone");
	grid_found_release(&found);
}

TEST(hints_choose_among_columns_or_are_refused)
{
	static const char both[] = "time_utc,zone,ci_direct,ci_lca\n2026-01-01T00:00Z,ES,100,150\n";
	const struct grid_hints direct = {.has_scope = true, .id = {.scope = GRID_DIRECT}};
	const struct grid_hints marginal = {.has_kind = true, .id = {.kind = GRID_MARGINAL}};
	CHECK_INT(reads(both, &direct), 0);
	CHECK_INT(found.n, 1);
	CHECK_INT(found.series[0].id.scope, GRID_DIRECT);
	CHECK_INT(reads("time_utc,zone,ci_lca\n2026-01-01T00:00Z,ES,150\n", &direct),
		  FRUGAL_EUSAGE);
	/* Electricity Maps has averages alone, of consumption; a plain column is what is said. */
	CHECK_INT(reads("Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO2eq/kWh "
			"(direct)\n2026-01-01 00:00:00,Spain,Spain,ES,100\n",
			&marginal),
		  FRUGAL_EUSAGE);
	CHECK_INT(reads("time_utc,zone,value\n2026-01-01T00:00Z,ES,100\n", &marginal), 0);
	CHECK_INT(found.series[0].id.kind, GRID_MARGINAL);
	grid_found_release(&found);
}

TEST(a_zone_given_renames_one_zone_and_no_more)
{
	const struct grid_hints home = {.zone = "home"}, fr = {.zone = "FR"};
	CHECK_INT(reads("time_utc,zone,value\n2026-01-01T00:00Z,ES,100\n", &home), 0);
	CHECK_TEXT(found.series[0].id.zone, "home");
	CHECK_INT(reads("time_utc,zone,value\n2026-01-01T00:00Z,ES,100\n2026-01-01T00:00Z,FR,9\n",
			&home),
		  FRUGAL_EUSAGE);
	CHECK_INT(reads("time_utc,FR,DE\n2026-01-01T00:00Z,50,400\n", &home), FRUGAL_EDATA);
	/* The column of the zone that is asked for is that zone. */
	CHECK_INT(reads("time_utc,FR,DE\n2026-01-01T00:00Z,50,400\n", &fr), 0);
	CHECK_INT(found.n, 1);
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 50, 0);
	grid_found_release(&found);
}

TEST(two_columns_of_one_meaning_are_refused)
{
	static const char *const bad[] = {
		"time_utc,value,intensity\n2026-01-01T00:00Z,1,2\n",
		"time_utc,g_per_kwh,lb_per_mwh\n2026-01-01T00:00Z,1,2\n",
		"time,timestamp,value\n2026-01-01T00:00Z,2026-01-01T00:00Z,2\n",
		"time_utc,zone,region,value\n2026-01-01T00:00Z,FR,FR,2\n",
		"time_utc,forecast intensity,intensity forecast\n2026-01-01T00:00Z,1,2\n",
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		CHECK_INT(reads(bad[i], NULL), FRUGAL_EDATA);
		CHECK_HOLDS(error.what, "one meaning");
	}
	CHECK_INT(reads("time_utc,FR,FR\n2026-01-01T00:00Z,1,2\n", &none), FRUGAL_EDATA);
	/* Of two times that of UTC counts. */
	CHECK_INT(reads("time,time_utc,value\n2026-01-01T01:00,2026-01-01T00:00,20\n", NULL), 0);
	CHECK_INT(found.series[0].slots[0].start_s, 1767225600);
	grid_found_release(&found);
}

/* As carbonintensity.org.uk has it: the actual value counts, and its forecast where it is missing.
 */
TEST(an_actual_value_and_its_forecast_are_one_series)
{
	const struct grid_hints gb = {.zone = "GB"};
	CHECK_INT(reads("datetime,Actual Carbon Intensity (gCO2/kWh),Forecast Carbon Intensity "
			"(gCO2/kWh),Index\n2026-01-01T00:00Z,149,152,low\n"
			"2026-01-01T00:30Z,,140,low\n",
			&gb),
		  0);
	CHECK_INT(found.n, 1);
	CHECK_INT(found.series[0].id.scope, GRID_DIRECT);
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 149, 0);
	CHECK_INT(found.series[0].slots[0].issued_s, 0);
	CHECK_CLOSE(found.series[0].slots[1].g_per_kwh, 140, 0);
	CHECK(found.series[0].slots[1].issued_s > 0);
	grid_found_release(&found);
}

TEST(marks_of_missing_values_are_gaps_and_other_words_are_not)
{
	static const char *const marks[] = {"", "n/e", "N/A", "null", "-", "ND", "NaN", " - "};
	static const char *const words[] = {"oops", "--1", "n/x", "1e", "1 000", "nonee"};
	char text[200];
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		(void)snprintf(text, sizeof(text), "time_utc,value\n2026-01-01T00:00Z,%s\n",
			       marks[i]);
		CHECK_INT(reads(text, NULL), 0);
		CHECK(isnan(found.series[0].slots[0].g_per_kwh));
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		(void)snprintf(text, sizeof(text), "time_utc,value\n2026-01-01T00:00Z,%s\n",
			       words[i]);
		CHECK_INT(reads(text, NULL), FRUGAL_EDATA);
	}
	grid_found_release(&found);
}

TEST(decimal_commas_are_read_where_commas_part_no_cells)
{
	CHECK_INT(reads("time_utc;value\n2026-01-01T00:00Z;100,5\n2026-01-01T01:00Z;120\n", NULL),
		  0);
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 100.5, 0);
	CHECK_INT(
		reads("time_utc\tvalue\n2026-01-01T00:00Z\t0,25\n2026-01-01T01:00Z\t12,0\n", NULL),
		0);
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 0.25, 0);
	CHECK_INT(reads("time_utc;value\n2026-01-01T00:00Z;100,5\n2026-01-01T01:00Z;1.5\n", NULL),
		  FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "mixes");
	CHECK_HOLDS(error.where, ":3");
	CHECK_INT(reads("time_utc;value\n2026-01-01T00:00Z;1.100,5\n", NULL), FRUGAL_EDATA);
	CHECK_INT(reads("time_utc,value\n2026-01-01T00:00Z,\"100,5\"\n", NULL), FRUGAL_EDATA);
	CHECK_HOLDS(error.todo, "point");
	grid_found_release(&found);
}

TEST(a_comma_before_three_digits_among_whole_numbers_is_refused)
{
	CHECK_INT(reads("time_utc;value\n2026-01-01T00:00Z;987\n2026-01-01T01:00Z;1,234\n", NULL),
		  FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "thousands");
	CHECK_HOLDS(error.where, ":3");
	CHECK_INT(reads("time_utc;value\n2026-01-01T00:00Z;987\n2026-01-01T01:00Z;41,234\n"
			"2026-01-01T02:00Z;41,5\n",
			NULL),
		  0);
	CHECK_CLOSE(found.series[0].slots[1].g_per_kwh, 41.234, 1e-9);
	grid_found_release(&found);
}

TEST(a_zero_among_hundreds_is_noted)
{
	CHECK_INT(reads("time_utc,value\n2026-01-01T00:00Z,300\n2026-01-01T01:00Z,0\n"
			"2026-01-01T02:00Z,310\n",
			NULL),
		  0);
	CHECK_INT(found.series[0].notes[GRID_NOTE_ZERO].n, 1);
	CHECK_INT(found.series[0].notes[GRID_NOTE_ZERO].first_s, 1767225600 + 3600);
	CHECK_INT(reads("time_utc,value\n2026-01-01T00:00Z,30\n2026-01-01T01:00Z,0\n", NULL), 0);
	CHECK_INT(found.series[0].notes[GRID_NOTE_ZERO].n, 0);
	grid_found_release(&found);
}

/* 0.42 kg/kWh are 420 g/kWh. */
TEST(a_thousandth_of_what_is_plausible_is_refused_or_noted)
{
	const struct grid_hints direct = {
		.zone = "XX", .has_scope = true, .id = {.scope = GRID_DIRECT}};
	CHECK_INT(reads("time_utc,value\n2026-01-01T00:00Z,0.42\n2026-01-01T01:00Z,0.4\n", NULL),
		  FRUGAL_EDATA);
	CHECK_HOLDS(error.todo, "kg_per_kwh");
	CHECK_INT(reads("time_utc,kg_per_kwh\n2026-01-01T00:00Z,0.42\n", NULL), 0);
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 420, 1e-9);
	CHECK_INT(found.series[0].notes[GRID_NOTE_SMALL].n, 0);
	CHECK_INT(reads("time_utc,g_per_kwh\n2026-01-01T00:00Z,0.42\n", NULL), 0);
	CHECK_INT(found.series[0].notes[GRID_NOTE_SMALL].n, 1);
	CHECK_INT(reads("time_utc,value\n2026-01-01T00:00Z,300\n2026-01-01T01:00Z,0.3\n", NULL), 0);
	CHECK_INT(found.series[0].notes[GRID_NOTE_SMALL].n, 1);
	/* What is burnt is next to nothing on windy nights; 0 is a value. */
	CHECK_INT(reads("time_utc,value\n2026-01-01T00:00Z,30\n2026-01-01T01:00Z,0.3\n", &direct),
		  0);
	CHECK_INT(found.series[0].notes[GRID_NOTE_SMALL].n, 0);
	CHECK_INT(reads("time_utc,value\n2026-01-01T00:00Z,0\n2026-01-01T01:00Z,0\n", NULL), 0);
	grid_found_release(&found);
}

TEST(local_times_show_on_the_days_when_clocks_change)
{
	/* Europe: 2026-10-25 has 02:00 twice, 2026-03-29 has none. */
	CHECK_INT(
		reads("time,value\n2026-10-25 01:00,10\n2026-10-25 02:00,20\n2026-10-25 02:00,30\n"
		      "2026-10-25 03:00,40\n",
		      NULL),
		FRUGAL_EDATA);
	CHECK_HOLDS(error.what, "2026-10-25T02:00Z");
	CHECK_HOLDS(error.todo, "offset");
	CHECK_INT(
		reads("time,value\n2026-10-25 01:00,10\n2026-10-25 02:00,20\n2026-10-25 02:00,20\n"
		      "2026-10-25 03:00,40\n",
		      NULL),
		0);
	CHECK_INT(found.series[0].notes[GRID_NOTE_CLOCK].n, 1);
	CHECK_INT(
		reads("time,value\n2026-03-29 00:00,10\n2026-03-29 01:00,20\n2026-03-29 03:00,30\n"
		      "2026-03-29 04:00,40\n",
		      NULL),
		0);
	CHECK_INT(found.series[0].notes[GRID_NOTE_CLOCK].n, 1);
	/* The same gap at another day, and with offsets or UTC in the heading, is a gap. */
	CHECK_INT(
		reads("time,value\n2026-03-28 00:00,10\n2026-03-28 01:00,20\n2026-03-28 03:00,30\n",
		      NULL),
		0);
	CHECK_INT(found.series[0].notes[GRID_NOTE_CLOCK].n, 0);
	CHECK_INT(reads("time_utc,value\n2026-03-29 00:00,10\n2026-03-29 01:00,20\n"
			"2026-03-29 03:00,30\n",
			NULL),
		  0);
	CHECK_INT(found.series[0].notes[GRID_NOTE_CLOCK].n, 0);
	CHECK_INT(reads("time,value\n2026-03-29T00:00+01:00,10\n2026-03-29T01:00+01:00,20\n"
			"2026-03-29T03:00+02:00,30\n",
			NULL),
		  0);
	CHECK_INT(found.series[0].n, 3);
	CHECK_INT(found.series[0].notes[GRID_NOTE_CLOCK].n, 0);
	grid_found_release(&found);
}

/* Times of half hours around one moment that local clocks skip, or pass twice with one value. */
static void night(const char *before, const char *at, const char *after, bool repeats, char to[400])
{
	(void)snprintf(to, 400, "time,value\n%s,10\n%s,20\n%s%s%s,40\n", before, at,
		       repeats ? at : "", repeats ? ",20\n" : "", after);
}

/* Dates of the IANA time zone data; usual: a night of other countries as well. */
TEST(each_country_has_its_own_night_of_clock_changes)
{
	static const struct {
		const char *zone, *before, *at, *after;
		bool repeats, usual;
	} rows[] = {
		{"IL", "2025-03-28 01:00", "2025-03-28 01:30", "2025-03-28 03:00", false, false},
		{"IL", "2025-10-26 00:30", "2025-10-26 01:00", "2025-10-26 02:00", true, true},
		{"EG", "2025-04-24 23:00", "2025-04-24 23:30", "2025-04-25 01:00", false, false},
		{"EG", "2025-10-30 22:30", "2025-10-30 23:00", "2025-10-31 00:00", true, false},
		{"CL-SEN", "2025-09-06 23:00", "2025-09-06 23:30", "2025-09-07 01:00", false, true},
		{"CL", "2022-09-10 23:00", "2022-09-10 23:30", "2022-09-11 01:00", false, true},
		{"CL-SEN", "2025-04-05 22:30", "2025-04-05 23:00", "2025-04-06 00:00", true, false},
		{"AU-LH", "2025-10-05 01:00", "2025-10-05 01:30", "2025-10-05 02:30", false, false},
		{"AU-LH", "2025-04-06 01:00", "2025-04-06 01:30", "2025-04-06 02:00", true, true},
		{"LB", "2025-10-25 22:30", "2025-10-25 23:00", "2025-10-26 00:00", true, false},
		{"AU-NSW", "2025-10-05 01:00", "2025-10-05 01:30", "2025-10-05 03:00", false, true},
	};
	char text[400];
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct grid_hints own = {.zone = rows[i].zone};
		const struct grid_hints other = {.zone = "KR"};
		night(rows[i].before, rows[i].at, rows[i].after, rows[i].repeats, text);
		CHECK_INT(reads(text, &own), 0);
		CHECK_INT(found.series[0].notes[GRID_NOTE_CLOCK].n, 1);
		CHECK_INT(reads(text, &other), 0);
		CHECK_INT(found.series[0].notes[GRID_NOTE_CLOCK].n, rows[i].usual);
	}
	grid_found_release(&found);
}

/* The nights of others are gaps, or rows that stand twice. */
TEST(a_country_does_not_change_its_clocks_in_the_nights_of_others)
{
	static const struct {
		const char *zone, *before, *at, *after;
		bool repeats;
	} rows[] = {
		{"IL", "2025-03-30 01:00", "2025-03-30 01:30", "2025-03-30 03:00", false},
		{"IL", "2025-10-26 01:30", "2025-10-26 02:00", "2025-10-26 02:30", true},
		{"EG", "2025-03-30 01:00", "2025-03-30 01:30", "2025-03-30 03:00", false},
		{"CL-SEM", "2025-09-06 23:00", "2025-09-06 23:30", "2025-09-07 01:00", false},
		{"CL", "2025-04-06 01:30", "2025-04-06 02:00", "2025-04-06 02:30", true},
		{"AU-LH", "2025-10-05 01:00", "2025-10-05 01:30", "2025-10-05 03:00", false},
		{"AU-LH", "2025-10-12 01:00", "2025-10-12 01:30", "2025-10-12 02:30", false},
		{"IL", "2025-04-04 01:00", "2025-04-04 01:30", "2025-04-04 03:00", false},
	};
	char text[400];
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct grid_hints own = {.zone = rows[i].zone};
		night(rows[i].before, rows[i].at, rows[i].after, rows[i].repeats, text);
		CHECK_INT(reads(text, &own), 0);
		CHECK_INT(found.series[0].notes[GRID_NOTE_CLOCK].n, 0);
	}
	/* Two values of the time that is passed twice are never one of them. */
	const struct grid_hints egypt = {.zone = "EG"};
	CHECK_INT(reads("time,value\n2025-10-30 22:00,10\n2025-10-30 23:00,20\n"
			"2025-10-30 23:00,30\n2025-10-31 00:00,40\n",
			&egypt),
		  FRUGAL_EDATA);
	CHECK_HOLDS(error.todo, "offset");
	grid_found_release(&found);
}

TEST(a_heading_in_capitals_is_not_a_zone)
{
	static const char *const bad[] = {"LOAD_MW", "GAS", "OIL", "MW", "FR_LOAD"};
	char text[200];
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		(void)snprintf(text, sizeof(text), "time_utc,%s\n2026-01-01T00:00Z,90\n", bad[i]);
		CHECK_INT(reads(text, &none), FRUGAL_EDATA);
		CHECK_HOLDS(error.what, bad[i]);
		(void)snprintf(text, sizeof(text), "time_utc,FR,%s\n2026-01-01T00:00Z,90,1\n",
			       bad[i]);
		CHECK_INT(reads(text, &none), FRUGAL_EDATA);
		CHECK_HOLDS(error.what, bad[i]);
	}
	CHECK_INT(reads("time_utc,CARBON_INTENSITY\n2026-01-01T00:00Z,90\n", &none), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "zone");
	grid_found_release(&found);
}

/* 900 lb/MWh are 900 * 453.59237 / 1000 g/kWh; 0.4 kg/kWh are 400 g/kWh. */
TEST(a_column_states_the_unit_of_each_row)
{
	CHECK_INT(reads("timestamp,value,unit\n2026-01-01T00:00Z,900,lb/MWh\n"
			"2026-01-01T01:00Z,0.4,kg CO2e per kWh\n2026-01-01T02:00Z,,\n",
			NULL),
		  0);
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 408.233133, 1e-9);
	CHECK_CLOSE(found.series[0].slots[1].g_per_kwh, 400, 1e-9);
	CHECK_INT(reads("timestamp,value,units\n2026-01-01T00:00Z,900,lbs_co2_per_mwh\n", NULL), 0);
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 408.233133, 1e-9);
	CHECK_INT(reads("timestamp,value,unit\n2026-01-01T00:00Z,1,g/kWh\n"
			"2026-01-01T01:00Z,90,EUR/MWh\n",
			NULL),
		  FRUGAL_EDATA);
	CHECK_HOLDS(error.where, ":3");
	CHECK_INT(reads("timestamp,value,unit\n2026-01-01T00:00Z,90,\n", NULL), FRUGAL_EDATA);
	CHECK_INT(reads("timestamp,g_per_kwh,unit\n2026-01-01T00:00Z,90,lb/MWh\n", NULL),
		  FRUGAL_EDATA);
	/* Demand of the EIA is energy. */
	CHECK_INT(reads("time_utc,type,value,value-units\n2026-01-01T00:00Z,D,90,megawatthours\n",
			NULL),
		  FRUGAL_EDATA);
	CHECK_INT(reads("time_utc,type,value\n2026-01-01T00:00Z,D,90\n", NULL), FRUGAL_EDATA);
	grid_found_release(&found);
}

TEST(a_column_states_kind_and_scope_of_each_row)
{
	const struct grid_hints marginal = {
		.zone = "XX", .has_kind = true, .id = {.kind = GRID_MARGINAL}};
	CHECK_INT(reads("point_time,value,signal_type\n2026-01-01T00:00Z,900,co2_moer\n", NULL), 0);
	CHECK_INT(found.series[0].id.kind, GRID_MARGINAL);
	CHECK_INT(found.series[0].id.scope, GRID_DIRECT);
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 408.233133, 1e-9);
	CHECK_INT(reads("time_utc,value,emissionFactorType,kind\n2026-01-01T00:00Z,90,direct,"
			"marginal\n2026-01-01T00:00Z,120,lifecycle,average\n",
			NULL),
		  0);
	CHECK_INT(found.n, 2);
	CHECK_INT(found.series[0].id.kind, GRID_MARGINAL);
	CHECK_INT(found.series[0].id.scope, GRID_DIRECT);
	CHECK_INT(found.series[1].id.kind, GRID_AVERAGE);
	CHECK_INT(found.series[1].id.scope, GRID_LIFECYCLE);
	CHECK_INT(reads("time_utc,value,signal_type\n2026-01-01T00:00Z,9,health_damage\n", NULL),
		  FRUGAL_EDATA);
	CHECK_HOLDS(error.where, ":2");
	CHECK_INT(reads("time_utc,value,kind\n2026-01-01T00:00Z,90,average\n", &marginal),
		  FRUGAL_EDATA);
	/* WattTime's values alone: unit and kind are both required. */
	CHECK_INT(reads("point_time,value\n2026-01-01T00:00Z,900\n", NULL), FRUGAL_EDATA);
	CHECK_INT(reads("point_time,value\n2026-01-01T00:00Z,900\n", &marginal), FRUGAL_EDATA);
	CHECK_INT(reads("point_time,lb_per_mwh\n2026-01-01T00:00Z,900\n", &marginal), 0);
	CHECK_CLOSE(found.series[0].slots[0].g_per_kwh, 408.233133, 1e-9);
	grid_found_release(&found);
}

TEST(marks_of_estimates_are_of_a_closed_list)
{
	static const char *const bad[] = {"1.0", "E", "Preliminary", "x", "TIME_SLICER_AVERAGE"};
	char text[200];
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		(void)snprintf(text, sizeof(text),
			       "time_utc,value,estimated\n2026-01-01T00:00Z,90,%s\n", bad[i]);
		CHECK_INT(reads(text, NULL), FRUGAL_EDATA);
		CHECK_HOLDS(error.where, ":2");
	}
	CHECK_INT(reads("time_utc,value,estimated\n2026-01-01T00:00Z,90,oui\n"
			"2026-01-01T01:00Z,91,False\n2026-01-01T02:00Z,92,\n",
			NULL),
		  0);
	CHECK(found.series[0].slots[0].estimated && !found.series[0].slots[1].estimated &&
	      !found.series[0].slots[2].estimated);
	CHECK_INT(reads("time_utc,value,estimation_method\n2026-01-01T00:00Z,90,"
			"TIME_SLICER_AVERAGE\n2026-01-01T01:00Z,91,\n",
			NULL),
		  0);
	CHECK(found.series[0].slots[0].estimated && !found.series[0].slots[1].estimated);
	CHECK_INT(
		reads("{\"zone\":\"FR\",\"carbonIntensity\":50,\"datetime\":\"2026-01-01T00:00Z\","
		      "\"estimationMethod\":\"TIME_SLICER_AVERAGE\"}",
		      &none),
		0);
	CHECK(found.series[0].slots[0].estimated);
	grid_found_release(&found);
}

TEST(an_hour_or_an_offset_in_another_column_is_refused)
{
	static const char *const bad[] = {
		"time,timezone,value\n2026-01-01T00:00,Europe/Paris,90\n",
		"time,utc_offset,value\n2026-01-01T00:00,+02:00,90\n",
		"time,hour,value\n2026-01-01,0,90\n",
	};
	static const char *const good[] = {
		"time,timezone,value\n2026-01-01T00:00,UTC,90\n",
		"time,timezone,value\n2026-01-01T01:00+01:00,Europe/Paris,90\n",
		"time,hour,value\n2026-01-01T00:00Z,0,90\n",
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		CHECK_INT(reads(bad[i], NULL), FRUGAL_EDATA);
		CHECK_HOLDS(error.where, ":2");
	}
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		CHECK_INT(reads(good[i], NULL), 0);
		CHECK_INT(found.series[0].slots[0].start_s, 1767225600);
	}
	grid_found_release(&found);
}

RUN_TESTS(CASE(a_column_of_a_zone_is_known_among_others), CASE(a_heading_in_capitals_is_not_a_zone),
	  CASE(a_comma_before_three_digits_among_whole_numbers_is_refused),
	  CASE(a_zero_among_hundreds_is_noted), CASE(a_column_states_the_unit_of_each_row),
	  CASE(a_column_states_kind_and_scope_of_each_row),
	  CASE(marks_of_estimates_are_of_a_closed_list),
	  CASE(an_hour_or_an_offset_in_another_column_is_refused),
	  CASE(marginal_values_of_watttime_are_never_average_nor_zones),
	  CASE(hints_choose_among_columns_or_are_refused),
	  CASE(a_zone_given_renames_one_zone_and_no_more),
	  CASE(two_columns_of_one_meaning_are_refused),
	  CASE(an_actual_value_and_its_forecast_are_one_series),
	  CASE(marks_of_missing_values_are_gaps_and_other_words_are_not),
	  CASE(decimal_commas_are_read_where_commas_part_no_cells),
	  CASE(a_thousandth_of_what_is_plausible_is_refused_or_noted),
	  CASE(local_times_show_on_the_days_when_clocks_change),
	  CASE(each_country_has_its_own_night_of_clock_changes),
	  CASE(a_country_does_not_change_its_clocks_in_the_nights_of_others))
