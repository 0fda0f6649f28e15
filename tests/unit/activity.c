/* SPDX-License-Identifier: Apache-2.0 */
/* Who uses the machine's power, and how much of it today, with boards whose truth is known. */
#include "fake_nvml.h"
#include "meter_bench.h"

#include <signal.h>
#include <time.h>

#include "meter/activity.h"

/* A board of 200 W, on which a process of ours is. */
static void set_up_board(struct bench *bench, int pid, struct activity_meter **ret)
{
	char path[300], text[64];
	make(bench);
	bench->here.nvml = library();
	setenv("FAKE_NVML_WATTS", "200", 1);
	tree_path(&bench->tree, "/pids", path, sizeof(path));
	setenv("FAKE_NVML_PIDS", path, 1);
	(void)snprintf(text, sizeof(text), "0 %d 30 0\n", pid);
	tree_write(&bench->tree, "/pids", text);
	begin(bench, NULL);
	session_setup(bench->session, &models, NULL);
	CHECK_INT(activity_new(bench->session, SCAN_FILES, ret, NULL), 0);
}

static const struct activity *look_after(struct activity_meter *meter, long ms)
{
	const struct activity *activity = NULL;
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
	nanosleep(&t, NULL);
	CHECK_INT(activity_read(meter, &activity, NULL), 0);
	return activity;
}

/* As of an earlier hour of this day. */
static bool earlier(void *context, enum day_kind kind, const char *key, double *ret)
{
	const char *of_process = context;
	switch (kind) {
	case DAY_MACHINE_J:
		*ret = 1000;
		return true;
	case DAY_SEEN_S:
		*ret = 60;
		return true;
	case DAY_BOARD_J:
		*ret = 500;
		return strcmp(key, "gpu.0") == 0;
	case DAY_PROCESS_J:
		*ret = strncmp(key, of_process, strlen(of_process)) == 0 ? 70 : *ret;
		return true;
	case DAY_GROUP_J:
		break;
	}
	return false;
}

static double stated(struct activity_meter *meter, enum day_kind kind, const char *begins)
{
	size_t n;
	const struct day_use *uses = activity_day(meter, &n);
	for (size_t i = 0; i < n; i++)
		if (uses[i].kind == kind && strncmp(uses[i].key, begins, strlen(begins)) == 0)
			return uses[i].amount;
	return -1;
}

/* The ends of rows and of idle power add up to those of the machine, and so do the parts. */
static void check_ends(const struct activity *activity)
{
	double low = activity->idle_low_w, high = activity->idle_high_w, parts = 0, low_parts = 0;
	for (size_t i = 0; i < activity->n_rows; i++) {
		const struct activity_row *row = &activity->rows[i];
		low += row->cpu_w * activity->cpu_low + row->board_w * activity->board_low;
		high += row->cpu_w * activity->cpu_high + row->board_w * activity->board_high;
	}
	for (size_t i = 0; i < activity->n_parts; i++) {
		parts += activity->parts[i].w;
		low_parts += activity->parts[i].low_w;
	}
	CHECK_CLOSE(parts, activity->machine_w, 1e-9);
	CHECK_CLOSE(low_parts, activity->low_w, 1e-9);
	CHECK_CLOSE(low, activity->low_w, 1e-9);
	CHECK_CLOSE(high, activity->high_w, 1e-9);
	CHECK(activity->low_w <= activity->machine_w && activity->machine_w <= activity->high_w);
	/* The day of one interval has the relative error of its power. */
	CHECK_CLOSE(activity->low_j / activity->joules, activity->low_w / activity->machine_w,
		    1e-9);
}

TEST(a_day_goes_on_from_what_was_seen_and_the_next_begins_at_zero)
{
	struct bench bench;
	struct activity_meter *meter;
	char self[32];
	pid_t child = fork();
	if (child == 0) {
		pause();
		_exit(0);
	}
	set_up_board(&bench, child, &meter);
	(void)snprintf(self, sizeof(self), "%d ", (int)child);
	activity_go_on(meter, earlier, self);
	const struct activity *activity = look_after(meter, 400);
	CHECK_INT(activity->n_boards, 1);
	CHECK_CLOSE(activity->boards[0].joules,
		    500 + activity->boards[0].w * (activity->seconds - 60), 1e-6);
	CHECK_CLOSE(activity->joules, 1000 + activity->machine_w * (activity->seconds - 60), 1e-6);
	CHECK(activity->seconds > 60.39 && activity->seconds < 62);
	check_ends(activity);
	/* The board's user, and all that is the board's. */
	CHECK_INT(activity->n_uses, 1);
	CHECK_INT(activity->uses[0].pid, child);
	CHECK_CLOSE(activity->uses[0].w, activity->boards[0].w - activity->boards[0].idle_w, 1e-9);
	double sum = activity->idle_w, of_child = 0;
	for (size_t i = 0; i < activity->n_rows; i++) {
		sum += activity->rows[i].cpu_w + activity->rows[i].board_w;
		if (activity->rows[i].pid == child)
			of_child = activity->rows[i].joules;
	}
	CHECK_CLOSE(sum, activity->machine_w, 1e-9);
	CHECK_CLOSE(of_child, 70 + activity->uses[0].w * (activity->seconds - 60), 1e-6);
	CHECK_CLOSE(stated(meter, DAY_MACHINE_J, ""), activity->joules, 0);
	CHECK_CLOSE(stated(meter, DAY_SEEN_S, ""), activity->seconds, 0);
	CHECK_CLOSE(stated(meter, DAY_BOARD_J, "gpu.0"), activity->boards[0].joules, 0);
	CHECK_CLOSE(stated(meter, DAY_PROCESS_J, self), of_child, 0);
	/* Midnight. */
	activity_begin_day(meter);
	activity = look_after(meter, 200);
	CHECK_CLOSE(activity->joules, activity->machine_w * activity->seconds, 1e-6);
	CHECK(activity->seconds < 5);
	CHECK_CLOSE(activity->boards[0].joules, activity->boards[0].w * activity->seconds, 1e-6);
	CHECK(stated(meter, DAY_PROCESS_J, self) < 69);
	activity_free(meter);
	tear_down(&bench);
	kill(child, SIGKILL);
	(void)waitpid(child, NULL, 0);
}

RUN_TESTS(CASE(a_day_goes_on_from_what_was_seen_and_the_next_begins_at_zero))
