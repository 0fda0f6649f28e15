/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How busy the machine is: CPU time of all processors that was not idle, from the control group of
 * all processes where it is visible, else from the first line of the live /proc/stat. The latter
 * counts in hundredths of a second, and the kernel may sample: compare it over a second or so, not
 * over a tenth.
 */
#ifndef HOST_BUSY_H
#define HOST_BUSY_H

#include "host/host.h"

#define BUSY_STEP_NS 10000000 /* the kernel's USER_HZ is 100 on every Linux of today */

struct busy {
	int fd;
	bool of_group;   /* cpu.stat of a control group, not /proc/stat */
	int threads;     /* processors that were online at the start */
	int64_t at_ns;   /* monotonic, of the last reading */
	int64_t busy_ns; /* since boot, of the last reading */
};

/* Makes the first reading. FRUGAL_EENV when /proc/stat cannot be read. */
int busy_init(struct busy *busy, const struct host *host, struct frugal_error *reterr);

/* Reads again into at_ns and busy_ns; on failure returns false and changes nothing. */
bool busy_read(struct busy *busy, const struct host *host);
void busy_release(struct busy *busy);

/* The sum behind busy_ns, from the text of /proc/stat; -1 when the text is of another form. */
int64_t busy_parse(const char *text);
/* The same from the text of a group's cpu.stat. */
int64_t busy_parse_group(const char *text);

#endif
