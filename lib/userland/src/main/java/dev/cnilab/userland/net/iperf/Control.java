package dev.cnilab.userland.net.iperf;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.command.CommandFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The connection over which client and server agree on a test: bytes that name the state, and
 * documents with their length in four bytes before them.
 *
 * @param other client or server, for messages
 */
record Control(TcpConnection connection, String other) {
  /** The length of what identifies a test on each of its connections, with a zero at the end. */
  static final int COOKIE = 37;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int BYTE = 0xff;

  /** The states, with iperf's numbers. */
  enum State {
    TEST_START(1),
    TEST_RUNNING(2),
    TEST_END(4),
    PARAM_EXCHANGE(9),
    CREATE_STREAMS(10),
    EXCHANGE_RESULTS(13),
    DISPLAY_RESULTS(14),
    IPERF_DONE(16),
    ACCESS_DENIED(BYTE);

    private final int number;

    State(int number) {
      this.number = number;
    }
  }

  void send(State state) {
    connection.write(Bytes.of((byte) state.number), PATIENCE);
  }

  /** Waits for a state. */
  void expect(State state) {
    int number = bytes(1).get(0) & BYTE;
    if (number == State.ACCESS_DENIED.number) {
      throw failure("the server is busy running a test. try again later");
    } else if (number != state.number) {
      throw failure(
          "received an unknown control message (ensure other side is iperf3 and not iperf)");
    }
  }

  /** Whether the other side has sent a state by the end of a time. */
  boolean isSent(State state, Duration time) {
    Optional<Bytes> read = connection.read(1, time);
    if (read.isEmpty()) {
      return false;
    }
    if (read.get().length() == 0) {
      throw gone();
    }
    return (read.get().get(0) & BYTE) == state.number;
  }

  void send(String document) {
    byte[] text = document.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + text.length);
    all.putInt(text.length).put(text);
    connection.write(Bytes.of(all.array()), PATIENCE);
  }

  String document() {
    int length = ByteBuffer.wrap(bytes(Integer.BYTES).toArray()).getInt();
    return bytes(length).text();
  }

  /** A number in a document. */
  static double number(String document, String field) {
    Matcher found = Pattern.compile("\"" + field + "\":\\s*([0-9.]+)").matcher(document);
    return found.find() ? Double.parseDouble(found.group(1)) : 0;
  }

  /** The results of one stream. */
  static String results(long bytes, int resent, double seconds) {
    return ("{\"cpu_util_total\":0,\"cpu_util_user\":0,\"cpu_util_system\":0,"
            + "\"sender_has_retransmits\":%d,\"streams\":[{\"id\":1,\"bytes\":%d,"
            + "\"retransmits\":%d,\"jitter\":0,\"errors\":0,\"packets\":0,\"start_time\":0,"
            + "\"end_time\":%s}]}")
        .formatted(resent < 0 ? 0 : 1, bytes, Math.max(0, resent), seconds);
  }

  /** Waits for that many bytes. */
  Bytes bytes(int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(count);
    while (all.size() < count) {
      Bytes more = connection.read(count - all.size(), PATIENCE).orElse(Bytes.EMPTY);
      if (more.length() == 0) {
        throw gone();
      }
      all.writeBytes(more.toArray());
    }
    return Bytes.of(all.toByteArray());
  }

  private CommandFailure gone() {
    return failure("control socket has closed unexpectedly");
  }

  private static CommandFailure failure(String message) {
    return CommandFailure.refused("iperf3: error - " + message);
  }
}
