/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the store: tables of what many never use (services, audits, reservations, what `frugal
 * top` saw). Opening a ledger parses the text of each table in it, so these are made when
 * something is first written to them; until then they read as empty. A later step of the schema
 * that changes one makes it first, as it was (CREATE TABLE IF NOT EXISTS).
 */
#ifndef STORE_REGISTER_H
#define STORE_REGISTER_H

#include "store/sql.h"

/* The text that makes the table of that name and those that belong to it; NULL: not of these. */
const char *register_text(const char *table);

/* The same for the tables that a statement is about. */
const char *register_of_statement(enum statement which);

#endif
