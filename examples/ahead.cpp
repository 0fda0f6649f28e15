// SPDX-License-Identifier: Apache-2.0
//
// When to run, and what it then used, from C++: hours of electricity, a plan over them, a command
// that is measured with a budget, and the program itself.
//
//	c++ ahead.cpp $(pkg-config --cflags --libs frugal) -o ahead && ./ahead

#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

#include "handles.hpp"

namespace
{

const int64_t midnight_s = 1772409600; // 2026-03-02T00:00Z

// A day: 40 g/kWh from ten to four, when the sun shines, else 300.
void take_in(frugal_library *library)
{
	std::ostringstream csv;
	csv << "time_utc,g_per_kwh\n";
	for (int hour = 0; hour < 24; hour++)
		csv << "2026-03-02T" << hour / 10 << hour % 10 << ":00Z,"
		    << (hour >= 10 && hour < 16 ? 40 : 300) << '\n';
	frugal_series_hints hints = sized<frugal_series_hints>();
	hints.zone = "XX";
	ask(frugal_grid_import, library, "a day", csv.str().c_str(), csv.str().size(), &hints,
	    nullptr, nullptr);

	frugal_series_choice choice = sized<frugal_series_choice>();
	choice.zone = "XX";
	Series series = make<Series>(frugal_series_open, library, &choice);
	frugal_grid_mean mean = frugal_grid_mean();
	ask(frugal_series_mean, series.get(), midnight_s, midnight_s + 86400, &mean);
	std::printf("%.0f g/kWh\n", mean.g_per_kwh);
}

// Four hours of 2 kW, at any time of the day but in a row.
void plan(frugal_library *library)
{
	const char *const zones[] = {"XX"};
	frugal_plan_question question = sized<frugal_plan_question>();
	ask(frugal_plan_defaults, &question);
	question.zones = zones;
	question.n_zones = 1;
	question.from_s = midnight_s;
	question.hours = 4;
	question.power = "2kW";
	Plan job = make<Plan>(frugal_plan_job, library, &question);
	frugal_way best = sized<frugal_way>();
	frugal_piece piece = frugal_piece();
	ask(frugal_plan_way, job.get(), FRUGAL_WAY_BEST, size_t(0), &best);
	ask(frugal_plan_piece, job.get(), FRUGAL_WAY_BEST, size_t(0), size_t(0), &piece);
	std::printf("after %d h, %.0f g\n", int((piece.from_s - midnight_s) / 3600), best.carbon_g);
}

int hear(void *context, const frugal_event *event)
{
	if (event->kind == FRUGAL_EVENT_BUDGET)
		static_cast<std::vector<int> *>(context)->push_back(event->percent);
	return 0;
}

// A budget of time that the command passes: the listener hears of its 50, 80 and 100 %.
void measure(frugal_library *library)
{
	char shell[] = "sh", option[] = "-c", line[] = "sleep 0.5; exit 3";
	char *const command[] = {shell, option, line, nullptr};
	const char *const budgets[] = {"0.00005h", nullptr};
	std::vector<int> heard;
	frugal_measure_options options = sized<frugal_measure_options>();
	options.budgets = budgets;
	options.event = hear;
	options.context = &heard;
	Measure measured = make<Measure>(frugal_measure_new, library, &options);
	frugal_ended ended = sized<frugal_ended>();
	ask(frugal_measure_command, measured.get(), command);
	ask(frugal_measure_wait, measured.get(), &ended);
	Result result = make<Result>(frugal_measure_result, measured.get());
	std::printf("exit %d, budget %d %%, %u figures\n", ended.status,
		    heard.empty() ? 0 : heard.back(), unsigned(frugal_result_count(result.get())));
}

// The meter is stopped in every case: its stop frees it.
void within(frugal_library *library)
{
	frugal_meter *meter = nullptr;
	ask(frugal_meter_start, library, &meter);
	double x = 1;
	for (long i = 1; i < 50000000; i++)
		x += 1.0 / (static_cast<double>(i) * x);
	Result result = make<Result>(frugal_meter_stop, meter);
	frugal_figure energy = frugal_figure();
	if (frugal_result_find(result.get(), "energy", &energy) == 0)
		std::printf("worked out %.3f with %.1e %s\n", x, energy.value, energy.unit);
}

} // namespace

int main()
{
	try {
		frugal_options options = sized<frugal_options>();
		options.grid_dir = "hours"; // the user's own folder is left alone
		options.interval_s = 0.02;
		Library library = make<Library>(frugal_library_new, &options);
		take_in(library.get());
		plan(library.get());
		measure(library.get());
		within(library.get());
	} catch (const Failure &wrong) {
		std::fprintf(stderr, "%s\n", wrong.what());
		return 1;
	}
	return 0;
}
