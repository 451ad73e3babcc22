package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.netfilter.Netfilter;
import java.util.List;
import java.util.Locale;

/** The tables, with their built-in chains in listing order. */
@SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
public enum TableName {
  RAW(Netfilter.RAW, Hook.PREROUTING, Hook.OUTPUT),
  MANGLE(
      Netfilter.MANGLE, Hook.PREROUTING, Hook.INPUT, Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING),
  NAT(Netfilter.NAT_DESTINATION, Hook.PREROUTING, Hook.INPUT, Hook.OUTPUT, Hook.POSTROUTING),
  FILTER(Netfilter.FILTER, Hook.INPUT, Hook.FORWARD, Hook.OUTPUT),
  SECURITY(Netfilter.SECURITY, Hook.INPUT, Hook.FORWARD, Hook.OUTPUT);

  private final int priority;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<Hook> hooks;

  TableName(int priority, Hook... hooks) {
    this.priority = priority;
    this.hooks = List.of(hooks);
  }

  /** The table's priority at a hook; nat has two, for source and for destination NAT. */
  int priority(Hook hook) {
    boolean source = hook == Hook.POSTROUTING || hook == Hook.INPUT;
    return this == NAT && source ? Netfilter.NAT_SOURCE : priority;
  }

  public List<Hook> hooks() {
    return hooks;
  }

  /** The name, as after {@code -t}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
