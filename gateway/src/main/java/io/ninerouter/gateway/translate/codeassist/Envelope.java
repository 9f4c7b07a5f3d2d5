package io.ninerouter.gateway.translate.codeassist;

import io.ninerouter.config.Profile;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.MissingFactException;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * What stands around a request: {@code {"project","model","userAgent","requestId","requestType"?,"request":{"sessionId",…}}}.
 * Gemini CLI and Antigravity send it with small differences; {@code userAgent} is our own name. Stateless.
 */
public final class Envelope {
    /** Fact of the account: the Google Cloud project that its requests run under. */
    public static final String PROJECT = "project";

    private static final String USER_AGENT = "ninerouter";
    private static final String CLOSE = "}}";

    private Envelope() {}

    /**
     * What goes before the members of a Gemini request and, where it has any, a comma: up to {@code "sessionId":"…"}.
     *
     * @throws MissingFactException when the account's project is not known: one that is made up belongs to nobody
     */
    public static byte[] front(TargetModel target, Ids ids) {
        ByteBuilder out = new ByteBuilder(256);
        JsonWriter json = new JsonWriter(out);
        open(target, ids, json);
        session(target, json.object());
        return out.take();
    }

    /** What goes after them. */
    public static byte[] back() {
        return CLOSE.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes everything up to the value of {@code request}. */
    static void open(TargetModel target, Ids ids, JsonWriter out) {
        out.object()
                .text("project", project(target))
                .text("model", target.model())
                .text("userAgent", USER_AGENT)
                .text("requestId", ids.next("agent-"));
        if (target.profile() == Profile.ANTIGRAVITY) {
            out.text("requestType", "agent");
        }
        out.name("request");
    }

    /** Writes the member of the request that is the envelope's. */
    static void session(TargetModel target, JsonWriter out) {
        out.text("sessionId", session(project(target)));
    }

    private static String project(TargetModel target) {
        String project = target.account().get(PROJECT);
        if (project == null || project.isBlank()) {
            throw new MissingFactException(PROJECT);
        }
        return project;
    }

    /** The same for an account whichever replica asks, and told from nothing that has another meaning. */
    private static String session(String project) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("ninerouter session of " + project).getBytes(StandardCharsets.UTF_8));
            ByteBuffer halves = ByteBuffer.wrap(digest);
            return new UUID(halves.getLong(), halves.getLong()).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: none (expected: every Java has it)", e);
        }
    }
}
