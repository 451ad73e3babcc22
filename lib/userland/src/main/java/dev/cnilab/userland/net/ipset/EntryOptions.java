package dev.cnilab.userland.net.ipset;

import dev.cnilab.netsim.ipset.IpSet;
import dev.cnilab.netsim.ipset.SetType;
import dev.cnilab.userland.net.command.CommandFailure;
import java.util.List;

/** The words after an entry of {@code ipset add}, {@code del} and {@code test}. */
final class EntryOptions {
  private EntryOptions() {}

  /**
   * Checks that the set's type and its extensions allow them.
   *
   * @throws CommandFailure if one is unknown, or the set was created without what it needs
   */
  static void check(String command, IpSet set, List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean known =
          switch (word) {
            case "nomatch" -> set.type() == SetType.HASH_NET;
            case "timeout", "comment", "packets", "bytes" -> command.equals("add");
            case "before", "after" -> set.type() == SetType.LIST_SET;
            default -> false;
          };
      if (!known) {
        throw IpsetFailure.usage("Unknown argument: `" + word + "'");
      }
      if (!word.equals("nomatch")) {
        i++; // its value
      }
    }
    if (words.contains("timeout") && set.options().timeout().isEmpty()) {
      throw IpsetFailure.failed("Timeout cannot be used: set was created without timeout support");
    } else if (words.contains("comment") && !set.options().comments()) {
      throw IpsetFailure.failed("Comment cannot be used: set was created without comment support");
    } else if ((words.contains("packets") || words.contains("bytes"))
        && !set.options().counters()) {
      throw IpsetFailure.failed(
          "Packet/byte counters cannot be used: set was created without counter support");
    }
  }
}
