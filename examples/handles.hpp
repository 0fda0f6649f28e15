// SPDX-License-Identifier: Apache-2.0
//
// All that C++ needs to use frugal.h: handles that are freed by their scope, errors that are
// thrown, structs that know their size. Copy it.
#ifndef HANDLES_HPP
#define HANDLES_HPP

#include <memory>
#include <stdexcept>
#include <string>

#include <frugal.h>

struct Failure : std::runtime_error {
	explicit Failure(const frugal_error &error)
	    : std::runtime_error(std::string(error.what) + " (" + error.where + "): " + error.todo),
	      code(error.code)
	{
	}
	int code;
};

// Calls that fill what they are given: ask(frugal_group_sum, group.get(), "all", &sum).
template <typename Call, typename... Args> void ask(Call call, Args... args)
{
	frugal_error error = frugal_error();
	if (call(args..., &error) < 0)
		throw Failure(error);
}

template <typename T, void (*Free)(T *)> struct Freed {
	void operator()(T *handle) const
	{
		Free(handle);
	}
};
template <typename T, void (*Free)(T *)> using Handle = std::unique_ptr<T, Freed<T, Free>>;

// Calls that give a handle: make<Library>(frugal_library_new, &options).
template <typename Owner, typename Call, typename... Args> Owner make(Call call, Args... args)
{
	typename Owner::pointer handle = nullptr;
	ask(call, args..., &handle);
	return Owner(handle);
}

// A struct of the library, zero but for its size.
template <typename T> T sized()
{
	T value = T();
	value.size = sizeof(value);
	return value;
}

using Library = Handle<frugal_library, frugal_library_free>;
using Question = Handle<frugal_question, frugal_question_free>;
using Result = Handle<frugal_result, frugal_result_free>;
using Published = Handle<frugal_published, frugal_published_free>;
using Ledger = Handle<frugal_ledger, frugal_ledger_close>;
using Group = Handle<frugal_group, frugal_group_free>;
using Comparison = Handle<frugal_comparison, frugal_comparison_free>;
using Audit = Handle<frugal_audit, frugal_audit_free>;
using Text = Handle<char, frugal_text_free>;
using Measure = Handle<frugal_measure, frugal_measure_free>;
using Series = Handle<frugal_series, frugal_series_free>;
using Plan = Handle<frugal_plan, frugal_plan_free>;

#endif
