package io.ninerouter.egress;

import io.ninerouter.config.Credential;
import io.ninerouter.config.EgressConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom TLS trusts and what it shows, ready for a context. Reading takes milliseconds: not for event loops. Immutable.
 *
 * @param trust those that the platform trusts, and the given ones; null = the platform's alone
 * @param keys what is shown to who asks; null = nothing
 */
public record TlsMaterial(
        @Nullable TrustManagerFactory trust, @Nullable KeyManagerFactory keys) {
    private static final char[] NO_PASSWORD = {};

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when a certificate or key cannot be read, or they do not belong together; the message
     *     holds nothing of either
     */
    public static TlsMaterial of(Egress egress) {
        String authorities = egress.config().caCertificates();
        Credential client = egress.client();
        return new TlsMaterial(
                authorities == null ? null : trusting(authorities), client == null ? null : showing(client));
    }

    /** Whether there is nothing of one's own: the platform's context does. */
    public boolean isPlain() {
        return trust == null && keys == null;
    }

    /**
     * Looks whether authorities can be read.
     *
     * @throws IllegalArgumentException when not, or when there is none; the message says which
     */
    public static void checkAuthorities(String pem) {
        Pem.certificates(pem);
    }

    /**
     * Looks whether a key and a chain can be read and belong together.
     *
     * @throws IllegalArgumentException when not; the message holds nothing of either
     */
    public static void checkClient(Credential entry) {
        showing(entry);
    }

    private static KeyManagerFactory showing(Credential client) {
        List<X509Certificate> chain = Pem.certificates(client.facts().getOrDefault(EgressConfig.CERTIFICATE, ""));
        PrivateKey key = Pem.privateKey(client.secret().reveal());
        if (!key.getAlgorithm().equals(chain.getFirst().getPublicKey().getAlgorithm())) {
            throw new IllegalArgumentException("private key: " + key.getAlgorithm() + ", certificate: "
                    + chain.getFirst().getPublicKey().getAlgorithm() + " (expected: the key of the first certificate)");
        }
        try {
            KeyStore store = empty();
            store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("client certificate: not usable (expected: a chain with its key)");
        }
    }

    private static TrustManagerFactory trusting(String authorities) {
        try {
            KeyStore store = empty();
            List<X509Certificate> all = new ArrayList<>(platform());
            all.addAll(Pem.certificates(authorities));
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry("ca-" + i, all.get(i));
            }
            return factory(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("certificates: not usable (expected: authorities in PEM)");
        }
    }

    private static List<X509Certificate> platform() throws GeneralSecurityException {
        for (TrustManager manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager trusted) {
                return Arrays.asList(trusted.getAcceptedIssuers());
            }
        }
        return List.of();
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
