package dev.cnilab.lab.diagnosis.node;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Detectors for the control plane components without which nothing new happens; clouds do not show
 * theirs.
 */
public final class ControlPlane {

  /** The label of each component's pods, and the cause if none of them is Ready. */
  private static final Map<String, String> COMPONENTS =
      Map.of(
          "kube-scheduler", "scheduler-not-running",
          "kube-controller-manager", "controller-manager-not-running");

  private ControlPlane() {}

  public static List<Detector> detectors() {
    return List.of(ControlPlane::missing);
  }

  private static Stream<Suspicion> missing(ClusterPicture picture) {
    return of(picture, "kube-apiserver").findAny().isEmpty()
        ? Stream.of()
        : COMPONENTS.entrySet().stream()
            .filter(component -> of(picture, component.getKey()).noneMatch(Pod::isReady))
            .map(
                component ->
                    Suspicion.of(
                        component.getValue(),
                        "node "
                            + of(picture, "kube-apiserver").findFirst().orElseThrow().nodeName(),
                        new Clue(
                            "kubectl -n kube-system get pods",
                            "no pod of %s is Ready".formatted(component.getKey())),
                        "kubectl -n kube-system get pods -l tier=control-plane -o wide",
                        "Look at /etc/kubernetes/manifests/%s.yaml on the control plane."
                            .formatted(component.getKey())));
  }

  private static Stream<Pod> of(ClusterPicture picture, String component) {
    return picture.pods().stream()
        .filter(pod -> pod.namespace().equals("kube-system"))
        .filter(pod -> pod.labels().getOrDefault("component", "").equals(component));
  }
}
