// SPDX-License-Identifier: Apache-2.0
//
// What frugal knows, from C++: a question put together step by step, why its answer is what it is,
// many rows of it at once, and the facts behind it.
//
//	c++ knowledge.cpp $(pkg-config --cflags --libs frugal) -o knowledge && ./knowledge

#include <cstdio>
#include <vector>

#include "handles.hpp"

namespace
{

// 10 kh of a board whose power the table knows; a program's own number has its interval.
void answer(frugal_library *library)
{
	Question question = make<Question>(frugal_question_new, library, "training");
	for (const char *input : {"gpu=A100 SXM4 80GB", "gpu_hours=10 kh", "zone=FR:2023"})
		ask(frugal_question_set, question.get(), input);
	frugal_number pue = sized<frugal_number>();
	pue.name = "pue";
	pue.value = 1.2;
	pue.low = 1.1;
	pue.high = 1.3;
	pue.quality = FRUGAL_DECLARED;
	ask(frugal_question_set_number, question.get(), &pue);

	frugal_answering how = sized<frugal_answering>();
	how.doubts = 1;
	Result result = make<Result>(frugal_question_answer, question.get(), &how);
	frugal_figure energy = frugal_figure();
	if (frugal_result_find(result.get(), "energy", &energy) == 0)
		std::printf("%s %.0f %s (%s)\n", energy.name, energy.value, energy.unit,
			    frugal_quality_name(energy.quality));
	frugal_doubt doubt = frugal_doubt();
	if (frugal_result_doubt(result.get(), 0, &doubt) == 0)
		std::printf("most doubt of %s: %s\n", doubt.figure, doubt.input);
}

// Hours of three jobs in, the energy of their boards out.
void answer_many(frugal_library *library)
{
	std::vector<double> hours = {10, 20, 40}, energy(hours.size());
	const char *const fixed[] = {"gpu=A100 SXM4 80GB", "pue=1", "utilization=50%",
				     "host_ratio=0"};
	const frugal_column in = {"gpu_hours", "h", hours.data()};
	const frugal_column out = {"energy", "kWh", energy.data()};
	size_t refused = 0;
	ask(frugal_estimate_many, library, "training", fixed, size_t(4), &in, size_t(1), &out,
	    size_t(1), hours.size(), &refused);
	std::printf("%.0f %.0f %.0f kWh, %u refused\n", energy[0], energy[1], energy[2],
		    unsigned(refused));
}

void look_up(frugal_library *library)
{
	const frugal_table *table = nullptr;
	frugal_found found = frugal_found();
	ask(frugal_table_get, library, "gpus", &table);
	ask(frugal_table_find, table, "NVIDIA A100-SXM4-80GB", &found);
	std::printf("%s: %.0f W\n", frugal_table_text(table, found.row, 0),
		    frugal_table_number(table, found.row, frugal_table_column_find(table, "tdp")));

	Published bloom = make<Published>(frugal_published_new, library, "bloom");
	frugal_published_figure figure = frugal_published_figure();
	for (size_t i = 0; frugal_published_get(bloom.get(), i, &figure) == 0; i++)
		std::printf("%s: %s %s published\n", figure.name, figure.published_text,
			    figure.unit);
}

} // namespace

int main()
{
	try {
		std::printf("frugal %s\n", frugal_version());
		const frugal_options options = sized<frugal_options>();
		Library library = make<Library>(frugal_library_new, &options);
		answer(library.get());
		answer_many(library.get());
		look_up(library.get());
		// An error has its code and says what to do about it.
		make<Question>(frugal_question_new, library.get(), "trainings");
	} catch (const Failure &wrong) {
		std::printf("%d: %s\n", wrong.code, wrong.what());
		return wrong.code == FRUGAL_EUSAGE ? 0 : 1;
	}
	return 1;
}
