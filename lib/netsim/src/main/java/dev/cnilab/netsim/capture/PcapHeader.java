package dev.cnilab.netsim.capture;

/**
 * The file header of a pcap file.
 *
 * @param linkType how the packets begin, see {@link #ETHERNET} and {@link #LINUX_SLL2}
 * @param snapshotLength the maximum number of bytes kept of each packet
 */
public record PcapHeader(int linkType, int snapshotLength) {
  /** LINKTYPE_ETHERNET of the registry at tcpdump.org. */
  public static final int ETHERNET = 1;

  /** LINKTYPE_LINUX_SLL2: several devices; each packet starts with a {@link CookedHeader}. */
  public static final int LINUX_SLL2 = 276;

  /** tcpdump's default snapshot length, in bytes. */
  public static final int WHOLE = 262_144;
}
