package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.NettyPipeline;

/** One connection on a loop whose clock the test turns. */
class CallerConnectionTest {
    private static final long LINGER_SECONDS = 5;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private CallerConnection connection = open(LINGER_SECONDS);

    private CallerConnection open(long lingerSeconds) {
        channel.freezeTime();
        channel.pipeline().addFirst(NettyPipeline.HttpTrafficHandler, new ChannelDuplexHandler());
        return CallerConnection.install(channel, Duration.ofSeconds(lingerSeconds));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    /** What comes to pass on the connection. */
    private enum Step {
        REQUEST,
        CONTINUE,
        HEAD,
        END,
        LEAVE,
        ALMOST_ALL_OF_THE_TIME,
        THE_REST_OF_IT
    }

    static Stream<Arguments> histories() {
        return Stream.of(
                history("stays while the gateway does", true, Step.REQUEST, Step.HEAD, Step.END, Step.THE_REST_OF_IT),
                history("without a request it stays for a time", true, Step.LEAVE, Step.ALMOST_ALL_OF_THE_TIME),
                history("and ends after it", false, Step.LEAVE, Step.ALMOST_ALL_OF_THE_TIME, Step.THE_REST_OF_IT),
                history(
                        "a request that comes in that time is answered, however long it takes",
                        true,
                        Step.LEAVE,
                        Step.ALMOST_ALL_OF_THE_TIME,
                        Step.REQUEST,
                        Step.THE_REST_OF_IT,
                        Step.HEAD,
                        Step.THE_REST_OF_IT),
                history(
                        "an answer under way is not cut",
                        true,
                        Step.REQUEST,
                        Step.HEAD,
                        Step.LEAVE,
                        Step.ALMOST_ALL_OF_THE_TIME,
                        Step.THE_REST_OF_IT),
                history(
                        "after its end the time begins",
                        true,
                        Step.REQUEST,
                        Step.HEAD,
                        Step.LEAVE,
                        Step.THE_REST_OF_IT,
                        Step.END,
                        Step.ALMOST_ALL_OF_THE_TIME),
                history(
                        "and the connection ends with it",
                        false,
                        Step.REQUEST,
                        Step.HEAD,
                        Step.LEAVE,
                        Step.END,
                        Step.ALMOST_ALL_OF_THE_TIME,
                        Step.THE_REST_OF_IT),
                history(
                        "a second request that waits for the first counts as well",
                        true,
                        Step.REQUEST,
                        Step.REQUEST,
                        Step.LEAVE,
                        Step.HEAD,
                        Step.END,
                        Step.ALMOST_ALL_OF_THE_TIME,
                        Step.THE_REST_OF_IT),
                history(
                        "to go on with a body is not an answer",
                        true,
                        Step.REQUEST,
                        Step.LEAVE,
                        Step.CONTINUE,
                        Step.ALMOST_ALL_OF_THE_TIME,
                        Step.THE_REST_OF_IT),
                history(
                        "who is told twice does not wait anew",
                        false,
                        Step.LEAVE,
                        Step.ALMOST_ALL_OF_THE_TIME,
                        Step.LEAVE,
                        Step.THE_REST_OF_IT));
    }

    private static Arguments history(String name, boolean open, Step... steps) {
        return Arguments.of(Named.of(name, List.of(steps)), open);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("histories")
    void endsOnlyWithoutARequest(List<Step> history, boolean open) {
        history.forEach(this::go);

        assertThat(channel.isOpen()).isEqualTo(open);
    }

    private void go(Step step) {
        switch (step) {
            case REQUEST ->
                channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/v1/messages"));
            case CONTINUE -> channel.writeOutbound(goOn());
            case HEAD -> channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
            case END -> channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
            case LEAVE -> connection.leave();
            case ALMOST_ALL_OF_THE_TIME -> pass(TimeUnit.SECONDS.toMillis(LINGER_SECONDS) - 1);
            case THE_REST_OF_IT -> pass(1);
        }
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    private static HttpResponse goOn() {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE);
    }

    @Test
    void onlyAnAnswerThatBeginsAfterwardsSaysThatItIsTheLast() {
        go(Step.REQUEST);
        go(Step.HEAD);
        HttpResponse before = sent();
        connection.leave();
        go(Step.END);
        go(Step.REQUEST);
        go(Step.CONTINUE);
        ReferenceCountUtil.release(channel.readOutbound());
        HttpResponse interim = sent();
        go(Step.HEAD);
        HttpResponse after = sent();

        assertThat(before.headers().get(HttpHeaderNames.CONNECTION)).isNull();
        assertThat(interim.headers().get(HttpHeaderNames.CONNECTION)).isNull();
        assertThat(after.headers().get(HttpHeaderNames.CONNECTION)).isEqualTo("close");
    }

    private HttpResponse sent() {
        return channel.readOutbound();
    }

    @Test
    void withoutATimeItEndsAtOnceButNotUnderAnAnswer() {
        channel.pipeline().remove(connection);
        channel.pipeline().remove(NettyPipeline.HttpTrafficHandler);
        connection = open(0);
        go(Step.REQUEST);
        go(Step.HEAD);
        connection.leave();
        assertThat(channel.isOpen()).isTrue();

        go(Step.END);

        assertThat(channel.isOpen()).isFalse();
    }
}
