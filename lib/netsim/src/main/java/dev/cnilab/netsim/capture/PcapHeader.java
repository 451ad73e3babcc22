package dev.cnilab.netsim.capture;

/**
 * What a pcap file says of all its packets.
 *
 * @param linkType how the packets begin, see {@link #ETHERNET} and {@link #LINUX_SLL2}
 * @param snapshotLength how many bytes of each packet are kept at most
 */
public record PcapHeader(int linkType, int snapshotLength) {
  /** LINKTYPE_ETHERNET of the registry at tcpdump.org. */
  public static final int ETHERNET = 1;

  /** LINKTYPE_LINUX_SLL2: of several devices; {@link CookedHeader} is in front of each packet. */
  public static final int LINUX_SLL2 = 276;

  /** What tcpdump takes of each packet unless told otherwise, in bytes. */
  public static final int WHOLE = 262_144;
}
