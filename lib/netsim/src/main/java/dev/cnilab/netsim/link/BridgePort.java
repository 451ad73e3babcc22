package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A link's membership in a bridge, with the settings of {@code bridge link set}. */
public final class BridgePort {
  private final Bridge bridge;
  private final Link link;
  private final int number;
  private final Set<Switch> on =
      EnumSet.of(Switch.LEARNING, Switch.FLOOD, Switch.MCAST_FLOOD, Switch.BCAST_FLOOD);
  private int priority = 32;
  private int cost;
  private State state = State.FORWARDING;

  /** The flags of a port; in lower case, their names are those of {@code bridge link set}. */
  public enum Switch {
    /** A frame may leave by the port it came in on. */
    HAIRPIN,
    GUARD,
    ROOT_BLOCK,
    FASTLEAVE,
    /** The bridge learns source addresses from it. */
    LEARNING,
    FLOOD,
    MCAST_FLOOD,
    BCAST_FLOOD,
    MCAST_TO_UNICAST,
    NEIGH_SUPPRESS,
    VLAN_TUNNEL,
    /** It cannot exchange frames with other isolated ports. */
    ISOLATED,
    LOCKED,
    PROXY_ARP,
    PROXY_ARP_WIFI;

    /** The name that {@code bridge link set} uses. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The flag of that name. */
    public static Optional<Switch> named(String label) {
      return Arrays.stream(values()).filter(each -> each.label().equals(label)).findFirst();
    }
  }

  /** The states of the spanning tree protocol, with their numbers (BR_STATE_*). */
  public enum State {
    DISABLED(0),
    LISTENING(1),
    LEARNING(2),
    FORWARDING(3),
    BLOCKING(4);

    private final int number;

    State(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }

    /** The state with a number of 0 to 4. */
    public static State numbered(int number) {
      return Arrays.stream(values())
          .filter(state -> state.number == number)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no port state " + number));
    }

    /** The state as iproute2 prints it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  BridgePort(Bridge bridge, Link link, int number) {
    this.bridge = bridge;
    this.link = link;
    this.number = number;
    boolean unknownSpeed = link instanceof Vxlan vxlan && vxlan.settings().device() == null;
    this.cost = unknownSpeed ? 100 : 2; // for 10 Gb/s (port_cost in net/bridge/br_if.c)
  }

  public Bridge bridge() {
    return bridge;
  }

  public Link link() {
    return link;
  }

  /** The port's number in its bridge, from 1. */
  public int number() {
    return number;
  }

  /** Whether it passes frames: its link and its bridge are up, and the link has a carrier. */
  public boolean isForwarding() {
    return state() == State.FORWARDING;
  }

  /** The state that was set; disabled while the link or the bridge is down. */
  public State state() {
    return link.isUp() && link.hasCarrier() && bridge.isUp() ? state : State.DISABLED;
  }

  /**
   * Sets the state (br_set_port_state). Without the spanning tree protocol, a blocked port forwards
   * at once (br_make_forwarding).
   *
   * @throws ErrnoException EBUSY if the spanning tree protocol decides, ENETDOWN if the link is
   *     down or, unless it is to be disabled, has no carrier
   */
  public void setState(State newState) {
    Caller.requireAdministrator();
    if (bridge.runsSpanningTree()) {
      throw new ErrnoException(Errno.EBUSY);
    }
    if (!link.isUp() || !(link.hasCarrier() || newState == State.DISABLED)) {
      throw new ErrnoException(Errno.ENETDOWN);
    }
    state = newState == State.BLOCKING ? State.FORWARDING : newState;
    bridge.portsChanged();
  }

  /** The port's priority in the spanning tree protocol; lower is better. */
  public int priority() {
    return priority;
  }

  /**
   * Sets the priority.
   *
   * @throws ErrnoException ERANGE if it is not from 0 to 63
   */
  public void setPriority(int newPriority) {
    Caller.requireAdministrator();
    requireRange(newPriority, 0, 63);
    priority = newPriority;
  }

  /** The cost of a path over this port in the spanning tree protocol. */
  public int cost() {
    return cost;
  }

  /**
   * Sets the cost.
   *
   * @throws ErrnoException ERANGE if it is not from 1 to 65535
   */
  public void setCost(int newCost) {
    Caller.requireAdministrator();
    requireRange(newCost, 1, 0xffff);
    cost = newCost;
  }

  private static void requireRange(int value, int least, int most) {
    if (value < least || value > most) {
      throw new ErrnoException(Errno.ERANGE);
    }
  }

  public boolean is(Switch which) {
    return on.contains(which);
  }

  public void set(Switch which, boolean toOn) {
    Caller.requireAdministrator();
    if (toOn) {
      on.add(which);
    } else {
      on.remove(which);
    }
  }

  /** Whether frames to an address that is not known to be behind another port leave by this one. */
  boolean floods(MacAddress destination) {
    if (destination.equals(MacAddress.BROADCAST)) {
      return is(Switch.BCAST_FLOOD);
    }
    return is(destination.isMulticast() ? Switch.MCAST_FLOOD : Switch.FLOOD);
  }
}
