package io.ninerouter.gateway.frame;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An edit of the messages of a chat completion, made of pieces of the body and new bytes. Immutable. */
sealed interface MessageEdit permits PastTurns, PastMembers {
    /** The member that holds the conversation. */
    String MESSAGES = "messages";

    /**
     * The messages as they are to be.
     *
     * @param from where the value of {@value #MESSAGES} begins, an array
     * @param to where it ends
     * @return null when they can stay as they are
     */
    @Nullable
    List<BodySplice.Segment> edited(ByteSource bytes, int from, int to);

    /** Whether it only adds: a request that asks for no answer does without. */
    boolean adds();

    /** What is done, for people. */
    String words();
}
