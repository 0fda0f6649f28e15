/* SPDX-License-Identifier: Apache-2.0 */
/* A mass of greenhouse gases as something one knows, by models/equivalences.model. */
#ifndef CLI_RUN_LIKE_H
#define CLI_RUN_LIKE_H

#include "cli/cli.h"
#include "model/knowledge.h"
#include "record/run.h"

/* Adds "0.2 km (car, combustion)"; nothing when it is too little for any image, or unknown. */
void run_like(struct buf *to, const struct cli *cli, const struct knowledge *knowledge,
	      const struct run_record *run);

#endif
