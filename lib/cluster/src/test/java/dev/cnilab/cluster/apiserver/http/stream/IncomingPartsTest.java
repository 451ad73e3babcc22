package dev.cnilab.cluster.apiserver.http.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncomingPartsTest {
  private final IncomingParts parts = new IncomingParts(Set.of(Channels.RESIZE, Channels.CLOSE));

  private static String shown(Optional<IncomingParts.Part> part) {
    return part.map(
            some -> some.channel() + ":" + new String(some.bytes(), StandardCharsets.ISO_8859_1))
        .orElse("nothing");
  }

  private String take(String part, boolean last) {
    return shown(parts.take(ByteBuffer.wrap(part.getBytes(StandardCharsets.ISO_8859_1)), last));
  }

  @Test
  void each_part_of_a_data_message_is_passed_on_to_the_channel_of_its_first_byte() {
    assertThat(take("\0some", false)).isEqualTo("0:some");
    assertThat(take("\1more", false)).isEqualTo("0:\1more");
    assertThat(take("", true)).isEqualTo("0:");
    assertThat(take("\2next", true)).isEqualTo("2:next");
  }

  @Test
  void the_channel_may_arrive_after_the_message_has_begun() {
    assertThat(take("", false)).isEqualTo("nothing");
    assertThat(take("\0", false)).isEqualTo("0:");
    assertThat(take("x", true)).isEqualTo("0:x");
    assertThat(take("", true)).isEqualTo("nothing");
    assertThat(take("\2y", true)).isEqualTo("2:y");
  }

  @Test
  void a_control_message_is_passed_on_whole() {
    assertThat(take("\4{\"Wid", false)).isEqualTo("nothing");
    assertThat(take("th\":80}", true)).isEqualTo("4:{\"Width\":80}");
    assertThat(take("\u00ff\0", true)).isEqualTo("255:\0");
  }

  @Test
  void an_endless_control_message_takes_no_more_than_a_kilobyte() {
    take("\4", false);
    for (int i = 0; i < 100; i++) {
      assertThat(take("x".repeat(100), false)).isEqualTo("nothing");
    }
    assertThat(take("", true)).isEqualTo("4:" + "x".repeat(1024));
    assertThat(take("\4y", true)).isEqualTo("4:y");
  }

  @Test
  void base64_may_be_divided_anywhere() {
    assertThat(shown(parts.takeBase64("0aG", false))).isEqualTo("0:");
    assertThat(shown(parts.takeBase64("V", false))).isEqualTo("0:");
    assertThat(shown(parts.takeBase64("sbG8", false))).isEqualTo("0:hel");
    assertThat(shown(parts.takeBase64("=", true))).isEqualTo("0:lo");
    assertThat(shown(parts.takeBase64("2", true))).isEqualTo("2:");
  }

  @Test
  void text_that_is_not_base64_is_refused() {
    assertThatThrownBy(() -> parts.takeBase64("0a-é!", true))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
