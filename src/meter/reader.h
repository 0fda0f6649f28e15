/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The privileged side of the reader: reads the counters of the machine, at most ten times a second
 * when clients ask and every ten seconds when none does (so that no counter wraps unseen), and
 * answers any number of clients (sensor/reader_protocol.h).
 */
#ifndef METER_READER_H
#define METER_READER_H

#include "meter/session.h"

struct reader;

/*
 * FRUGAL_EENV: no counter can be read. The session has been made, meters nothing else, and outlives
 * the reader.
 */
int reader_new(struct session *session, struct reader **ret, struct frugal_error *reterr);

/* Serves on a listening SOCK_SEQPACKET socket until stop_fd is readable. */
int reader_serve(struct reader *reader, int listen_fd, int stop_fd, struct frugal_error *reterr);
/*
 * Opens a listening socket at path for the members of group; NULL: of frugal, if that group exists.
 * The folder is created only for the default path. FRUGAL_EUSAGE: the group; FRUGAL_EENV: the rest.
 */
int reader_listen(const char *path, const char *group, int *ret, struct frugal_error *reterr);
size_t reader_parts(const struct reader *reader);
void reader_free(struct reader *reader);

#endif
