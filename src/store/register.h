/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the store: tables that many users never need (services, audits, reservations, the days of
 * `frugal top`). Opening a ledger parses the text of each table in it, so these are created at
 * their first write; until then they read as empty. A later step of the schema that changes one
 * creates it first, in its old form (CREATE TABLE IF NOT EXISTS).
 */
#ifndef STORE_REGISTER_H
#define STORE_REGISTER_H

#include "store/sql.h"

/*
 * The text that creates the table of that name and those that belong to it; NULL: not a register.
 */
const char *register_text(const char *table);

/* The same for the tables of a statement. */
const char *register_of_statement(enum statement which);

#endif
