/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The title of the terminal's window, where the progress of a measured command is shown: no cell of
 * the screen is touched, whatever the command has drawn there. The title is put on the terminal's
 * stack first and taken back from it at the end, at each stop, and never while the terminal is not
 * in line mode.
 */
#ifndef CLI_TITLE_H
#define CLI_TITLE_H

#include <stdbool.h>

struct title {
	bool is_shown; /* ours: the one before is on the terminal's stack */
};

/* Whether a terminal called term (TERM, may be NULL) is known to take titles and to stack them. */
bool title_is_safe(const char *term);

/*
 * Whether something draws on that terminal or reads its keys one by one; the shell that waits with
 * frugal in its background does not count.
 */
bool title_screen_is_taken(void);

/* Writes text, of one line and without controls, as the title; nothing outside of line mode. */
void title_show(struct title *title, const char *text);

/* The title before ours. */
void title_give_back(struct title *title);

#endif
