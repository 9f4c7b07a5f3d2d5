package io.ninerouter.gateway.tokens;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.HiddenSeals;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.frame.JsonHandler;
import io.ninerouter.gateway.frame.JsonScan;
import io.ninerouter.gateway.frame.MalformedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notes along an answer what its record needs and its provider may not report: what was said, as far as an estimate of its
 * tokens needs it, why it ended, and with what it was sealed. An answer comes either as bytes of one dialect ({@link #event}, {@link #body}) or as
 * events ({@link #accept}). Nothing is allocated for a piece of an answer once the first kilobytes have come. What cannot be
 * read is passed over. One instance an answer; not thread-safe.
 */
public final class AnswerNotes implements Consumer<StreamEvent> {
    /** Longest piece of text that is looked into; of longer ones only the length is noted. */
    private static final int MAX_CAPTURE = 8 << 10;

    /** An answer has a few. */
    private static final int MAX_SEALS = 64;

    private final AnswerTokens tokens;
    private final Reader reader;
    private @Nullable JsonScan scan;
    private StopReason.@Nullable Kind finish;
    private boolean readable = true;
    private @Nullable Set<Long> seals;

    /**
     * For one answer.
     *
     * @param dialect of the bytes, if it comes as bytes
     */
    public AnswerNotes(Dialect dialect, AnswerTokens tokens) {
        this.tokens = tokens;
        this.reader = new Reader(dialect);
    }

    /** What was said so far. */
    public AnswerTokens tokens() {
        return tokens;
    }

    /** Why the answer ended, as last said; null when nothing was. */
    public StopReason.@Nullable Kind finish() {
        return finish;
    }

    /** Digests of what parts were sealed with, see {@link HiddenSeals#digest}; of long ones none, of very many the first. */
    public Set<Long> seals() {
        return seals == null ? Set.of() : seals;
    }

    private void sealed(String seal) {
        Set<Long> known = seals;
        if (known == null) {
            known = new HashSet<>();
            seals = known;
        }
        if (known.size() < MAX_SEALS) {
            known.add(HiddenSeals.digest(seal));
        }
    }

    /** The data of one event. */
    public void event(byte[] data, int from, int to) {
        if (from < to && data[from] == '{') {
            try {
                scan().whole(data, from, to);
            } catch (MalformedFrameException e) {
                // Whoever forwards the answer judges it; what could be read of this event is noted.
                return;
            }
        }
    }

    /** Takes the notes of events that another walks through, as {@link #event} would. */
    public JsonHandler along() {
        return reader;
    }

    /** The next bytes of an answer that is one JSON text. */
    public void body(byte[] data, int from, int to) {
        try {
            if (readable) {
                scan().feed(data, from, to);
            }
        } catch (MalformedFrameException e) {
            readable = false;
        }
    }

    private JsonScan scan() {
        JsonScan alone = scan;
        if (alone == null) {
            alone = new JsonScan(reader, MAX_CAPTURE);
            scan = alone;
        }
        return alone;
    }

    @Override
    public void accept(StreamEvent event) {
        if (event instanceof StreamEvent.Finished finished) {
            finish = finished.reason().kind();
        } else {
            tokens.accept(event);
            Seal seal = seal(event);
            if (seal != null) {
                sealed(seal.data());
            }
        }
    }

    private static @Nullable Seal seal(StreamEvent event) {
        if (event instanceof StreamEvent.PartDelta grown && grown.delta() instanceof Delta.Sealed sealed) {
            return sealed.seal();
        }
        return event instanceof StreamEvent.PartStarted begun && begun.head() instanceof PartHead.ToolCall call
                ? call.seal()
                : null;
    }

    /** Enters what leads to text, and captures it. */
    private final class Reader implements JsonHandler {
        private final Dialect dialect;
        private AnswerMembers.Role role = AnswerMembers.Role.NOTHING;
        private boolean captured;
        /** Whether what is walked through has been told before. */
        private boolean again;

        Reader(Dialect dialect) {
            this.dialect = dialect;
        }

        @Override
        public Want member(int depth, long position, byte[] data, int from, int to) {
            again &= depth > 1;
            role = again ? AnswerMembers.told(data, from, to) : AnswerMembers.role(dialect, depth, data, from, to);
            again |= role == AnswerMembers.Role.SEALED;
            captured = false;
            return switch (role) {
                case NOTHING -> Want.SKIP;
                case WAY, SEALED -> Want.ENTER;
                case WAYS -> Want.ENTER_ELEMENTS;
                case TEXT, CALL, FINISH, SEAL -> Want.CAPTURE;
            };
        }

        @Override
        public void value(int depth, byte[] data, int from, int to) {
            captured = true;
            boolean text = data[from] == '"';
            switch (role) {
                case FINISH -> {
                    if (text) {
                        StopReason.Kind kind = AnswerMembers.finish(
                                new String(data, from + 1, to - from - 2, StandardCharsets.ISO_8859_1));
                        finish = kind == null ? finish : kind;
                    }
                }
                case CALL -> {
                    tokens.call();
                    tokens.addJson(data, from + 1, to - 1);
                }
                case TEXT -> {
                    if (text) {
                        tokens.addJson(data, from + 1, to - 1);
                    } else if (to - from > 2 && data[from] == '{') {
                        tokens.addJson(data, from, to);
                    }
                }
                case SEAL -> {
                    // Seals are letters and digits; one that was written otherwise is not known again, which costs a
                    // question.
                    if (text && to - from > 2) {
                        sealed(new String(data, from + 1, to - from - 2, StandardCharsets.ISO_8859_1));
                    }
                }
                case NOTHING, WAY, WAYS, SEALED -> {}
            }
        }

        @Override
        public void end(int depth, long from, long to) {
            if (role == AnswerMembers.Role.TEXT && !captured && to - from > MAX_CAPTURE) {
                tokens.unseen(to - from - 2);
            }
            role = AnswerMembers.Role.NOTHING;
        }
    }
}
