// SPDX-License-Identifier: Apache-2.0
//
// Metering a program from within: two sections, each with its energy, and the whole. The wrapper
// below is all that C++ needs: handles are freed by their scope, errors are thrown.
//
//	c++ meter.cpp $(pkg-config --cflags --libs frugal) -o meter

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

#include <frugal.h>

namespace
{

void check(int code, const frugal_error &error)
{
	if (code < 0)
		throw std::runtime_error(std::string(error.what) + " (" + error.where +
					 "): " + error.todo);
}

using Result = std::unique_ptr<frugal_result, void (*)(frugal_result *)>;

// Meters from its construction to stop(), or to the end of its scope without a call of stop().
class Meter
{
      public:
	explicit Meter(const char *zone)
	{
		frugal_options options = frugal_options();
		options.size = sizeof(options);
		options.zone = zone;
		options.interval_s = 0.02;
		frugal_error error = frugal_error();
		frugal_library *library = nullptr;
		check(frugal_library_new(&options, &library, &error), error);
		library_.reset(library);
		check(frugal_meter_start(library, &meter_, &error), error);
	}

	~Meter()
	{
		if (meter_)
			frugal_meter_stop(meter_, nullptr, nullptr);
	}

	Meter(const Meter &) = delete;
	Meter &operator=(const Meter &) = delete;

	void mark(const char *name)
	{
		frugal_error error = frugal_error();
		check(frugal_meter_mark(meter_, name, &error), error);
	}

	Result stop()
	{
		frugal_error error = frugal_error();
		frugal_result *result = nullptr;
		frugal_meter *meter = meter_;
		meter_ = nullptr; // freed in every case
		check(frugal_meter_stop(meter, &result, &error), error);
		return Result(result, frugal_result_free);
	}

      private:
	// The library outlives the meter: it is the first to be made and the last to go.
	std::unique_ptr<frugal_library, void (*)(frugal_library *)> library_{nullptr,
									     frugal_library_free};
	frugal_meter *meter_ = nullptr;
};

double some_work(long steps)
{
	double x = 1;
	for (long i = 1; i < steps; i++)
		x += 1.0 / (static_cast<double>(i) * x);
	return x;
}

} // namespace

int main()
{
	try {
		Meter meter("FR");
		double x = some_work(30000000);
		meter.mark("load");
		x += some_work(90000000);
		meter.mark("train");
		Result result = meter.stop();

		std::printf("worked out %.3f\n", x);
		frugal_figure figure = frugal_figure();
		for (size_t i = 0; frugal_result_figure(result.get(), i, &figure) == 0; i++)
			std::printf("%-9s %-9s %.2e %s, %.2e to %.2e (%s)\n", figure.perimeter,
				    figure.name, figure.value, figure.unit, figure.low, figure.high,
				    frugal_quality_name(figure.quality));
		// On a machine that is unknown the figure is missing; the JSON has the reason.
		if (frugal_result_count(result.get()) == 0)
			std::puts(frugal_result_json(result.get()));
	} catch (const std::exception &wrong) {
		std::fprintf(stderr, "%s\n", wrong.what());
		return 1;
	}
	return 0;
}
