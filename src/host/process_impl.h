/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of struct process, shared by process.c, which starts and follows the command, and
 * process_signal.c, which keeps frugal alive and hands signals on. No other file includes this.
 */
#ifndef HOST_PROCESS_IMPL_H
#define HOST_PROCESS_IMPL_H

#include <signal.h>
#include <sys/types.h>

#include "host/attach.h"
#include "host/cgroup.h"
#include "host/process.h"

enum method { METHOD_CGROUP, METHOD_PERF, METHOD_WAIT4, METHODS };

struct process {
	pid_t pid;
	struct process_options options;
	enum method method;
	struct cgroup group;
	int perf_fd;
	int signal_fd;
	int exec_fd; /* the child writes its errno here when exec fails; exec itself closes it */
	sigset_t old_mask;
	struct sigaction old_chld;
	bool signals_taken;
	struct attached *attached; /* ran already; the other fields are then unused */
	struct containers *containers;
	int64_t waited_ns; /* of all children we have reaped */
	int64_t cpu_ns;
	bool left_group;       /* the command, or a child that it waited for, went to another one */
	process_stop *on_stop; /* may be NULL */
	void *stop_context;
	bool ended, by_signal;
	bool lingers;       /* has ended, and what it left behind is waited for */
	bool asked_to_stop; /* then: by a signal */
	bool paused;
	int guard_fd; /* while the command is paused: the guard has the other end */
	int code;
	int exec_error;
};

/* Blocks the signals that frugal must survive, and opens the signalfd from which they are read. */
void process_take_signals(struct process *process);

/* Reads the signals that arrived and hands on those that the command did not receive. */
void process_take_in_signals(struct process *process);

#endif
