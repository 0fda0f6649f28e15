/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger of a context: the one that it names, else the one of the default place. */
#ifndef STORE_DEFAULT_H
#define STORE_DEFAULT_H

#include "model/context.h"
#include "store/ledger.h"

int store_open(const struct context *context, enum ledger_mode mode, struct ledger **ret,
	       struct frugal_error *reterr);

#endif
