/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans one job over the hours of one zone or several: when, where and how wide, by carbon, money
 * and waiting. It minimises g + g_per_eur * EUR + g_per_h * hours of delay of the end. The minimum
 * of carbon alone is exact; a delay is tried with up to 200 deadlines.
 */
#ifndef INSIGHT_JOB_H
#define INSIGHT_JOB_H

#include "grid/window.h"
#include "plan/allowed.h"
#include "plan/place.h"
#include "record/run.h"

#define JOB_USUAL_SHARE 0.9
#define JOB_FRONT 9 /* most points of a Pareto front */

struct job_zone {
	char zone[GRID_ZONE];
	double pue;
	double rtt_ms;
	double eur_per_kwh; /* NaN: not given */
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
	const char *usual_of; /* project: instead of hours, the time that nine in ten of its runs
				 took; or NULL */
	double window_h;      /* from from_s to the deadline */
	double power_kw;      /* of the job at most, or of each unit of an elastic one */
	/*
	 * Powers of equal parts of its length, one after the other: the job is then in one piece.
	 * Or NULL.
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
	bool front; /* compute the Pareto front of carbon, money and end */
	/*
	 * For users who share a ledger: what reservations of each zone may draw from now on (0: the
	 * known capacity, and not looked at unless this plan reserves), and the name of the
	 * reservation.
	 */
	double capacity_kw;
	bool reserves;
	const char *name;
	/* Lists of hours; all of the job is in hours of one of them, and 0 lists allow all. */
	const struct allowed_hours *only;
	size_t n_only;
	job_closed *closed; /* of plan_ask's own use */
	void *context;
};

/* One hour of 1 kW within 24, waiting for 2 % at least; the caller adds the zones. */
struct job_question job_question_default(void);

/* One way of doing the job: its slots and what they cost. */
struct job_way {
	size_t zone;
	double g, transfer_g, eur; /* eur: NaN without a price */
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
	bool waits;                        /* false: waiting saves too little, run now at home */
	bool now_is_open;                  /* the hours allowed have it run now */
	double marginal_g, marginal_now_g; /* the same slots by the marginal signal; NaN */
	double actual_g, oracle_g; /* blind: by actual intensities, and the least possible; NaN */
	struct job_way *front;
	size_t n_front;
};

/*
 * The one function that plans, for every caller. A plan that reserves chooses and writes before any
 * other user of the ledger can. FRUGAL_EUSAGE: the question; FRUGAL_EDATA: it cannot be done, with
 * the remedy. The zones and lists of the question must outlive *ret.
 */
int plan_ask(const struct context *context, const struct job_question *question,
	     struct job_plan *ret, struct frugal_error *reterr);
void job_plan_release(struct job_plan *plan);

/* "DE,pue=1.2,rtt=20ms,price=0.3EUR/kWh,copy"; the zone as hours of it are stored. */
int job_zone_read(const struct context *context, const char *text, struct job_zone *ret,
		  struct frugal_error *reterr);

/* "3kW", or "3kW,1kW" in turn: *ret_n of them, at most most. */
int job_powers_parse(const char *text, double *ret_kw, size_t most, size_t *ret_n,
		     struct frugal_error *reterr);

/* The next run of slots of a way from *at on; false when there is none left. */
bool job_next_piece(const struct job_plan *plan, const struct job_way *way, size_t *at,
		    int64_t *ret_from_s, int64_t *ret_to_s);

#endif
