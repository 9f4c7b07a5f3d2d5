package io.ninerouter.quickstart.api.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A self-signed certificate for this machine's loopback names, made anew at each start: P-256, for localhost, 127.0.0.1
 * and ::1. Written out in DER (RFC 5280) because the JDK has no public way to make one, and keytool takes seconds.
 */
public final class ServerCertificate {

    private static final Duration VALIDITY = Duration.ofDays(3650);
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final PrivateKey key;
    private final X509Certificate certificate;

    private ServerCertificate(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** A new key and a certificate for it, valid from a day before now for ten years. */
    public static ServerCertificate create(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] content = content(pair, now.minus(Duration.ofDays(1)));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(content);
            byte[] encoded = Der.sequence(content, ECDSA_SHA256, Der.bits(0, signature.sign()));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            certificate.verify(pair.getPublic());
            return new ServerCertificate(pair.getPrivate(), certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a P-256 certificate", e);
        }
    }

    private static byte[] content(KeyPair pair, Instant from) {
        byte[] name = Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8("ninerouter quickstart"))));
        byte[] serial = Der.integer(new BigInteger(64, new SecureRandom()).setBit(64));
        byte[] extensions = Der.sequence(
                // basicConstraints: a CA, so that it can be its own trust anchor
                extension("2.5.29.19", true, Der.sequence(Der.bool(true))),
                // keyUsage: digitalSignature and keyCertSign
                extension("2.5.29.15", true, Der.bits(2, new byte[] {(byte) 0x84})),
                // extendedKeyUsage: serverAuth
                extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))),
                extension("2.5.29.17", false, alternativeNames()));
        return Der.sequence(
                Der.tagged(0xA0, Der.integer(BigInteger.TWO)),
                serial,
                ECDSA_SHA256,
                name,
                Der.sequence(time(from), time(from.plus(VALIDITY))),
                name,
                pair.getPublic().getEncoded(),
                Der.tagged(0xA3, extensions));
    }

    private static byte[] alternativeNames() {
        byte[] loopback6 = new byte[16];
        loopback6[15] = 1;
        return Der.sequence(
                Der.tagged(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
                Der.tagged(0x87, new byte[] {127, 0, 0, 1}),
                Der.tagged(0x87, loopback6));
    }

    private static byte[] extension(String oid, boolean critical, byte[] content) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(content))
                : Der.sequence(Der.oid(oid), Der.octets(content));
    }

    // RFC 5280: UTCTime until 2049, GeneralizedTime from 2050 on.
    private static byte[] time(Instant instant) {
        String text = TIME.format(instant);
        boolean before2050 = text.compareTo("2050") < 0;
        return before2050
                ? Der.tagged(0x17, text.substring(2).getBytes(StandardCharsets.US_ASCII))
                : Der.tagged(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The certificate in PEM form, for clients to trust. */
    public String pem() {
        try {
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was just made cannot be encoded", e);
        }
    }

    /** A TLS context that serves with it. */
    public SSLContext serverContext() {
        try {
            char[] password = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("server", key, password, new X509Certificate[] {certificate});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot serve TLS", e);
        }
    }
}
