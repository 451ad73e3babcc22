package dev.cnilab.lab.policy;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Map;

/**
 * One side of a connection.
 *
 * @param name the pod's name
 * @param namespaceLabels of its namespace
 * @param ports numbers of its containers' named ports
 */
public record Party(
    String name,
    String namespace,
    Map<String, String> labels,
    Map<String, String> namespaceLabels,
    String address,
    Map<String, Integer> ports) {

  public Party {
    labels = Map.copyOf(labels);
    namespaceLabels = Map.copyOf(namespaceLabels);
    ports = Map.copyOf(ports);
  }

  /** Two pods that might start at the next address: one with other labels, one elsewhere. */
  public List<Party> strangers() {
    int last = address.lastIndexOf('.') + 1;
    String next = address.substring(0, last) + (Integer.parseInt(address.substring(last)) ^ 1);
    String label = "kubernetes.io/metadata.name";
    return List.of(
        new Party("stranger", namespace, Map.of("app", "stranger"), namespaceLabels, next, ports),
        new Party("stranger", "elsewhere", labels, Map.of(label, "elsewhere"), next, ports));
  }

  static Party of(Pod pod, Map<String, String> namespaceLabels) {
    Map<String, Integer> ports = new java.util.HashMap<>();
    for (Json container : pod.object().list("/spec/containers")) {
      container.list("/ports").stream()
          .filter(port -> !port.text("/name").isEmpty())
          .forEach(port -> ports.put(port.text("/name"), port.number("/containerPort")));
    }
    return new Party(pod.name(), pod.namespace(), pod.labels(), namespaceLabels, pod.ip(), ports);
  }
}
