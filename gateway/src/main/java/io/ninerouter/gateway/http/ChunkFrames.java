package io.ninerouter.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Writes small pieces of a chunked answer (RFC 9112, 7.1) as one buffer each, past the codec: that makes three of each, the length,
 * the piece and the end of its line, with a promise and an entry of {@code writev} for each of them, which is a tenth of what an
 * event of a stream costs. All else goes through the codec, which still knows where in the answer it is: heads, ends, answers of a
 * known length and pieces that are dearer to copy. One instance a connection; used on its event loop alone.
 */
public final class ChunkFrames extends ChannelOutboundHandlerAdapter {
    /** Longest piece that is copied. */
    static final int MAX_COPIED = 4 << 10;

    /** The length in up to four digits, two line ends. */
    private static final int FRAME = 4 + 2 + 2;

    private static final int LINE_END = HttpConstants.CR << 8 | HttpConstants.LF;

    private @Nullable ChannelHandlerContext codec;
    private boolean chunked;

    private ChunkFrames() {}

    /** Before the codec of a new connection, as seen from the one who writes. */
    public static void install(Channel channel) {
        if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
            var _ = channel.pipeline()
                    .addAfter(NettyPipeline.HttpCodec, ChunkFrames.class.getName(), new ChunkFrames());
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        codec = context.pipeline().context(NettyPipeline.HttpCodec);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf piece) {
            ChannelHandlerContext past = codec;
            int length = piece.readableBytes();
            if (chunked && past != null && length > 0 && length <= MAX_COPIED) {
                var _ = past.write(framed(context, piece, length), promise);
                return;
            }
        } else if (message instanceof HttpResponse head) {
            // The codec writes no body at all where the status has none.
            chunked = head.status().equals(HttpResponseStatus.OK)
                    && !(head instanceof FullHttpMessage)
                    && HttpUtil.isTransferEncodingChunked(head);
        } else if (message instanceof LastHttpContent) {
            chunked = false;
        }
        var _ = context.write(message, promise);
    }

    private static ByteBuf framed(ChannelHandlerContext context, ByteBuf piece, int length) {
        try {
            ByteBuf frame = context.alloc().directBuffer(FRAME + length);
            for (int shift = 12; shift >= 0; shift -= 4) {
                int digits = length >>> shift;
                if (digits > 0) {
                    frame.writeByte(Character.forDigit(digits & 0xF, 16));
                }
            }
            frame.writeShort(LINE_END);
            frame.writeBytes(piece, piece.readerIndex(), length);
            return frame.writeShort(LINE_END);
        } finally {
            piece.release();
        }
    }
}
