package dev.cnilab.netsim.trace;

/**
 * Why a packet was dropped: the names of the kernel's enum skb_drop_reason
 * (include/net/dropreason-core.h, vxlan's in include/net/dropreason.h).
 */
public enum DropReason {
  NOT_SPECIFIED,
  NO_SOCKET,
  SOCKET_RCVBUFF,
  PKT_TOO_SMALL,
  TCP_CSUM,
  UDP_CSUM,
  NETFILTER_DROP,
  OTHERHOST,
  IP_CSUM,
  IP_INHDR,
  IP_RPFILTER,
  UNICAST_IN_L2_MULTICAST,
  IP_NOPROTO,
  IP_OUTNOROUTES,
  NEIGH_CREATEFAIL,
  NEIGH_FAILED,
  NEIGH_QUEUEFULL,
  NEIGH_DEAD,
  QDISC_DROP,
  CPU_BACKLOG,
  UNHANDLED_PROTO,
  DEV_READY,
  FULL_RING,
  ICMP_CSUM,
  INVALID_PROTO,
  IP_INADDRERRORS,
  IP_INNOROUTES,
  IP_LOCAL_SOURCE,
  IP_INVALID_SOURCE,
  IP_LOCALNET,
  IP_INVALID_DEST,
  PKT_TOO_BIG,
  DUP_FRAG,
  FRAG_REASM_TIMEOUT,
  FRAG_TOO_FAR,
  VXLAN_INVALID_HDR,
  VXLAN_VNI_NOT_FOUND,
  MAC_INVALID_SOURCE,
  NO_TX_TARGET,
  TUNNEL_TXINFO,
  LOCAL_MAC,
  BRIDGE_INGRESS_STP_STATE,
  RECURSION_LIMIT,

  /** A program at the ingress of a link dropped it, as Cilium's programs do for a policy. */
  TC_INGRESS,

  /** A program at the egress of a link dropped it. */
  TC_EGRESS
}
