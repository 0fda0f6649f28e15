/* SPDX-License-Identifier: Apache-2.0 */
#include "host/busy.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"

/* The columns of the line "cpu". */
enum column { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, COLUMNS };

/*
 * After these come steal, guest and guest_nice. Guest time is already within user and nice. Steal
 * is time in which our processors were taken away: nobody here used it, and the kernel does not
 * count it to any task either, so with it the shares of the tasks would not add up to one.
 */
int64_t busy_parse(const char *text)
{
	int64_t sum = 0;
	if (strncmp(text, "cpu ", 4) != 0)
		return -1;
	const char *p = text + 4;
	for (int column = USER; column < COLUMNS; column++) {
		int64_t steps = 0;
		while (*p == ' ')
			p++;
		if (!isdigit((unsigned char)*p))
			return -1;
		for (; isdigit((unsigned char)*p); p++)
			if (__builtin_mul_overflow(steps, 10, &steps) ||
			    __builtin_add_overflow(steps, *p - '0', &steps))
				return -1;
		if (column != IDLE && column != IOWAIT)
			sum += steps;
	}
	return sum * BUSY_STEP_NS;
}

bool busy_read(struct busy *busy, const struct host *host)
{
	char text[256];
	ssize_t n = busy->fd >= 0 ? pread(busy->fd, text, sizeof(text) - 1, 0) : -1;
	if (n <= 0)
		return false;
	text[n] = '\0';
	int64_t sum = busy_parse(text);
	if (sum < 0)
		return false;
	busy->at_ns = host_monotonic_ns(host);
	/* A processor that goes offline can take its time out of the sum for a moment. */
	if (sum > busy->busy_ns)
		busy->busy_ns = sum;
	return true;
}

int busy_init(struct busy *busy, const struct host *host, struct frugal_error *reterr)
{
	long online = sysconf(_SC_NPROCESSORS_ONLN);
	*busy = (struct busy){.fd = open("/proc/stat", O_RDONLY | O_CLOEXEC)};
	busy->threads = online > 0 ? (int)online : 1;
	busy->at_ns = host_monotonic_ns(host);
	if (busy->fd >= 0 && busy_read(busy, host))
		return 0;
	int errnum = busy->fd < 0 ? errno : EIO;
	busy_release(busy);
	return error_io(reterr, _("read"), "/proc/stat", errnum);
}

void busy_release(struct busy *busy)
{
	if (busy->fd >= 0)
		close(busy->fd);
	busy->fd = -1;
}
