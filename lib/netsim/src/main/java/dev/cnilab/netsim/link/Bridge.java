package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import java.util.ArrayList;
import java.util.List;

/** A learning bridge whose own link is one more, inner port. */
public final class Bridge extends Link {
  private final List<BridgePort> ports = new ArrayList<>();

  Bridge(Links links, int index, String name, MacAddress address) {
    super(links, index, name, address, 1500);
  }

  /** The ports in the order of their numbers. */
  public List<BridgePort> ports() {
    return List.copyOf(ports);
  }

  /** The forwarding database. */
  public List<FdbEntry> fdb() {
    return List.of();
  }

  BridgePort newPort(Link link) {
    BridgePort port = new BridgePort(this, link, ports.size() + 1);
    ports.add(port);
    return port;
  }

  @Override
  public boolean hasCarrier() {
    return ports.stream().anyMatch(BridgePort::isForwarding);
  }

  @Override
  public OperState operState() {
    return isUp() && hasCarrier() ? OperState.UP : OperState.DOWN;
  }
}
