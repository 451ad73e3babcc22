package dev.cnilab.userland.net.ipset;

import dev.cnilab.netsim.ipset.IpSet;
import dev.cnilab.netsim.ipset.SetEntry;
import dev.cnilab.netsim.ipset.SetType;
import dev.cnilab.netsim.packet.IcmpMessage;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sets as {@code ipset} prints them.
 *
 * @param now on the clock of {@code EventLoop.nanoTime()}
 */
record SetText(long now) {
  private static final int LIST_SIZE = 8;
  private static final int PART = 4096;
  private static final long SECOND = 1_000_000_000;

  /**
   * Like {@code ipset list}.
   *
   * @param references the number of rules and sets that use it
   * @param out gets the text in parts; others may change the set between them
   */
  void list(IpSet set, long references, Consumer<String> out) {
    out.accept(terse(set, references) + "Members:\n");
    entries(set, "", out);
  }

  /** Sends a part of some kilobytes whenever it is complete, as the kernel fills a message. */
  private void entries(IpSet set, String before, Consumer<String> out) {
    StringBuilder part = new StringBuilder();
    for (SetEntry entry : List.copyOf(set.entries())) {
      part.append(before).append(entry(set, entry)).append('\n');
      if (part.length() >= PART) {
        out.accept(part.toString());
        part.setLength(0);
      }
    }
    out.accept(part.toString());
  }

  /** Like {@code ipset list -terse}: {@link #list} without its members. */
  String terse(IpSet set, long references) {
    return ("Name: " + set.name() + "\nType: " + set.type() + "\nRevision: " + revision(set.type()))
        + ("\nHeader: " + header(set) + "\nSize in memory: " + size(set))
        + ("\nReferences: " + references + "\nNumber of entries: " + set.entries().size())
        + "\n";
  }

  /** Like {@code ipset save}, in parts as {@link #list}. */
  void save(IpSet set, Consumer<String> out) {
    out.accept("create " + set.name() + " " + set.type() + " " + header(set) + "\n");
    entries(set, "add " + set.name() + " ", out);
  }

  private static int revision(SetType type) {
    return switch (type) {
      case HASH_IP -> 6;
      case HASH_NET, HASH_IP_PORT -> 7;
      case LIST_SET -> 3;
    };
  }

  private static String header(IpSet set) {
    String timeout = set.options().timeout().map(time -> " timeout " + time.toSeconds()).orElse("");
    String extras =
        timeout
            + (set.options().counters() ? " counters" : "")
            + (set.options().comments() ? " comment" : "");
    if (set.type() == SetType.LIST_SET) {
      return "size " + LIST_SIZE + extras;
    }
    return ("family inet hashsize " + set.options().hashSize())
        + (" maxelem " + set.options().maxElements() + extras + " bucketsize 12 initval 0x")
        + Integer.toHexString(set.name().hashCode() * 0x9e3779b1);
  }

  /** The size of the kernel's hash table in bytes, with each entry in a bucket of its own. */
  private static int size(IpSet set) {
    int count = set.entries().size();
    int more = set.options().timeout().isPresent() ? 24 : 0;
    return switch (set.type()) {
      case HASH_IP -> 216 + count * (40 + more);
      case HASH_NET -> 456 + count * (48 + more);
      case HASH_IP_PORT -> 216 + count * (48 + more);
      case LIST_SET -> 80 + count * (48 + more);
    };
  }

  private String entry(IpSet set, SetEntry entry) {
    IpSet.Attributes attributes = set.attributes(entry);
    String timeout =
        set.options().timeout().isEmpty()
            ? ""
            : " timeout "
                + (attributes.expires() == Long.MAX_VALUE
                    ? 0
                    : Duration.ofNanos(attributes.expires() - now).toNanos() / SECOND);
    String counters = set.options().counters() ? " packets 0 bytes 0" : "";
    String comment =
        attributes.comment().isEmpty() ? "" : " comment \"" + attributes.comment() + "\"";
    boolean ping =
        entry instanceof SetEntry.AddressPort port && port.protocol() == IcmpMessage.PROTOCOL;
    return (ping ? entry.toString().replace(":2048", ":echo-request") : entry.toString())
        + timeout
        + counters
        + comment;
  }
}
