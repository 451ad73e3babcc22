package dev.cnilab.cluster.apiserver.http.stream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Assigns what arrives of a client's messages to their channels. The bytes of data channels are
 * passed on as they arrive: a message that never ends takes no memory. What controls the streams is
 * passed on as a whole.
 */
final class IncomingParts {
  /** A terminal's size or a channel's number is much shorter; the rest of a longer one is lost. */
  private static final int LONGEST_CONTROL = 1024;

  private static final int UNKNOWN = -1;

  private final Set<Integer> controls;
  private final ByteArrayOutputStream control = new ByteArrayOutputStream();
  private int channel = UNKNOWN;
  private String undecoded = "";

  /**
   * Nothing has arrived yet.
   *
   * @param controls the channels whose messages are passed on as a whole
   */
  IncomingParts(Set<Integer> controls) {
    this.controls = controls;
  }

  /** Bytes of one channel, of one message. */
  @SuppressWarnings("ArrayRecordComponent") // parts are not compared
  record Part(int channel, byte[] bytes) {}

  /**
   * Takes the next part of a message whose first byte is its channel's number.
   *
   * @param last whether the message ends with it
   * @return what can be passed on now; nothing yet while a control message goes on
   */
  Optional<Part> take(ByteBuffer part, boolean last) {
    if (channel == UNKNOWN && part.hasRemaining()) {
      channel = part.get() & 0xff;
    }
    byte[] bytes = BufferUtil.toArray(part);
    Optional<Part> ready = controls.contains(channel) ? wholeControl(bytes, last) : passOn(bytes);
    channel = last ? UNKNOWN : channel;
    return ready;
  }

  private Optional<Part> passOn(byte[] bytes) {
    return channel == UNKNOWN ? Optional.empty() : Optional.of(new Part(channel, bytes));
  }

  private Optional<Part> wholeControl(byte[] bytes, boolean last) {
    control.write(bytes, 0, Math.min(bytes.length, LONGEST_CONTROL - control.size()));
    if (!last) {
      return Optional.empty();
    }
    byte[] whole = control.toByteArray();
    control.reset();
    return Optional.of(new Part(channel, whole));
  }

  /**
   * Takes the next part of a message of a base64 variant: the channel's number as a digit, then
   * base64.
   *
   * @throws IllegalArgumentException if it is not base64
   */
  Optional<Part> takeBase64(String part, boolean last) {
    String text = undecoded + part;
    boolean begins = channel == UNKNOWN && !text.isEmpty();
    int digits = begins ? 1 : 0;
    int end = last ? text.length() : text.length() - (text.length() - digits) % 4;
    undecoded = text.substring(end);
    byte[] bytes = Base64.getDecoder().decode(text.substring(digits, end));
    ByteBuffer binary = ByteBuffer.allocate(digits + bytes.length);
    if (begins) {
      binary.put((byte) (text.charAt(0) - '0'));
    }
    return take(binary.put(bytes).flip(), last);
  }
}
