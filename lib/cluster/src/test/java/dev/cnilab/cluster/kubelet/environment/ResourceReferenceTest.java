package dev.cnilab.cluster.kubelet.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceReferenceTest {
  private static final ContainerSpec CONTAINER =
      new ContainerSpec(
          KubeObject.parse(
                  "{\"resources\": {\"limits\": {\"memory\": \"1Pi\", \"example.com/a\":"
                      + " \"2e3\"}}}")
              .json(),
          ContainerSpec.Kind.REGULAR);

  @Test
  void a_resource_reference_reads_every_unit_of_a_quantity() {
    assertThat(ResourceReference.amount(CONTAINER, "limits", "memory")).isEqualTo(1L << 50);
    assertThat(ResourceReference.amount(CONTAINER, "limits", "example.com/a")).isEqualTo(2000);
  }

  @Test
  void a_resource_reference_is_divided_by_its_divisor() {
    assertThat(
            ResourceReference.value(
                KubeObject.parse("{\"resource\": \"limits.memory\", \"divisor\": \"1Ti\"}").json(),
                CONTAINER,
                Map.of()))
        .isEqualTo("1024");
  }
}
