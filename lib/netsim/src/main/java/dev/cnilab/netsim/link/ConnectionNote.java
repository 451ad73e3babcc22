package dev.cnilab.netsim.link;

import org.jspecify.annotations.Nullable;

/** What connection tracking notes at a packet (the field _nfct of struct sk_buff). */
public interface ConnectionNote {
  /**
   * What is noted at an answer that this host gives in its receiver's place: an ICMP error or a
   * reset belongs to the connection of the packet it answers (nf_conntrack_attach). Null if that
   * belongs to none.
   */
  @Nullable ConnectionNote ofAnswer();
}
