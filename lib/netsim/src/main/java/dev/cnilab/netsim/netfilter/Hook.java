package dev.cnilab.netsim.netfilter;

/** The five points on a packet's way through a kernel (NF_INET_*). */
public enum Hook {
  PREROUTING,
  INPUT,
  FORWARD,
  OUTPUT,
  POSTROUTING
}
