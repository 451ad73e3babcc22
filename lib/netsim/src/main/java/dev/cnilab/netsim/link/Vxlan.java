package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tunnel that carries Ethernet frames in UDP to the VTEP its forwarding database names. */
public final class Vxlan extends Link {
  private final VxlanSettings settings;
  private final List<Remote> fdb = new ArrayList<>();

  /**
   * Where frames to a MAC address are sent; the address all zeros stands for any other.
   *
   * @param learned whether from a frame that came in, rather than by {@code bridge fdb}
   */
  public record Remote(MacAddress address, Ipv4Address vtep, boolean learned) {}

  Vxlan(Links links, int index, String name, MacAddress address, VxlanSettings settings) {
    super(links, index, name, address, 1500);
    this.settings = settings;
  }

  public VxlanSettings settings() {
    return settings;
  }

  @Override
  public int lowerIndex() {
    Link below = settings.device();
    return below == null ? 0 : below.index();
  }

  /** The forwarding database, in the order in which its entries were added. */
  public List<Remote> fdb() {
    return List.copyOf(fdb);
  }

  /** As {@code bridge fdb append}: one more remote VTEP for the address. */
  public void appendFdb(MacAddress address, Ipv4Address vtep) {
    fdb.add(new Remote(address, vtep, false));
  }

  /** As {@code bridge fdb replace}: the only remote VTEP for the address. */
  public void replaceFdb(MacAddress address, Ipv4Address vtep) {
    fdb.removeIf(each -> each.address().equals(address));
    appendFdb(address, vtep);
  }

  /**
   * As {@code bridge fdb del}.
   *
   * @param vtep null for all of them
   * @throws dev.cnilab.netsim.errno.ErrnoException ENOENT if there is no such entry
   */
  public void removeFdb(MacAddress address, @Nullable Ipv4Address vtep) {
    fdb.removeIf(
        each -> each.address().equals(address) && (vtep == null || vtep.equals(each.vtep())));
  }

  @Override
  public boolean hasCarrier() {
    return true;
  }

  @Override
  public OperState operState() {
    return isUp() ? OperState.UNKNOWN : OperState.DOWN;
  }
}
