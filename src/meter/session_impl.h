/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the session share; nobody else includes it. */
#ifndef METER_SESSION_IMPL_H
#define METER_SESSION_IMPL_H

#include <pthread.h>

#include "host/process.h"
#include "meter/cover.h"
#include "meter/part.h"
#include "meter/session.h"

struct session {
	struct host *host;
	struct arena arena; /* sources, parts, names of marks */
	int64_t interval_ns;
	int64_t progress_ns;

	struct sources sources;
	struct cover_plan plan;
	struct part *parts;
	size_t n_parts; /* room for each source and the two modelled parts */
	struct model_feed server, ram;
	bool has_server, has_ram;

	struct busy busy;
	bool has_busy;
	struct usage start, now;
	int64_t suspended_before_ns; /* boot time ahead of monotonic time, at the last tick */
	int64_t started_us;
	struct cpu_facts facts;
	const char *left_out;

	struct process *process; /* of a command; NULL when the session meters its own process */
	bool ended;
	int64_t ended_us;
	int exec_error;
	int64_t thread_cpu_ns; /* what our thread has used, once it has stopped */

	pthread_t thread; /* of a self-metering session */
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool has_thread, stopping;
	int64_t self_start_ns, self_children_ns, self_children_start_ns;

	struct run_section *sections;
	size_t n_sections, cap_sections;
	struct usage section_start;
	struct energy section_attributed, section_idle; /* totals where the section began */
};

/* From here on the CPU time of our own process counts, where no command is metered. */
void session_start_cpu(struct session *session);

/* CPU time so far of what is metered. */
int64_t session_cpu_ns(struct session *session);

/* True when that became known too late to be set against the machine's of the same moment. */
bool session_tells_late(const struct session *session);

/* The tick without the lock. */
void session_read_all(struct session *session, bool forced);

#endif
