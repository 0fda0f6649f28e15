/* SPDX-License-Identifier: Apache-2.0 */
/* A mass of greenhouse gases as something one knows, by models/equivalences.model. */
#ifndef INSIGHT_LIKE_H
#define INSIGHT_LIKE_H

#include "base/buf.h"
#include "model/knowledge.h"
#include "record/run.h"

/* Adds "0.2 km (car, combustion)"; nothing when it is too little for any image, or unknown. */
void run_like(struct buf *to, const struct knowledge *knowledge, const struct run_record *run,
	      const char *lang, const struct number_style *numbers);

#endif
