/* SPDX-License-Identifier: Apache-2.0 */
/* The amounts of a day: what was stored earlier of it, what is to be stored, midnight. */
#include <inttypes.h>
#include <stdio.h>

#include "meter/activity_inside.h"

void activity_process_key(int pid, int64_t born, char to[48])
{
	(void)snprintf(to, 48, "%d %" PRId64, pid, born);
}

void activity_go_on(struct activity_meter *meter, activity_earlier *earlier, void *context)
{
	struct session *session = meter->session;
	size_t board = 0;
	meter->earlier = earlier;
	meter->context = context;
	(void)earlier(context, DAY_MACHINE_J, "", &meter->activity.joules);
	(void)earlier(context, DAY_SEEN_S, "", &meter->activity.seconds);
	for (size_t i = 0; i < session->n_parts && i < meter->n_parts; i++)
		if (session->parts[i].source.cover == COVER_GPU)
			(void)earlier(context, DAY_BOARD_J, session->parts[i].source.part,
				      &meter->boards_j[board++]);
}

void activity_begin_day(struct activity_meter *meter)
{
	meter->earlier = NULL;
	meter->activity.joules = meter->activity.seconds = 0;
	for (size_t i = 0; i < meter->n_parts; i++)
		meter->boards_j[i] = 0;
	for (size_t i = 0; i < meter->n_groups; i++)
		meter->groups_j[i] = 0;
	for (size_t i = 0; i < meter->n_totals; i++)
		meter->totals[i].joules = 0;
}

static bool keep(struct activity_meter *meter, size_t *n, enum day_kind kind, const char *key,
		 double amount)
{
	if (!(amount > 0))
		return true;
	if (!mem_grow(&meter->day, *n, &meter->cap_day, sizeof(*meter->day), 0))
		return false;
	meter->day[(*n)++] = (struct day_use){kind, key, amount};
	return true;
}

static bool keep_process(struct activity_meter *meter, size_t *n, const struct total *total)
{
	char key[48];
	if (!(total->joules > 0) || !total->born)
		return true;
	activity_process_key(total->pid, total->born, key);
	const char *kept = arena_strdup(&meter->keys, key);
	return kept && keep(meter, n, DAY_PROCESS_J, kept, total->joules);
}

const struct day_use *activity_day(struct activity_meter *meter, size_t *ret_n)
{
	const struct activity *activity = &meter->activity;
	size_t n = 0;
	arena_release(&meter->keys);
	bool good = keep(meter, &n, DAY_MACHINE_J, "", activity->joules) &&
		    keep(meter, &n, DAY_SEEN_S, "", activity->seconds);
	for (size_t i = 0; good && i < activity->n_boards; i++)
		good = keep(meter, &n, DAY_BOARD_J, activity->boards[i].part,
			    activity->boards[i].joules);
	for (size_t i = 0; good && i < meter->n_groups; i++)
		good = keep(meter, &n, DAY_GROUP_J, scan_group(meter->scan, (uint32_t)i),
			    meter->groups_j[i]);
	for (size_t i = 0; good && i < meter->n_totals; i++)
		good = keep_process(meter, &n, &meter->totals[i]);
	*ret_n = good ? n : 0;
	return good ? meter->day : NULL;
}
