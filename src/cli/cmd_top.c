/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal top: who uses the machine's power now, by process, control group or accelerator. Plain
 * redraw on a terminal (keys: q, p, g, b, w, c, e), a table with --once, lines of JSON with --json.
 */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "api/inside.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/meter_options.h"
#include "cli/run_keep.h"
#include "cli/top_day.h"
#include "meter/activity.h"
#include "meter/power_models.h"
#include "model/knowledge.h"
#include "quantity/print.h"
#include "report/layout.h"

struct top_options {
	bool json, once;
	const char *sort, *by, *zone, *processes;
	int64_t limit, times;
	struct option_quantity interval;
	struct meter_options meter;
};

static const char *const sorts[] = {"power", "cpu", "energy", NULL};
enum view { BY_PROCESS, BY_CGROUP, BY_BOARD };
static const char *const bys[] = {"process", "cgroup", "gpu", NULL};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct top_options, once, 0, "once", N_("one table, after one interval")),
	OPT_FLAG(struct top_options, json, 0, "json", N_("a line of JSON for each interval")),
	OPT_CHOICE(struct top_options, by, "by", N_("WHAT"), bys, N_("process (default), cgroup or gpu")),
	OPT_CHOICE(struct top_options, sort, "sort", N_("HOW"), sorts,
		   N_("by power (default), cpu or energy")),
	OPT_QUANTITY(struct top_options, interval, "interval", N_("TIME"), "s", 0.2, 3600,
		     N_("between two looks (default: 1s)")),
	OPT_INT(struct top_options, limit, "limit", N_("N"), 1, 1e6, N_("at most N rows")),
	OPT_INT(struct top_options, times, "times", N_("N"), 1, 1e9, N_("end after N looks")),
	OPT_CHOICE(struct top_options, processes, "processes", N_("MEANS"), scan_means_names,
		   N_("how processes are seen: best (default), ebpf, exits or files")),
	OPT_STRING(struct top_options, zone, 0, "zone", N_("ZONE"),
		   N_("electricity zone (default: world average)")),
	METER_OPTIONS(struct top_options, meter),
	OPT_END,
};
/* clang-format on */

static const struct example examples[] = {
	{"frugal top", N_("live, until q")},
	{"frugal top --once --by cgroup", N_("one table, by container and service")},
	{"frugal top --by gpu", N_("each accelerator, and who is on it")},
	{"frugal top --json --interval 10s | jq .machine_w", N_("a stream for a program")},
	{NULL, NULL},
};

struct top {
	struct cli *cli;
	const struct top_options *asked;
	struct knowledge knowledge;
	struct keeper keeper;
	struct host *host;
	struct session *session;
	struct activity_meter *meter;
	double g_per_kwh;
	const char *zone;
	bool zone_is_default;
	enum view view;
	struct top_day day;
	int sort; /* index of sorts */
	int width, height;
	bool live;
	struct termios before;
	int signal_fd;
	struct activity_row *groups; /* rows by group */
	size_t n_groups, cap_groups;
};

/* ---- the electricity ------------------------------------------------------------------------ */

static int find_intensity(struct top *top, struct frugal_error *reterr)
{
	const struct table *zones;
	const char *zone = top->asked->zone ? top->asked->zone : "WOR";
	uint32_t row;
	int r = tables_get(top->knowledge.tables, "zones", &zones, reterr);
	if (r == 0)
		r = table_find(zones, "zone", str_of(zone), &row, reterr);
	if (r < 0)
		return r;
	uint32_t column = table_column_find(zones, STR("intensity"));
	top->zone = table_text(zones, row, 0);
	top->zone_is_default = !top->asked->zone;
	double g_per_wh =
		column == TABLE_NO_COLUMN ? (double)NAN : table_number(zones, row, column);
	if (isnan(g_per_wh))
		return error_set(reterr, FRUGAL_EDATA, _("zone '%s' has no intensity"), zone);
	top->g_per_kwh = g_per_wh * 1e3;
	return 0;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static double watts_of(const struct activity_row *row)
{
	return row->cpu_w + row->board_w;
}

static double key_of(const struct activity_row *row, int sort)
{
	return sort == 1 ? row->cpu : sort == 2 ? row->joules : watts_of(row);
}

static int sort_now;

static int by_key(const void *a, const void *b)
{
	const struct activity_row *x = a, *y = b;
	double dx = key_of(x, sort_now), dy = key_of(y, sort_now);
	bool rx = x->name[0] == '\0', ry = y->name[0] == '\0';
	if (rx != ry)
		return rx ? 1 : -1;
	return dx > dy ? -1 : dx < dy ? 1 : (x->pid > y->pid) - (x->pid < y->pid);
}

/* The rows of one look, by process or by group; those of a group are added up. */
static const struct activity_row *rows_of(struct top *top, const struct activity *activity,
					  size_t *ret_n)
{
	top->n_groups = 0;
	*ret_n = 0;
	for (size_t i = 0; i < activity->n_rows; i++) {
		const struct activity_row *row = &activity->rows[i];
		struct activity_row *to = NULL;
		for (size_t k = 0; top->view == BY_CGROUP && row->pid && k < top->n_groups; k++)
			if (top->groups[k].pid && top->groups[k].group == row->group)
				to = &top->groups[k];
		if (to) {
			to->cpu += row->cpu;
			to->cpu_w += row->cpu_w;
			to->board_w += row->board_w;
			continue;
		}
		if (!mem_grow(&top->groups, top->n_groups, &top->cap_groups, sizeof(*top->groups),
			      0))
			return NULL;
		top->groups[top->n_groups] = *row;
		if (top->view == BY_CGROUP && row->pid)
			top->groups[top->n_groups].joules =
				activity_group_joules(top->meter, row->group);
		top->n_groups++;
	}
	sort_now = top->sort;
	if (top->n_groups)
		qsort(top->groups, top->n_groups, sizeof(*top->groups), by_key);
	*ret_n = top->n_groups;
	return top->groups;
}

/* "docker-4f1d2e.scope" as "docker 4f1d2e"; else the end of the path. */
static void group_name(const char *path, char *to, size_t size)
{
	const char *last = strrchr(path, '/');
	last = last && last[1] ? last + 1 : path;
	struct str rest;
	static const char *const kinds[] = {"docker", "libpod", "crio", "cri-containerd"};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_after(str_of(last), kinds[i], &rest) && rest.n > 13 && rest.p[0] == '-') {
			(void)snprintf(to, size, "%s %.12s", kinds[i], rest.p + 1);
			return;
		}
	(void)snprintf(to, size, "%s", path[0] && strcmp(path, "/") != 0 ? last : "/");
}

static void user_name(int uid, char *to, size_t size)
{
	static int known_uid = -2;
	static char known[32];
	if (uid != known_uid) {
		const struct passwd *entry = getpwuid((uid_t)uid);
		(void)snprintf(known, sizeof(known), "%s", entry ? entry->pw_name : "?");
		known_uid = uid;
	}
	(void)snprintf(to, size, "%s", known);
}

/* ---- text ----------------------------------------------------------------------------------- */

static void add_watts(struct buf *to, double w, const struct top *top)
{
	struct dimension power = {{[KIND_ENERGY] = 1, [KIND_TIME] = -1}};
	print_quantity(to, w, w, w, power, (struct unit){1, power}, NULL,
		       top->cli->context.numbers);
}

static void add_energy(struct buf *to, double joules, const struct top *top)
{
	struct dimension energy = {{[KIND_ENERGY] = 1}};
	double wh = joules / 3600;
	print_quantity(to, wh, wh, wh, energy, (struct unit){1, energy}, NULL,
		       top->cli->context.numbers);
}

static void add_carbon(struct buf *to, double grams, const struct top *top)
{
	struct dimension carbon = {{[KIND_CO2E] = 1}};
	print_quantity(to, grams, grams, grams, carbon, (struct unit){1, carbon}, NULL,
		       top->cli->context.numbers);
}

static void add_head(struct buf *to, const struct top *top, const struct activity *activity)
{
	struct buf w = {0}, carbon = {0}, energy = {0}, idle = {0}, time = {0};
	add_watts(&w, activity->machine_w, top);
	add_watts(&idle, activity->idle_w, top);
	add_carbon(&carbon, activity->machine_w / 1e3 * top->g_per_kwh, top);
	add_energy(&energy, activity->joules, top);
	print_duration(&time, activity->seconds, top->cli->context.numbers);
	/* TRANSLATORS: "412 W, of which 80 W at rest · 23 g CO2e/h (FR) · 1.2 kWh today, 3 h seen"
	 */
	buf_addf(to,
		 _("%s, of which %s at rest · %s/h (%s) · %s today, %s seen · %.0f %% measured\n"),
		 buf_text(&w), buf_text(&idle), buf_text(&carbon), top->zone, buf_text(&energy),
		 buf_text(&time), activity->measured * 100);
	for (size_t i = 0; top->view != BY_BOARD && i < activity->n_boards; i++) {
		buf_clear(&w);
		add_watts(&w, activity->boards[i].w, top);
		buf_addf(to, "%s  %s  %s\n", activity->boards[i].part, buf_text(&w),
			 activity->boards[i].detail);
	}
	buf_release(&w);
	buf_release(&carbon);
	buf_release(&energy);
	buf_release(&idle);
	buf_release(&time);
}

/* What nobody who could be seen did. */
static const char *rest_name(const struct activity *activity)
{
	return activity->means == SCAN_SWITCHES ? _("(kernel: interrupts)")
	       : activity->means == SCAN_EXITS  ? _("(kernel, and what ran for less than a tick)")
						: _("(kernel, and what ended between two looks)");
}

static void add_row(struct columns *columns, const struct top *top, const struct activity *activity,
		    const struct activity_row *row)
{
	char text[128];
	struct buf cell = {0};
	bool rest = row->name[0] == '\0';
	add_watts(&cell, watts_of(row), top);
	columns_add(columns, buf_text(&cell));
	buf_clear(&cell);
	add_carbon(&cell, watts_of(row) / 1e3 * top->g_per_kwh, top);
	buf_puts(&cell, "/h");
	columns_add(columns, buf_text(&cell));
	buf_clear(&cell);
	add_energy(&cell, row->joules, top);
	columns_add(columns, rest ? "" : buf_text(&cell));
	buf_clear(&cell);
	print_number(&cell, row->cpu * 100, 0, top->cli->context.numbers);
	columns_add(columns, buf_text(&cell));
	buf_clear(&cell);
	if (row->board_w > 0)
		add_watts(&cell, row->board_w, top);
	columns_add(columns, buf_text(&cell));
	if (top->view == BY_CGROUP) {
		group_name(rest ? "" : activity_group(top->meter, row->group), text, sizeof(text));
		columns_add(columns, rest ? rest_name(activity) : text);
	} else {
		(void)snprintf(text, sizeof(text), "%d", row->pid);
		columns_add(columns, rest ? "" : text);
		user_name(row->uid, text, sizeof(text));
		columns_add(columns, rest ? "" : text);
		(void)snprintf(text, sizeof(text), row->ended > 1 ? "%s ×%u" : "%s", row->name,
			       row->ended);
		columns_add(columns, rest ? rest_name(activity) : text);
	}
	buf_release(&cell);
}

static void add_board_cells(struct columns *columns, const struct top *top, double w, double joules,
			    const char *who)
{
	struct buf cell = {0};
	add_watts(&cell, w, top);
	columns_add(columns, buf_text(&cell));
	buf_clear(&cell);
	add_carbon(&cell, w / 1e3 * top->g_per_kwh, top);
	buf_puts(&cell, "/h");
	columns_add(columns, buf_text(&cell));
	buf_clear(&cell);
	if (joules >= 0)
		add_energy(&cell, joules, top);
	columns_add(columns, buf_text(&cell));
	columns_add(columns, who);
	buf_release(&cell);
}

static const struct activity_row *process_of(const struct activity *activity, int pid)
{
	for (size_t i = 0; i < activity->n_rows; i++)
		if (activity->rows[i].pid == pid)
			return &activity->rows[i];
	return NULL;
}

/* Each accelerator, then what of its power is whose: users, nobody seen, rest add up to it. */
static void add_boards(struct columns *columns, const struct top *top,
		       const struct activity *activity)
{
	char who[256], user[32];
	for (size_t i = 0; i < activity->n_boards; i++) {
		const struct activity_board *board = &activity->boards[i];
		double left = board->w - board->idle_w;
		(void)snprintf(who, sizeof(who), "%s  %s", board->part, board->detail);
		add_board_cells(columns, top, board->w, board->joules, who);
		for (size_t k = 0; k < activity->n_uses; k++) {
			const struct activity_use *use = &activity->uses[k];
			const struct activity_row *row =
				use->board == i ? process_of(activity, use->pid) : NULL;
			if (!row)
				continue;
			left -= use->w;
			user_name(row->uid, user, sizeof(user));
			(void)snprintf(who, sizeof(who), "  %d %s %s", row->pid, user, row->name);
			add_board_cells(columns, top, use->w, -1, who);
		}
		(void)snprintf(who, sizeof(who), "  %s", _("(nobody who was seen)"));
		if (left > 0.5e-3 * board->w)
			add_board_cells(columns, top, left, -1, who);
		(void)snprintf(who, sizeof(who), "  %s", _("(at rest)"));
		if (board->idle_w > 0)
			add_board_cells(columns, top, board->idle_w, -1, who);
	}
}

static void board_table(struct top *top, const struct activity *activity, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	if (!activity->n_boards) {
		buf_puts(to,
			 _("no accelerator is seen here: frugal doctor says what is missing\n"));
		return;
	}
	columns_init(&columns, &arena, 4);
	columns_add(&columns, _("power"));
	columns_add(&columns, _("carbon"));
	columns_add(&columns, _("today"));
	columns_add(&columns, _("accelerator, and who is on it"));
	add_boards(&columns, top, activity);
	columns_print(&columns, to, 0);
	to->failed |= columns.failed;
	columns_release(&columns);
	arena_release(&arena);
}

static void row_table(struct top *top, const struct activity *activity, size_t most, struct buf *to)
{
	static const char *const heads[] = {N_("power"), N_("carbon"), N_("today"), N_("cpu %"),
					    N_("of it gpu")};
	struct arena arena = {0};
	struct columns columns;
	size_t n;
	const struct activity_row *rows = rows_of(top, activity, &n);
	columns_init(&columns, &arena, top->view == BY_CGROUP ? 6 : 8);
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		columns_add(&columns, _(heads[i]));
	if (top->view == BY_CGROUP) {
		columns_add(&columns, _("group"));
	} else {
		columns_add(&columns, "pid");
		columns_add(&columns, _("user"));
		columns_add(&columns, _("command"));
	}
	for (size_t i = 0; rows && i < n; i++)
		if (i < most || rows[i].name[0] == '\0')
			add_row(&columns, top, activity, &rows[i]);
	columns_print(&columns, to, 0);
	to->failed |= columns.failed;
	columns_release(&columns);
	arena_release(&arena);
}

static void as_table(struct top *top, const struct activity *activity, size_t most, struct buf *to)
{
	add_head(to, top, activity);
	buf_putc(to, '\n');
	if (top->view == BY_BOARD)
		board_table(top, activity, to);
	else
		row_table(top, activity, most, to);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void as_json(struct top *top, const struct activity *activity, size_t most, struct buf *to)
{
	struct jsonw json = {.out = to};
	size_t n;
	const struct activity_row *rows = rows_of(top, activity, &n);
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "top");
	jsonw_int(&json, "at_us", host_utc_us(top->host));
	jsonw_number(&json, "machine_w", activity->machine_w);
	jsonw_number(&json, "idle_w", activity->idle_w);
	jsonw_number(&json, "measured_share", activity->measured);
	jsonw_string(&json, "day", top->day.date);
	jsonw_number(&json, "energy_today_j", activity->joules);
	jsonw_number(&json, "seen_today_s", activity->seconds);
	jsonw_string(&json, "zone", top->zone);
	jsonw_bool(&json, "zone_default", top->zone_is_default);
	jsonw_string(&json, "processes", scan_means_names[activity->means]);
	jsonw_number(&json, "g_co2e_per_h", activity->machine_w / 1e3 * top->g_per_kwh);
	jsonw_array(&json, "boards");
	for (size_t i = 0; i < activity->n_boards; i++) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "part", activity->boards[i].part);
		jsonw_number(&json, "w", activity->boards[i].w);
		jsonw_number(&json, "idle_w", activity->boards[i].idle_w);
		jsonw_number(&json, "energy_today_j", activity->boards[i].joules);
		jsonw_array(&json, "users");
		for (size_t k = 0; k < activity->n_uses; k++) {
			if (activity->uses[k].board != i)
				continue;
			jsonw_object(&json, NULL);
			jsonw_int(&json, "pid", activity->uses[k].pid);
			jsonw_number(&json, "w", activity->uses[k].w);
			jsonw_object_end(&json);
		}
		jsonw_array_end(&json);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_array(&json, "rows");
	for (size_t i = 0; rows && i < n; i++) {
		const struct activity_row *row = &rows[i];
		bool rest = row->name[0] == '\0';
		if (i >= most && !rest)
			continue;
		jsonw_object(&json, NULL);
		if (rest)
			jsonw_bool(&json, "rest", true);
		else if (top->view == BY_PROCESS)
			jsonw_int(&json, "pid", row->pid);
		if (!rest && top->view == BY_PROCESS)
			jsonw_string(&json, "command", row->name);
		if (row->ended && top->view == BY_PROCESS)
			jsonw_int(&json, "ended", row->ended);
		if (!rest)
			jsonw_string(&json, "cgroup", activity_group(top->meter, row->group));
		jsonw_number(&json, "cpu", row->cpu);
		jsonw_number(&json, "w", watts_of(row));
		jsonw_number(&json, "gpu_w", row->board_w);
		if (!rest)
			jsonw_number(&json, "energy_today_j", row->joules);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

/* ---- the terminal --------------------------------------------------------------------------- */

static void measure_window(struct top *top)
{
	struct winsize size;
	bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0;
	top->height = known ? size.ws_row : 24;
	top->width = known ? size.ws_col : 80;
}

static void enter(struct top *top)
{
	struct termios raw;
	top->live = isatty(STDOUT_FILENO) && isatty(STDIN_FILENO) && !top->asked->once &&
		    !top->asked->json && tcgetattr(STDIN_FILENO, &top->before) == 0;
	if (!top->live)
		return;
	raw = top->before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	(void)file_write_fd(STDOUT_FILENO, "\033[?1049h\033[?25l", 14);
}

static void leave(struct top *top)
{
	if (!top->live)
		return;
	(void)file_write_fd(STDOUT_FILENO, "\033[?25h\033[?1049l", 14);
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &top->before);
}

/* Lines cut to the window, each cleared to its end. */
static void redraw(const struct top *top, const struct buf *text)
{
	struct buf out = {0};
	int line = 0;
	buf_puts(&out, "\033[H");
	for (const char *p = buf_text(text); *p && line < top->height - 1; line++) {
		size_t n = strcspn(p, "\n");
		int columns = 0;
		for (size_t i = 0; i < n && columns <= top->width; i++) {
			columns += ((unsigned char)p[i] & 0xC0) != 0x80;
			if (columns <= top->width)
				buf_putc(&out, p[i]);
		}
		buf_puts(&out, "\033[K\n");
		p += n + (p[n] == '\n');
	}
	buf_puts(&out, "\033[J");
	buf_puts(&out,
		 _("q ends · p processes · g groups · b boards · w power · c cpu · e energy"));
	(void)file_write_fd(STDOUT_FILENO, buf_text(&out), out.n);
	buf_release(&out);
}

/* False when it is to end. */
static bool take_key(struct top *top)
{
	char key;
	if (read(STDIN_FILENO, &key, 1) != 1)
		return false;
	switch (key) {
	case 'q':
		return false;
	case 'p':
		top->view = BY_PROCESS;
		break;
	case 'g':
		top->view = BY_CGROUP;
		break;
	case 'b':
		top->view = BY_BOARD;
		break;
	case 'w':
		top->sort = 0;
		break;
	case 'c':
		top->sort = 1;
		break;
	case 'e':
		top->sort = 2;
		break;
	default:
		break;
	}
	return true;
}

/* ---- the loop ------------------------------------------------------------------------------- */

static void take_signals(struct top *top)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	top->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Waits for the next look; false when it is to end. */
static bool wait_for_look(struct top *top, int64_t until_ns, const struct activity *shown)
{
	for (;;) {
		int64_t left = until_ns - host_monotonic_ns(top->host);
		struct pollfd fds[2] = {
			{.fd = top->signal_fd, .events = POLLIN},
			{.fd = top->live ? STDIN_FILENO : -1, .events = POLLIN},
		};
		if (left <= 0)
			return true;
		int n = poll(fds, 2, (int)(left / 1000000) + 1);
		if (n > 0 && fds[0].revents)
			return false;
		if (n > 0 && fds[1].revents) {
			if (!take_key(top))
				return false;
			struct buf text = {0};
			if (shown) {
				as_table(top, shown, (size_t)top->height, &text);
				redraw(top, &text);
			}
			buf_release(&text);
		}
	}
}

static int show(struct top *top, const struct activity *activity, struct frugal_error *reterr)
{
	struct buf text = {0};
	measure_window(top);
	size_t most = top->asked->limit  ? (size_t)top->asked->limit
		      : top->live        ? (size_t)top->height
		      : top->asked->json ? SIZE_MAX
					 : 20;
	if (top->asked->json)
		as_json(top, activity, most, &text);
	else
		as_table(top, activity, most, &text);
	int r = text.failed ? error_nomem(reterr) : 0;
	if (r == 0 && top->live)
		redraw(top, &text);
	else if (r == 0)
		r = file_write_fd(STDOUT_FILENO, buf_text(&text), text.n) == 0 ? 0 : 1;
	buf_release(&text);
	return r;
}

static int loop(struct top *top, struct frugal_error *reterr)
{
	const struct option_quantity *interval = &top->asked->interval;
	double seconds = interval->given ? interval->quantity.value * 3600 : 1;
	int64_t next_ns = host_monotonic_ns(top->host),
		step_ns = (int64_t)(seconds * NS_PER_SECOND);
	const struct activity *activity = NULL;
	int64_t times = top->asked->once ? 1 : top->asked->times;
	int r = 0;
	for (int64_t look = 0; r == 0 && (!times || look < times); look++) {
		next_ns += step_ns;
		if (!wait_for_look(top, next_ns, activity))
			break;
		r = activity_read(top->meter, &activity, reterr);
		if (r == 0)
			r = show(top, activity, reterr);
		if (r == 0)
			top_day_look(&top->day, host_monotonic_ns(top->host));
	}
	return r > 0 ? 0 : r; /* who read us has gone */
}

static int set_up(struct top *top, struct arena *arena, struct frugal_error *reterr)
{
	struct session_options sources = {0};
	int r = meter_options_apply(&top->asked->meter, top->cli, arena, &sources, reterr);
	if (r == 0)
		r = knowledge_open(&top->cli->context, &top->knowledge, reterr);
	if (r == 0)
		r = find_intensity(top, reterr);
	const struct host_options here = library_host(top->cli->library);
	if (r == 0)
		r = host_new(&here, &top->host, reterr);
	if (r == 0)
		r = session_new(top->host, &sources, &top->session, reterr);
	if (r < 0)
		return r;
	struct power_models models = power_models_of(top->knowledge.library);
	keeper_open(&top->keeper, top->cli, true);
	struct idle_powers idle = keeper_idle_powers(&top->keeper);
	session_setup(top->session, &models, &idle);
	enum scan_means means = SCAN_BEST;
	while (top->asked->processes && strcmp(top->asked->processes, scan_means_names[means]) != 0)
		means++;
	return activity_new(top->session, means, &top->meter, reterr);
}

static int top(struct cli *cli, struct frugal_error *reterr)
{
	struct top top = {.cli = cli, .asked = cli->options, .signal_fd = -1};
	struct arena arena = {0};
	for (int i = 0; top.asked->by && bys[i]; i++)
		if (strcmp(top.asked->by, bys[i]) == 0)
			top.view = (enum view)i;
	for (int i = 0; top.asked->sort && sorts[i]; i++)
		if (strcmp(top.asked->sort, sorts[i]) == 0)
			top.sort = i;
	int r = set_up(&top, &arena, reterr);
	if (r == 0) {
		top_day_begin(&top.day, &top.keeper, top.meter);
		take_signals(&top);
		enter(&top);
		r = loop(&top, reterr);
		leave(&top);
		top_day_end(&top.day);
		struct idle_powers idle = keeper_idle_powers(&top.keeper);
		session_tell_idle(top.session, &idle);
	}
	if (top.signal_fd >= 0)
		close(top.signal_fd);
	activity_free(top.meter);
	session_free(top.session);
	host_free(top.host);
	keeper_close(&top.keeper);
	knowledge_close(&top.knowledge);
	mem_free(top.groups);
	arena_release(&arena);
	return r;
}

const struct command command_top = {
	.name = "top",
	.group = GROUP_MEASURE,
	.brief = N_("watch who uses the machine's power, live"),
	.text = N_("Shows, by process, control group or accelerator, the power above the machine's "
		   "rest: that "
		   "of processors and memory by CPU time, that of accelerators by who is on them. "
		   "Rows and rest add up to the machine. Energy is of today, "
		   "as far as somebody looked: it is kept in the ledger."),
	.options = options,
	.options_size = sizeof(struct top_options),
	.examples = examples,
	.function = top,
};
