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
 * The checks of the level baseline, by name, in the words of {@code
 * k8s.io/pod-security-admission/policy}. Those of SELinux and Windows are left out: the nodes have
 * neither.
 */
final class BaselineChecks {
  private static final Set<String> CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");
  private static final Set<String> SYSCTLS =
      Set.of(
          "kernel.shm_rmid_forced",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.ip_local_reserved_ports",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.ping_group_range",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_rmem",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.tcp_wmem");

  static final PodCheck CAPABILITIES_ADDED = BaselineChecks::capabilities;
  static final PodCheck HOST_PATHS = BaselineChecks::hostPaths;
  static final PodCheck SECCOMP = BaselineChecks::seccomp;
  static final List<PodCheck> ALL =
      List.of(
          BaselineChecks::appArmor,
          CAPABILITIES_ADDED,
          BaselineChecks::hostNamespaces,
          HOST_PATHS,
          BaselineChecks::hostPorts,
          BaselineChecks::privileged,
          BaselineChecks::procMount,
          SECCOMP,
          BaselineChecks::sysctls);

  private BaselineChecks() {}

  private static Optional<Violation> appArmor(PodSpec pod) {
    return unconfined(pod, "appArmorProfile")
        .map(
            who ->
                new Violation(
                    "forbidden AppArmor profile",
                    who + " must not set AppArmor profile type to \"Unconfined\""));
  }

  private static Optional<Violation> capabilities(PodSpec pod) {
    Set<String> added = new TreeSet<>();
    List<String> names = pod.named(container -> addsOthers(container, CAPABILITIES, added));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation("non-default capabilities", mustNotAdd(names, List.copyOf(added))));
  }

  /**
   * Whether a container adds capabilities that are not allowed; collects them in {@code others}.
   */
  static boolean addsOthers(JsonNode container, Set<String> allowed, Set<String> others) {
    boolean any = false;
    for (JsonNode capability : container.at("/securityContext/capabilities/add")) {
      if (!allowed.contains(capability.asText())) {
        others.add(capability.asText());
        any = true;
      }
    }
    return any;
  }

  static String mustNotAdd(List<String> names, List<String> capabilities) {
    return containers(names)
        + " must not include "
        + quoted(capabilities)
        + " in securityContext.capabilities.add";
  }

  private static Optional<Violation> hostNamespaces(PodSpec pod) {
    List<String> shared = new ArrayList<>();
    for (String namespace : List.of("hostNetwork", "hostPID", "hostIPC")) {
      if (pod.json().path(namespace).asBoolean()) {
        shared.add(namespace + "=true");
      }
    }
    return shared.isEmpty()
        ? Optional.empty()
        : Optional.of(new Violation("host namespaces", String.join(", ", shared)));
  }

  private static Optional<Violation> hostPaths(PodSpec pod) {
    List<String> names = new ArrayList<>();
    for (JsonNode volume : pod.json().path("volumes")) {
      if (volume.has("hostPath")) {
        names.add(volume.path("name").asText());
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation("hostPath volumes", plural("volume", names) + " " + quoted(names)));
  }

  private static Optional<Violation> hostPorts(PodSpec pod) {
    Set<Integer> ports = new TreeSet<>();
    List<String> names =
        pod.named(
            container -> {
              boolean any = false;
              for (JsonNode port : container.path("ports")) {
                int number = port.path("hostPort").asInt();
                if (number != 0) {
                  ports.add(number);
                  any = true;
                }
              }
              return any;
            });
    List<String> numbers = ports.stream().map(String::valueOf).toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "hostPort",
                containers(names)
                    + (names.size() == 1 ? " uses " : " use ")
                    + plural("hostPort", numbers)
                    + " "
                    + String.join(", ", numbers)));
  }

  private static Optional<Violation> privileged(PodSpec pod) {
    List<String> names = pod.named(c -> c.at("/securityContext/privileged").asBoolean());
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "privileged", containers(names) + " must not set securityContext.privileged=true"));
  }

  private static Optional<Violation> procMount(PodSpec pod) {
    List<String> names =
        pod.named(c -> c.at("/securityContext/procMount").asText("").equals("Unmasked"));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "procMount",
                containers(names) + " must not set securityContext.procMount to \"Unmasked\""));
  }

  private static Optional<Violation> seccomp(PodSpec pod) {
    return unconfined(pod, "seccompProfile")
        .map(
            who ->
                new Violation(
                    "seccompProfile",
                    who + " must not set securityContext.seccompProfile.type to \"Unconfined\""));
  }

  /**
   * Where an unconfined profile of that kind is set: on the pod, on containers, or both; empty if
   * nowhere.
   */
  static Optional<String> unconfined(PodSpec pod, String profile) {
    String type = "/" + profile + "/type";
    List<String> names =
        pod.named(c -> c.at("/securityContext" + type).asText("").equals("Unconfined"));
    boolean ownWord = pod.security(type).asText("").equals("Unconfined");
    if (names.isEmpty()) {
      return ownWord ? Optional.of("pod") : Optional.empty();
    }
    return Optional.of((ownWord ? "pod and " : "") + containers(names));
  }

  private static Optional<Violation> sysctls(PodSpec pod) {
    List<String> names = new ArrayList<>();
    for (JsonNode sysctl : pod.security("/sysctls")) {
      if (!SYSCTLS.contains(sysctl.path("name").asText())) {
        names.add(sysctl.path("name").asText());
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new Violation("forbidden sysctls", String.join(", ", names)));
  }
}
