package dev.cnilab.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapNeedTest {
  private static final long DEFAULT_HEAP = 256;

  @Test
  void up_to_200_nodes_fit_into_the_default_heap() {
    assertThatCode(() -> HeapNeed.require(3, DEFAULT_HEAP)).doesNotThrowAnyException();
    assertThatCode(() -> HeapNeed.require(200, DEFAULT_HEAP)).doesNotThrowAnyException();
  }

  @Test
  void too_many_nodes_are_rejected_with_the_heap_they_need() {
    assertThatThrownBy(() -> HeapNeed.require(300, DEFAULT_HEAP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("300 nodes need a heap of 337 MiB, and there are 256 MiB")
        .hasMessageContaining("CNILAB_HEAP=337m ./lab");
  }

  @Test
  void the_needed_heap_grows_faster_than_the_number_of_nodes() {
    assertThatThrownBy(() -> HeapNeed.require(5000, 8192)).hasMessageContaining("18479 MiB");
  }
}
