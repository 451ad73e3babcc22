package dev.cnilab.cluster.grpc;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The frames that arrive on a connection until its only stream has ended. */
record GrpcCall(List<Frame> frames) {
  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int CHUNK = 16_384;

  /** Each message starts with a compression flag and its length. */
  private static final int PREFIX = 5;

  /**
   * Waits for the end of the stream.
   *
   * @param skip how many bytes come before the first frame
   * @throws ErrnoException ETIMEDOUT if nothing arrives, ECONNRESET if the other end closes early
   */
  static GrpcCall receive(TcpConnection connection, int skip, Duration patience) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Frame> frames = new ArrayList<>();
    int read = skip;
    while (frames.stream().noneMatch(Frame::endsStream)) {
      Bytes more =
          connection.read(CHUNK, patience).orElseThrow(() -> new ErrnoException(Errno.ETIMEDOUT));
      if (more.length() == 0) {
        throw new ErrnoException(Errno.ECONNRESET);
      }
      bytes.writeBytes(more.toArray());
      if (bytes.size() >= read) {
        ByteBuffer in = ByteBuffer.wrap(bytes.toByteArray()).position(read);
        for (Optional<Frame> next = Frame.next(in); next.isPresent(); next = Frame.next(in)) {
          frames.add(next.get());
        }
        read = in.position();
      }
    }
    return new GrpcCall(frames);
  }

  /** A gRPC message. */
  static byte[] message(byte[] content) {
    return ByteBuffer.allocate(PREFIX + content.length)
        .put((byte) 0)
        .putInt(content.length)
        .put(content)
        .array();
  }

  /** The content of the only message; empty if there is none. */
  byte[] content() {
    return frames.stream()
        .filter(frame -> frame.type() == Frame.DATA && frame.payload().length >= PREFIX)
        .map(frame -> Arrays.copyOfRange(frame.payload(), PREFIX, frame.payload().length))
        .findFirst()
        .orElse(new byte[0]);
  }

  /** A header from any of the frames; empty if it is absent. */
  String header(String name) {
    return frames.stream()
        .filter(frame -> frame.type() == Frame.HEADERS)
        .map(frame -> HeaderList.decode(frame.payload()).getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }
}
