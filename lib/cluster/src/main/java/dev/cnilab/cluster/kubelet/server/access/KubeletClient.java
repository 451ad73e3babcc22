package dev.cnilab.cluster.kubelet.server.access;

import java.util.List;

/** The client of a kubelet. */
public record KubeletClient(String name, List<String> groups) {
  static final KubeletClient ANONYMOUS =
      new KubeletClient("system:anonymous", List.of("system:unauthenticated"));
}
