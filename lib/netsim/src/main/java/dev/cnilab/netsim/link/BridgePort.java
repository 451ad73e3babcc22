package dev.cnilab.netsim.link;

/** A link's membership in a bridge, with the settings of {@code bridge link set}. */
public final class BridgePort {
  private final Bridge bridge;
  private final Link link;
  private final int number;
  private boolean hairpin;
  private boolean isolated;
  private boolean learning = true;
  private boolean flooding = true;
  private int priority = 32;
  private int cost = 2;
  private State state = State.FORWARDING;

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
  }

  BridgePort(Bridge bridge, Link link, int number) {
    this.bridge = bridge;
    this.link = link;
    this.number = number;
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

  /** What it was set to, or disabled while its link or its bridge is. */
  public State state() {
    return link.isUp() && link.hasCarrier() && bridge.isUp() ? state : State.DISABLED;
  }

  public void setState(State newState) {
    state = newState;
    bridge.portsChanged();
  }

  /** Which port the spanning tree protocol prefers: the lower, the better. */
  public int priority() {
    return priority;
  }

  public void setPriority(int newPriority) {
    priority = newPriority;
  }

  /** What a way over it costs the spanning tree protocol. */
  public int cost() {
    return cost;
  }

  public void setCost(int newCost) {
    cost = newCost;
  }

  /** Whether a frame may leave by the port it came in by. */
  public boolean hairpin() {
    return hairpin;
  }

  public void setHairpin(boolean on) {
    hairpin = on;
  }

  /** Whether it exchanges frames only with ports that are not isolated. */
  public boolean isolated() {
    return isolated;
  }

  public void setIsolated(boolean on) {
    isolated = on;
  }

  /** Whether the bridge learns source addresses from it. */
  public boolean learning() {
    return learning;
  }

  public void setLearning(boolean on) {
    learning = on;
  }

  /** Whether frames to unknown unicast addresses leave by it. */
  public boolean flooding() {
    return flooding;
  }

  public void setFlooding(boolean on) {
    flooding = on;
  }
}
