package dev.cnilab.cluster.image.calico.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsNumberTest {
  @Test
  void an_as_number_has_four_octets() {
    assertThat(AsNumber.read("4294967295")).contains(4_294_967_295L);
    assertThat(AsNumber.read("64512")).contains(64_512L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "x", "4294967296", "99999999999"})
  void text_that_is_not_an_as_number_is_rejected(String text) {
    assertThat(AsNumber.read(text)).isEmpty();
  }
}
