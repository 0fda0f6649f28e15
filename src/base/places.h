/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The user's folders, as the XDG Base Directory Specification names them, and the user's time zone.
 * Only places.c reads HOME, TZ and the XDG variables: every other room receives a path. A variable
 * whose path is relative is ignored, as the specification requires.
 */
#ifndef BASE_PLACES_H
#define BASE_PLACES_H

#include <stdbool.h>

#include "base/buf.h"

enum user_place {
	PLACE_CONFIG,  /* XDG_CONFIG_HOME, else ~/.config */
	PLACE_STATE,   /* XDG_STATE_HOME, else ~/.local/state */
	PLACE_DATA,    /* XDG_DATA_HOME, else ~/.local/share */
	PLACE_RUNTIME, /* XDG_RUNTIME_DIR, without a default */
};

/* Adds "/home/ada/.config/" and name. Returns false and adds nothing when the folder is unknown. */
bool place_add(struct buf *to, enum user_place place, const char *name);

/* The time zone of the user's choice (TZ), or NULL: that of the machine. */
const char *place_time_zone(void);

#endif
