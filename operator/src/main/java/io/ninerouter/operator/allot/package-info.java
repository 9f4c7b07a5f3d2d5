/**
 * Parts what callers may do and spend among the replicas of a Router: shares of limits that follow demand, slices of budgets
 * that are handed out as they are spent. Pure.
 *
 * <p>Starting points: {@link io.ninerouter.operator.allot.AllotmentFold} (a round), {@code ShareSplit} (a limit), {@code
 * BudgetFold} (a budget).
 */
@NullMarked
package io.ninerouter.operator.allot;

import org.jspecify.annotations.NullMarked;
