package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.process.ProgramException;
import java.util.Set;

/** The extensions that {@code -m} loads, beside those of {@link HeaderOptions}. */
final class MatchExtensions {
  private static final Set<String> OTHERS =
      Set.of(
          "tcp",
          "udp",
          "icmp",
          "conntrack",
          "state",
          "mark",
          "comment",
          "statistic",
          "multiport",
          "addrtype",
          "limit",
          "nfacct",
          "string",
          "quota",
          "connlimit",
          "hashlimit",
          "recent",
          "owner",
          "tos",
          "dscp",
          "set");

  private MatchExtensions() {}

  /**
   * Checks that there is an extension of that name.
   *
   * @throws ProgramException if there is none
   */
  static void require(String name) throws ProgramException {
    if (!HeaderOptions.EXTENSIONS.contains(name) && !OTHERS.contains(name)) {
      throw IptablesFailure.usage("Couldn't load match `" + name + "':No such file or directory\n");
    }
  }
}
