/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Containers that begin while a command runs: `docker run` asks a daemon for them, so they are not
 * children of the command. Each has a control group with a known kind of name (docker-ID.scope,
 * libpod-ID, cri-containerd-ID, crio-ID, docker/ID). Those that did not exist at the start are
 * taken for the command's, which is an assumption that the record states.
 */
#ifndef HOST_CONTAINERS_H
#define HOST_CONTAINERS_H

#include <stdbool.h>
#include <stdint.h>

struct containers;

/* Remembers the containers of this moment; NULL when no control groups are visible. */
struct containers *containers_begin(void);

/* Looks for new containers, once a second at most. */
void containers_look(struct containers *containers);

/* CPU time of all containers that were found, gone or not, since they were found. */
int64_t containers_cpu_ns(struct containers *containers);
int containers_seen(const struct containers *containers);
bool containers_own(const struct containers *containers, int pid);
void containers_free(struct containers *containers);

#endif
