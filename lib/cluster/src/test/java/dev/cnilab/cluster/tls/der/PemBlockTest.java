package dev.cnilab.cluster.tls.der;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code pem.Decode} of Go reads of a text. */
class PemBlockTest {
  private static final int MEBIBYTE = 1 << 20;

  private static List<String> contents(String text) {
    return PemBlock.all(text).stream()
        .map(block -> block.label() + " " + new String(block.content(), StandardCharsets.US_ASCII))
        .toList();
  }

  @Test
  void pem_blocks_are_read_and_text_between_them_is_ignored() {
    assertThat(
            contents(
                "x\n-----BEGIN A-----\nYQ==\n-----END A-----\n"
                    + "-----BEGIN B-----\nYg==\n-----END C-----\n"
                    + "y-----BEGIN D-----\nZA==\n-----END D-----\n"
                    + "-----BEGIN E-----\n-----BEGIN F-----\nZg==\n-----END F-----"))
        .containsExactly("A a", "F f");
  }

  @Test
  void lines_with_a_colon_before_the_content_are_pem_headers() {
    PemBlock block = PemBlock.all("-----BEGIN A-----\nx: y\n\nYQ==\n-----END A-----\n").getFirst();

    assertThat(block.headers()).isTrue();
    assertThat(block.content()).containsExactly('a');
    assertThat(contents("-----BEGIN A-----\nx: y\n-----END A:-----\nz: y\n")).isEmpty();
  }

  @Test
  @Timeout(60)
  void pem_blocks_are_found_in_linear_time() {
    String end = "\n-----END A-----";
    assertThat(contents(end.repeat(4 * MEBIBYTE / end.length()))).isEmpty();

    String headers = "-----BEGIN A-----\nx:\n-----END A:-----\n";
    assertThat(contents(headers.repeat(4 * MEBIBYTE / headers.length()))).isEmpty();
  }
}
