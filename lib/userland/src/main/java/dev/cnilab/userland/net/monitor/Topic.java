package dev.cnilab.userland.net.monitor;

import dev.cnilab.userland.net.command.Arguments;
import java.util.Optional;

/** What {@code ip monitor} can watch, in the order in which it tries to match abbreviations. */
enum Topic {
  LINK("link", "LINK"),
  ADDRESS("address", "ADDR"),
  ROUTE("route", "ROUTE"),
  /** Routes of multicast routing, of which there are none. */
  MROUTE("mroute", "MROUTE"),
  /** Prefixes that IPv6 routers advertise; no router here does. */
  PREFIX("prefix", "PREFIX"),
  NEIGHBOR("neigh", "NEIGH"),
  NETCONF("netconf", "NETCONF"),
  RULE("rule", "RULE"),
  /** IDs of namespaces. */
  NSID("nsid", "NSID"),
  /** Next hops as objects of their own, of which there are none. */
  NEXTHOP("nexthop", "NEXTHOP"),
  STATS("stats", "STATS");

  private final String word;
  private final String label;

  Topic(String word, String label) {
    this.word = word;
    this.label = label;
  }

  /** The topic that the next word abbreviates; the word is consumed. */
  static Optional<Topic> take(Arguments arguments) {
    for (Topic topic : values()) {
      if (arguments.takeMatching(topic.word)) {
        return Optional.of(topic);
      }
    }
    return Optional.empty();
  }

  /** What stands before each of its lines when several topics are told apart. */
  String label() {
    return "[" + label + "]";
  }
}
