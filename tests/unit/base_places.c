/* SPDX-License-Identifier: Apache-2.0 */
/* The user's folders by the XDG Base Directory Specification 0.8: variables, else below HOME. */
#include "check.h"

#include <stdlib.h>

#include "base/places.h"

static void is_at(enum user_place place, const char *want)
{
	struct buf path = {0};
	CHECK(place_add(&path, place, "frugal/x"));
	CHECK_TEXT(buf_text(&path), want);
	buf_release(&path);
}

static void forget(void)
{
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_STATE_HOME");
	unsetenv("XDG_DATA_HOME");
	unsetenv("XDG_RUNTIME_DIR");
	unsetenv("HOME");
}

TEST(folders_are_below_home_unless_a_variable_names_another)
{
	forget();
	setenv("HOME", "/home/ada", 1);
	is_at(PLACE_CONFIG, "/home/ada/.config/frugal/x");
	is_at(PLACE_STATE, "/home/ada/.local/state/frugal/x");
	is_at(PLACE_DATA, "/home/ada/.local/share/frugal/x");
	setenv("XDG_DATA_HOME", "/srv/data", 1);
	is_at(PLACE_DATA, "/srv/data/frugal/x");
	is_at(PLACE_STATE, "/home/ada/.local/state/frugal/x");
}

TEST(a_relative_variable_is_ignored)
{
	forget();
	setenv("HOME", "/home/ada", 1);
	setenv("XDG_STATE_HOME", "state", 1);
	is_at(PLACE_STATE, "/home/ada/.local/state/frugal/x");
}

TEST(without_home_there_is_no_folder_and_nothing_is_added)
{
	struct buf path = {0};
	forget();
	CHECK(!place_add(&path, PLACE_CONFIG, "frugal"));
	setenv("HOME", "", 1);
	CHECK(!place_add(&path, PLACE_DATA, "frugal"));
	CHECK_INT(path.n, 0);
}

TEST(the_runtime_folder_has_no_place_below_home)
{
	struct buf path = {0};
	forget();
	setenv("HOME", "/home/ada", 1);
	CHECK(!place_add(&path, PLACE_RUNTIME, "frugal"));
	setenv("XDG_RUNTIME_DIR", "/run/user/1000", 1);
	is_at(PLACE_RUNTIME, "/run/user/1000/frugal/x");
}

RUN_TESTS(CASE(folders_are_below_home_unless_a_variable_names_another),
	  CASE(a_relative_variable_is_ignored),
	  CASE(without_home_there_is_no_folder_and_nothing_is_added),
	  CASE(the_runtime_folder_has_no_place_below_home))
