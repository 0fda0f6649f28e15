/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The side of the reader that has the permission: reads the counters of the machine, at most ten
 * times a second when it is asked and every ten seconds when it is not (so that no counter goes
 * round unseen), and answers any number of clients (sensor/reader_protocol.h).
 */
#ifndef METER_READER_H
#define METER_READER_H

#include "meter/session.h"

struct reader;

/* FRUGAL_EENV: nothing can be read. The session has been made, meters nothing else, outlives it. */
int reader_new(struct session *session, struct reader **ret, struct frugal_error *reterr);

/* Serves on a listening SOCK_SEQPACKET socket until stop_fd is readable. */
int reader_serve(struct reader *reader, int listen_fd, int stop_fd, struct frugal_error *reterr);
/*
 * A listening socket at path for the members of group; NULL: of frugal, if there is such a group.
 * The folder is made only for the usual path. FRUGAL_EUSAGE: the group; FRUGAL_EENV: the rest.
 */
int reader_listen(const char *path, const char *group, int *ret, struct frugal_error *reterr);
size_t reader_parts(const struct reader *reader);
void reader_free(struct reader *reader);

#endif
