/**
 * What is asked of others now and then: when, and how much of it at one time. Pure.
 *
 * <p>Starting point: {@link io.ninerouter.operator.schedule.Rota}. What is asked, and how long it is waited after which answer,
 * those say who use it: {@link io.ninerouter.operator.probe.ProbeSchedule}, {@link
 * io.ninerouter.operator.discover.AskSchedule}. What failed rests as {@link
 * io.ninerouter.operator.backoff.Backoff} says.
 */
@NullMarked
package io.ninerouter.operator.schedule;

import org.jspecify.annotations.NullMarked;
