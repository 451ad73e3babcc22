package dev.cnilab.cluster.kubelet.server.access;

import java.util.List;

/** A client that calls a kubelet. */
public record KubeletCaller(String name, List<String> groups) {
  static final KubeletCaller ANONYMOUS =
      new KubeletCaller("system:anonymous", List.of("system:unauthenticated"));
}
