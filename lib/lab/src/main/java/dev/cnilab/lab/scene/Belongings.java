package dev.cnilab.lab.scene;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The objects that steps and their learners create, to distinguish them from other people's. */
public final class Belongings {

  private static final Set<String> OTHERS =
      Set.of(
          "deployment/ip-hungry",
          "configmap/network-facts",
          "service/nettest-svc",
          "service/web",
          "service/web-selector",
          "service/web-port",
          "networkpolicy/deny-all",
          "networkpolicy/allow-dns",
          "networkpolicy/allow-out",
          "networkpolicy/allow-in");

  private static final Set<String> ALL =
      Stream.concat(Scene.PODS.stream().map(pod -> "pod/" + pod), OTHERS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private Belongings() {}

  /** Whether the course creates an object of this kind and name: {@code pod/nettest-1}. */
  public static boolean has(String resource) {
    return ALL.contains(resource);
  }

  /** All objects except the pods. */
  static Set<String> others() {
    return OTHERS;
  }
}
