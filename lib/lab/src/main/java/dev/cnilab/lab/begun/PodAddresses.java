package dev.cnilab.lab.begun;

import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses of running pods, which no repair may take from them.
 *
 * @param pods all running pods with a network of their own
 */
record PodAddresses(List<Pod> pods, List<NodeLook> nodes) {

  static PodAddresses of(List<Pod> everywhere, List<NodeLook> nodes) {
    return new PodAddresses(
        everywhere.stream()
            .filter(Pod::runsOnPodNetwork)
            .filter(pod -> !pod.ip().isEmpty())
            .toList(),
        nodes);
  }

  /** What is wrong with them, described in words. */
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

  /** Addresses of pods that are no longer recorded, so that the next pod would get them too. */
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
