package io.ninerouter.quickstart.api.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and a certificate that is its own authority, for a server or a client of a name. */
public final class TestIdentity {
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final char[] NO_PASSWORD = {};

    private final KeyPair pair;
    private final X509Certificate certificate;

    /** @param host DNS name that it is for */
    public TestIdentity(String host) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        pair = generator.generateKeyPair();
        byte[] content = content(host);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(content);
        byte[] encoded = Der.sequence(content, ECDSA_SHA256, Der.bits(0, signature.sign()));
        certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private byte[] content(String host) {
        Instant now = Instant.now();
        byte[] name = Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(host))));
        byte[] extensions = Der.sequence(
                Der.sequence(Der.oid("2.5.29.19"), Der.bool(true), Der.octets(Der.sequence(Der.bool(true)))),
                Der.sequence(
                        Der.oid("2.5.29.17"),
                        Der.octets(Der.sequence(Der.tagged(0x82, host.getBytes(StandardCharsets.US_ASCII))))));
        return Der.sequence(
                Der.tagged(0xA0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(64, new SecureRandom()).setBit(64)),
                ECDSA_SHA256,
                name,
                Der.sequence(time(now.minus(1, ChronoUnit.DAYS)), time(now.plus(9, ChronoUnit.DAYS))),
                name,
                pair.getPublic().getEncoded(),
                Der.tagged(0xA3, extensions));
    }

    private static byte[] time(Instant instant) {
        String text = instant.truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[-:T]", "");
        return Der.tagged(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The certificate, PEM. */
    public String certificate() throws Exception {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /** The private key, PEM. */
    public String key() {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    private static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    /** @param trusted who is trusted; null = as the platform does */
    public SSLContext context(TestIdentity trusted) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, NO_PASSWORD);
        keys.setKeyEntry("own", pair.getPrivate(), NO_PASSWORD, new X509Certificate[] {certificate});
        KeyManagerFactory showing = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        showing.init(keys, NO_PASSWORD);
        TrustManagerFactory trusting = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore authorities = null;
        if (trusted != null) {
            authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, NO_PASSWORD);
            authorities.setCertificateEntry("other", trusted.certificate);
        }
        trusting.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(showing.getKeyManagers(), trusting.getTrustManagers(), null);
        return context;
    }
}
