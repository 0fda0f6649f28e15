/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The views of live.h. Sorts the rows as pointers: the row of processes that were not seen is last
 * in every order. Asks the system for the name of a user once per group of rows of that user.
 */
#include "report/live.h"

#include <math.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/json.h"
#include "report/layout.h"

/* The state of one view while it is written. */
struct maker {
	const struct frugal_look *look;
	const struct live *live;
	const struct live_view *view;
	int known_uid;
	char known_name[32];
};

/* ---- rows ----------------------------------------------------------------------------------- */

static double watts_of(const struct frugal_live_row *row)
{
	return row->cpu_w + row->board_w;
}

static double key_of(const struct frugal_live_row *row, enum live_sort sort)
{
	switch (sort) {
	case LIVE_BY_CPU:
		return row->cpu;
	case LIVE_BY_ENERGY:
		return row->joules;
	case LIVE_BY_POWER:
		break;
	}
	return watts_of(row);
}

static int by_key(const void *a, const void *b, void *context)
{
	const struct frugal_live_row *x = *(const struct frugal_live_row *const *)a,
				     *y = *(const struct frugal_live_row *const *)b;
	const enum live_sort *sort = context;
	double dx = key_of(x, *sort), dy = key_of(y, *sort);
	if (x->is_rest != y->is_rest)
		return x->is_rest ? 1 : -1;
	return dx > dy ? -1 : dx < dy ? 1 : (x->pid > y->pid) - (x->pid < y->pid);
}

/* The rows of the view in its order, which the caller frees; NULL when out of memory. */
static const struct frugal_live_row **sorted(const struct maker *maker, size_t *ret_n)
{
	bool groups = maker->view->by == LIVE_GROUPS;
	const struct frugal_live_row *rows = groups ? maker->live->groups : maker->live->processes;
	size_t n = groups ? maker->look->n_groups : maker->look->n_processes;
	enum live_sort sort = maker->view->sort;
	const struct frugal_live_row **to = mem_zalloc(n + 1, sizeof(const void *));
	*ret_n = to ? n : 0;
	for (size_t i = 0; i < *ret_n; i++)
		to[i] = &rows[i];
	if (*ret_n)
		qsort_r(to, n, sizeof(*to), by_key, &sort);
	return to;
}

void live_group_name(const char *path, char *to, size_t size)
{
	static const char *const kinds[] = {"docker", "libpod", "crio", "cri-containerd"};
	const char *last = strrchr(path, '/');
	struct str rest;
	last = last && last[1] ? last + 1 : path;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_after(str_of(last), kinds[i], &rest) && rest.n > 13 && rest.p[0] == '-') {
			(void)snprintf(to, size, "%s %.12s", kinds[i], rest.p + 1);
			return;
		}
	(void)snprintf(to, size, "%s", path[0] && strcmp(path, "/") != 0 ? last : "/");
}

static const char *user_name(struct maker *maker, int uid)
{
	if (uid != maker->known_uid) {
		const struct passwd *entry = getpwuid((uid_t)uid);
		(void)snprintf(maker->known_name, sizeof(maker->known_name), "%s",
			       entry ? entry->pw_name : "?");
		maker->known_uid = uid;
	}
	return maker->known_name;
}

/* ---- text ----------------------------------------------------------------------------------- */

static void add_amount(struct buf *to, double base, struct dimension dim, const struct maker *maker)
{
	if (isnan(base)) {
		buf_putc(to, '-');
		return;
	}
	print_quantity(to, base, base, base, dim, (struct unit){1, dim}, NULL,
		       maker->view->numbers);
}

static void add_watts(struct buf *to, double w, const struct maker *maker)
{
	add_amount(to, w, (struct dimension){{[KIND_ENERGY] = 1, [KIND_TIME] = -1}}, maker);
}

static void add_energy(struct buf *to, double joules, const struct maker *maker)
{
	add_amount(to, joules / JOULES_PER_WH, (struct dimension){{[KIND_ENERGY] = 1}}, maker);
}

/* Adds the carbon of so many watts in an hour. */
static void add_grams(struct buf *to, double w, const struct maker *maker)
{
	add_amount(to, w / 1e3 * maker->look->g_per_kwh, (struct dimension){{[KIND_CO2E] = 1}},
		   maker);
}

static void add_carbon(struct buf *to, double w, const struct maker *maker)
{
	add_grams(to, w, maker);
	buf_puts(to, isnan(w) ? "" : "/h");
}

static void add_head(struct buf *to, const struct maker *maker)
{
	const struct frugal_look *look = maker->look;
	struct buf w = {0}, carbon = {0}, energy = {0}, idle = {0}, time = {0};
	if (isnan(look->machine_w)) {
		buf_puts(to, _("power not known: no processor, memory or accelerator can be read "
			       "here\n"));
		return;
	}
	add_watts(&w, look->machine_w, maker);
	add_watts(&idle, look->idle_w, maker);
	add_grams(&carbon, look->machine_w, maker);
	add_energy(&energy, look->today_j, maker);
	print_duration(&time, look->today_s, maker->view->numbers);
	/* TRANSLATORS: "412 W, of which 80 W idle · 23 g CO2e/h (FR) · 1.2 kWh today, 3 h seen" */
	buf_addf(to, _("%s, of which %s idle · %s/h (%s) · %s today, %s seen · %.0f %% measured\n"),
		 buf_text(&w), buf_text(&idle), buf_text(&carbon), look->zone, buf_text(&energy),
		 buf_text(&time), look->measured_share * 100);
	for (size_t i = 0; maker->view->by != LIVE_BOARDS && i < look->n_boards; i++) {
		const struct frugal_live_board *board = &maker->live->boards[i];
		buf_clear(&w);
		add_watts(&w, board->w, maker);
		buf_addf(to, "%s  %s  %s\n", board->part, buf_text(&w), board->detail);
	}
	buf_release(&w);
	buf_release(&carbon);
	buf_release(&energy);
	buf_release(&idle);
	buf_release(&time);
}

/* The name of the row of processes that were not seen. */
static const char *rest_name(const struct frugal_look *look)
{
	return strcmp(look->means, "ebpf") == 0 ? _("(kernel: interrupts)")
	       : strcmp(look->means, "exits") == 0
		       ? _("(kernel, and processes shorter than a tick)")
		       : _("(kernel, and processes that ended between two readings)");
}

static void add_names(struct columns *columns, struct maker *maker,
		      const struct frugal_live_row *row)
{
	char text[128];
	if (maker->view->by == LIVE_GROUPS) {
		live_group_name(row->group, text, sizeof(text));
		columns_add(columns, row->is_rest ? rest_name(maker->look) : text);
		return;
	}
	(void)snprintf(text, sizeof(text), "%d", row->pid);
	columns_add(columns, row->is_rest ? "" : text);
	columns_add(columns, row->is_rest ? "" : user_name(maker, row->uid));
	(void)snprintf(text, sizeof(text), row->ended > 1 ? "%s ×%u" : "%s", row->name, row->ended);
	columns_add(columns, row->is_rest ? rest_name(maker->look) : text);
}

static void add_row(struct columns *columns, struct maker *maker, const struct frugal_live_row *row)
{
	struct buf cell = {0};
	add_watts(&cell, watts_of(row), maker);
	columns_take(columns, &cell);
	add_carbon(&cell, watts_of(row), maker);
	columns_take(columns, &cell);
	if (!row->is_rest)
		add_energy(&cell, row->joules, maker);
	columns_take(columns, &cell);
	print_number(&cell, row->cpu * 100, 0, maker->view->numbers);
	columns_take(columns, &cell);
	if (row->board_w > 0)
		add_watts(&cell, row->board_w, maker);
	columns_take(columns, &cell);
	add_names(columns, maker, row);
	buf_release(&cell);
}

static void add_rows(struct columns *columns, struct maker *maker)
{
	size_t n;
	const struct frugal_live_row **rows = sorted(maker, &n);
	for (size_t i = 0; i < n; i++)
		if (i < maker->view->most || rows[i]->is_rest)
			add_row(columns, maker, rows[i]);
	columns->failed |= rows == NULL;
	mem_free(rows);
}

static void row_table(struct maker *maker, struct buf *to)
{
	static const char *const heads[] = {N_("power"), N_("carbon"), N_("today"), N_("cpu %"),
					    N_("of which gpu")};
	struct arena arena = {0};
	struct columns columns;
	bool groups = maker->view->by == LIVE_GROUPS;
	columns_init(&columns, &arena, groups ? 6 : 8);
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		columns_add(&columns, _(heads[i]));
	if (groups) {
		columns_add(&columns, _("group"));
	} else {
		columns_add(&columns, "pid");
		columns_add(&columns, _("user"));
		columns_add(&columns, _("command"));
	}
	add_rows(&columns, maker);
	columns_print(&columns, to, 0);
	to->failed |= columns.failed;
	columns_release(&columns);
	arena_release(&arena);
}

/* ---- accelerators --------------------------------------------------------------------------- */

/* joules below 0: missing. */
static void add_board_cells(struct columns *columns, const struct maker *maker, double w,
			    double joules, const char *who)
{
	struct buf cell = {0};
	add_watts(&cell, w, maker);
	columns_take(columns, &cell);
	add_carbon(&cell, w, maker);
	columns_take(columns, &cell);
	if (joules >= 0)
		add_energy(&cell, joules, maker);
	columns_take(columns, &cell);
	columns_add(columns, who);
	buf_release(&cell);
}

static const struct frugal_live_row *process_of(const struct maker *maker, int pid)
{
	for (size_t i = 0; i < maker->look->n_processes; i++)
		if (maker->live->processes[i].pid == pid)
			return &maker->live->processes[i];
	return NULL;
}

/* Adds an accelerator, then the shares of its power: users, unseen processes, idle. */
static void add_board(struct columns *columns, struct maker *maker, size_t index)
{
	char who[256];
	const struct frugal_live_board *board = &maker->live->boards[index];
	double left = board->w - board->idle_w;
	(void)snprintf(who, sizeof(who), "%s  %s", board->part, board->detail);
	add_board_cells(columns, maker, board->w, board->joules, who);
	for (size_t i = 0; i < maker->look->n_uses; i++) {
		const struct frugal_live_use *use = &maker->live->uses[i];
		const struct frugal_live_row *row =
			use->board == index ? process_of(maker, use->pid) : NULL;
		if (!row)
			continue;
		left -= use->w;
		(void)snprintf(who, sizeof(who), "  %d %s %s", row->pid, user_name(maker, row->uid),
			       row->name);
		add_board_cells(columns, maker, use->w, -1, who);
	}
	(void)snprintf(who, sizeof(who), "  %s", _("(no visible process)"));
	if (left > 0.5e-3 * board->w)
		add_board_cells(columns, maker, left, -1, who);
	(void)snprintf(who, sizeof(who), "  %s", _("(idle)"));
	if (board->idle_w > 0)
		add_board_cells(columns, maker, board->idle_w, -1, who);
}

static void board_table(struct maker *maker, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	if (!maker->look->n_boards) {
		buf_puts(to, _("no accelerator was found: frugal doctor shows what is missing\n"));
		return;
	}
	columns_init(&columns, &arena, 4);
	columns_add(&columns, _("power"));
	columns_add(&columns, _("carbon"));
	columns_add(&columns, _("today"));
	columns_add(&columns, _("accelerator and its users"));
	for (size_t i = 0; i < maker->look->n_boards; i++)
		add_board(&columns, maker, i);
	columns_print(&columns, to, 0);
	to->failed |= columns.failed;
	columns_release(&columns);
	arena_release(&arena);
}

void live_text(struct buf *to, const struct live *live, const struct live_view *view)
{
	struct maker maker = {.look = &live->look, .live = live, .view = view, .known_uid = -2};
	add_head(to, &maker);
	buf_putc(to, '\n');
	if (view->by == LIVE_BOARDS)
		board_table(&maker, to);
	else
		row_table(&maker, to);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void boards_json(struct jsonw *json, const struct live *live)
{
	jsonw_array(json, "boards");
	for (size_t i = 0; i < live->look.n_boards; i++) {
		const struct frugal_live_board *board = &live->boards[i];
		jsonw_object(json, NULL);
		jsonw_string(json, "part", board->part);
		jsonw_number(json, "w", board->w);
		jsonw_number(json, "idle_w", board->idle_w);
		jsonw_number(json, "energy_today_j", board->joules);
		jsonw_array(json, "users");
		for (size_t k = 0; k < live->look.n_uses; k++) {
			if (live->uses[k].board != i)
				continue;
			jsonw_object(json, NULL);
			jsonw_int(json, "pid", live->uses[k].pid);
			jsonw_number(json, "w", live->uses[k].w);
			jsonw_object_end(json);
		}
		jsonw_array_end(json);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void row_json(struct jsonw *json, const struct frugal_live_row *row, bool by_process)
{
	jsonw_object(json, NULL);
	if (row->is_rest)
		jsonw_bool(json, "rest", true);
	else if (by_process)
		jsonw_int(json, "pid", row->pid);
	if (!row->is_rest && by_process)
		jsonw_string(json, "command", row->name);
	if (row->ended && by_process)
		jsonw_int(json, "ended", row->ended);
	if (!row->is_rest)
		jsonw_string(json, "cgroup", row->group);
	jsonw_number(json, "cpu", row->cpu);
	jsonw_number(json, "w", watts_of(row));
	jsonw_number(json, "gpu_w", row->board_w);
	if (!row->is_rest)
		jsonw_number(json, "energy_today_j", row->joules);
	jsonw_object_end(json);
}

static void rows_json(struct jsonw *json, const struct maker *maker)
{
	size_t n;
	const struct frugal_live_row **rows = sorted(maker, &n);
	jsonw_array(json, "rows");
	for (size_t i = 0; i < n; i++)
		if (i < maker->view->most || rows[i]->is_rest)
			row_json(json, rows[i], maker->view->by == LIVE_PROCESSES);
	jsonw_array_end(json);
	json->out->failed |= rows == NULL;
	mem_free(rows);
}

void live_json(struct buf *to, const struct live *live, const struct live_view *view)
{
	const struct frugal_look *look = &live->look;
	struct maker maker = {.look = look, .live = live, .view = view};
	struct jsonw json = {.out = to};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "top");
	jsonw_int(&json, "at_us", look->at_us);
	jsonw_number(&json, "machine_w", look->machine_w);
	jsonw_number(&json, "idle_w", look->idle_w);
	jsonw_number(&json, "measured_share", look->measured_share);
	jsonw_string(&json, "day", look->day);
	jsonw_number(&json, "energy_today_j", look->today_j);
	jsonw_number(&json, "seen_today_s", look->today_s);
	jsonw_string(&json, "zone", look->zone);
	jsonw_bool(&json, "zone_default", look->zone_is_default);
	jsonw_string(&json, "processes", look->means);
	jsonw_number(&json, "g_co2e_per_h", look->machine_w / 1e3 * look->g_per_kwh);
	boards_json(&json, live);
	rows_json(&json, &maker);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}
