package dev.cnilab.cluster.apiserver.validation.pod;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.List;

/** Probes and hooks: their handlers and thresholds. */
public final class ProbeRules {
  private static final List<String> ACTIONS =
      List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");

  private ProbeRules() {}

  public static void oneAction(ValidatedField handler) {
    List<String> found = ACTIONS.stream().filter(handler::has).toList();
    found.stream()
        .skip(1)
        .forEach(more -> handler.field(more).forbidden("may not specify more than 1 handler type"));
    if (found.isEmpty()) {
      handler.required("must specify a handler type");
    }
  }

  /** Liveness and startup probes have a success threshold of one. */
  public static void succeedsOnce(ValidatedField probe) {
    if (!probe.value().isMissingNode() && probe.field("successThreshold").number() != 1) {
      probe.field("successThreshold").invalid("must be 1");
    }
  }

  /** A failed readiness probe does not stop the container, so it has no grace period. */
  public static void stopsNothing(ValidatedField probe) {
    if (probe.has("terminationGracePeriodSeconds")) {
      probe.field("terminationGracePeriodSeconds").invalid("must not be set for readinessProbes");
    }
  }

  /** The API server reports the list where it means the header. */
  public static void headers(ValidatedField headers) {
    for (ValidatedField header : headers.items()) {
      Format.HEADER_NAME
          .violations(header.text("name"))
          .forEach(why -> headers.invalid(header.text("name"), why));
    }
  }

  /** A hook can't sleep longer than the pod's grace period. */
  public static void sleep(ValidatedField sleep) {
    ValidatedField spec = sleep.parent().parent().parent().parent().parent();
    long grace = spec.field("terminationGracePeriodSeconds").number();
    ValidatedField seconds = sleep.field("seconds");
    if (sleep.has("seconds") && (seconds.number() < 0 || seconds.number() > grace)) {
      sleep.invalid(
          seconds.value(),
          "must be non-negative and less than terminationGracePeriodSeconds (" + grace + ")");
    }
  }
}
