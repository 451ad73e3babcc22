package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.link.Link;

/**
 * The queue discipline of a link: none until it is first set up, since then one without a queue,
 * unless it was given another.
 */
final class Qdisc {
  private Qdisc() {}

  static String of(Link link) {
    return link.trafficControl()
        .queue()
        .map(queue -> queue.kind())
        .orElse(link.isActivated() ? "noqueue" : "noop");
  }
}
