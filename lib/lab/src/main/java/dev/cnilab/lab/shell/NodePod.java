package dev.cnilab.lab.shell;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.guard.looking.LookingShell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pods through which nodes are examined and changed. */
enum NodePod {
  /** Commands in it can read the node but change nothing; see {@link LookingShell}. */
  LOOKING("look-"),

  /** Commands in it can do everything. */
  PRIVILEGED("node-");

  private final String prefix;

  NodePod(String prefix) {
    this.prefix = prefix;
  }

  /** The name of the pod on a node. */
  String name(String node) {
    return prefix + node;
  }

  Json manifest(String namespace, String node) {
    Map<String, Object> spec = new HashMap<>();
    spec.put("nodeName", node);
    spec.put("hostNetwork", true);
    spec.put("hostPID", true);
    spec.put("hostIPC", this == PRIVILEGED);
    spec.put("automountServiceAccountToken", false);
    spec.put("terminationGracePeriodSeconds", 0);
    spec.put("tolerations", List.of(Map.of("operator", "Exists")));
    spec.put("containers", List.of(container()));
    spec.put(
        "volumes",
        List.of(
            Map.of("name", "node", "hostPath", Map.of("path", "/")),
            Map.of("name", "scratch", "emptyDir", Map.of("medium", "Memory"))));
    return Json.of(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Pod",
            "metadata",
            Map.of(
                "name", name(node),
                "namespace", namespace,
                "labels", Map.of("app.kubernetes.io/managed-by", "cni-lab")),
            "spec",
            spec));
  }

  private Map<String, Object> container() {
    return Map.of(
        "name",
        "shell",
        "image",
        "nicolaka/netshoot",
        "imagePullPolicy",
        "IfNotPresent",
        "command",
        List.of("sleep", "86400"),
        "securityContext",
        rights(),
        "volumeMounts",
        List.of(
            Map.of(
                "name",
                "node",
                "mountPath",
                LookingShell.NODE,
                "readOnly",
                true,
                "recursiveReadOnly",
                "IfPossible"),
            Map.of("name", "scratch", "mountPath", LookingShell.NODE + LookingShell.SCRATCH)));
  }

  /** Root, but only to switch to a user who may read everything and capture packets. */
  private Map<String, Object> rights() {
    return switch (this) {
      case PRIVILEGED -> Map.of("privileged", true);
      case LOOKING ->
          Map.of(
              "runAsUser",
              0,
              "allowPrivilegeEscalation",
              false,
              "readOnlyRootFilesystem",
              true,
              "capabilities",
              Map.of(
                  "drop",
                  List.of("ALL"),
                  "add",
                  List.of(
                      "SETUID", "SETGID", "SETPCAP", "DAC_READ_SEARCH", "NET_RAW", "SYS_CHROOT")));
    };
  }
}
