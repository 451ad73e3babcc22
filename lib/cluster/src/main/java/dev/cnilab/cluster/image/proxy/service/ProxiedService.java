package dev.cnilab.cluster.image.proxy.service;

import java.util.List;

/**
 * The ports of a Service from the view of a node.
 *
 * @param endpoints how many its ports have together, ready or not
 */
public record ProxiedService(List<ProxiedPort> ports, int endpoints) {
  /** What a Service has that does not exist. */
  public static final ProxiedService NONE = new ProxiedService(List.of(), 0);
}
