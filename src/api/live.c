/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The power of processes and accelerators now, as a handle over insight/live.h. Its structs are
 * copied into those of frugal.h, and live until the next look.
 */
#include <math.h>

#include "api/interrupted.h"
#include "api/machine.h"
#include "api/measured.h"
#include "base/intl.h"

static int find_means(const char *name, enum scan_means *ret, struct frugal_error *reterr)
{
	int means = SCAN_BEST;
	while (name && scan_means_names[means] && strcmp(name, scan_means_names[means]) != 0)
		means++;
	if (!scan_means_names[means])
		return error_set(reterr, FRUGAL_EUSAGE,
				 _("unknown way to observe processes '%s': use ebpf, exits or "
				   "files"),
				 name);
	*ret = (enum scan_means)means;
	return 0;
}

int frugal_live_new(frugal_library *library, const struct frugal_measure_options *options,
		    const char *means, frugal_live **ret_live, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_measure_options asked;
	struct session_options sources;
	struct live_options how = {0};
	const struct knowledge *knowledge;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!ret_live)
		return missing_argument("ret_live", reterr);
	frugal_live *live = mem_zalloc(1, sizeof(*live));
	if (!live)
		return error_nomem(reterr);
	const struct host_options here = library_host(library);
	int r = measure_options_take(options, &asked, reterr);
	if (r == 0)
		r = find_means(means, &how.means, reterr);
	if (r == 0)
		r = measure_sources(library, &asked, &live->arena, &sources, reterr);
	if (r == 0)
		r = library_knowledge(library, &knowledge, reterr);
	if (r == 0) {
		how.zone = measure_zone(library, &asked);
		how.keep = asked.keep != 0;
		if (how.keep)
			interrupted_close_default(&library->context);
		r = live_open(&library->context, knowledge, &here, &sources, &how, &live->seen,
			      reterr);
	}
	if (r < 0) {
		frugal_live_free(live);
		return r;
	}
	*ret_live = live;
	return 0;
}

int frugal_live_look(frugal_live *live, const struct frugal_look **ret_look,
		     struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!live)
		return missing_argument("live", reterr);
	int r = live_look(live->seen, reterr);
	if (r == 0 && ret_look)
		*ret_look = &live->seen->look;
	return r;
}

const struct frugal_live_row *frugal_live_process(const frugal_live *live, size_t index)
{
	return live && index < live->seen->look.n_processes ? &live->seen->processes[index] : NULL;
}

const struct frugal_live_row *frugal_live_group(const frugal_live *live, size_t index)
{
	return live && index < live->seen->look.n_groups ? &live->seen->groups[index] : NULL;
}

const struct frugal_live_board *frugal_live_board(const frugal_live *live, size_t index)
{
	return live && index < live->seen->look.n_boards ? &live->seen->boards[index] : NULL;
}

const struct frugal_live_part *frugal_live_part(const frugal_live *live, size_t index)
{
	return live && index < live->seen->ends.n_parts ? &live->seen->parts[index] : NULL;
}

int frugal_live_ends(const frugal_live *live, struct frugal_live_ends *ret,
		     struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!live || !ret)
		return missing_argument(live ? "ret" : "live", reterr);
	return sized_fill(ret, ret->size, &live->seen->ends, sizeof(*ret), reterr);
}

struct frugal_interval frugal_live_watts(const frugal_live *live, const struct frugal_live_row *row)
{
	const struct frugal_interval none = {(double)NAN, (double)NAN, (double)NAN};
	return live && row ? live_watts(live->seen, row) : none;
}

const struct frugal_live_use *frugal_live_use(const frugal_live *live, size_t index)
{
	return live && index < live->seen->look.n_uses ? &live->seen->uses[index] : NULL;
}

void frugal_live_free(frugal_live *live)
{
	if (!live)
		return;
	live_free(live->seen);
	arena_release(&live->arena);
	mem_free(live);
}
