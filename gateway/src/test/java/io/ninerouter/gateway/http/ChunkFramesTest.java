package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.NettyPipeline;

class ChunkFramesTest {
    private static final int[] LENGTHS = {
        0, 1, 2, 15, 16, 17, 255, 256, 257, 1_000, 4_095, 4_096, 4_097, 65_535, 65_536, 100_000
    };

    /** What is written of one answer, but for its pieces. */
    private enum Kind {
        CHUNKED,
        OF_KNOWN_LENGTH,
        UNTIL_THE_END,
        WITHOUT_CONTENT,
        AN_ERROR_IN_CHUNKS
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Kind.class)
    void theCallerGetsTheBytesThatTheCodecAloneWouldWrite(Kind kind) {
        try (Line ours = new Line(true);
                Line codecs = new Line(false)) {
            for (Line line : List.of(ours, codecs)) {
                answer(line, kind);
                answer(line, Kind.CHUNKED);
                line.channel.writeOutbound(
                        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND, piece(20)));
                answer(line, kind);
            }

            assertThat(ours.bytes()).isEqualTo(codecs.bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 160, ChunkFrames.MAX_COPIED})
    void aSmallPieceGoesOutAsOneBuffer(int length) {
        try (Line line = new Line(true)) {
            line.channel.writeOutbound(head(Kind.CHUNKED));
            line.bytes();

            line.channel.writeOutbound(piece(length));

            assertThat(line.channel.outboundMessages()).hasSize(1);
        }
    }

    @Test
    void aLargePieceIsNotCopied() {
        try (Line line = new Line(true)) {
            ByteBuf large = piece(ChunkFrames.MAX_COPIED + 1);
            line.channel.writeOutbound(head(Kind.CHUNKED), large);

            assertThat(line.channel.outboundMessages()).contains(large);
        }
    }

    @Test
    void aPieceIsLetGoOfOnceItIsWritten() {
        try (Line line = new Line(true)) {
            ByteBuf piece = piece(100);
            line.channel.writeOutbound(head(Kind.CHUNKED), piece);

            assertThat(piece.refCnt()).isZero();
        }
    }

    @Test
    void aPieceThatCannotBeWrittenFailsItsPromise() {
        try (Line line = new Line(true)) {
            line.channel.writeOutbound(head(Kind.CHUNKED));
            line.channel.close();
            ByteBuf piece = piece(100);

            var written = line.channel.writeAndFlush(piece);

            assertThat(written.isDone() && !written.isSuccess()).isTrue();
            assertThat(piece.refCnt()).isZero();
        }
    }

    private static void answer(Line line, Kind kind) {
        line.channel.writeOutbound(head(kind));
        IntStream.of(LENGTHS).forEach(length -> line.channel.writeOutbound(piece(length)));
        line.channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private static HttpResponse head(Kind kind) {
        HttpResponseStatus status = switch (kind) {
            case CHUNKED, OF_KNOWN_LENGTH, UNTIL_THE_END -> HttpResponseStatus.OK;
            case WITHOUT_CONTENT -> HttpResponseStatus.NO_CONTENT;
            case AN_ERROR_IN_CHUNKS -> HttpResponseStatus.BAD_GATEWAY;
        };
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
        switch (kind) {
            case OF_KNOWN_LENGTH ->
                head.headers()
                        .set(
                                HttpHeaderNames.CONTENT_LENGTH,
                                IntStream.of(LENGTHS).sum());
            case UNTIL_THE_END -> {}
            default -> head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return head;
    }

    private static ByteBuf piece(int length) {
        return Unpooled.copiedBuffer("x".repeat(length), StandardCharsets.US_ASCII);
    }

    /** One connection, as the server makes it. */
    private static final class Line implements AutoCloseable {
        private final EmbeddedChannel channel = new EmbeddedChannel();

        Line(boolean ours) {
            channel.pipeline().addLast(NettyPipeline.HttpCodec, new HttpServerCodec());
            if (ours) {
                ChunkFrames.install(channel);
            }
        }

        String bytes() {
            List<String> written = new ArrayList<>();
            for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
                written.add(next.toString(StandardCharsets.US_ASCII));
                next.release();
            }
            return String.join("", written);
        }

        @Override
        public void close() {
            channel.finishAndReleaseAll();
        }
    }
}
