package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.invoke.CallerGone;
import dev.cnilab.cluster.cri.message.RuntimeStatus;
import dev.cnilab.cluster.cri.message.RuntimeStatus.Condition;
import java.util.List;

/** The conditions that a running containerd reports: {@code status.go}. */
record RuntimeConditions(ContainerdProcess process) {
  /** Asks the plugins, which may block. */
  RuntimeStatus status() {
    return new RuntimeStatus(
        List.of(
            new Condition(RuntimeStatus.RUNTIME_READY, true, "", ""),
            network(),
            new Condition("ContainerdHasNoDeprecationWarnings", true, "", "")));
  }

  private Condition network() {
    try {
      process.cni().status();
      return new Condition(RuntimeStatus.NETWORK_READY, true, "", "");
    } catch (CallerGone crashed) {
      throw CallLog.lost();
    } catch (CniException notReady) {
      return new Condition(
          RuntimeStatus.NETWORK_READY,
          false,
          "NetworkPluginNotReady",
          "Network plugin returns error: " + notReady.getMessage());
    }
  }
}
