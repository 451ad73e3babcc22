package dev.cnilab.cluster.image.agnhost.call;

import dev.cnilab.userland.process.Process;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The certificate and key of a TLS server, read from two PEM files. */
public final class ServerIdentity {
  private static final char[] NO_PASSWORD = {};
  private static final TrustManager[] NOBODY = {};
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);

  /** Version 0 and rsaEncryption, which PKCS #8 puts before the key of PKCS #1 (RFC 5208). */
  private static final byte[] RSA_ALGORITHM = {
    2,
    1,
    0,
    0x30,
    0x0d,
    6,
    9,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    1,
    1,
    1,
    5,
    0
  };

  private ServerIdentity() {}

  /**
   * Reads both files.
   *
   * @throws IOException if one is missing or invalid; the message names it
   */
  public static SSLContext read(Process process, String certificateFile, String keyFile)
      throws IOException {
    byte[] certificates = process.files().read(process.resolve(certificateFile));
    String key = process.files().readText(process.resolve(keyFile));
    try {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificates))
              .toArray(Certificate[]::new);
      return context(chain, key(key, chain[0].getPublicKey().getAlgorithm()));
    } catch (GeneralSecurityException | IllegalArgumentException unfit) {
      throw new IOException("tls: failed to find any PEM data in key input", unfit);
    }
  }

  private static PrivateKey key(String pem, String algorithm) throws GeneralSecurityException {
    Matcher key = KEY.matcher(pem);
    if (!key.find()) {
      throw new IllegalArgumentException("no private key in PEM");
    }
    byte[] der = Base64.getMimeDecoder().decode(key.group(2));
    byte[] pkcs8 = key.group(1) == null ? der : wrapped(der);
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  private static byte[] wrapped(byte[] pkcs1) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(RSA_ALGORITHM);
    content.writeBytes(tagged(4, pkcs1));
    return tagged(0x30, content.toByteArray());
  }

  /** An ASN.1 value with its tag and a length of two bytes. */
  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    all.write(0x82);
    all.write(content.length >> 8);
    all.write(content.length);
    all.writeBytes(content);
    return all.toByteArray();
  }

  private static SSLContext context(Certificate[] chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, NO_PASSWORD);
    store.setKeyEntry("server", key, NO_PASSWORD, chain);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), NOBODY, null);
    return context;
  }
}
