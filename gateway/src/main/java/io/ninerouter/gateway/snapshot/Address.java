package io.ninerouter.gateway.snapshot;

import io.ninerouter.config.Credential;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider is reached: an address, which may have placeholders. One that begins with a placeholder takes a whole
 * address in its place. What a user may set is checked again when it is filled in: a host is no more than a host, and what
 * stands in a path cannot leave it. Thread-safe.
 */
public final class Address {
    private static final Pattern PARTS = Pattern.compile("(?i)(https?://)([^/?#]*)(.*)");
    private static final Pattern BEGINS_WITH_PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_.-]*)}((?:/.*)?)");

    /** Addresses that are kept: accounts and a dialect's actions are few, names of models in paths may be many. */
    private static final int MOST_KEPT = 64;

    private final String text;
    private final Map<String, URI> kept = new ConcurrentHashMap<>();
    private final @Nullable URI fixed;
    private final @Nullable String whole;
    private final String scheme;
    private final Template authority;
    private final Template rest;

    private Address(
            String text,
            @Nullable URI fixed,
            @Nullable String whole,
            String scheme,
            Template authority,
            Template rest) {
        this.text = text;
        this.fixed = fixed;
        this.whole = whole;
        this.scheme = scheme;
        this.authority = authority;
        this.rest = rest;
    }

    /** An address; null when it is no absolute http(s) one, whatever its placeholders stand for. */
    static @Nullable Address of(String text) {
        Template nothing = Template.of("");
        if (Template.of(text).isFixed()) {
            URI uri = absolute(text);
            return uri == null ? null : new Address(text, uri, null, "", nothing, nothing);
        }
        Matcher begins = BEGINS_WITH_PLACEHOLDER.matcher(text);
        Matcher parts = PARTS.matcher(text);
        Address address = null;
        if (begins.matches()) {
            address = new Address(text, null, begins.group(1), "", nothing, Template.of(begins.group(2)));
        } else if (parts.matches()) {
            address = new Address(
                    text,
                    null,
                    null,
                    parts.group(1).toLowerCase(Locale.ROOT),
                    Template.of(parts.group(2)),
                    Template.of(parts.group(3)));
        }
        return address != null && address.canBeFilled() ? address : null;
    }

    private boolean canBeFilled() {
        if (authority.hasOptional() || rest.hasOptional()) {
            return false;
        }
        try {
            at(name -> name.equals(whole) ? "https://x" : "1", null);
            return true;
        } catch (UnfilledException e) {
            return false;
        }
    }

    /** The address itself when it has no placeholder; else null. */
    public @Nullable URI fixed() {
        return fixed;
    }

    /**
     * The address with a path behind it, before its query if it has one. It is read once and kept: parsing it would cost more
     * than all else that is done to address a request.
     *
     * @param base {@link #fixed()}, or what {@link #at} gave
     * @param path may have a query
     * @throws IllegalArgumentException when no address can hold the path
     */
    public URI below(URI base, String path) {
        // No address has a line's end in it: what lies below one is never taken for one that was filled in.
        String key = base.equals(fixed) ? path : base + "\n" + path;
        URI known = kept.get(key);
        return known != null ? known : keep(key, append(base, path));
    }

    private URI keep(String key, URI uri) {
        if (kept.size() >= MOST_KEPT) {
            // Names that nobody uses any more must not stay for good; those in use are back at once.
            kept.clear();
        }
        kept.put(key, uri);
        return uri;
    }

    private static URI append(URI base, String path) {
        String text = base.toString();
        String query = base.getRawQuery();
        try {
            if (query == null) {
                return new URI(text + path);
            }
            String front = text.substring(0, text.length() - query.length() - 1);
            return new URI(front + path + (path.indexOf('?') < 0 ? '?' : '&') + query);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("path: " + path + " (expected: a path that an address can hold)", e);
        }
    }

    /** Whether a request with this credential goes to {@link #fixed()}. */
    public boolean isPlain(@Nullable Credential credential) {
        return fixed != null && own(credential) == null;
    }

    /**
     * The address with every value in its place; {@link Credential#BASE_URL} of the credential stands over it.
     *
     * @return absolute, http(s), without a trailing slash
     * @throws UnfilledException when a value is missing or cannot stand there
     */
    public URI at(Template.Values values, @Nullable Credential credential) {
        String own = own(credential);
        if (own != null) {
            return given(Credential.BASE_URL, own);
        }
        if (fixed != null) {
            return fixed;
        }
        String path = String.valueOf(rest.fill(values, Form.PATH));
        String origin = whole == null
                ? scheme + authority.fill(values, Form.HOST)
                : given(whole, required(whole, values)).toString();
        String filled = origin + path;
        URI known = kept.get(filled);
        if (known != null) {
            return known;
        }
        URI uri = absolute(filled);
        if (uri == null) {
            throw new UnfilledException("baseUrl: " + text + " (expected: values that make it an address)");
        }
        return keep(filled, uri);
    }

    /**
     * What shares it is reached at one place: the address where it holds for all, else scheme, host and port of what it is
     * for one account.
     */
    String endpoint(Template.Values account, @Nullable Credential credential) {
        String own = own(credential);
        if (own == null && fixed != null) {
            return fixed.toString();
        }
        try {
            if (own == null && whole == null) {
                return scheme + authority.fill(account, Form.HOST);
            }
            URI uri = own != null
                    ? given(Credential.BASE_URL, own)
                    : given(String.valueOf(whole), required(String.valueOf(whole), account));
            return uri.getScheme() + "://" + uri.getRawAuthority();
        } catch (UnfilledException e) {
            // Nothing is sent there.
            return text;
        }
    }

    private static @Nullable String own(@Nullable Credential credential) {
        return credential == null ? null : credential.facts().get(Credential.BASE_URL);
    }

    private static String required(String name, Template.Values values) {
        return String.valueOf(Template.of("{" + name + "}").fill(values, Form.HEADER));
    }

    private static URI given(String name, String value) {
        int end = value.length();
        while (end > 0 && value.charAt(end - 1) == '/') {
            end--;
        }
        URI uri = absolute(value.substring(0, end));
        if (uri == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new UnfilledException(
                    name + ": a value that cannot stand there (expected: an http(s) address without query)");
        }
        return uri;
    }

    private static @Nullable URI absolute(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
