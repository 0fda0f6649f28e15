/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Seeded quasi-random draws: the same seed gives the same digits on any machine and any number of
 * threads. The first 21 dimensions are a Sobol sequence (Joe and Kuo 2008, new-joe-kuo-6), each
 * scrambled by a hash of its bits (Owen 1995 in the manner of Laine and Karras 2011); those that
 * follow are stratified in one dimension each.
 */
#ifndef MODEL_DRAWS_H
#define MODEL_DRAWS_H

#include <stddef.h>
#include <stdint.h>

/* Draws first .. first+n of a dimension, uniform on (0, 1). */
void draws_uniform(uint64_t seed, uint32_t dimension, uint32_t first, size_t n, double *to);

/* The same, independent of draws_uniform for every dimension (for sensitivity). */
void draws_apart(uint64_t seed, uint32_t dimension, uint32_t first, size_t n, double *to);

/* u on (0, 1) to the triangular distribution on [low, high] with mode. */
double draws_triangular(double u, double low, double mode, double high);

/* The same for u[0..n), in place. */
void draws_to_triangular(double *u, size_t n, double low, double mode, double high);

#endif
