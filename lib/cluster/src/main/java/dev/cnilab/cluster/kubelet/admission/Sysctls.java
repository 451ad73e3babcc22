package dev.cnilab.cluster.kubelet.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.pod.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which sysctls a pod may set: those that affect no other pod (pkg/kubelet/sysctl of Kubernetes),
 * and those that the kubelet's configuration allows.
 *
 * @param allowed allowedUnsafeSysctls, names or patterns such as {@code net.*}
 */
public record Sysctls(List<String> allowed) {
  /** The reason for a pod with a forbidden sysctl. */
  public static final String FORBIDDEN = "SysctlForbidden";

  private static final Set<String> SAFE =
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

  /** Why a pod may not set its sysctls; empty if it may. */
  public Optional<String> refusal(Pod pod) {
    for (JsonNode sysctl : pod.object().at("/spec/securityContext/sysctls")) {
      String name = sysctl.path("name").asText().replace('/', '.');
      if (!SAFE.contains(name) && allowed.stream().noneMatch(each -> matches(each, name))) {
        return Optional.of("forbidden sysctl: \"" + name + "\" not allowlisted");
      }
      if (name.startsWith("net.") && pod.isHostNetwork()) {
        return Optional.of("forbidden sysctl: \"" + name + "\" not allowed with host net enabled");
      }
    }
    return Optional.empty();
  }

  /** A pattern may end in an asterisk. */
  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(name);
  }
}
