package dev.cnilab.netsim.iptables.match;

import dev.cnilab.netsim.iptables.subject.MatchSubject;
import dev.cnilab.netsim.link.Link;
import java.util.Optional;

/** {@code -m physdev}: a condition on the ports of the bridge that a packet passes. */
public sealed interface BridgeMatch extends Match {
  @Override
  default String extension() {
    return "physdev";
  }

  /** {@code --physdev-in}: the bridge port on which the packet came in. */
  record In(String port) implements BridgeMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return Optional.ofNullable(subject.skb().bridgePort())
          .map(Link::name)
          .filter(port::equals)
          .isPresent();
    }

    @Override
    public String toString() {
      return "--physdev-in " + port;
    }
  }

  /** {@code --physdev-out}: the bridge port by which the packet leaves. */
  record Out(String port) implements BridgeMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return Optional.ofNullable(subject.skb().bridgedTo())
          .map(Link::name)
          .filter(port::equals)
          .isPresent();
    }

    @Override
    public String toString() {
      return "--physdev-out " + port;
    }
  }

  /** {@code --physdev-is-in}: the packet came in by a bridge port. */
  record Entered() implements BridgeMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return subject.skb().bridgePort() != null;
    }

    @Override
    public String toString() {
      return "--physdev-is-in";
    }
  }

  /** {@code --physdev-is-out}: the packet leaves by a bridge port. */
  record Leaving() implements BridgeMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return subject.skb().bridgedTo() != null;
    }

    @Override
    public String toString() {
      return "--physdev-is-out";
    }
  }

  /** {@code --physdev-is-bridged}: the packet is being bridged, not routed. */
  record Bridged() implements BridgeMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      Link out = subject.at().out();
      return subject.skb().bridgePort() != null && out != null && out.equals(subject.at().in());
    }

    @Override
    public String toString() {
      return "--physdev-is-bridged";
    }
  }
}
