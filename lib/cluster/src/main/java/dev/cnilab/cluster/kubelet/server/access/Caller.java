package dev.cnilab.cluster.kubelet.server.access;

import java.util.List;

/** The client of a kubelet. */
public record Caller(String name, List<String> groups) {
  static final Caller ANONYMOUS = new Caller("system:anonymous", List.of("system:unauthenticated"));
}
