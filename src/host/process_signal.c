/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signals and pauses of the command. The signals that frugal must survive are blocked, not
 * caught: they are read from a signalfd, with their sender. A key of the terminal reaches the
 * command directly (it is in our process group); a kill(1) of frugal alone must be handed on.
 * NEEDSWORK: kill(1) on the whole group reaches the command twice; the kernel does not distinguish
 * it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/num.h"
#include "host/helper.h"
#include "host/process_impl.h"

/*
 * The signals that are handed on; SIGCHLD is for frugal. The stopping keys are here so that frugal
 * stops after the command.
 */
static const int handed_on[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGTERM,
				SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT};

static sigset_t taken(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	for (size_t i = 0; i < sizeof(handed_on) / sizeof(handed_on[0]); i++)
		sigaddset(&set, handed_on[i]);
	return set;
}

void process_take_signals(struct process *process)
{
	const sigset_t set = taken();
	/*
	 * The parent of frugal may have ignored SIGCHLD: the kernel would then reap children before
	 * frugal does.
	 */
	struct sigaction chld = {.sa_handler = SIG_DFL};
	sigaction(SIGCHLD, &chld, &process->old_chld);
	pthread_sigmask(SIG_BLOCK, &set, &process->old_mask);
	process->signals_taken = true;
	process->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/*
 * The next signal that waits; false without any. Where a sandbox refuses signalfd the session looks
 * at each tick, and asks for them here.
 */
static bool next_signal(const struct process *process, struct signalfd_siginfo *ret)
{
	if (process->signal_fd >= 0)
		return read(process->signal_fd, ret, sizeof(*ret)) == (ssize_t)sizeof(*ret);
	const sigset_t set = taken();
	const struct timespec at_once = {0};
	siginfo_t info = {0};
	int number = sigtimedwait(&set, &info, &at_once);
	*ret = (struct signalfd_siginfo){
		.ssi_signo = number > 0 ? (uint32_t)number : 0,
		.ssi_code = info.si_code,
		.ssi_pid = (uint32_t)info.si_pid,
	};
	return number > 0;
}

void process_give_signals_back(struct process *process)
{
	struct signalfd_siginfo late;
	if (!process->signals_taken)
		return;
	process->signals_taken = false;
	/* Signals that came after the end of the command were meant for it. */
	while (next_signal(process, &late))
		;
	sigaction(SIGCHLD, &process->old_chld, NULL);
	pthread_sigmask(SIG_SETMASK, &process->old_mask, NULL);
}

/* ---- to the command ------------------------------------------------------------------------- */

/* Signals children first: if a shell went before them, its children would become ours. */
static void signal_tree(int pid, int signal_number, int depth)
{
	char path[64], text[8192];
	(void)snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, text, sizeof(text) - 1) : 0;
	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	for (const char *p = text; depth < 100 && *p;) {
		int64_t child;
		size_t digits = strspn(p, "0123456789");
		if (num_parse_int((struct str){p, digits}, 1, INT32_MAX, &child) &&
		    !helper_was((int)child))
			signal_tree((int)child, signal_number, depth + 1);
		p += digits;
		p += strcspn(p, "0123456789");
	}
	if (pid != (int)getpid())
		(void)kill((pid_t)pid, signal_number);
}

static void signal_all(const struct process *process, int signal_number)
{
	if (process->method != METHOD_CGROUP || !cgroup_signal(&process->group, signal_number)) {
		signal_tree((int)getpid(), signal_number, 0);
	}
}

/* ---- pausing -------------------------------------------------------------------------------- */

/*
 * Forks a child that sees the end of frugal, and then lets the command go on: no other process
 * would.
 */
static void guard(struct process *process)
{
	int ends[2];
	char byte;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return;
	int pid = helper_fork();
	if (pid == 0) {
		close(ends[1]);
		(void)setpgid(0, 0);
		while (read(ends[0], &byte, 1) < 0 && errno == EINTR)
			;
		/* A byte arrives when the pause is over, the end of file when frugal has gone. */
		if (process->method != METHOD_CGROUP || !cgroup_signal(&process->group, SIGCONT))
			signal_tree(process->pid, SIGCONT, 0);
		_exit(0);
	}
	close(ends[0]);
	process->guard_fd = ends[1];
}

void process_pause(struct process *process, bool pauses)
{
	if (process->ended || process->attached || process->paused == pauses)
		return;
	process->paused = pauses;
	if (pauses) {
		guard(process);
		signal_all(process, SIGSTOP);
		return;
	}
	signal_all(process, SIGCONT);
	if (process->guard_fd >= 0) {
		(void)!write(process->guard_fd, "", 1);
		close(process->guard_fd);
		process->guard_fd = -1;
	}
}

/* ---- handing on ----------------------------------------------------------------------------- */

static bool is_to_end(int signal_number)
{
	return signal_number == SIGINT || signal_number == SIGTERM || signal_number == SIGHUP ||
	       signal_number == SIGQUIT;
}

static void hand_on(const struct process *process, const struct signalfd_siginfo *got)
{
	/* From the kernel: a key of the terminal, which the command received as well. */
	bool by_hand =
		got->ssi_code == SI_USER || got->ssi_code == SI_QUEUE || got->ssi_code == SI_TKILL;
	/* From the command: it signalled its group, with frugal in it. */
	if (!by_hand || process->ended || got->ssi_pid == (uint32_t)process->pid)
		return;
	kill(process->pid, (int)got->ssi_signo);
}

void process_take_in_signals(struct process *process)
{
	struct signalfd_siginfo got;
	while (process->signals_taken && next_signal(process, &got))
		if (got.ssi_signo != SIGCHLD) {
			process->asked_to_stop |= process->lingers && is_to_end((int)got.ssi_signo);
			hand_on(process, &got);
			if (process->paused && is_to_end((int)got.ssi_signo))
				process_pause(process, false); /* so that it receives the signal */
		}
}

void process_signal(struct process *process, int signal_number)
{
	if (!process->ended && !process->attached)
		signal_all(process, signal_number);
}
