/**
 * What tests of the gateway share: a scripted provider, configurations, the running gateway, small dialogs.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.fake.FakeProvider}, {@link io.ninerouter.gateway.fake.RunningGateway}.
 */
package io.ninerouter.gateway.fake;
