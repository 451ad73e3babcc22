package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.PemTrust;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection over which a test sends arbitrary bytes. */
public final class RawConnection implements AutoCloseable {
  private final SSLSocket socket;
  private final InputStream in;
  private final OutputStream out;

  private RawConnection(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /**
   * Opens one.
   *
   * @param suites the only cipher suites of the client; all of Java's if there are none
   */
  public static RawConnection open(HttpEndpoint endpoint, String... suites) throws IOException {
    SSLContext trusting = PemTrust.in(endpoint.kubeconfig().authority());
    SSLSocket socket =
        (SSLSocket)
            trusting
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), endpoint.port());
    if (suites.length > 0) {
      socket.setEnabledCipherSuites(suites);
    }
    socket.startHandshake();
    return new RawConnection(socket);
  }

  /** The negotiated cipher suite. */
  public String suite() {
    return socket.getSession().getCipherSuite();
  }

  /** Sends text with its line ends converted to HTTP's. */
  public RawConnection send(String text) throws IOException {
    return send(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  public RawConnection send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** The next line, without its end; "" also at the end of the stream. */
  public String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }

  /** The next line that contains the text. */
  public String lineWith(String text) throws IOException {
    for (int tries = 0; tries < 100_000; tries++) {
      String line = line();
      if (line.contains(text)) {
        return line;
      }
    }
    throw new IOException("no line has \"" + text + "\" in it");
  }

  /** Reads this many bytes, or as many as there are; returns their number. */
  public int read(int count) throws IOException {
    return in.readNBytes(count).length;
  }

  /** Everything that still arrives, until the server closes the connection. */
  public String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
