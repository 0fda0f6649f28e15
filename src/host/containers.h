/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Containers that begin while a command runs: `docker run` asks a daemon for them, so they are no
 * children of it. Each has a control group of a known kind of name (docker-ID.scope, libpod-ID,
 * cri-containerd-ID, crio-ID, docker/ID); those that were not there at the start are taken for the
 * command's, which is an assumption, and said.
 */
#ifndef HOST_CONTAINERS_H
#define HOST_CONTAINERS_H

#include <stdbool.h>
#include <stdint.h>

struct containers;

/* Remembers those that are there now; NULL when there are no control groups to look at. */
struct containers *containers_begin(void);

/* Looks for new ones, once a second at most. */
void containers_look(struct containers *containers);

/* CPU time of all that were found, gone or not, since they were. */
int64_t containers_cpu_ns(struct containers *containers);
int containers_seen(const struct containers *containers);
bool containers_own(const struct containers *containers, int pid);
void containers_free(struct containers *containers);

#endif
