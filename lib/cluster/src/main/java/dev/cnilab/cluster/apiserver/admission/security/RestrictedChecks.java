package dev.cnilab.cluster.apiserver.admission.security;

import static dev.cnilab.cluster.apiserver.admission.security.PodSpec.containers;
import static dev.cnilab.cluster.apiserver.admission.security.PodSpec.plural;
import static dev.cnilab.cluster.apiserver.admission.security.PodSpec.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The checks that the level restricted adds to those of baseline, in the words of {@code
 * k8s.io/pod-security-admission/policy}.
 */
final class RestrictedChecks {
  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret");

  static final List<PodCheck> ALL =
      List.of(
          RestrictedChecks::escalation,
          RestrictedChecks::capabilities,
          RestrictedChecks::volumes,
          RestrictedChecks::nonRoot,
          RestrictedChecks::user,
          RestrictedChecks::seccomp);

  /** The baseline checks that a stricter one replaces. */
  static final Set<PodCheck> STRICTER =
      Set.of(BaselineChecks.CAPABILITIES_ADDED, BaselineChecks.HOST_PATHS, BaselineChecks.SECCOMP);

  private RestrictedChecks() {}

  private static Optional<Violation> escalation(PodSpec pod) {
    List<String> names =
        pod.named(c -> c.at("/securityContext/allowPrivilegeEscalation").asBoolean(true));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "allowPrivilegeEscalation != false",
                containers(names) + " must set securityContext.allowPrivilegeEscalation=false"));
  }

  private static Optional<Violation> capabilities(PodSpec pod) {
    List<String> keepers = pod.named(container -> !dropsAll(container));
    Set<String> added = new TreeSet<>();
    List<String> adders =
        pod.named(
            container -> BaselineChecks.addsOthers(container, Set.of("NET_BIND_SERVICE"), added));
    List<String> details = new ArrayList<>();
    if (!keepers.isEmpty()) {
      details.add(containers(keepers) + " must set securityContext.capabilities.drop=[\"ALL\"]");
    }
    if (!adders.isEmpty()) {
      details.add(BaselineChecks.mustNotAdd(adders, List.copyOf(added)));
    }
    return violation("unrestricted capabilities", details);
  }

  private static boolean dropsAll(JsonNode container) {
    for (JsonNode capability : container.at("/securityContext/capabilities/drop")) {
      if (capability.asText().equals("ALL")) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Violation> volumes(PodSpec pod) {
    List<String> names = new ArrayList<>();
    Set<String> types = new TreeSet<>();
    for (JsonNode volume : pod.json().path("volumes")) {
      List<String> others =
          volume
              .propertyStream()
              .map(java.util.Map.Entry::getKey)
              .filter(key -> !key.equals("name") && !VOLUMES.contains(key))
              .toList();
      if (!others.isEmpty()) {
        names.add(volume.path("name").asText());
        types.addAll(others);
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "restricted volume types",
                "%s %s %s restricted volume %s %s"
                    .formatted(
                        plural("volume", names),
                        quoted(names),
                        names.size() == 1 ? "uses" : "use",
                        plural("type", List.copyOf(types)),
                        quoted(List.copyOf(types)))));
  }

  /** The pod's value applies where a container has none. */
  private static Optional<Violation> nonRoot(PodSpec pod) {
    JsonNode own = pod.security("/runAsNonRoot");
    String field = "/securityContext/runAsNonRoot";
    List<String> roots = pod.named(c -> c.at(field).isBoolean() && !c.at(field).asBoolean());
    List<String> silent = pod.named(c -> !c.at(field).isBoolean());
    List<String> who = new ArrayList<>();
    if (own.isBoolean() && !own.asBoolean() && !silent.isEmpty()) {
      who.add("pod");
    }
    if (!roots.isEmpty()) {
      who.add(containers(roots));
    }
    List<String> details = new ArrayList<>();
    if (!who.isEmpty()) {
      details.add(String.join(" and ", who) + " must not set securityContext.runAsNonRoot=false");
    } else if (!own.isBoolean() && !silent.isEmpty()) {
      details.add("pod or " + containers(silent) + " must set securityContext.runAsNonRoot=true");
    }
    return violation("runAsNonRoot != true", details);
  }

  private static Optional<Violation> user(PodSpec pod) {
    List<String> who = new ArrayList<>();
    if (isRoot(pod.security("/runAsUser"))) {
      who.add("pod");
    }
    List<String> names = pod.named(c -> isRoot(c.at("/securityContext/runAsUser")));
    if (!names.isEmpty()) {
      who.add(containers(names));
    }
    return who.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation("runAsUser=0", String.join(" and ", who) + " must not set runAsUser=0"));
  }

  private static boolean isRoot(JsonNode user) {
    return user.isNumber() && user.asLong() == 0;
  }

  private static Optional<Violation> seccomp(PodSpec pod) {
    Optional<String> unconfined = BaselineChecks.unconfined(pod, "seccompProfile");
    if (unconfined.isPresent()) {
      return Optional.of(
          new Violation(
              "seccompProfile",
              unconfined.get()
                  + " must not set securityContext.seccompProfile.type to \"Unconfined\""));
    }
    boolean forAll = !pod.security("/seccompProfile/type").asText("").isEmpty();
    List<String> names =
        pod.named(c -> c.at("/securityContext/seccompProfile/type").asText("").isEmpty());
    return forAll || names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "seccompProfile",
                "pod or "
                    + containers(names)
                    + " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or"
                    + " \"Localhost\""));
  }

  private static Optional<Violation> violation(String reason, List<String> details) {
    return details.isEmpty()
        ? Optional.empty()
        : Optional.of(new Violation(reason, String.join("; ", details)));
  }
}
