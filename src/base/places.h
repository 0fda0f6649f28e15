/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The user's folders, as the XDG Base Directory Specification names them. This file and places.c
 * are the only ones that look at HOME and the XDG variables: every other room is given a path. A
 * variable whose path is relative is ignored, as the specification requires.
 */
#ifndef BASE_PLACES_H
#define BASE_PLACES_H

#include <stdbool.h>

#include "base/buf.h"

enum user_place {
	PLACE_CONFIG,  /* XDG_CONFIG_HOME, else ~/.config */
	PLACE_STATE,   /* XDG_STATE_HOME, else ~/.local/state */
	PLACE_DATA,    /* XDG_DATA_HOME, else ~/.local/share */
	PLACE_RUNTIME, /* XDG_RUNTIME_DIR, which has no other place */
};

/* Adds "/home/ada/.config/" and name. False, and nothing is added: there is no such folder. */
bool place_add(struct buf *to, enum user_place place, const char *name);

#endif
