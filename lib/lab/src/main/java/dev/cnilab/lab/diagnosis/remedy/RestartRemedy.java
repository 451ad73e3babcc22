package dev.cnilab.lab.diagnosis.remedy;

import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command that recreates pods. */
public final class RestartRemedy {

  private RestartRemedy() {}

  /** For those of some pods that a controller replaces; empty if there are none. */
  public static String of(Stream<Pod> pods) {
    Map<String, List<String>> names =
        pods.filter(pod -> !owner(pod).isEmpty())
            .collect(
                Collectors.groupingBy(
                    Pod::namespace,
                    TreeMap::new,
                    Collectors.mapping(Pod::name, Collectors.toList())));
    return names.entrySet().stream()
        .map(
            each ->
                "kubectl -n %s delete pod %s"
                    .formatted(each.getKey(), String.join(" ", each.getValue())))
        .collect(Collectors.joining("; "));
  }

  /** For all pods of a node that have an address of the pod network. */
  public static String networked(ClusterPicture picture, NodePicture node) {
    return of(picture.networked(node).stream());
  }

  /** The name of what replaces a pod that is deleted; empty if nothing does. */
  public static String owner(Pod pod) {
    return pod.object().text("/metadata/ownerReferences/0/name");
  }
}
