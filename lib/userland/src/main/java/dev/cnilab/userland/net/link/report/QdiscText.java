package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.link.Link;

/**
 * The queueing discipline of a link: none until it is first set up, then noqueue unless another was
 * set.
 */
final class QdiscText {
  private QdiscText() {}

  static String of(Link link) {
    return link.trafficControl()
        .queue()
        .map(queue -> queue.kind())
        .orElse(link.state().isActivated() ? "noqueue" : "noop");
  }
}
