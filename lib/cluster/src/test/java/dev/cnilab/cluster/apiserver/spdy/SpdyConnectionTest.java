package dev.cnilab.cluster.apiserver.spdy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpdyConnectionTest {
  private static final int SYN_STREAM = 1;
  private static final int RST_STREAM = 3;
  private static final int PING = 6;

  private final List<byte[]> sent = new ArrayList<>();
  private final List<String> data = new ArrayList<>();
  private final SpdyConnection connection = new SpdyConnection(new Streams(), sent::add);

  private final class Streams implements SpdyStreams {
    @Override
    public void opened(int stream, Map<String, String> headers) {}

    @Override
    public void data(int stream, byte[] bytes) {
      data.add(stream + ":" + bytes.length);
    }

    @Override
    public void finished(int stream) {}

    @Override
    public void reset(int stream) {}
  }

  private static byte[] frame(int word, int length) {
    return ByteBuffer.allocate(8 + length).putInt(word).putInt(length).array();
  }

  private static int control(int type) {
    return 0x8003_0000 | type;
  }

  @ParameterizedTest
  @ValueSource(ints = {SYN_STREAM, RST_STREAM, PING})
  void a_frame_that_is_too_short_is_rejected(int type) {
    assertThatThrownBy(() -> connection.receive(frame(control(type), 2)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void many_pings_are_answered_in_one_message() throws IOException {
    ByteArrayOutputStream pings = new ByteArrayOutputStream();
    for (int i = 0; i < 1000; i++) {
      pings.writeBytes(ByteBuffer.wrap(frame(control(PING), 4)).putInt(8, 1).array());
    }
    connection.receive(pings.toByteArray());
    assertThat(sent).singleElement().satisfies(all -> assertThat(all).hasSize(12_000));
  }

  @Test
  void a_frame_may_arrive_byte_by_byte() throws IOException {
    for (byte one : frame(7, 3)) {
      connection.receive(new byte[] {one});
    }
    connection.receive(frame(7, 0));
    assertThat(data).containsExactly("7:3", "7:0");
  }
}
