package dev.cnilab.netsim.iptables.match;

import dev.cnilab.netsim.iptables.subject.MatchSubject;
import java.util.Locale;

/** A condition on the byte of the IP header that says how the packet wants to be treated. */
public sealed interface ServiceMatch extends Match {
  /** {@code -m tos --tos}: the whole byte under a mask. */
  record TypeOfService(int value, int mask) implements ServiceMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return (subject.packet().tos() & mask) == value;
    }

    @Override
    public String extension() {
      return "tos";
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "--tos 0x%02x/0x%02x", value, mask);
    }
  }

  /** {@code -m dscp --dscp}: its upper six bits, 0 to 63. */
  record CodePoint(int value) implements ServiceMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return subject.packet().tos() >> 2 == value;
    }

    @Override
    public String extension() {
      return "dscp";
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "--dscp 0x%02x", value);
    }
  }
}
