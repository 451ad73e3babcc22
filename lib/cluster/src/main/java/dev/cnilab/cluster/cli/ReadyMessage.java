package dev.cnilab.cluster.cli;

import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.object.KubernetesRelease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The message once the cluster is up. */
record ReadyMessage(Cni cni, int nodes, int port, Path kubeconfig, Duration took) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        """
        The cluster is ready: Kubernetes %s, %d node%s, CNI %s, started in %.1f s

          API server  https://127.0.0.1:%d
          kubeconfig  %s

          export KUBECONFIG=%s
          kubectl get pods -A -o wide
        %s
        Ctrl-C ends it.
        """,
        KubernetesRelease.VERSION,
        nodes,
        nodes == 1 ? "" : "s",
        cni.text(),
        took.toMillis() / 1000.0,
        port,
        kubeconfig,
        kubeconfig,
        cni == Cni.NONE
            ? "\n"
                + "The nodes stay NotReady until you install a CNI: kubectl apply -f"
                + " kube-flannel.yml\n"
            : "");
  }
}
