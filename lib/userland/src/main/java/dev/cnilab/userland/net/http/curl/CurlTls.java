package dev.cnilab.userland.net.http.curl;

import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.http.CurlFailure;
import dev.cnilab.userland.net.http.Url;
import dev.cnilab.userland.net.tls.ByteStream;
import dev.cnilab.userland.net.tls.Roots;
import dev.cnilab.userland.net.tls.TlsStream;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.stream.WholeText;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** TLS in curl, and which certificates it accepts. */
record CurlTls(Process process, CurlOptions options) {
  /** The limit of a handshake, which is part of connecting. */
  private static final long MOST_HANDSHAKE_NANOS = Duration.ofMinutes(5).toNanos();

  private static final String BUNDLE = "/etc/ssl/certs/ca-certificates.crt";

  private static final String NOT_VERIFIED =
      """
      SSL certificate problem: %s
      More details here: https://curl.se/docs/sslcerts.html

      curl failed to verify the legitimacy of the server and therefore could not
      establish a secure connection to it. To learn more about this situation and
      how to fix it, please visit the web page mentioned above.\
      """;

  /**
   * Returns a TLS connection after verifying the server's certificate.
   *
   * @param deadline of the handshake, in nanoseconds of the loop
   * @throws CurlFailure if the server does not speak TLS, or its certificate is not accepted
   */
  ByteStream secured(Url url, TcpConnection connection, long deadline) throws CurlFailure {
    try {
      long left = Math.clamp(deadline - process.loop().nanoTime(), 0, MOST_HANDSHAKE_NANOS);
      TlsStream stream = TlsStream.client(connection, Duration.ofNanos(left));
      if (!options.has("k")) {
        verify(stream.certificate(), url.host());
      }
      return stream;
    } catch (SSLHandshakeException closed) {
      throw new CurlFailure(
          35,
          "OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to "
              + (url.host() + ":" + url.port() + " "));
    } catch (SSLException noTls) {
      throw new CurlFailure(35, "error:0A00010B:SSL routines::wrong version number");
    }
  }

  private void verify(X509Certificate shown, String host) throws CurlFailure {
    Optional<String> objection = roots().objection(shown, process.now());
    if (objection.isPresent()) {
      throw new CurlFailure(60, NOT_VERIFIED.formatted(objection.get()));
    } else if (!Roots.isFor(shown, host)) {
      throw new CurlFailure(
          60,
          "SSL: no alternative certificate subject name matches target host name '" + host + "'");
    }
  }

  /** The roots of {@code --cacert}, or the system's if it has any. */
  private Roots roots() throws CurlFailure {
    Optional<String> named = options.value("cacert");
    String path = named.orElse(BUNDLE);
    try {
      return Roots.of(WholeText.of(process.files(), process.resolve(path), process));
    } catch (IOException | CertificateException unusable) {
      if (named.isPresent()) {
        throw new CurlFailure(77, "error setting certificate file: " + path);
      }
      return Roots.none();
    }
  }
}
