package dev.cnilab.cluster.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** However many webhooks do not answer, those that only validate cost a write one timeout. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class SilentWebhooksTest {
  /** A configuration whose webhook is at an unused address of the nodes' network. */
  private static String silent(int number) {
    return """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata: {name: silent-%1$d}
    webhooks:
    - name: silent-%1$d.example.com
      sideEffects: None
      admissionReviewVersions: [v1]
      failurePolicy: Ignore
      timeoutSeconds: 2
      rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
      clientConfig: {url: 'https://172.30.0.99/'}
    """
        .formatted(number);
  }

  @Test
  void validating_webhooks_are_called_concurrently() {
    try (WholeCluster cluster = WholeCluster.onDemand()) {
      String all =
          IntStream.range(0, 20)
              .mapToObj(SilentWebhooksTest::silent)
              .collect(Collectors.joining("---\n"));
      cluster.kubectlWithInput(all, "apply -f -").succeeded();
      Instant before = cluster.cluster().loop().now();
      cluster.kubectl("create configmap c").succeeded();
      assertThat(Duration.between(before, cluster.cluster().loop().now()))
          .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
    }
  }
}
