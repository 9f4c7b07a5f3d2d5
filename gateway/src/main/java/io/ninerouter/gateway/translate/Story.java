package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.ByteBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream to a caller that several targets tell, one after the other: where one breaks off in the middle of a text, the
 * next goes on. The caller gets one answer: one beginning, one text, one end, and usage that is the sum of all.
 *
 * <p>Only text goes on: once a tool was called, a refusal or a picture begun, or a choice completed, there is no way to
 * join two answers. Reasoning that comes before the text stays the first teller's; that of later ones is left out. Not
 * thread-safe.
 */
public final class Story {
    /** Longest text that is kept to go on with, characters. */
    static final int MOST = 256 << 10;

    private static final String GO_ON = "Your answer was cut off there by a fault of the line. Go on with the very next"
            + " character: repeat nothing, and say nothing about the interruption.";

    private final Exchange first;
    private final ByteBuilder out = new ByteBuilder(1 << 10);
    private final Consumer<StreamEvent> encoder;
    private final StringBuilder told = new StringBuilder();
    private Usage before = Usage.NONE;
    private Usage last = Usage.NONE;
    private int parts;
    private boolean partOpen;
    private boolean textOpen;
    private boolean joinable;

    /** Begins with the exchange with the first teller. */
    Story(DialectCodec client, Exchange first, Framing wanted) {
        this.first = first;
        this.encoder = CallerEnd.encoder(client, first, wanted, out);
        OutputWish wish = first.request().settings().output();
        boolean prose = wish.format() == null || wish.format() instanceof OutputFormat.Text;
        this.joinable = prose && (wish.choices() == null || wish.choices() == 1);
    }

    /** Whether another target could go on now. */
    public boolean canGoOn() {
        return joinable && textOpen == partOpen && !told.isEmpty() && told.length() <= MOST;
    }

    /** What keeps the stream open while nobody tells. */
    public byte[] keepAlive() {
        encoder.accept(new StreamEvent.Heartbeat());
        return out.take();
    }

    /** The end when nobody goes on: the error in the caller's dialect. */
    public byte[] failure(ApiError error) {
        encoder.accept(new StreamEvent.Failed(error));
        return out.take();
    }

    /**
     * What to ask of the target that goes on: the caller's request, then what was told, as the beginning of its own answer
     * where it can go on from that, else with the request to do so.
     */
    ChatRequest remainder(DialectCodec provider, TargetModel target) {
        ChatRequest asked = first.request();
        String said = seen(provider, target);
        List<Message> messages = new ArrayList<>(asked.messages());
        messages.add(Message.of(Role.ASSISTANT, List.of(new Part.Text(said))));
        if (!prefills(provider, target)) {
            messages.add(Message.of(Role.USER, List.of(new Part.Text(GO_ON))));
        }
        return asked.with(messages);
    }

    private boolean prefills(DialectCodec provider, TargetModel target) {
        ReasoningWish thinking = first.request().settings().reasoning();
        return provider.prefills(target) && (thinking.isEmpty() || thinking.off());
    }

    /** What was told, as the target gets to see it: white space at the end of a prefill is refused by some. */
    private String seen(DialectCodec provider, TargetModel target) {
        String all = told.toString();
        return prefills(provider, target) ? all.stripTrailing() : all;
    }

    /** The end for the first teller. */
    CallerEnd beginning() {
        return new Chapter(null);
    }

    /** The end for one that goes on. */
    CallerEnd continuation(DialectCodec provider, TargetModel target) {
        before = before.plus(last);
        last = Usage.NONE;
        int unseen = told.length() - seen(provider, target).length();
        return new Chapter(new Overlap(told.toString(), unseen));
    }

    private void open(PartHead head) {
        partOpen = true;
        textOpen = head instanceof PartHead.Text;
        joinable &= textOpen || head instanceof PartHead.Reasoning;
        encoder.accept(new StreamEvent.PartStarted(0, parts++, head));
    }

    private void say(String text) {
        if (!text.isEmpty()) {
            if (!textOpen) {
                open(new PartHead.Text());
            }
            if (told.length() <= MOST) {
                told.append(text);
            }
            encoder.accept(new StreamEvent.PartDelta(0, parts - 1, new Delta.Fragment(text)));
        }
    }

    private void close() {
        partOpen = false;
        textOpen = false;
        encoder.accept(new StreamEvent.PartEnded(0, parts - 1));
    }

    /** What one teller says. What it says together with a failure is left out: the next one tells that again. */
    private final class Chapter implements CallerEnd {
        /** Null for the first. */
        private final @Nullable Overlap overlap;

        private final List<StreamEvent> pending = new ArrayList<>();
        private boolean leftOut;
        private boolean inText;

        Chapter(@Nullable Overlap overlap) {
            this.overlap = overlap;
        }

        @Override
        public void accept(StreamEvent event) {
            if (event instanceof StreamEvent.Failed || event instanceof StreamEvent.Heartbeat) {
                encoder.accept(event);
            } else {
                pending.add(event);
            }
        }

        @Override
        public byte[] take(boolean intact) {
            if (intact) {
                pending.forEach(this::tell);
            }
            pending.clear();
            return out.take();
        }

        private void tell(StreamEvent event) {
            switch (event) {
                case StreamEvent.UsageReported(Usage usage) -> {
                    last = usage;
                    encoder.accept(new StreamEvent.UsageReported(before.plus(usage)));
                }
                case StreamEvent.Finished finished -> {
                    joinable = false;
                    conclude();
                    encoder.accept(finished);
                }
                case StreamEvent.Started _, StreamEvent.Opaque _ -> {
                    if (overlap == null) {
                        encoder.accept(event);
                    }
                }
                case StreamEvent.PartStarted start when start.choice() == 0 -> begin(start.head());
                case StreamEvent.PartDelta more when more.choice() == 0 -> grow(more.delta());
                case StreamEvent.PartEnded end when end.choice() == 0 -> end();
                default -> {
                    joinable &= event instanceof StreamEvent.Ended;
                    encoder.accept(event);
                }
            }
        }

        private void begin(PartHead head) {
            leftOut = overlap != null && head instanceof PartHead.Reasoning;
            boolean joins = overlap != null && head instanceof PartHead.Text;
            if (!leftOut && !joins) {
                conclude();
                open(head);
            }
            inText = head instanceof PartHead.Text;
        }

        private void grow(Delta delta) {
            if (leftOut) {
                return;
            }
            if (inText && delta instanceof Delta.Fragment(String text)) {
                say(overlap == null ? text : overlap.feed(text));
            } else if (overlap == null || !inText) {
                encoder.accept(new StreamEvent.PartDelta(0, parts - 1, delta));
            }
        }

        private void end() {
            if (inText) {
                conclude();
            } else if (!leftOut) {
                close();
            }
            inText = false;
        }

        /** The text that is open ends. */
        private void conclude() {
            if (overlap != null) {
                say(overlap.end());
            }
            if (textOpen) {
                close();
            }
        }
    }
}
