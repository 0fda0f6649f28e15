// SPDX-License-Identifier: Apache-2.0
//
// What runs used, from C++: a ledger filled from standard input, a run, the sums of a group, two
// variants compared, practices answered, and documents.
//
//	c++ accounts.cpp $(pkg-config --cflags --libs frugal) -o accounts
//	frugal runs export | ./accounts

#include <cstdio>
#include <cstring>
#include <iostream>
#include <string>

#include "handles.hpp"

namespace
{

int read_input(void *, char *to, size_t size, size_t *ret_n, frugal_error *)
{
	std::cin.read(to, static_cast<std::streamsize>(size));
	*ret_n = static_cast<size_t>(std::cin.gcount());
	return 0;
}

int count(void *context, const frugal_run *, frugal_error *)
{
	++*static_cast<int *>(context);
	return FRUGAL_VISIT_ON;
}

int show_phase(void *, const char *key, const frugal_sum *sum, frugal_error *)
{
	std::printf("%s: %.0f runs, %.1f Wh\n", key, sum->runs, sum->energy_wh.value);
	return FRUGAL_VISIT_ON;
}

void list(frugal_ledger *ledger)
{
	frugal_filter since = sized<frugal_filter>();
	int runs = 0;
	ask(frugal_moment, "2026-11-01", &since.since_us);
	ask(frugal_ledger_list, ledger, &since, FRUGAL_RUN_HEAD, count, &runs);
	std::printf("%d runs since November\n", runs);
}

void add_up(frugal_ledger *ledger)
{
	frugal_group_question which = sized<frugal_group_question>();
	which.words = "project=digits";
	which.pue = 1.5;
	Group group = make<Group>(frugal_group_read, ledger, &which);
	ask(frugal_group_by, group.get(), "phase", show_phase, nullptr);
	frugal_sum all = sized<frugal_sum>();
	ask(frugal_group_sum, group.get(), "all", &all);
	std::printf("all: %.1f Wh, %.1f g\n", all.energy_wh.value, all.carbon_g.value);
}

void compare(frugal_ledger *ledger)
{
	const char *const sides[] = {"name=before,phase=training", "name=after,phase=training"};
	frugal_comparison_question question = sized<frugal_comparison_question>();
	question.labels = sides;
	question.n = 2;
	Comparison comparison = make<Comparison>(frugal_comparison_read, ledger, &question);
	frugal_change change = sized<frugal_change>();
	ask(frugal_comparison_change, comparison.get(), size_t(1), &change);
	std::printf("after: %+.0f %%, %s\n", 100 * change.change,
		    change.welch_p < 0.05 ? "not by chance" : "perhaps by chance");
}

void question_practices(frugal_ledger *ledger)
{
	frugal_practice_answer answer = sized<frugal_practice_answer>();
	answer.practice = "BP02";
	answer.answer = "yes";
	answer.role = "team";
	ask(frugal_audit_answer, ledger, "project=digits", &answer);
	Audit audit = make<Audit>(frugal_audit_read, ledger, "project=digits");
	frugal_practice practice = sized<frugal_practice>();
	for (size_t i = 0; frugal_audit_practice(audit.get(), i, &practice, nullptr) == 0; i++)
		if (std::strcmp(practice.id, answer.practice) == 0)
			std::printf("%s: %s\n", practice.id, practice.answer);
}

// A form is text in memory; the same library reads one back and finds unit errors.
void write(frugal_library *library, frugal_ledger *ledger)
{
	const char *const groups[] = {"project=digits"};
	frugal_report report = sized<frugal_report>();
	report.groups = groups;
	report.n_groups = 1;
	report.form = "cyclonedx";
	Text form = make<Text>(frugal_report_write, ledger, &report);
	size_t compared = 0, slips = 0;
	Text said = make<Text>([&](char **ret, frugal_error *error) {
		return frugal_form_check(library, "form", form.get(), std::strlen(form.get()),
					 &compared, &slips, ret, error);
	});
	std::printf("%u slips in %u comparisons\n", unsigned(slips), unsigned(compared));
}

} // namespace

int main()
{
	try {
		frugal_options options = sized<frugal_options>();
		options.store = "example.db";
		Library library = make<Library>(frugal_library_new, &options);
		Ledger ledger =
			make<Ledger>(frugal_ledger_open, library.get(), FRUGAL_LEDGER_WRITE);
		size_t added = 0;
		ask(frugal_ledger_import, ledger.get(), "standard input", read_input, nullptr,
		    &added, nullptr);
		std::printf("%u runs added\n", unsigned(added));
		list(ledger.get());
		add_up(ledger.get());
		compare(ledger.get());
		question_practices(ledger.get());
		write(library.get(), ledger.get());
	} catch (const Failure &wrong) {
		std::fprintf(stderr, "%s\n", wrong.what());
		return 1;
	}
	return 0;
}
