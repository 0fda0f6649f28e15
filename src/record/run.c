/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operations on the record of a run that need no ledger: the names of its states, a new id, and the
 * check that it may be written. The promise that parts add up is checked here, on every write.
 */
#include "record/run.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/error.h"
#include "base/intl.h"

#define CONSERVATION 1e-9
/* Two parts near zero may differ by the rounding of their own sum. */
#define NOTHING_J 1e-9

const char *run_status_name(enum run_status status)
{
	static const char *const names[] = {"running", "finished", "interrupted"};
	return (size_t)status < sizeof(names) / sizeof(*names) ? names[status] : "unknown";
}

const char *source_state_name(enum source_state state)
{
	static const char *const names[] = {"ok", "denied", "absent", "stale", "asleep"};
	return (size_t)state < sizeof(names) / sizeof(*names) ? names[state] : "unknown";
}

/* By the device where the call is refused (Linux before 3.17, a container's filter). */
static bool random_bytes(unsigned char *to, size_t n)
{
	ssize_t got;
	do
		got = getrandom(to, n, 0);
	while (got < 0 && errno == EINTR);
	if (got == (ssize_t)n)
		return true;
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	got = fd >= 0 ? read(fd, to, n) : -1;
	if (fd >= 0)
		close(fd);
	return got == (ssize_t)n;
}

int run_id_new(char ret_id[RUN_ID_SIZE], struct frugal_error *reterr)
{
	unsigned char bytes[8];
	if (!random_bytes(bytes, sizeof(bytes)))
		return error_set(reterr, FRUGAL_EENV, "%s",
				 _("the system gives no random bytes for the id of a run"));
	for (size_t i = 0; i < sizeof(bytes); i++)
		(void)snprintf(ret_id + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

const struct run_figure *run_figure_find(const struct run_record *run, const char *name,
					 const char *perimeter)
{
	for (size_t i = 0; i < run->n_figures; i++)
		if (strcmp(run->figures[i].name, name) == 0 &&
		    strcmp(run->figures[i].perimeter, perimeter) == 0)
			return &run->figures[i];
	return NULL;
}

void run_record_release(struct run_record *run)
{
	arena_release(&run->arena);
	*run = (struct run_record){0};
}

#define OUTCOME "outcome:"

const char *run_outcome(const struct run_record *run)
{
	for (char **tag = run->tags; tag && *tag; tag++)
		if (strncmp(*tag, OUTCOME, strlen(OUTCOME)) == 0)
			return *tag + strlen(OUTCOME);
	return "";
}

static int refuse(const struct run_record *run, const char *what, const char *where,
		  struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EBUG, _("cannot record run %s: %s"), run->id, what);
	error_where(reterr, "%s", where);
	error_todo(reterr, "%s", _("this is a fault of frugal, please report it"));
	return FRUGAL_EBUG;
}

static bool all_finite(const double *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isfinite(values[i]))
			return false;
	return true;
}

static int check_part(const struct run_record *run, const struct run_part *part,
		      struct frugal_error *reterr)
{
	const double values[] = {part->energy.j,       part->idle.j,     part->attributed.j,
				 part->unattributed.j, part->low_factor, part->high_factor,
				 part->gaps.s};
	if (!part->part || !part->sensor || !part->device)
		return refuse(run, _("a part has no name"), "", reterr);
	if (!all_finite(values, sizeof(values) / sizeof(*values)))
		return refuse(run, _("a part is not a number"), part->part, reterr);
	double slack = CONSERVATION * fabs(part->energy.j) + NOTHING_J;
	for (size_t i = 0; i < 4; i++)
		if (values[i] < -slack)
			return refuse(run, _("a part has a negative energy"), part->part, reterr);
	double sum = part->idle.j + part->attributed.j + part->unattributed.j;
	if (fabs(sum - part->energy.j) > slack)
		return refuse(run,
			      _("idle, attributed and unattributed energy of a part do not add up "
				"to its energy"),
			      part->part, reterr);
	return 0;
}

static int check_figure(const struct run_record *run, const struct run_figure *figure,
			struct frugal_error *reterr)
{
	const double values[] = {figure->value, figure->low, figure->high, figure->measured_share};
	if (!figure->name || !figure->unit)
		return refuse(run, _("a figure has no name or no unit"), "", reterr);
	if (!all_finite(values, sizeof(values) / sizeof(*values)))
		return refuse(run, _("a figure is not a number"), figure->name, reterr);
	return 0;
}

int run_record_check(const struct run_record *run, struct frugal_error *reterr)
{
	const double values[] = {run->duration.s, run->cpu.s, run->machine_busy.s, run->share,
				 run->own_cost.s};
	if (!all_finite(values, sizeof(values) / sizeof(*values)))
		return refuse(run, _("a duration or a share is not a number"), "", reterr);
	for (size_t i = 0; i < run->n_parts; i++) {
		int r = check_part(run, &run->parts[i], reterr);
		if (r < 0)
			return r;
	}
	for (size_t i = 0; i < run->n_figures; i++) {
		int r = check_figure(run, &run->figures[i], reterr);
		if (r < 0)
			return r;
	}
	for (size_t i = 0; i < run->n_sections; i++)
		if (!run->sections[i].name || !run->sections[i].kind ||
		    isinf(run->sections[i].share.j) || !isfinite(run->sections[i].duration.s))
			return refuse(run, _("a section is not a number"), "", reterr);
	for (size_t i = 0; i < run->n_metrics; i++)
		if (!run->metrics[i].key || !isfinite(run->metrics[i].value))
			return refuse(run, _("a value is not a number"), "", reterr);
	return 0;
}
