package dev.cnilab.netsim.netfilter;

/** The five hooks on a packet's path through a kernel (NF_INET_*). */
public enum Hook {
  PREROUTING,
  INPUT,
  FORWARD,
  OUTPUT,
  POSTROUTING
}
