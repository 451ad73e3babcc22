package dev.cnilab.cluster.apiserver.http.stream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * How streams share a WebSocket (apiserver's {@code wsstream}): a message begins with its channel's
 * number, as a byte or, in the base64 variants, as a digit.
 */
public record Channels(String subprotocol) {
  static final int STDIN = 0;
  static final int STDOUT = 1;
  static final int STDERR = 2;
  static final int ERROR = 3;
  static final int RESIZE = 4;

  /** In v5: the stream whose number follows has ended. */
  static final int CLOSE = 255;

  /** Ample for a client on a busy machine, and less than a command takes in a real cluster. */
  private static final Duration CLIENT_GO = Duration.ofMillis(50);

  private static final List<String> KNOWN =
      List.of(
          "v5.channel.k8s.io",
          "v4.channel.k8s.io",
          "v4.base64.channel.k8s.io",
          "channel.k8s.io",
          "base64.channel.k8s.io");

  /** The time that the client needs between the handshake and the first data. */
  Duration headStart() {
    return subprotocol.startsWith("v5.") ? CLIENT_GO : Duration.ZERO;
  }

  /** The first of the offered subprotocols that is supported. */
  public static Optional<Channels> negotiate(List<String> offered) {
    return offered.stream().filter(KNOWN::contains).findFirst().map(Channels::new);
  }

  /** Whether the exit status is a Status object rather than nothing or plain text. */
  boolean hasStatus() {
    return subprotocol.startsWith("v");
  }

  boolean isText() {
    return subprotocol.contains("base64");
  }

  public void send(Session session, int channel, byte[] bytes, Callback sent) {
    if (isText()) {
      session.sendText(channel + Base64.getEncoder().encodeToString(bytes), sent);
    } else {
      ByteBuffer message = ByteBuffer.allocate(bytes.length + 1);
      message.put((byte) channel).put(bytes).flip();
      session.sendBinary(message, sent);
    }
  }
}
