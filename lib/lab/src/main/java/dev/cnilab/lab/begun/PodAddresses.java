package dev.cnilab.lab.begun;

import dev.cnilab.lab.place.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses that running pods have, which no repair may take from them.
 *
 * @param pods all that run and have a network of their own
 */
record PodAddresses(List<Pod> pods, List<NodeLook> nodes) {

  static PodAddresses of(List<Pod> everywhere, List<NodeLook> nodes) {
    return new PodAddresses(
        everywhere.stream()
            .filter(pod -> !pod.hostNetwork() && pod.phase().equals("Running"))
            .filter(pod -> !pod.ip().isEmpty())
            .toList(),
        nodes);
  }

  /** What is wrong with them, in words. */
  List<String> faults() {
    return Stream.concat(shared(), freed()).toList();
  }

  private Stream<String> shared() {
    Map<String, List<String>> owners =
        pods.stream()
            .collect(
                Collectors.groupingBy(Pod::ip, Collectors.mapping(Pod::name, Collectors.toList())));
    return owners.entrySet().stream()
        .filter(each -> each.getValue().size() > 1)
        .map(each -> "%s belongs to several pods: %s".formatted(each.getKey(), each.getValue()));
  }

  /** An address that nobody has noted is given to the next pod as well. */
  private Stream<String> freed() {
    return pods.stream()
        .filter(pod -> node(pod).filter(NodeLook::notesAddresses).isPresent())
        .filter(pod -> node(pod).filter(node -> node.reserved().contains(pod.ip())).isEmpty())
        .map(
            pod ->
                "%s of running pod %s is no longer reserved on %s"
                    .formatted(pod.ip(), pod.name(), pod.nodeName()));
  }

  private Optional<NodeLook> node(Pod pod) {
    return nodes.stream().filter(node -> node.node().equals(pod.nodeName())).findFirst();
  }
}
