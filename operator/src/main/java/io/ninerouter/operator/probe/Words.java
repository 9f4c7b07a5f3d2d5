package io.ninerouter.operator.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.SecretText;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a provider said, fit to be shown: its sentence alone, on one line, short, without anything that may be the credential
 * or a part of it. Providers do repeat keys in what they say, some with stars in the middle.
 */
final class Words {
    /** Most characters of a provider's own words. */
    static final int MAX = 200;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HIDDEN = "***";

    /** As many characters in common with the credential, at either end of a word, are too many. */
    private static final int IN_COMMON = 4;

    /** No sentence has words of this length; keys, tokens and ids have. */
    private static final int LONG = 24;

    private Words() {}

    /** The sentence in an error's body; empty = there is none that could be shown. */
    static String of(String body, SecretText credential) {
        String sentence = sentence(body.strip());
        if (sentence.isEmpty()) {
            return "";
        }
        String secret = credential.reveal();
        String clean = Arrays.stream(sentence.replace(secret, HIDDEN)
                        .replaceAll("[\\p{Cntrl}\\s]+", " ")
                        .split(" ", -1))
                .map(word -> shows(word, secret) ? HIDDEN : word)
                .collect(Collectors.joining(" "))
                .strip();
        return clean.length() <= MAX ? clean : clean.substring(0, MAX - 1) + "…";
    }

    private static boolean shows(String word, String secret) {
        String bare = word.replaceAll("^[^\\p{Alnum}*]+|[^\\p{Alnum}*]+$", "");
        if (bare.contains("**") || bare.contains("...") || bare.contains("…") || bare.length() >= LONG) {
            return true;
        }
        int most = Math.min(IN_COMMON, secret.length());
        return bare.length() >= most
                && (bare.startsWith(secret.substring(0, most))
                        || bare.endsWith(secret.substring(secret.length() - most)));
    }

    /** Of JSON the message, wherever providers put it; of a page or anything long nothing. */
    private static String sentence(String body) {
        if (body.startsWith("<")) {
            return "";
        }
        if (!body.startsWith("{") && !body.startsWith("[")) {
            return body.length() <= MAX ? body : "";
        }
        try {
            JsonNode root = JSON.readTree(body);
            JsonNode first = root.isArray() && !root.isEmpty() ? root.get(0) : root;
            return Stream.of(
                            first.at("/error/message"),
                            first.path("error"),
                            first.path("message"),
                            first.path("detail"),
                            first.at("/base_resp/status_msg"))
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::asText)
                    .filter(text -> !text.isBlank())
                    .findFirst()
                    .orElse("");
        } catch (JsonProcessingException e) {
            // Cut off, or no JSON after all: there is no sentence to be had.
            return "";
        }
    }
}
