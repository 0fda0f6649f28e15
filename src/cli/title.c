/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sequences of xterm: OSC 2 sets the title, CSI 22 ; 2 t puts it on a stack, CSI 23 ; 2 t takes it
 * from there. A terminal that takes titles without a stack shows an empty title at the end rather
 * than ours. Consoles that print unknown sequences (TERM=linux of old kernels, dumb ones) are not
 * in the list.
 */
#include "cli/title.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

#define SAVE "\033[22;2t"
#define TITLE "\033]2;"
#define TITLE_END "\a"
#define RESTORE "\033[23;2t"

/* How their names in TERM begin. */
static const char *const known[] = {"xterm",  "screen", "tmux",    "alacritty", "foot",
				    "rxvt",   "vte",    "gnome",   "konsole",   "wezterm",
				    "mintty", "kitty",  "contour", "ghostty",   NULL};

bool title_is_safe(const char *term)
{
	for (const char *const *name = known; term && *name; name++)
		if (strncmp(term, *name, strlen(*name)) == 0)
			return true;
	return false;
}

/* With lines and echo: no editor, no pager, no question for a password. */
static bool has_lines(void)
{
	struct termios t;
	return tcgetattr(STDERR_FILENO, &t) == 0 && (t.c_lflag & ICANON) && (t.c_lflag & ECHO);
}

bool title_screen_is_taken(void)
{
	return !has_lines() && tcgetpgrp(STDERR_FILENO) != getpgid(getppid());
}

/* In one write; a terminal that stops what writes from the background (TOSTOP) does not stop us. */
static void put(const struct buf *text)
{
	sigset_t background, before;
	sigemptyset(&background);
	sigaddset(&background, SIGTTOU);
	pthread_sigmask(SIG_BLOCK, &background, &before);
	(void)file_write_fd(STDERR_FILENO, buf_text(text), text->n);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void title_show(struct title *title, const char *text)
{
	struct buf line = {0};
	if (tcgetpgrp(STDERR_FILENO) != getpgrp() || !has_lines())
		return;
	buf_addf(&line, "%s" TITLE "%s" TITLE_END, title->is_shown ? "" : SAVE, text);
	put(&line);
	title->is_shown = true;
	buf_release(&line);
}

void title_give_back(struct title *title)
{
	struct buf line = {0};
	if (!title->is_shown)
		return;
	title->is_shown = false;
	buf_puts(&line, TITLE TITLE_END RESTORE);
	put(&line);
	buf_release(&line);
}
