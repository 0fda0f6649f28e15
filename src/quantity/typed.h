/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Static units for the quantities that the meter computes with: the compiler refuses to add joules
 * to watts. The field is named by its unit, so `e.j` reads aloud. Free at run time: gcc and clang
 * emit the same instructions as for bare doubles. The identities of units stand here and in unit.c
 * alone.
 */
#ifndef QUANTITY_TYPED_H
#define QUANTITY_TYPED_H

#include "base/clock.h"

struct energy {
	double j;
};

struct power {
	double w;
};

struct duration {
	double s;
};

#define JOULES_PER_WH 3600.0
#define WH_PER_JOULE (1 / JOULES_PER_WH)
#define WH_PER_KWH 1e3
#define JOULES_PER_KWH 3.6e6
#define NS_PER_SECOND 1e9

static inline struct energy energy_add(struct energy a, struct energy b)
{
	return (struct energy){a.j + b.j};
}

static inline struct energy energy_sub(struct energy a, struct energy b)
{
	return (struct energy){a.j - b.j};
}

static inline struct energy energy_share(struct energy a, double share)
{
	return (struct energy){a.j * share};
}

static inline struct energy energy_min(struct energy a, struct energy b)
{
	return a.j < b.j ? a : b;
}

static inline struct energy power_times(struct power p, struct duration t)
{
	return (struct energy){p.w * t.s};
}

static inline struct power energy_per(struct energy e, struct duration t)
{
	return (struct power){t.s > 0 ? e.j / t.s : 0};
}

static inline struct duration duration_add(struct duration a, struct duration b)
{
	return (struct duration){a.s + b.s};
}

static inline double energy_wh(struct energy e)
{
	return e.j / JOULES_PER_WH;
}

static inline double duration_h(struct duration d)
{
	return d.s / SECONDS_PER_HOUR;
}

static inline double energy_kwh(struct energy e)
{
	return e.j / JOULES_PER_KWH;
}

#endif
