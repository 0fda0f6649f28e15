/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How busy the machine is: CPU time of all processors that was not idle, from the control group of
 * all processes where it is visible, else from the first line of the live /proc/stat. The latter
 * counts in hundredths of a second, and the kernel may sample: compare it over a second or so, not
 * over a tenth. In a container, a /proc/stat of its own has its processors alone.
 */
#ifndef HOST_BUSY_H
#define HOST_BUSY_H

#include "host/host.h"

#define BUSY_STEP_NS 10000000 /* the kernel's USER_HZ is 100 on every Linux of today */

struct busy {
	int fd;
	bool of_group; /* cpu.stat of a control group, not /proc/stat */
	/*
	 * /proc/stat is that of a container (lxcfs), and nothing here has the machine's: the time
	 * of others on it is not known.
	 */
	bool of_container;
	int threads;     /* processors that were online at the start */
	int64_t at_ns;   /* monotonic, of the last reading */
	int64_t busy_ns; /* since boot, of the last reading */
};

enum busy_scope {
	BUSY_MACHINE, /* the machine, where it is visible; else what is */
	BUSY_SLICE    /* the processors of /proc/stat, though it be a container's */
};

/* Makes the first reading. FRUGAL_EENV when /proc/stat cannot be read. */
int busy_init(struct busy *busy, const struct host *host, enum busy_scope scope,
	      struct frugal_error *reterr);

/*
 * A container has a /proc/stat and a /proc/cpuinfo of its own: its processors are all that a model
 * knows of the machine.
 */
bool busy_sees_a_slice(void);

/* Whether a file is a mount of its own, in the text of /proc/self/mountinfo. */
bool busy_is_mount(const char *mountinfo, const char *file);

/* Reads again into at_ns and busy_ns; on failure returns false and changes nothing. */
bool busy_read(struct busy *busy, const struct host *host);
void busy_release(struct busy *busy);

/* The sum behind busy_ns, from the text of /proc/stat; -1 when the text is of another form. */
int64_t busy_parse(const char *text);
/* The same from the text of a group's cpu.stat. */
int64_t busy_parse_group(const char *text);

#endif
