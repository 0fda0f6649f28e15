/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each call of activity_read takes the energy since the last call, part by part: idle power first,
 * then the dynamic energy of the processors by CPU time and that of each accelerator by the
 * processes on it. Totals of the day are kept by process and by control group.
 */
#include "meter/activity_inside.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "meter/session_impl.h"

#define MOST_USERS 256

int activity_new(struct session *session, enum scan_means means, struct activity_meter **ret,
		 struct frugal_error *reterr)
{
	struct activity_meter *meter = mem_zalloc(1, sizeof(*meter));
	if (!meter)
		return error_nomem(reterr);
	meter->session = session;
	meter->n_parts = session->n_parts;
	meter->parts_j = mem_zalloc(meter->n_parts + 1, sizeof(double));
	meter->parts_idle_j = mem_zalloc(meter->n_parts + 1, sizeof(double));
	meter->boards_j = mem_zalloc(meter->n_parts + 1, sizeof(double));
	meter->activity.boards = mem_zalloc(meter->n_parts + 1, sizeof(struct activity_board));
	meter->activity.parts = mem_zalloc(meter->n_parts + 1, sizeof(struct activity_part));
	int r = meter->parts_j && meter->parts_idle_j && meter->boards_j &&
				meter->activity.boards && meter->activity.parts
			? scan_new(means, &meter->scan, reterr)
			: error_nomem(reterr);
	if (r == 0 && !scan_look(meter->scan))
		r = error_nomem(reterr);
	if (r < 0) {
		activity_free(meter);
		return r;
	}
	meter->activity.means = scan_means(meter->scan);
	meter->activity.why_means = scan_why(meter->scan);
	session_read_all(session, true);
	meter->last_ns = session->now.at_ns;
	meter->last_busy_ns = session->now.busy_ns;
	for (size_t i = 0; i < meter->n_parts; i++) {
		meter->parts_j[i] = sum_value(&session->parts[i].sums.energy);
		meter->parts_idle_j[i] = sum_value(&session->parts[i].sums.idle);
	}
	*ret = meter;
	return 0;
}

void activity_free(struct activity_meter *meter)
{
	if (!meter)
		return;
	scan_free(meter->scan);
	mem_free(meter->activity.rows);
	mem_free(meter->activity.boards);
	mem_free(meter->activity.parts);
	mem_free(meter->activity.uses);
	mem_free(meter->boards_j);
	mem_free(meter->day);
	arena_release(&meter->keys);
	mem_free(meter->totals);
	mem_free(meter->groups_j);
	mem_free(meter->parts_j);
	mem_free(meter->parts_idle_j);
	mem_free(meter);
}

const char *activity_group(const struct activity_meter *meter, uint32_t group)
{
	return scan_group(meter->scan, group);
}

/* ---- the rows ------------------------------------------------------------------------------- */

static struct activity_row *row_of(struct activity *activity, int pid)
{
	for (size_t i = 0; i < activity->n_rows; i++)
		if (activity->rows[i].pid == pid)
			return &activity->rows[i];
	return NULL;
}

static bool add_row(struct activity_meter *meter, const struct scanned *item)
{
	struct activity *activity = &meter->activity;
	if (!mem_grow(&activity->rows, activity->n_rows, &meter->cap_rows, sizeof(*activity->rows),
		      0))
		return false;
	struct activity_row *row = &activity->rows[activity->n_rows++];
	*row = (struct activity_row){0};
	if (!item)
		return true;
	row->pid = item->pid;
	row->uid = item->uid;
	row->group = item->group;
	row->ended = item->ended;
	memcpy(row->name, item->name, sizeof(row->name));
	return true;
}

/* Lists the processes that worked, and those that use an accelerator. */
static bool list_rows(struct activity_meter *meter, double seconds)
{
	size_t n;
	const struct scanned *items = scan_items(meter->scan, &n);
	meter->activity.n_rows = 0;
	for (size_t i = 0; i < n; i++) {
		if (!items[i].delta_ns)
			continue;
		if (!add_row(meter, &items[i]))
			return false;
		meter->activity.rows[meter->activity.n_rows - 1].cpu =
			(double)items[i].delta_ns / NS_PER_SECOND / seconds;
	}
	return true;
}

static struct activity_row *board_row(struct activity_meter *meter, int pid)
{
	struct activity_row *row = row_of(&meter->activity, pid);
	if (row)
		return row;
	const struct scanned *item = scan_process(meter->scan, pid);
	return item && add_row(meter, item) ? &meter->activity.rows[meter->activity.n_rows - 1]
					    : NULL;
}

static void add_use(struct activity_meter *meter, size_t board, int pid, double w)
{
	struct activity *activity = &meter->activity;
	if (mem_grow(&activity->uses, activity->n_uses, &meter->cap_uses, sizeof(*activity->uses),
		     0))
		activity->uses[activity->n_uses++] = (struct activity_use){board, pid, w};
}

static void share_board(struct activity_meter *meter, struct part *part, double dynamic_w,
			double *rest_w)
{
	struct part_user users[MOST_USERS];
	size_t n = part->class->users && part->sensor
			   ? part->class->users(part->sensor, users, MOST_USERS)
			   : 0;
	for (size_t i = 0; i < n; i++) {
		struct activity_row *row = board_row(meter, users[i].pid);
		double w = dynamic_w * users[i].share;
		if (!row)
			continue;
		row->board_w += w;
		dynamic_w -= w;
		add_use(meter, meter->activity.n_boards - 1, row->pid, w);
	}
	*rest_w += dynamic_w > 0 ? dynamic_w : 0;
}

static int by_pid(const void *a, const void *b)
{
	const struct total *x = a, *y = b;
	return (x->pid > y->pid) - (x->pid < y->pid);
}

static void earlier_process(const struct activity_meter *meter, const struct scanned *item,
			    double *ret)
{
	char key[48];
	activity_process_key(item->pid, item->born, key);
	if (meter->earlier && item->born)
		(void)meter->earlier(meter->context, DAY_PROCESS_J, key, ret);
}

static struct total *total_of(struct activity_meter *meter, size_t sorted,
			      const struct scanned *item)
{
	struct total key = {.pid = item->pid, .born = item->born}, *total;
	total = sorted ? bsearch(&key, meter->totals, sorted, sizeof(key), by_pid) : NULL;
	/* A process that was born later cannot have been seen earlier. */
	if (meter->look == 1)
		earlier_process(meter, item, &key.joules);
	if (total && total->born != item->born)
		*total = key;
	if (total)
		return total;
	if (!mem_grow(&meter->totals, meter->n_totals, &meter->cap_totals, sizeof(key), 0))
		return NULL;
	total = &meter->totals[meter->n_totals++];
	*total = key;
	return total;
}

static bool add_to_group(struct activity_meter *meter, uint32_t group, double joules)
{
	while (meter->n_groups <= group) {
		if (!mem_grow(&meter->groups_j, meter->n_groups, &meter->cap_groups, sizeof(double),
			      0))
			return false;
		double *of_group = &meter->groups_j[meter->n_groups];
		*of_group = 0;
		if (meter->earlier)
			(void)meter->earlier(meter->context, DAY_GROUP_J,
					     scan_group(meter->scan, (uint32_t)meter->n_groups),
					     of_group);
		meter->n_groups++;
	}
	meter->groups_j[group] += joules;
	return true;
}

/* Adds the energy of each process, and removes the processes that are gone. */
static bool add_totals(struct activity_meter *meter, double seconds)
{
	struct activity *activity = &meter->activity;
	size_t sorted = meter->n_totals, kept = 0, n;
	const struct scanned *items = scan_items(meter->scan, &n);
	meter->look++;
	for (size_t i = 0; i < n; i++) {
		struct total *total = total_of(meter, sorted, &items[i]);
		if (!total)
			return false;
		total->seen = meter->look;
		struct activity_row *row = items[i].delta_ns || activity->n_boards
						   ? row_of(activity, items[i].pid)
						   : NULL;
		if (!row)
			continue;
		double joules = (row->cpu_w + row->board_w) * seconds;
		if (isnan(joules)) {
			row->joules = joules;
			continue;
		}
		total->joules += joules;
		row->joules = total->joules;
		if (!add_to_group(meter, row->group, joules))
			return false;
	}
	for (size_t i = 0; i < meter->n_totals; i++)
		if (meter->totals[i].seen == meter->look)
			meter->totals[kept++] = meter->totals[i];
	meter->n_totals = kept;
	if (kept)
		qsort(meter->totals, kept, sizeof(*meter->totals), by_pid);
	return true;
}

double activity_group_joules(const struct activity_meter *meter, uint32_t group)
{
	return group < meter->n_groups ? meter->groups_j[group] : 0;
}

static int by_watts(const void *a, const void *b)
{
	const struct activity_row *x = a, *y = b;
	double dx = x->cpu_w + x->board_w, dy = y->cpu_w + y->board_w;
	if (isnan(dx) || isnan(dy)) { /* all of them: no power is known */
		dx = x->cpu;
		dy = y->cpu;
	}
	if (!x->pid != !y->pid)
		return !x->pid ? 1 : -1;
	return dx > dy ? -1 : dx < dy;
}

/* ---- the machine ---------------------------------------------------------------------------- */

/* A power with its ends, by the errors of its sources, which are taken as common. */
struct ends {
	double value, low, high;
};

struct powers {
	struct ends all, idle; /* of the parts that count; NaN without one */
	double measured;
	double cpu_dynamic;      /* to be shared by CPU time */
	double rest;             /* of boards without a visible process */
	struct ends cpu, boards; /* what is above idle */
};

static void add_ends(struct ends *to, const struct source *source, double w)
{
	to->value += w;
	to->low += w * source->low_factor;
	to->high += w * source->high_factor;
}

static void add_part(struct activity *activity, const struct part *part, double w, double idle_w)
{
	activity->parts[activity->n_parts++] = (struct activity_part){
		.part = part->source.part,
		.detail = part->source.detail,
		.w = w,
		.idle_w = idle_w,
		.low_w = w * part->source.low_factor,
		.high_w = w * part->source.high_factor,
		.joules = sum_value(&part->sums.energy),
		.quality = part->source.quality,
	};
}

static double factor_of(const struct ends *ends, double end)
{
	return ends->value > 0 ? end / ends->value : 1;
}

/* The ends of the machine, of the rows and of today. */
static void add_intervals(struct activity_meter *meter, const struct powers *powers, double seconds)
{
	struct activity *activity = &meter->activity;
	const struct ends *cpu = &powers->cpu;
	/* Where one meter has it all, its error is that of the boards too. */
	const struct ends *boards = powers->boards.value > 0 ? &powers->boards : cpu;
	activity->low_w = powers->all.low;
	activity->high_w = powers->all.high;
	activity->idle_low_w = powers->idle.low;
	activity->idle_high_w = powers->idle.high;
	activity->cpu_low = factor_of(cpu, cpu->low);
	activity->cpu_high = factor_of(cpu, cpu->high);
	activity->board_low = factor_of(boards, boards->low);
	activity->board_high = factor_of(boards, boards->high);
	if (!isnan(powers->all.value)) {
		meter->seen_j += powers->all.value * seconds;
		meter->seen_low_j += powers->all.low * seconds;
		meter->seen_high_j += powers->all.high * seconds;
	}
	struct ends seen = {meter->seen_j, meter->seen_low_j, meter->seen_high_j};
	activity->low_j = activity->joules * factor_of(&seen, seen.low);
	activity->high_j = activity->joules * factor_of(&seen, seen.high);
}

static void read_parts(struct activity_meter *meter, double seconds, struct powers *ret)
{
	struct session *session = meter->session;
	struct activity *activity = &meter->activity;
	bool known = false;
	*ret = (struct powers){0};
	activity->n_boards = activity->n_parts = 0;
	activity->n_uses = 0;
	for (size_t i = 0; i < session->n_parts && i < meter->n_parts; i++) {
		struct part *part = &session->parts[i];
		double joules = sum_value(&part->sums.energy), idle = sum_value(&part->sums.idle);
		double w = (joules - meter->parts_j[i]) / seconds;
		double idle_w = (idle - meter->parts_idle_j[i]) / seconds;
		bool board = part->source.cover == COVER_GPU;
		meter->parts_j[i] = joules;
		meter->parts_idle_j[i] = idle;
		if (board) {
			double *of_day = &meter->boards_j[activity->n_boards];
			*of_day += w * seconds;
			activity->boards[activity->n_boards++] = (struct activity_board){
				part->source.part, part->source.detail, w, idle_w, *of_day};
		}
		bool counts = board ? !session->plan.node_truth
				    : part->is_check == session->plan.node_truth;
		if (board)
			share_board(meter, part, w - idle_w, &ret->rest);
		if (board && !counts) /* the machine's own meter includes it */
			ret->cpu_dynamic -= w - idle_w;
		if (!counts)
			continue;
		known = true;
		add_part(activity, part, w, idle_w);
		add_ends(&ret->all, &part->source, w);
		add_ends(&ret->idle, &part->source, idle_w);
		add_ends(board ? &ret->boards : &ret->cpu, &part->source, w - idle_w);
		ret->measured += part->source.quality == FRUGAL_MEASURED ? w : 0;
		ret->cpu_dynamic += board ? 0 : w - idle_w;
	}
	ret->cpu_dynamic = fmax(ret->cpu_dynamic, 0);
	if (ret->idle.value < 0)
		ret->idle = (struct ends){0};
	if (!known) {
		ret->all = ret->idle = (struct ends){(double)NAN, (double)NAN, (double)NAN};
		ret->measured = ret->cpu_dynamic = (double)NAN;
	}
}

int activity_read(struct activity_meter *meter, const struct activity **ret,
		  struct frugal_error *reterr)
{
	struct session *session = meter->session;
	struct activity *activity = &meter->activity;
	struct powers powers;
	session_read_all(session, true);
	double seconds = (double)(session->now.at_ns - meter->last_ns) / NS_PER_SECOND;
	if (!scan_look(meter->scan) || !(seconds > 0) || !list_rows(meter, seconds))
		return error_nomem(reterr);
	double busy =
		(double)(session->now.busy_ns - meter->last_busy_ns) / NS_PER_SECOND / seconds;
	double seen = 0;
	for (size_t i = 0; i < activity->n_rows; i++)
		seen += activity->rows[i].cpu;
	read_parts(meter, seconds, &powers);
	double whole = fmax(busy, seen), rest_cpu = whole - seen;
	for (size_t i = 0; whole > 0 && i < activity->n_rows; i++)
		activity->rows[i].cpu_w = powers.cpu_dynamic * activity->rows[i].cpu / whole;
	if (!add_totals(meter, seconds) || !add_row(meter, NULL))
		return error_nomem(reterr);
	struct activity_row *rest = &activity->rows[activity->n_rows - 1];
	rest->cpu = rest_cpu;
	rest->cpu_w = whole > 0 ? powers.cpu_dynamic * rest_cpu / whole : powers.cpu_dynamic;
	rest->board_w = powers.rest;
	qsort(activity->rows, activity->n_rows, sizeof(*activity->rows), by_watts);
	const double all_w = powers.all.value;
	activity->machine_w = all_w;
	activity->idle_w = powers.idle.value;
	activity->measured = all_w > 0 ? powers.measured / all_w : isnan(all_w) ? (double)NAN : 0;
	if (!isnan(all_w)) {
		activity->joules += all_w * seconds;
		activity->seconds += seconds;
	}
	add_intervals(meter, &powers, seconds);
	meter->last_ns = session->now.at_ns;
	meter->last_busy_ns = session->now.busy_ns;
	*ret = activity;
	return 0;
}
