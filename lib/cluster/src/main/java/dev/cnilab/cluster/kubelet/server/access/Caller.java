package dev.cnilab.cluster.kubelet.server.access;

import java.util.List;

/** Who asks. */
public record Caller(String name, List<String> groups) {
  static final Caller ANONYMOUS = new Caller("system:anonymous", List.of("system:unauthenticated"));
}
