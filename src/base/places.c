/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the user's folders. The environment is read at each call: a test, or a program that changes
 * its environment, sees the change.
 */
#include "base/places.h"

#include <stdlib.h>

static const struct {
	const char *variable, *below_home; /* NULL: no folder without the variable */
} places[] = {
	[PLACE_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
	[PLACE_STATE] = {"XDG_STATE_HOME", ".local/state"},
	[PLACE_DATA] = {"XDG_DATA_HOME", ".local/share"},
	[PLACE_RUNTIME] = {"XDG_RUNTIME_DIR", NULL},
};

bool place_add(struct buf *to, enum user_place place, const char *name)
{
	const char *own = getenv(places[place].variable), *home = getenv("HOME");
	if (own && own[0] == '/')
		buf_addf(to, "%s/%s", own, name);
	else if (home && home[0] && places[place].below_home)
		buf_addf(to, "%s/%s/%s", home, places[place].below_home, name);
	else
		return false;
	return true;
}

const char *place_time_zone(void)
{
	return getenv("TZ");
}
