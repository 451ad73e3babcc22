package dev.cnilab.netsim.iptables.match;

import dev.cnilab.netsim.caller.SocketOwner;
import dev.cnilab.netsim.iptables.subject.MatchSubject;

/**
 * {@code -m owner}: who opened the socket that sends the packet. Packets that no socket of this
 * host sends, such as answers of ICMP, have no owner.
 */
public sealed interface OwnerMatch extends Match {
  @Override
  default String extension() {
    return "owner";
  }

  /** {@code --socket-exists}. */
  record Exists() implements OwnerMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return subject.skb().owner() != null;
    }

    @Override
    public String toString() {
      return "--socket-exists";
    }
  }

  /** {@code --uid-owner}: the numbers of the users from first to last. */
  record User(long first, long last) implements OwnerMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      SocketOwner owner = subject.skb().owner();
      return owner != null && isWithin(owner.user(), first, last);
    }

    /** The numbers alone. */
    public String range() {
      return OwnerMatch.range(first, last);
    }

    @Override
    public String toString() {
      return "--uid-owner " + range();
    }
  }

  /** {@code --gid-owner}: the numbers of the groups from first to last. */
  record Group(long first, long last) implements OwnerMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      SocketOwner owner = subject.skb().owner();
      return owner != null && isWithin(owner.group(), first, last);
    }

    /** The numbers alone. */
    public String range() {
      return OwnerMatch.range(first, last);
    }

    @Override
    public String toString() {
      return "--gid-owner " + range();
    }
  }

  private static boolean isWithin(int number, long first, long last) {
    long value = Integer.toUnsignedLong(number);
    return first <= value && value <= last;
  }

  private static String range(long first, long last) {
    return first == last ? "" + first : first + "-" + last;
  }
}
