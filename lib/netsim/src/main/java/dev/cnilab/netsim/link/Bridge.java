package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.trace.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A learning bridge, whose own link acts as one more, internal port (net/bridge). */
public sealed class Bridge extends Link permits Datapath {
  private List<BridgePort> ports = List.of();
  private final ForwardingDatabase fdb = new ForwardingDatabase(this);
  private final BridgeForwarding forwarding = new BridgeForwarding(this);
  private final BridgeInput input = new BridgeInput(this, fdb, forwarding);
  private final BridgeNumbers numbers = new BridgeNumbers();
  private boolean addressIsSet;
  private boolean mtuIsSet;
  private boolean selected; // whether it ever looked for a port with a carrier

  Bridge(Links links, String name, MacAddress address) {
    super(links, name, address, 1500);
  }

  /** The ports in the order of their numbers. */
  public List<BridgePort> ports() {
    return ports;
  }

  /** The forwarding database: the ports' own addresses, then static and learned entries. */
  public List<FdbEntry> fdb() {
    List<FdbEntry> list = new ArrayList<>(fdb.list());
    boolean ofPort = ports.stream().anyMatch(port -> port.link().address().equals(address()));
    if (addressIsSet && !ofPort && fdb.isOwn(address())) {
      list.addFirst(new FdbEntry(address(), this, FdbEntry.Kind.PERMANENT, Duration.ZERO));
    }
    return list;
  }

  /**
   * The bridge ID's address in the spanning tree protocol; all zeros while no address was set and
   * there is no port.
   */
  public MacAddress id() {
    return addressIsSet || !ports.isEmpty() ? address() : MacAddress.ZERO;
  }

  /** The ageing time of learned addresses. */
  public Duration ageing() {
    return fdb.ageing();
  }

  /** Priority and address, as {@code brctl} and {@code /sys} show them. */
  public String identifier() {
    return "%04x.%012x".formatted(number("priority"), id().bits());
  }

  /** A numeric option (br_netlink.c) by its iproute2 name. */
  public long number(String name) {
    return numbers.get(name);
  }

  /**
   * Sets a {@link #number}; only {@code ageing_time} has an effect here. Times are in hundredths of
   * a second.
   *
   * @throws ErrnoException ERANGE for a time that the spanning tree protocol does not allow
   */
  public void setNumber(String name, long value) {
    Caller.requireAdministrator();
    numbers.require(name, value);
    numbers.set(name, value);
    if (name.equals("ageing_time")) {
      setAgeing(Duration.ofMillis(value * 10)); // the kernel counts in hundredths of a second
    }
  }

  /** Whether the spanning tree protocol is switched on ({@code stp_state}). */
  boolean runsSpanningTree() {
    return numbers.get("stp_state") != 0;
  }

  public void setAgeing(Duration time) {
    Caller.requireAdministrator();
    fdb.setAgeing(time);
  }

  /**
   * Like {@code bridge fdb add … master}.
   *
   * @throws ErrnoException EEXIST if the address is known
   */
  public void addFdb(MacAddress address, BridgePort port, FdbEntry.Kind kind) {
    Caller.requireAdministrator();
    fdb.add(address, port, kind);
  }

  /** Like {@code bridge fdb replace … master}. */
  public void replaceFdb(MacAddress address, BridgePort port, FdbEntry.Kind kind) {
    Caller.requireAdministrator();
    fdb.replace(address, port, kind);
  }

  /**
   * Like {@code bridge fdb del … master}.
   *
   * @throws ErrnoException ENOENT if the address is not behind that port
   */
  public void removeFdb(MacAddress address, BridgePort port) {
    Caller.requireAdministrator();
    fdb.remove(address, port);
  }

  /**
   * Like {@code bridge fdb add … self}, of its own address.
   *
   * @throws ErrnoException EEXIST unless the entry was deleted
   */
  public void addOwnFdb() {
    Caller.requireAdministrator();
    fdb.restore(address());
  }

  /** As {@code bridge fdb flush} deletes an entry, which may be one of its own. */
  public void removeFdb(FdbEntry entry) {
    Caller.requireAdministrator();
    fdb.remove(entry.address());
  }

  /** Sets the address, which no longer follows the ports' addresses. */
  @Override
  public void setAddress(MacAddress newAddress) {
    Caller.requireAdministrator();
    super.setAddress(newAddress);
    fdb.addressesChanged();
    addressIsSet = true;
    selected = true;
    state().carrierMayHaveChanged();
  }

  /** Sets the MTU, which no longer follows the ports' MTUs. */
  @Override
  public void setMtu(int newMtu) {
    Caller.requireAdministrator();
    super.setMtu(newMtu);
    mtuIsSet = true;
  }

  BridgePort addPort(Link link) {
    int number = 1;
    while (hasNumber(number)) {
      number++;
    }
    BridgePort port = new BridgePort(this, link, number);
    List<BridgePort> more = new ArrayList<>(ports);
    more.add(number - 1, port);
    ports = List.copyOf(more);
    portsChanged();
    return port;
  }

  private boolean hasNumber(int number) {
    return ports.stream().anyMatch(port -> port.number() == number);
  }

  void removePort(BridgePort port) {
    ports = ports.stream().filter(each -> each != port).toList();
    fdb.forget(port);
  }

  /**
   * Takes its state from its ports: the lowest address, the smallest MTU, and a carrier if any has
   * one.
   */
  void portsChanged() {
    selected = true;
    ports.stream().filter(port -> !port.isForwarding()).forEach(fdb::flush);
    if (!addressIsSet) {
      linkLayerAddress()
          .follow(
              ports.stream()
                  .map(port -> port.link().address())
                  .min((a, b) -> Long.compare(a.bits(), b.bits()))
                  .orElse(MacAddress.ZERO));
    }
    fdb.addressesChanged();
    if (!mtuIsSet) {
      largestPacket().follow(ports.stream().mapToInt(port -> port.link().mtu()).min().orElse(1500));
    }
    state().carrierMayHaveChanged();
  }

  @Override
  public boolean hasCarrier() {
    if (!selected) {
      return true; // as a new link has it, until br_port_state_selection finds no port
    }
    for (BridgePort port : ports) {
      if (port.isForwarding()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public OperState operState() {
    OperState withCarrier = selected ? OperState.UP : OperState.UNKNOWN;
    return isUp() && hasCarrier() ? withCarrier : OperState.DOWN;
  }

  /** Sends a frame of this host. */
  @Override
  boolean send(Skb skb) {
    statistics().sent(skb.frameLength());
    BridgePort known = skb.destination().isMulticast() ? null : fdb.find(skb.destination());
    if (known != null) {
      forwarding.forward(skb, null, known, Step.Bridged.Reason.KNOWN);
    } else {
      forwarding.flood(skb, null);
    }
    return true;
  }

  /** Handles a frame that came in on a port. */
  void receive(Skb skb, BridgePort in) {
    input.receive(skb, in);
  }

  /** Whether a frame from another host passes through iptables. */
  boolean isSeenByIptables(Skb skb) {
    return links().layer().bridgeFilter().applies(skb);
  }

  /** Continues with a frame that its filter held back after PREROUTING. */
  public void goOn(Skb skb, BridgePort in) {
    input.goOn(skb, in);
  }

  @Override
  public void delete() {
    Caller.requireAdministrator();
    ports.forEach(port -> port.link().clearMaster());
    super.delete();
  }
}
