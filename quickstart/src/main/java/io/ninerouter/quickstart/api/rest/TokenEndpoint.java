package io.ninerouter.quickstart.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.error.ResourceName;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.resource.Metadata;
import io.ninerouter.quickstart.api.resource.Resources;
import io.ninerouter.quickstart.api.resource.Target;
import io.ninerouter.quickstart.api.token.AccountTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * {@code POST …/serviceaccounts/{name}/token}, as {@code kubectl create token} asks, and the documents with which such tokens
 * are verified. A token does not open this server. Thread-safe.
 */
final class TokenEndpoint {
    /** Name of the subresource. */
    static final String SUBRESOURCE = "token";

    private static final long LEAST_SECONDS = 600;
    private static final long MOST_SECONDS = 1L << 32;
    private static final long DEFAULT_SECONDS = 3_600;
    private static final ResourceName REQUESTS =
            new ResourceName("authentication.k8s.io", "tokenrequests", "TokenRequest");

    private final Resources resources;
    private final AccountTokens tokens;

    TokenEndpoint(Resources resources, AccountTokens tokens) {
        this.resources = resources;
        this.tokens = tokens;
    }

    /** Issues a token to a ServiceAccount that exists. */
    void issue(Exchange exchange, Target target) throws IOException {
        if (!exchange.method().equals("POST")) {
            throw StatusException.methodNotAllowed();
        }
        ObjectNode account = resources.get(new Target(target.type(), target.namespace(), target.name(), ""));
        ObjectNode request = Bodies.object(exchange);
        JsonNode spec = request.path("spec");
        long seconds = spec.path("expirationSeconds").asLong(DEFAULT_SECONDS);
        check(target.name(), seconds);
        List<String> audiences = Json.stringList(spec.path("audiences"));
        AccountTokens.Issued issued = tokens.issue(
                new AccountTokens.Account(target.namespace(), target.name(), Metadata.text(account, "uid")),
                audiences.isEmpty() ? List.of(AccountTokens.ISSUER) : audiences,
                Duration.ofSeconds(seconds));
        ObjectNode answer =
                request.deepCopy().put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
        Metadata.of(answer).put("name", target.name()).put("namespace", target.namespace());
        Json.ensureObject(answer, "spec").put("expirationSeconds", seconds);
        answer.putObject("status")
                .put("token", issued.token())
                .put("expirationTimestamp", issued.expires().toString());
        exchange.answer(201, answer);
    }

    private static void check(String name, long seconds) {
        String field = "spec.expirationSeconds";
        if (seconds < LEAST_SECONDS) {
            String why = "may not specify a duration less than 10 minutes";
            throw StatusException.invalid(
                    REQUESTS, name, List.of(FieldError.invalid(field, LongNode.valueOf(seconds), why)));
        }
        if (seconds > MOST_SECONDS) {
            String why = "may not specify a duration larger than 2^32 seconds";
            throw StatusException.invalid(
                    REQUESTS, name, List.of(FieldError.invalid(field, LongNode.valueOf(seconds), why)));
        }
    }

    /** Answers a document about the issuer; false when the path leads to none. */
    boolean document(Exchange exchange, List<String> segments) throws IOException {
        if (segments.equals(List.of(".well-known", "openid-configuration"))) {
            exchange.answer(200, tokens.discovery("https://" + exchange.header("Host")));
            return true;
        }
        if (segments.equals(List.of("openid", "v1", "jwks"))) {
            exchange.answer(200, "application/jwk-set+json", Json.bytes(tokens.publicKeys()));
            return true;
        }
        return false;
    }
}
