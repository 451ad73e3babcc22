package dev.cnilab.cluster.apiserver.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramingTest {
  @Test
  void the_watchers_of_a_large_object_share_its_bytes() {
    byte[] large = new byte[500_000];

    List<ByteBuffer> buffers = Framing.WHOLE_CHUNKS.piece(large);

    assertThat(text(buffers.getFirst())).isEqualTo("7a120\r\n");
    assertThat(buffers.get(1).array()).isSameAs(large);
    assertThat(text(buffers.get(2))).isEqualTo("\r\n");
  }

  @Test
  void a_small_chunk_is_sent_whole() {
    List<ByteBuffer> buffers = Framing.WHOLE_CHUNKS.piece("{}".getBytes(StandardCharsets.UTF_8));

    assertThat(buffers).hasSize(1);
    assertThat(text(buffers.getFirst())).isEqualTo("2\r\n{}\r\n");
  }

  private static String text(ByteBuffer buffer) {
    return StandardCharsets.US_ASCII.decode(buffer.duplicate()).toString();
  }
}
