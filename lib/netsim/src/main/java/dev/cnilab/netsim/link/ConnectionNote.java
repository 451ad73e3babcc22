package dev.cnilab.netsim.link;

import org.jspecify.annotations.Nullable;

/** What connection tracking attaches to a packet (the field _nfct of struct sk_buff). */
public interface ConnectionNote {
  /**
   * The state to attach to an answer this host sends in place of the receiver: an ICMP error or a
   * reset belongs to the connection of the packet it answers (nf_conntrack_attach). Null if that
   * packet belongs to none.
   */
  @Nullable ConnectionNote ofAnswer();
}
