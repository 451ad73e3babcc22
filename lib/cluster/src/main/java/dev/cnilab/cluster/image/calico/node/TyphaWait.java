package dev.cnilab.cluster.image.calico.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.image.calico.datastore.CalicoLog;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.felix.FelixSettings;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Felix that has Typha's name asks only Typha: it looks for a ready one once a second, and until
 * then has no rules and no health ({@code felix/daemon}, {@code typha/pkg/discovery}). Typha itself
 * is not available here.
 */
record TyphaWait(Process process, Datastore datastore, CalicoLog log) {
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /**
   * Waits until there is a Typha.
   *
   * @throws IOException if there is one: its protocol is not available
   */
  void await(FelixSettings settings) throws IOException {
    if (settings.typha().isEmpty()) {
      return;
    }
    while (process.isAlive()) {
      List<String> found = addresses(settings.typha().get(), settings.typhaNamespace());
      if (!found.isEmpty()) {
        throw new IOException(
            "Typha at " + found.getFirst() + ": its protocol is not available on this machine");
      }
      log.error("felix/discovery.go 228", "Didn't find any ready Typha instances.");
      log.error(
          "felix/daemon.go 322",
          "Typha discovery enabled but discovery failed. error=Kubernetes service missing IP or"
              + " port");
      process.loop().sleep(AGAIN);
    }
  }

  private List<String> addresses(String service, String namespace) {
    try {
      return datastore
          .api()
          .list(
              ResourceTypes.ENDPOINT_SLICES,
              namespace,
              ListOptions.labels("kubernetes.io/service-name=" + service))
          .stream()
          .flatMap(TyphaWait::ready)
          .toList();
    } catch (ApiException refused) {
      log.error("felix/discovery.go 195", "Unable to get Typha endpoints: " + refused.getMessage());
      return List.of();
    }
  }

  private static Stream<String> ready(KubeObject slice) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode endpoint : slice.at("/endpoints")) {
      if (endpoint.at("/conditions/ready").asBoolean(true)) {
        endpoint.path("addresses").forEach(each -> addresses.add(each.asText()));
      }
    }
    return addresses.stream();
  }
}
