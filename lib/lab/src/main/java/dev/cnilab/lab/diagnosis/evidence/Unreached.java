package dev.cnilab.lab.diagnosis.evidence;

import dev.cnilab.lab.shell.Pod;
import java.util.regex.Pattern;

/** A probe that got no answer, which is the network's fault; a wrong answer is the workload's. */
public final class Unreached {

  /** A kubelet's message about a pod it cannot reach. */
  private static final Pattern SAYS =
      Pattern.compile(
          "dial tcp \\S+ (i/o timeout|connect: (invalid argument|no route to host|network is"
              + " unreachable|host is unreachable))|context deadline exceeded");

  private Unreached() {}

  public static boolean is(String message) {
    return SAYS.matcher(message).find();
  }

  public static Suspicion suspicion(Pod pod, String message) {
    return Suspicion.of(
            "pod-unreachable",
            "node " + pod.nodeName(),
            new Clue("event of pod " + pod.name(), message),
            "kubectl -n " + pod.namespace() + " describe pod " + pod.name(),
            "Find why the node does not reach its own pod: its link, route, and address.")
        .ranked(Suspicion.SYMPTOM);
  }
}
