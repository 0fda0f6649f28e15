/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One job over the hours of one zone or several: when, where and how wide, by carbon, money and
 * waiting. What is weighed is g + g_per_eur * EUR + g_per_h * hours of delay of its end; the least
 * of the carbon part alone is exact, a delay is weighed over up to 200 deadlines.
 */
#ifndef INSIGHT_JOB_H
#define INSIGHT_JOB_H

#include "grid/window.h"
#include "plan/place.h"
#include "record/run.h"

#define JOB_USUAL_SHARE 0.9
#define JOB_FRONT 9 /* points of a Pareto front that are told */

struct job_zone {
	char zone[GRID_ZONE];
	double pue;
	double rtt_ms;
	double eur_per_kwh; /* NaN: not told */
	bool has_data;
};

/* Which steps of a zone's window may not be used; may be NULL in a question. */
typedef int job_closed(void *context, const struct green_window *window, bool *closed,
		       struct frugal_error *reterr);

struct job_question {
	const struct job_zone *zones; /* the first is home */
	size_t n_zones;
	struct grid_hints wanted; /* kind, scope, basis, where given */
	int64_t from_s;           /* 0: now */
	double hours;             /* of the job; of an elastic one not used */
	const char
		*usual_of; /* project: not hours, but what nine in ten of its runs took; or NULL */
	double window_h;   /* from from_s to the deadline */
	double power_kw;   /* of the job at most, or of each unit of an elastic one */
	/* In equal parts of its length, one after the other: it is not taken apart then. Or NULL.
	 */
	const double *profile_kw;
	size_t n_profile;
	bool interruptible;
	double resume_kwh, min_run_h;
	const double *throughput; /* of 1, 2.. units, work an hour; NULL: not elastic */
	size_t most_units;
	double work;
	struct transfer transfer;
	double max_rtt_ms;
	double g_per_eur, g_per_h;
	double threshold; /* a saving below this share is not worth waiting for */
	bool blind;       /* plan on what was known at from_s */
	bool fills;
	bool front; /* all that no other is better than in carbon, money and end */
	/* Of those who share a ledger: what reservations of each zone may draw from now on (0: as
	 * it is known, and not looked at unless this plan reserves), and the reservation's name. */
	double capacity_kw;
	bool reserves;
	const char *name;
	job_closed *closed; /* of plan_ask's own use */
	void *context;
};

/* One hour of 1 kW within 24, waiting for 2 % at least; the caller adds the zones. */
struct job_question job_question_default(void);

/* One way of doing it. */
struct job_way {
	size_t zone;
	double g, transfer_g, eur; /* eur: NaN where a price is not told */
	double end_h;              /* from the window's start, results back */
	double weight;             /* what is weighed */
	size_t *slots, n_slots;    /* of the window; mem_free() */
	double *units;             /* of an elastic job, by slot in slots; mem_free() */
};

/* What was reserved; id is empty when nothing was. */
struct job_reserved {
	char id[RUN_ID_SIZE];
	char zone[GRID_ZONE];
};

struct job_plan {
	struct job_question asked; /* with its defaults filled; zones and lists are the caller's */
	size_t usual_runs;         /* whose length was asked for; 0: hours were given */
	double usual_h;            /* that JOB_USUAL_SHARE of them took at most */
	struct job_reserved reserved;
	struct green_window *windows; /* of each zone, of one step */
	bool **closed;
	size_t n_zones;
	double part;                       /* of its last step that is used */
	struct job_way *ways;              /* the best of each zone; n_slots 0: none */
	size_t best;                       /* index of ways */
	struct job_way now;                /* at home, at once */
	double saving;                     /* 1 - best.g / now.g */
	double saving_low, saving_high;    /* by the interval of the forecast */
	bool waits;                        /* false: little is to be gained, run now at home */
	double marginal_g, marginal_now_g; /* the same slots by the marginal signal; NaN */
	double actual_g, oracle_g; /* blind: what came, and the least that could have been; NaN */
	struct job_way *front;
	size_t n_front;
};

/*
 * The one way to a plan, whoever asks. A plan that reserves chooses and writes before anybody else
 * of the same ledger can. FRUGAL_EUSAGE: the question, FRUGAL_EDATA: it cannot be done, with what
 * to do. The zones and lists of the question must outlive *ret.
 */
int plan_ask(const struct context *context, const struct job_question *question,
	     struct job_plan *ret, struct frugal_error *reterr);
void job_plan_release(struct job_plan *plan);

/* "DE,pue=1.2,rtt=20ms,price=0.3EUR/kWh,copy" */
int job_zone_parse(const char *text, struct job_zone *ret, struct frugal_error *reterr);

/* "3kW", or "3kW,1kW" in turn: *ret_n of them, at most most. */
int job_powers_parse(const char *text, double *ret_kw, size_t most, size_t *ret_n,
		     struct frugal_error *reterr);

/* The next run of slots of a way from *at on; false when there is none left. */
bool job_next_piece(const struct job_plan *plan, const struct job_way *way, size_t *at,
		    int64_t *ret_from_s, int64_t *ret_to_s);

#endif
