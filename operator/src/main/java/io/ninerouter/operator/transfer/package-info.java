/**
 * Configuration as files: coming from 9Router, and out of a cluster into a folder for Git.
 *
 * <p>Starting points: {@link io.ninerouter.operator.transfer.TransferMain} (the command), {@link
 * io.ninerouter.operator.transfer.Import} (a 9Router database becomes objects), {@link
 * io.ninerouter.operator.transfer.Export} (objects as they stand in a cluster become manifests). What decides is pure; {@link
 * io.ninerouter.operator.transfer.ManifestFolder} writes.
 */
@NullMarked
package io.ninerouter.operator.transfer;

import org.jspecify.annotations.NullMarked;
