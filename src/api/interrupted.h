/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs whose meter was killed: the first that opens the ledger stores their end, with the sums of
 * their last second (store/running.h) and the figures that follow from them.
 */
#ifndef API_INTERRUPTED_H
#define API_INTERRUPTED_H

#include "model/context.h"
#include "store/ledger.h"

/*
 * Closes them in a ledger that is open for writing, or is a copy. What fails is left for the next
 * that opens it. The context is only read: another thread may use it.
 */
void interrupted_close(const struct context *context, struct ledger *ledger);

/* The same in the ledger of the context, if it can be opened. */
void interrupted_close_default(const struct context *context);

/* Whether there are any. */
bool interrupted_are_there(struct ledger *ledger);

/*
 * From here on the runs that are running have the sums and figures of their last second. The
 * ledger is closed before *ret is released; without memory *ret is NULL, and rows are shown as they
 * are.
 */
struct computing;
void interrupted_complete(const struct context *context, struct ledger *ledger,
			  struct computing **ret);
void interrupted_release(struct computing *computing);

#endif
