package dev.cnilab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {

  @Test
  void a_new_kernel_lists_the_other_clusters_and_how_to_return_to_them() {
    assertThat(Choice.beside(List.of("calico", "unlabelled", "on-call")).text())
        .contains("This kernel is new, and works on the course's own cluster.")
        .contains("Beside it runs `calico`: use(\"calico\") leads there.")
        .contains("Beside it runs `unlabelled`: unlabelled(…)")
        .contains("Beside it runs `on-call`: its incident ended with the kernel that began it");
  }
}
