package dev.cnilab.userland.net.tls;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS over a connection. Waits; in a task only. */
public final class TlsStream implements ByteStream {
  private static final int CHUNK = 16_384;

  /** A long duration in nanoseconds that can be added to the present time without overflow. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final TcpConnection connection;
  private final SSLEngine engine;
  private ByteBuffer encrypted;
  private ByteBuffer plain;

  private TlsStream(TcpConnection connection, SSLEngine engine) {
    this.connection = connection;
    this.engine = engine;
    this.encrypted = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).flip();
    this.plain = ByteBuffer.allocate(0);
  }

  /**
   * Performs the client's handshake without verifying the server's certificate: see {@link
   * #certificate} and {@link Roots}.
   *
   * @throws SSLException if the peer does not speak TLS, or does not answer in time
   */
  public static TlsStream client(TcpConnection connection, Duration patience) throws SSLException {
    SSLEngine engine = trusting().createSSLEngine();
    engine.setUseClientMode(true);
    return new TlsStream(connection, engine).handshake(patience);
  }

  /**
   * Performs the server's handshake.
   *
   * @param hello the bytes that the client has sent already
   * @throws SSLException if the peer does not speak TLS, or does not answer in time
   */
  public static TlsStream server(
      TcpConnection connection, Bytes hello, SSLContext context, Duration patience)
      throws SSLException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    TlsStream stream = new TlsStream(connection, engine);
    stream.append(hello);
    return stream.handshake(patience);
  }

  private static SSLContext trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, null);
      return context;
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  /** Accepts any certificate, as {@code curl -k} does. */
  private static final class AnyCertificate implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** The server's certificate; on the client side. */
  public X509Certificate certificate() throws SSLException {
    return (X509Certificate) engine.getSession().getPeerCertificates()[0];
  }

  private TlsStream handshake(Duration patience) throws SSLException {
    engine.beginHandshake();
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> wrap(ByteBuffer.allocate(0), patience);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (unwrap(patience) != Taken.RECORD) {
            throw new SSLHandshakeException("the other end closed or said nothing");
          }
        }
        case NEED_TASK -> runTasks();
        case FINISHED, NOT_HANDSHAKING -> {
          return this;
        }
      }
    }
  }

  private void runTasks() {
    Runnable task = engine.getDelegatedTask();
    while (task != null) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }

  private boolean wrap(ByteBuffer data, Duration atMost) throws SSLException {
    do {
      ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(data, out);
      if (!connection.write(Bytes.remaining(out.flip()), atMost)) {
        return false;
      }
    } while (data.hasRemaining());
    return true;
  }

  /** The result of a read. */
  private enum Taken {
    RECORD,
    END,
    LATE
  }

  private Taken unwrap(Duration atMost) throws SSLException {
    Duration patience = atMost.compareTo(LONGEST) < 0 ? atMost : LONGEST;
    while (true) {
      ByteBuffer out = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
      SSLEngineResult result = engine.unwrap(encrypted, out);
      switch (result.getStatus()) {
        case OK -> {
          plain = out.flip();
          return Taken.RECORD;
        }
        case CLOSED -> {
          return Taken.END;
        }
        case BUFFER_UNDERFLOW -> {
          Optional<Bytes> more = connection.read(CHUNK, patience);
          if (more.isEmpty() || more.get().length() == 0) {
            return more.isEmpty() ? Taken.LATE : Taken.END;
          }
          append(more.get());
        }
        case BUFFER_OVERFLOW -> throw new SSLException("a record is larger than agreed");
      }
    }
  }

  private void append(Bytes more) {
    ByteBuffer joined = ByteBuffer.allocate(encrypted.remaining() + more.length());
    encrypted = joined.put(encrypted).put(more.toArray()).flip();
  }

  @Override
  public Optional<Bytes> read(int most, Duration atMost) {
    try {
      while (!plain.hasRemaining()) {
        switch (unwrap(atMost)) {
          case RECORD -> {}
          case END -> {
            return Optional.of(Bytes.EMPTY);
          }
          case LATE -> {
            return Optional.empty();
          }
        }
        if (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
          wrap(ByteBuffer.allocate(0), atMost);
        }
        runTasks();
      }
      byte[] bytes = new byte[Math.min(most, plain.remaining())];
      plain.get(bytes);
      return Optional.of(Bytes.of(bytes));
    } catch (SSLException broken) {
      return Optional.of(Bytes.EMPTY);
    }
  }

  @Override
  public boolean write(Bytes data, Duration atMost) {
    try {
      return wrap(ByteBuffer.wrap(data.toArray()), atMost);
    } catch (SSLException broken) {
      return false;
    }
  }
}
