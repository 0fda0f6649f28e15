/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ranges of the numbers that people give, in one place: options of the command line and
 * functions of the library refuse the same values. A member of a struct of frugal.h may be 0 beyond
 * its range where 0 means that it was not given.
 */
#ifndef RECORD_RANGES_H
#define RECORD_RANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/error.h"

/* The site of a machine. */
#define PUE_LEAST 1
#define PUE_MOST 10
#define WUE_MOST 1000 /* L/kWh */
#define SHARE_MOST 1
#define SITE_LEAST 1e-9 /* kWh in a year */
#define SITE_MOST 1e15  /* kWh or L in a year */

/* What runs did. */
#define UNITS_LEAST 1e-9
#define UNITS_MOST 1e30
#define JOURNEY_MOST 1e12
#define FLOP_MOST 1e40
#define COUNT_LEAST 1 /* tokens, parameters */
#define COUNT_MOST 1e30
#define PROGRESS_MOST 1e15 /* epochs, steps */

/* Measurements. */
#define INTERVAL_LEAST 0.001          /* s */
#define INTERVAL_MOST 60              /* s */
#define GRACE_MOST SECONDS_PER_DAY    /* s */
#define PRICE_MOST 1000               /* EUR/kWh */
#define TIMEOUT_LEAST 0.1             /* s */
#define TIMEOUT_MOST SECONDS_PER_HOUR /* s */
#define REPEATS_MOST 100
#define THREADS_MOST 1024

/* Comparisons. */
#define INCREASE_MOST 1e6
#define POINT_LEAST 1e-12
#define POINT_MOST 1e12
#define WORTH_LEAST 1e-12 /* kWh */
#define WORTH_MOST 1e12   /* kWh */

/* Plans. */
#define HOURS_LEAST 0.0002
#define HOURS_MOST 8760
#define RESUME_MOST 1e6 /* kWh */
#define WORK_LEAST 1e-9
#define WORK_MOST 1e15
#define DATA_MOST 1e12         /* GB */
#define NETWORK_MOST 10        /* kWh/GB */
#define BANDWIDTH_LEAST 1e-6   /* GB/s */
#define BANDWIDTH_MOST 1e6     /* GB/s */
#define RTT_MOST 1e6           /* ms */
#define CARBON_WORTH_MOST 1e12 /* g per euro or hour */
#define CAPACITY_LEAST 0.001   /* W */
#define CAPACITY_MOST 1e12     /* W */
#define ROUNDS_MOST 1000000000

/* Lists and moments. */
#define LIST_MOST 1000000        /* entries of a list of the caller, runs of a filter */
#define MOMENT_MOST 253402300799 /* s: the year 9999; the least is its negative */

struct number_range {
	const char *name;
	double value, least, most;
	bool or_zero; /* 0 is not given, whatever the range */
};

/* FRUGAL_EUSAGE: a value that is not a number or is out of its range; the message has its name. */
int ranges_check(const struct number_range *numbers, size_t n, struct frugal_error *reterr);

#endif
