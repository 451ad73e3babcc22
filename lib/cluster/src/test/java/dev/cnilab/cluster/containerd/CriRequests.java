package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.PodSandboxConfig;
import java.util.List;
import java.util.Map;
import org.pcollections.TreePMap;

/** Sandboxes and containers to ask a runtime for. */
public final class CriRequests {
  private CriRequests() {}

  public static PodSandboxConfig sandbox(String name) {
    return sandbox(name, PodSandboxConfig.NamespaceOptions.POD);
  }

  public static PodSandboxConfig sandbox(
      String name, PodSandboxConfig.NamespaceOptions namespaces) {
    return new PodSandboxConfig(
        new PodSandboxConfig.Metadata(name, "uid-" + name, "default", 0),
        name,
        "/var/log/pods/default_" + name + "_uid-" + name,
        new PodSandboxConfig.Dns(
            List.of("10.96.0.10"), List.of("default.svc.cluster.local"), List.of("ndots:5")),
        List.of(),
        Map.of("io.kubernetes.pod.name", name, "io.kubernetes.pod.namespace", "default"),
        Map.of(),
        namespaces,
        Map.of(),
        "/kubepods.slice/pod" + name);
  }

  public static ContainerConfig sleeping(String... command) {
    return new ContainerConfig(
        new ContainerConfig.Metadata("app", 0),
        "nicolaka/netshoot",
        List.of(command),
        List.of(),
        "",
        TreePMap.singleton("GREETING", "hello"),
        List.of(),
        Map.of(),
        Map.of(),
        "app/0.log",
        ContainerConfig.Terminal.NONE,
        ContainerConfig.SecurityContext.DEFAULT,
        ContainerConfig.Resources.UNLIMITED);
  }
}
