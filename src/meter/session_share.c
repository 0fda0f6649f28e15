/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The share perimeter of a session so far, by the rule of the record (record/perimeter.h): idle
 * energy is shared as the work of the whole time since the start is, and that of an accelerator as
 * the work on that one. A section has its own dynamic energy and, of the idle energy of its time,
 * the run's share, so that sections which cover a run add up to it.
 */
#include <math.h>

#include "meter/session_impl.h"
#include "record/perimeter.h"

static struct energy positive(struct energy e)
{
	return e.j > 0 ? e : (struct energy){0};
}

void session_fill_rest(const struct run_part *parts, size_t n, const struct run_part *checks,
		       size_t n_checks, struct run_part *ret)
{
	*ret = (struct run_part){
		.part = "rest",
		.sensor = "whole machine less its parts",
		.device = "",
		.quality = FRUGAL_MEASURED,
		.low_factor = 1,
		.high_factor = 1,
		.idle_known = true,
	};
	struct energy idle = {0}, ours = {0}, others = {0};
	for (size_t i = 0; i < n_checks; i++) {
		const struct run_part *check = &checks[i];
		ret->energy = energy_add(ret->energy, check->energy);
		idle = energy_add(idle, check->idle);
		ours = energy_add(ours, check->attributed);
		others = energy_add(others, check->unattributed);
		ret->low_factor = check->low_factor;
		ret->high_factor = check->high_factor;
		ret->idle_known &= check->idle_known;
		if (check->state != SOURCE_OK)
			ret->state = check->state;
		if (check->gaps.s > ret->gaps.s)
			ret->gaps = check->gaps;
	}
	for (size_t i = 0; i < n; i++) {
		ret->energy = energy_sub(ret->energy, parts[i].energy);
		idle = energy_sub(idle, parts[i].idle);
		ours = energy_sub(ours, parts[i].attributed);
		others = energy_sub(others, parts[i].unattributed);
	}
	ret->energy = positive(ret->energy);
	idle = positive(idle);
	ours = positive(ours);
	others = positive(others);
	double sum = idle.j + ours.j + others.j;
	ret->idle = energy_share(ret->energy, sum > 0 ? idle.j / sum : 1);
	ret->attributed = energy_share(ret->energy, sum > 0 ? ours.j / sum : 0);
	ret->unattributed =
		positive(energy_sub(energy_sub(ret->energy, ret->idle), ret->attributed));
}

enum look { LOOK_SO_FAR, LOOK_AS_RECORD };

/* As the record has it: with the windows closed, which stay open in the part itself. */
static void fill_as_record(const struct session *session, const struct part *part, double share,
			   struct run_part *ret)
{
	struct part copy = *part;
	part_settle(&copy, &session->now, session->busy.threads, true);
	part_fill(&copy, &session->start, &session->now, session_counts_late(session), share, ret);
}

static double share_so_far(const struct session *session)
{
	return usage_share(&session->start, &session->now, session->busy.threads);
}

static size_t look_at_parts(struct session *session, enum look how)
{
	const bool rest = session->plan.node_truth;
	const size_t n = session->n_parts + rest;
	const double share = share_so_far(session);
	size_t at = 0, counted = 0;
	for (int check = 0; check < 2; check++) {
		at += check && rest; /* its place, filled when both are known */
		for (size_t i = 0; i < session->n_parts; i++) {
			const struct part *part = &session->parts[i];
			if (part->is_check != (check != 0))
				continue;
			if (how == LOOK_AS_RECORD)
				fill_as_record(session, part, share, &session->looked[at++]);
			else
				part_so_far(part, &session->now, session->busy.threads,
					    &session->looked[at++]);
			counted += !check;
		}
	}
	if (rest)
		session_fill_rest(session->looked, counted, session->looked + counted + 1,
				  n - counted - 1, &session->looked[counted]);
	return n;
}

size_t session_look_at_parts(struct session *session)
{
	return look_at_parts(session, LOOK_AS_RECORD);
}

/* ---- between two moments -------------------------------------------------------------------- */

/* Adds up the parts, and of the idle energy of accelerators the share that is the command's. */
static void add_up(const struct run_part *parts, size_t n, double share, struct idle_shares *shares,
		   struct share_sums *sums)
{
	double boards = 0, ours = 0;
	*sums = (struct share_sums){.idle = {0}};
	for (size_t i = 0; i < n; i++) {
		const struct run_part *part = &parts[i];
		if (part->is_check)
			continue;
		sums->attributed = energy_add(sums->attributed, part->attributed);
		if (!perimeter_is_board(part)) {
			sums->idle = energy_add(sums->idle, part->idle);
			continue;
		}
		boards += part->idle.j;
		ours += part->idle.j * perimeter_work_share(part, share);
	}
	sums->board_idle.j = boards;
	*shares = (struct idle_shares){share, boards > 0 ? ours / boards : 0};
}

void session_snapshot(struct session *session, struct snapshot *ret)
{
	const size_t n = look_at_parts(session, LOOK_SO_FAR);
	ret->usage = session->now;
	add_up(session->looked, n, share_so_far(session), &ret->shares, &ret->sums);
}

struct share_sums session_sums_between(const struct snapshot *from, const struct snapshot *to)
{
	return (struct share_sums){
		.attributed = energy_sub(to->sums.attributed, from->sums.attributed),
		.idle = energy_sub(to->sums.idle, from->sums.idle),
		.board_idle = energy_sub(to->sums.board_idle, from->sums.board_idle),
	};
}

struct energy session_weigh(const struct share_sums *sums, const struct idle_shares *shares)
{
	return energy_add(sums->attributed,
			  energy_add(energy_share(sums->idle, shares->machine),
				     energy_share(sums->board_idle, shares->boards)));
}

struct energy session_between(const struct snapshot *from, const struct snapshot *to)
{
	const struct share_sums sums = session_sums_between(from, to);
	return session_weigh(&sums, &to->shares);
}

void session_weigh_sections(struct session *session, const struct run_record *run)
{
	struct idle_shares shares;
	struct share_sums sums;
	add_up(run->parts, run->n_parts, run->share, &shares, &sums);
	for (size_t i = 0; i < session->n_sections; i++) {
		struct run_section *section = &session->sections[i];
		/* One that was not measured stays so. */
		if (!isnan(section->share.j))
			section->share = session_weigh(&session->section_sums[i], &shares);
		if (section->share.j < 0)
			section->share.j = (double)NAN;
	}
}

/* ---- since the start ------------------------------------------------------------------------ */

struct energy session_so_far(struct session *session)
{
	struct perimeter_energy energy;
	const struct run_record run = {
		.n_parts = look_at_parts(session, LOOK_AS_RECORD),
		.parts = session->looked,
		.share = share_so_far(session),
	};
	perimeter_of_run(&run, PERIMETER_SHARE, &energy);
	return energy.value;
}

struct energy session_energy(struct session *session)
{
	pthread_mutex_lock(&session->lock);
	struct energy energy = session_so_far(session);
	pthread_mutex_unlock(&session->lock);
	return energy;
}

void session_error(struct session *session, double *ret_low, double *ret_high)
{
	struct perimeter_energy energy;
	pthread_mutex_lock(&session->lock);
	/* The noise of a counter's last renewal is less at the end, of which this is asked. */
	const struct run_record run = {
		.n_parts = look_at_parts(session, LOOK_SO_FAR),
		.parts = session->looked,
		.share = share_so_far(session),
	};
	perimeter_of_run(&run, PERIMETER_SHARE, &energy);
	pthread_mutex_unlock(&session->lock);
	const double value = energy.value.j;
	*ret_low = value > 0 ? energy.low.j / value : 1;
	*ret_high = value > 0 ? energy.high.j / value : 1;
}
