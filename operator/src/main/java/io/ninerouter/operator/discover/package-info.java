/**
 * What providers say of accounts when they are asked: models and quotas, read and scheduled. Pure: time and chance are
 * arguments, nothing is logged.
 *
 * <p>Starting points: {@link io.ninerouter.operator.discover.ModelLists} and {@link
 * io.ninerouter.operator.discover.QuotaAnswers} (readers, one for each form), {@link
 * io.ninerouter.operator.discover.AskSchedule} (what is asked when), {@link io.ninerouter.operator.discover.ListsCodec} (how
 * lists outlive the process).
 */
@NullMarked
package io.ninerouter.operator.discover;

import org.jspecify.annotations.NullMarked;
