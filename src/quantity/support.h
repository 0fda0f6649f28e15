/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From an interval to the support that the model language takes. A figure is published, measured or
 * forecast with the interval that contains it with 90 %; an uncertain input of a model is a
 * triangle between two ends that are never passed. Every caller that feeds a figure into a model
 * uses this one function, so that the model returns the interval it was given.
 */
#ifndef QUANTITY_SUPPORT_H
#define QUANTITY_SUPPORT_H

/*
 * Computes the support of the triangle whose mode is value and whose 5 % and 95 % points are low
 * and high. An end that is missing, or not below (above) value, is set to value: that side has no
 * uncertainty. Where low is an amount (0 or more) the support does not reach below 0, and the upper
 * end is the one that fits the triangle cut there.
 */
void interval_support(double value, double low, double high, double *ret_low, double *ret_high);

#endif
