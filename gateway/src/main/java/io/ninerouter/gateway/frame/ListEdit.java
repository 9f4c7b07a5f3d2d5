package io.ninerouter.gateway.frame;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An edit of a list of objects in a chat completion, made of pieces of the body and new bytes. Immutable. */
sealed interface ListEdit permits PastTurns, PastMembers, MessageForms, StrictWords, Instruction {
    /** The member that holds the conversation. */
    String MESSAGES = "messages";

    /** The member that holds the tools. */
    String TOOLS = "tools";

    /** The member of the body that holds the list. */
    String list();

    /**
     * The list as it is to be.
     *
     * @param from where the value begins, an array
     * @param to where it ends
     * @param losses hears what is taken from the caller
     * @return null when it can stay as it is
     */
    @Nullable
    List<BodySplice.Segment> edited(ByteSource bytes, int from, int to, Consumer<EditLoss> losses);

    /** Whether it only adds: a request that asks for no answer does without. */
    boolean adds();

    /** What is done, for people. */
    String words();
}
