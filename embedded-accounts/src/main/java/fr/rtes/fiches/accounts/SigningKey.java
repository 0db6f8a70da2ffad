package fr.rtes.fiches.accounts;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/**
 * The RSA key of 2048 bits that tokens are signed with (RS256, RFC 7518, 3.3).
 *
 * @param id the thumbprint of the public key (RFC 7638): the same key has the same {@code kid} wherever it is read
 */
public record SigningKey(RSAPublicKey publicKey, RSAPrivateCrtKey privateKey, String id) {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String END = "\n-----END PRIVATE KEY-----\n";
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    /** A key that is kept nowhere; for tests. */
    public static SigningKey random() {
        return parse(generate());
    }

    /**
     * Reads the key from its file (PKCS#8, PEM), which is made first where it is missing, readable by its owner alone.
     *
     * @throws IOException if the file can neither be read nor made, or holds no such key
     */
    public static SigningKey in(Path file) throws IOException {
        String pem = OwnFiles.readOrMake(file, SigningKey::generate);
        try {
            return parse(pem);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds no RSA private key in PKCS#8", e);
        }
    }

    private static String generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return BEGIN
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(
                                    generator.generateKeyPair().getPrivate().getEncoded())
                    + END;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA is part of every JDK", e);
        }
    }

    private static SigningKey parse(String pem) {
        if (!pem.startsWith(BEGIN) || !pem.endsWith(END)) {
            throw new IllegalArgumentException("no PEM of a private key");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(BEGIN.length(), pem.length() - END.length()));
        try {
            KeyFactory keys = KeyFactory.getInstance("RSA");
            PrivateKey key = keys.generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (!(key instanceof RSAPrivateCrtKey privateKey)) {
                throw new IllegalArgumentException("a key without its public exponent");
            }
            RSAPublicKey publicKey = (RSAPublicKey)
                    keys.generatePublic(new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent()));
            return new SigningKey(publicKey, privateKey, thumbprint(publicKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String thumbprint(RSAPublicKey key) {
        String members = "{\"e\":\"" + number(key.getPublicExponent()) + "\",\"kty\":\"RSA\",\"n\":\""
                + number(key.getModulus()) + "\"}";
        try {
            return URL.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /** The public key as a set of one (RFC 7517), as a provider serves it. */
    public String jwks() {
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"" + id + "\",\"e\":\""
                + number(publicKey.getPublicExponent()) + "\",\"n\":\"" + number(publicKey.getModulus()) + "\"}]}";
    }

    byte[] sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was read can sign", e);
        }
    }

    /** Base64urlUInt (RFC 7518, 2): without the byte that says the number is positive. */
    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0
                ? URL.encodeToString(java.util.Arrays.copyOfRange(bytes, 1, bytes.length))
                : URL.encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
