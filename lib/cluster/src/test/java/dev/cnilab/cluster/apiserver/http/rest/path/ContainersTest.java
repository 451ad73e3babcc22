package dev.cnilab.cluster.apiserver.http.rest.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.apiserver.Yaml;
import dev.cnilab.cluster.object.KubeObject;
import org.junit.jupiter.api.Test;

class ContainersTest {
  private static final KubeObject POD =
      Yaml.object(
          """
          metadata: {name: two}
          spec:
            initContainers: [{name: first}]
            containers: [{name: quiet}, {name: said}]
            ephemeralContainers: [{name: late}]
          """);

  @Test
  void the_container_choice_is_in_start_order() {
    assertThatThrownBy(() -> Containers.chosen(POD, ""))
        .hasMessage(
            "a container name must be specified for pod two, choose one of: [first quiet said"
                + " late]");
  }

  @Test
  void every_container_can_be_chosen_by_name() {
    for (String name : new String[] {"first", "said", "late"}) {
      assertThat(Containers.chosen(POD, name)).isEqualTo(name);
    }
    assertThatThrownBy(() -> Containers.chosen(POD, "other"))
        .hasMessage("container other is not valid for pod two");
  }
}
