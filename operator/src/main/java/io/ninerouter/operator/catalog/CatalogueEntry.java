package io.ninerouter.operator.catalog;

import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.config.Profile;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A built-in provider: what a user could say of an endpoint of their own, and what the catalogue alone has.
 *
 * @param node the record of {@code ProviderNode.spec}; {@code baseUrl} and headers may hold placeholders
 * @param extra the rest
 */
public record CatalogueEntry(ProviderNode.Spec node, Extra extra) {

    /** One of which nothing is known that a user could not say. */
    public static CatalogueEntry of(ProviderNode.Spec node) {
        return new CatalogueEntry(node, Extra.NONE);
    }

    /**
     * What the catalogue alone has: the further members of a file.
     *
     * @param profile what the gateway does beyond what data can say; null = nothing
     * @param subscription whether accounts pay by the month: their requests are not billed one by one
     * @param takes the ways to authorise; left out = by API key
     * @param settings what connections may say, by name
     * @param oauth the login; there exactly where {@code takes} says so
     * @param serviceAccountKey how a token is made; there exactly where {@code takes} says so
     * @param quota where an account's quotas are asked for; null = nowhere
     * @param modelList where its models are asked for; null = as its dialect says
     * @param docs how to get a credential
     * @param otherUrls further addresses of the same service, asked when the first one fails; absolute, without placeholders
     */
    public record Extra(
            @Nullable Profile profile,
            boolean subscription,
            Set<Way> takes,
            Map<String, Setting> settings,
            @Nullable OAuthLogin oauth,
            @Nullable ServiceAccountLogin serviceAccountKey,
            @Nullable QuotaSource quota,
            @Nullable ModelSource modelList,
            @Nullable Docs docs,
            List<String> otherUrls) {

        /** Nothing. */
        public static final Extra NONE =
                new Extra(null, false, Set.of(), Map.of(), null, null, null, null, null, List.of());

        public Extra {
            takes = takes == null || takes.isEmpty()
                    ? Set.of(Way.API_KEY)
                    : Collections.unmodifiableSet(EnumSet.copyOf(takes));
            settings = Copies.sorted(settings);
            otherUrls = otherUrls == null ? List.of() : List.copyOf(otherUrls);
            for (String url : otherUrls) {
                if (!url.matches("https?://[^/?#{}]+[^?#{}]*")) {
                    throw new IllegalArgumentException(
                            "otherUrls: " + url + " (expected: an absolute http or https URL without placeholders)");
                }
            }
            agree(takes, Way.OAUTH, "oauth", oauth != null);
            agree(takes, Way.SERVICE_ACCOUNT_KEY, "serviceAccountKey", serviceAccountKey != null);
        }

        private static void agree(Set<Way> takes, Way way, String member, boolean there) {
            if (takes.contains(way) != there) {
                throw new IllegalArgumentException(
                        "takes: " + takes + " (expected: " + way + " exactly where there is a member " + member + ")");
            }
        }
    }

    /**
     * How to get a credential.
     *
     * @param url the vendor's page
     * @param how one line, such as where to click
     */
    public record Docs(String url, String how) {
        public Docs {
            Copies.text("docs.url", url);
            Copies.text("docs.how", how);
        }
    }
}
