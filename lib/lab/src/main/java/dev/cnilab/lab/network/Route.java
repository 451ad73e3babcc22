package dev.cnilab.lab.network;

/**
 * One route.
 *
 * @param destination a prefix, or {@code default}
 * @param via the next router, empty if the destination is on the link itself
 * @param device the interface it leaves by
 * @param source the address packets carry if nobody chose one, empty if the kernel picks
 */
public record Route(String destination, String via, String device, String source) {

  /** Where a packet goes, in words. */
  public String meaning() {
    String what = destination.equals("default") ? "everything else" : destination;
    return via.isEmpty()
        ? what + " is on the link of " + device + ": ask for its MAC address, send it there"
        : what + ": hand it to the router " + via + ", out of " + device;
  }
}
