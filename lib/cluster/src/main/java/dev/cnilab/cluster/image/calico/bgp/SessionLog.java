package dev.cnilab.cluster.image.calico.bgp;

/** Where BIRD reports errors of its sessions. */
@FunctionalInterface
public interface SessionLog {
  void error(String text);
}
