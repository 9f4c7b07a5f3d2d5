/**
 * A provider that follows a script: a small real HTTP server that speaks all four dialects as the vendors do, so that
 * the quickstart, the tests and a curious person need no vendor's key.
 *
 * <p>It repeats what it was told, names the model that was asked for, calls a tool whose name is mentioned, and counts
 * tokens by a fixed rule. The heads of its answers tell of the account's windows as the vendors' do. The same request gives the same answer, but for ids and times.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.provider.ScriptedProvider} (start and stop it),
 * {@link io.ninerouter.quickstart.provider.Author} (what it answers), {@link io.ninerouter.quickstart.provider.Script} (how
 * a dialect says it; one class a dialect).
 */
@NullMarked
package io.ninerouter.quickstart.provider;

import org.jspecify.annotations.NullMarked;
