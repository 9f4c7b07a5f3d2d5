package io.ninerouter.egress;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and private keys in PEM, as Secrets of type {@code kubernetes.io/tls} hold them: keys in PKCS #8, or as older
 * tools write them (PKCS #1 for RSA, SEC 1 for elliptic curves). Encrypted ones are refused.
 */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);

    /** The algorithm of an RSA key: its object identifier and no parameters. */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    /** The object identifier of keys on elliptic curves. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private Pem() {}

    /** @throws IllegalArgumentException when there is none, or one that cannot be read; the message holds nothing of it */
    static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> all = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            if (blocks.group(1).endsWith("CERTIFICATE")) {
                all.add(certificate(der(blocks.group(2)), all.size() + 1));
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no certificate (expected: PEM, -----BEGIN CERTIFICATE-----)");
        }
        return all;
    }

    /** @throws IllegalArgumentException when there is none that can be read; the message holds nothing of it */
    static PrivateKey privateKey(String pem) {
        Matcher blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            String type = blocks.group(1);
            if (type.startsWith("ENCRYPTED") || blocks.group(2).contains("ENCRYPTED")) {
                throw new IllegalArgumentException("an encrypted private key (expected: one that is not)");
            }
            if (type.endsWith("PRIVATE KEY")) {
                return key(type, der(blocks.group(2)));
            }
        }
        throw new IllegalArgumentException("no private key (expected: PEM, -----BEGIN PRIVATE KEY-----)");
    }

    private static X509Certificate certificate(byte[] der, int number) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("certificate " + number + ": not readable (expected: X.509 in PEM)");
        }
    }

    private static PrivateKey key(String type, byte[] der) {
        byte[] pkcs8 = switch (type) {
            case "RSA PRIVATE KEY" -> tag(SEQUENCE, VERSION_0, RSA, tag(OCTETS, der));
            case "EC PRIVATE KEY" -> tag(SEQUENCE, VERSION_0, tag(SEQUENCE, EC, curve(der)), tag(OCTETS, der));
            default -> der;
        };
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // Of another kind: the next is tried.
            }
        }
        throw new IllegalArgumentException("private key: not readable (expected: RSA, EC or Ed25519 in PEM)");
    }

    /** What follows the key within SEC 1, in brackets of context 0: the curve's object identifier. */
    private static byte[] curve(byte[] sec1) {
        int at = contents(sec1, 0);
        while (at < sec1.length) {
            int contents = contents(sec1, at);
            int end = contents + length(sec1, at);
            if ((sec1[at] & 0xff) == PARAMETERS && end <= sec1.length) {
                return Arrays.copyOfRange(sec1, contents, end);
            }
            at = end;
        }
        throw new IllegalArgumentException("private key: names no curve (expected: one with its parameters)");
    }

    private static int contents(byte[] der, int at) {
        int first = at + 1 < der.length ? der[at + 1] & 0xff : 0;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int contents = contents(der, at);
        if (contents > der.length || contents - at > 5) {
            throw new IllegalArgumentException("private key: not readable (expected: DER within PEM)");
        }
        if (contents == at + 2) {
            return at + 1 < der.length ? der[at + 1] & 0xff : 0;
        }
        int length = 0;
        for (int i = at + 2; i < contents; i++) {
            length = (length << 8) | (der[i] & 0xff);
        }
        return Math.clamp(length, 0, der.length);
    }

    private static byte[] tag(int tag, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        int size = body.size();
        if (size < 0x80) {
            whole.write(size);
        } else {
            whole.write(0x82);
            whole.write(size >> 8);
            whole.write(size);
        }
        whole.writeBytes(body.toByteArray());
        return whole.toByteArray();
    }

    private static byte[] der(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not readable (expected: Base64 within PEM)");
        }
    }
}
