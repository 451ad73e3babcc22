package dev.cnilab.cluster.kubelet;

import dev.cnilab.userland.file.MountNamespace;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.service.Service;
import dev.cnilab.userland.service.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** Puts a kubelet on a machine as kubeadm's packages do. */
public final class Installation {
  private static final List<String> DIRECTORIES =
      List.of("/usr/bin", "/etc/kubernetes/manifests", "/var/lib/kubelet/pods", "/var/log/pods");

  private Installation() {}

  /** Makes the executable, its files and its unit; the service is not started yet. */
  public static Service install(Machine machine, KubeletProgram program, KubeletConfig config) {
    machine.programs().add("kubelet", program);
    try {
      writeFiles(machine.files(), config);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return machine
        .units()
        .add(
            new Unit(
                "kubelet.service",
                "kubelet: The Kubernetes Node Agent",
                "/usr/lib/systemd/system/kubelet.service",
                List.of("https://kubernetes.io/docs/"),
                List.of(
                    "/usr/bin/kubelet",
                    "--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf",
                    "--kubeconfig=/etc/kubernetes/kubelet.conf",
                    "--config=/var/lib/kubelet/config.yaml",
                    "--node-ip=" + config.node().ip(),
                    "--pod-infra-container-image=registry.k8s.io/pause:3.10.1"),
                Unit.Restart.ALWAYS,
                Duration.ofSeconds(10)));
  }

  private static void writeFiles(MountNamespace files, KubeletConfig config) throws IOException {
    for (String directory : DIRECTORIES) {
      files.createDirectories(directory);
    }
    Executables.write(files, "/usr/bin/kubelet", "kubelet");
    files.write(
        "/var/lib/kubelet/config.yaml",
        """
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        cgroupDriver: systemd
        clusterDNS:
        - %s
        clusterDomain: %s
        containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
        resolvConf: /etc/resolv.conf
        rotateCertificates: true
        staticPodPath: %s
        """
            .formatted(
                String.join("\n- ", config.clusterDns()),
                config.clusterDomain(),
                config.staticPodPath()));
  }
}
