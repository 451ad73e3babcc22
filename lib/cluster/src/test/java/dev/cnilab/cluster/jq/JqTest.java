package dev.cnilab.cluster.jq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JqTest {
  @Test
  void an_array_is_one_value_and_not_as_many_as_it_has_elements() throws Exception {
    assertThat(Jq.values("[{\"dst\": \"default\"}, {\"dst\": \"10.244.0.0/24\"}]"))
        .singleElement()
        .satisfies(routes -> assertThat(routes.at("/1/dst").asText()).isEqualTo("10.244.0.0/24"));
  }

  @Test
  void values_come_one_after_the_other() throws Exception {
    assertThat(Jq.values("[1, 2] {\"a\": 3}\n4")).hasSize(3);
    assertThat(Jq.values(" \n")).isEmpty();
  }
}
