package dev.cnilab.netsim.conntrack.tuple;

import dev.cnilab.netsim.netfilter.Hook;

/** Which end of a connection is rewritten (enum nf_nat_manip_type). */
public enum Translation {
  SOURCE,
  DESTINATION;

  /** The translation that is done at a hook. */
  public static Translation at(Hook hook) {
    return switch (hook) {
      case PREROUTING, OUTPUT, FORWARD -> DESTINATION;
      case INPUT, POSTROUTING -> SOURCE;
    };
  }
}
