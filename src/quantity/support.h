/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From an interval to the support that the model language takes. A figure is published, measured
 * or forecast with the interval that holds nine in ten; an uncertain input of a model is a
 * triangle between two ends that are never passed. Whoever feeds a figure into a model goes
 * through this one function, so that the interval comes out of the model as it went in.
 */
#ifndef QUANTITY_SUPPORT_H
#define QUANTITY_SUPPORT_H

/*
 * The support of the triangle whose mode is value and whose 5 % and 95 % points are low and high.
 * An end that is missing, or not below (above) value, is taken as value: nothing is doubted on that
 * side. Where low is an amount (0 or more) the support does not reach below 0, and the upper end is
 * the one that fits the triangle cut there.
 */
void interval_support(double value, double low, double high, double *ret_low, double *ret_high);

#endif
