package dev.cnilab.lab.network;

/**
 * A route.
 *
 * @param destination a prefix, or {@code default}
 * @param via the gateway, empty if the destination is on the link itself
 * @param device the interface it leaves by
 * @param source the preferred source address, empty if the kernel chooses
 */
public record Route(String destination, String via, String device, String source) {

  /** Where packets go, in words. */
  public String meaning() {
    String what = destination.equals("default") ? "everything else" : destination;
    return via.isEmpty()
        ? what + " is on the link of " + device + ": ask for its MAC address, send it there"
        : what + ": hand it to the router " + via + ", out of " + device;
  }
}
