/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a program reports about its progress while it runs, one line each, by `frugal mark` or by a
 * datagram to the socket in FRUGAL_SOCKET:
 *
 * 	load                       the section since the last such line, or the start, ends here
 * 	begin tokenize             sections that may lie within or across each other
 * 	end tokenize files=12
 * 	epoch 3/20 accuracy=0.93   the third epoch of twenty has ended, with its metric
 * 	step 1500/60000
 * 	metric loss=0.21
 *
 * Names are words without blanks, values numbers.
 */
#ifndef METER_MARK_H
#define METER_MARK_H

#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

#define MARK_NAME 64
#define MARK_METRICS 16

enum mark_kind { MARK_POINT, MARK_BEGIN, MARK_END, MARK_EPOCH, MARK_STEP, MARK_METRIC };

struct mark {
	enum mark_kind kind;
	char name[MARK_NAME]; /* of POINT, BEGIN, END */
	int64_t number;       /* of EPOCH and STEP: the number that has ended */
	int64_t total;        /* their total; 0: not given */
	struct mark_metric {
		char key[MARK_NAME];
		double value;
	} metrics[MARK_METRICS];
	size_t n_metrics;
};

/* Checks a line and sends it to the meter that listens at path. FRUGAL_EENV: no meter listens. */
int mark_send(const char *path, struct str line, struct frugal_error *reterr);

/* FRUGAL_EUSAGE, with the fault in the line. */
int mark_parse(struct str line, struct mark *ret, struct frugal_error *reterr);

#endif
