package dev.cnilab.cluster.cni.plugin.main;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Veth;
import java.util.random.RandomGenerator;

/** {@code ip.SetupVeth}: the veth pair between a container and its node. */
final class VethPair {
  private VethPair() {}

  /**
   * Makes a pair; the end on the node gets a random name and is set up.
   *
   * @param mtu 0 for the default
   * @param mac of the container's end; empty for a random one
   * @return the container's end
   */
  static Veth create(
      NetworkNamespace container, String ifName, NetworkNamespace host, int mtu, String mac)
      throws CniException {
    String hostName = randomName(host.loop().random());
    Veth veth;
    MacAddress wanted = mac.isEmpty() ? MacAddress.ZERO : HardwareAddress.parse(mac);
    try {
      veth = container.links().addVeth(ifName, host.links(), hostName);
      if (!wanted.equals(MacAddress.ZERO)) {
        veth.setAddress(wanted);
      }
      if (mtu > 0) {
        veth.setMtu(mtu);
        veth.peer().setMtu(mtu);
      }
    } catch (ErrnoException refused) {
      throw refused.errno() == Errno.EEXIST
          ? new CniException(
              "container veth name (\"%s\") peer provided (\"%s\") already exists"
                  .formatted(ifName, hostName))
          : new CniException("failed to make veth pair: " + GoText.errno(refused));
    }
    // The request sets no queue length for the peer, so the peer gets none.
    veth.peer().options().setQueueLength(0);
    veth.peer().setUp();
    return veth;
  }

  private static String randomName(RandomGenerator random) {
    return "veth%08x".formatted(random.nextInt());
  }
}
