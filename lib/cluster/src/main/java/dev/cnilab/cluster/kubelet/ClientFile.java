package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.client.config.ClientConfig;
import dev.cnilab.cluster.kubelet.certificate.KubeconfigCertificate;
import dev.cnilab.userland.process.Process;
import java.io.IOException;

/** A kubeconfig that a kubelet can use, and where it is. */
record ClientFile(ClientConfig config, String path) {
  /** What it says about the kubelet's certificate. */
  KubeconfigCertificate certificate(Process process) throws IOException {
    return KubeconfigCertificate.of(process.files(), path, config.credential().get());
  }
}
