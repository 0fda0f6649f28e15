/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Helpers are children of frugal like the command and its orphans, so a caller that reaps any child
 * may reap them too: their numbers are stored, and remembered a while after their end.
 */
#include "host/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/intl.h"

#define REMEMBERED 64
#define GRACE_MS 200

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int numbers[REMEMBERED];
static bool reaped[REMEMBERED]; /* by another caller */
static size_t next;

static void remember(int pid)
{
	pthread_mutex_lock(&lock);
	reaped[next] = false;
	numbers[next++ % REMEMBERED] = pid;
	next %= REMEMBERED;
	pthread_mutex_unlock(&lock);
}

bool helper_was(int pid)
{
	bool ours = false;
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < REMEMBERED; i++)
		if (numbers[i] == pid)
			ours = reaped[i] = true;
	pthread_mutex_unlock(&lock);
	return ours;
}

static bool reaped_by_others(int pid)
{
	bool yes = false;
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < REMEMBERED; i++)
		yes |= numbers[i] == pid && reaped[i];
	pthread_mutex_unlock(&lock);
	return yes;
}

__attribute__((noreturn)) static void become(const char *line, const int out[2])
{
	sigset_t none;
	char *const argv[] = {(char[]){"sh"}, (char[]){"-c"}, (char *)(uintptr_t)line, NULL};
	sigemptyset(&none);
	pthread_sigmask(SIG_SETMASK, &none, NULL);
	(void)setpgid(0, 0);
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (nothing >= 0)
		(void)dup2(nothing, STDIN_FILENO);
	(void)dup2(out[1], STDOUT_FILENO);
	int silence = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (silence >= 0)
		(void)dup2(silence, STDERR_FILENO);
	execv("/bin/sh", argv);
	_exit(127);
}

int helper_fork(void)
{
	pid_t pid = fork();
	if (pid > 0)
		remember((int)pid);
	return (int)pid;
}

int helper_start(const char *line, struct helper *ret, struct frugal_error *reterr)
{
	int out[2];
	*ret = (struct helper){.fd = -1};
	if (pipe2(out, O_CLOEXEC) != 0)
		return error_io(reterr, _("start"), line, errno);
	pid_t pid = fork();
	if (pid == 0)
		become(line, out);
	int errnum = errno;
	close(out[1]);
	if (pid < 0) {
		close(out[0]);
		return error_io(reterr, _("start"), line, errnum);
	}
	remember((int)pid);
	(void)setpgid(pid, pid);
	(void)fcntl(out[0], F_SETFL, O_NONBLOCK);
	*ret = (struct helper){.pid = (int)pid, .fd = out[0]};
	return 0;
}

bool helper_ended(struct helper *helper)
{
	if (!helper->pid)
		return true;
	pid_t r = waitpid(helper->pid, NULL, WNOHANG);
	if (r == 0 || (r < 0 && errno == ECHILD && !reaped_by_others(helper->pid)))
		return false;
	helper->pid = 0;
	return true;
}

void helper_stop(struct helper *helper)
{
	if (helper->pid) {
		kill(-helper->pid, SIGTERM);
		for (int i = 0; i < GRACE_MS / 10 && !helper_ended(helper); i++)
			(void)poll(NULL, 0, 10);
		if (!helper_ended(helper)) {
			kill(-helper->pid, SIGKILL);
			for (int i = 0; i < GRACE_MS / 10 && !helper_ended(helper); i++)
				(void)poll(NULL, 0, 10);
		}
	}
	if (helper->fd >= 0)
		close(helper->fd);
	*helper = (struct helper){.fd = -1};
}
