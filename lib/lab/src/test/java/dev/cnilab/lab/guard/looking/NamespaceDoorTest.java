package dev.cnilab.lab.guard.looking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamespaceDoorTest {
  private static List<String> words(String line) {
    return List.of(line.split(" "));
  }

  @Test
  void nsenter_is_allowed_only_for_the_network_namespace_of_a_process() {
    assertThat(NamespaceDoor.of(words("nsenter -t 4711 -n -- ip addr")))
        .hasValue(new NamespaceDoor("4711", List.of("ip", "addr")));
    assertThat(NamespaceDoor.of(words("nsenter --target=4711 --net rm -rf /")))
        .hasValue(new NamespaceDoor("4711", List.of("rm", "-rf", "/")));
    for (String more :
        List.of(
            "nsenter -t 1 -m -n rm x",
            "nsenter -t 1 -nm rm x",
            "nsenter -a -t 1 rm x",
            "nsenter --net=/proc/1/ns/net rm x",
            "nsenter -t 1 -n",
            "nsenter -t 1;rm -n ip",
            "nsenter -t 1 -n -r/ rm x")) {
      assertThat(NamespaceDoor.of(words(more))).as(more).isEmpty();
    }
  }
}
