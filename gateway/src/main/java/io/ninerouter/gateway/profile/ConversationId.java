package io.ninerouter.gateway.profile;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.frame.ByteSource;
import io.ninerouter.gateway.frame.Element;
import io.ninerouter.gateway.frame.RequestFacts;
import io.ninerouter.gateway.frame.RequestFacts.Member;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A name for a conversation that every replica finds by itself: a UUID made of a digest, as version 5 is (RFC 9562, though of
 * SHA-256). It tells nothing of what the conversation is about or whose it is. Stateless.
 */
public final class ConversationId {
    private ConversationId() {}

    /**
     * The name.
     *
     * @param scope what keeps conversations of different callers apart that call themselves the same
     * @param affinityKey what the caller names the conversation; null = what it begins with stands for it
     * @param client what the body is in
     * @param facts of the body as the caller sent it
     */
    public static String of(
            String scope, @Nullable String affinityKey, Dialect client, RequestFacts facts, ByteSource bytes) {
        MessageDigest digest = sha256();
        digest.update(scope.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        if (affinityKey != null) {
            digest.update(affinityKey.getBytes(StandardCharsets.UTF_8));
        } else {
            digest.update((byte) 0);
            beginning(digest, member(client, facts), bytes);
        }
        return uuid(digest.digest());
    }

    private static @Nullable Member member(Dialect client, RequestFacts facts) {
        return facts.member(
                switch (client) {
                    case OPENAI_CHAT, ANTHROPIC -> "messages";
                    case OPENAI_RESPONSES -> "input";
                    case GEMINI -> "contents";
                    case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw client.notClients();
                });
    }

    /** Up to the first message of the user: it is sent again with each turn. */
    private static void beginning(MessageDigest digest, @Nullable Member list, ByteSource bytes) {
        if (list == null) {
            return;
        }
        int end = list.valueTo();
        for (Element message : Element.in(bytes, list.valueFrom(), list.valueTo())) {
            String role = message.text(bytes, "role");
            if (role == null || role.equals("user")) {
                end = message.to();
                break;
            }
        }
        bytes.feed(list.valueFrom(), end, (data, from, to) -> digest.update(data, from, to - from));
    }

    private static String uuid(byte[] digest) {
        ByteBuffer bits = ByteBuffer.wrap(digest);
        long high = (bits.getLong() & 0xffffffffffff0fffL) | 0x5000L;
        long low = (bits.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: none (expected: every JDK has it)", e);
        }
    }
}
