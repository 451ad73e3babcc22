package dev.cnilab.netsim.link;

import dev.cnilab.netsim.caller.Caller;
import java.util.HashMap;
import java.util.Map;

/** What {@code ip link set} says of a link besides its addresses and its state. */
public final class LinkOptions {
  private static final int QUEUE_LENGTH = 1000;

  private boolean arp = true;
  private boolean multicast = true;
  private boolean promiscuous;
  private boolean allMulticast;
  private int queueLength = QUEUE_LENGTH;
  private int group;
  private String alias = "";
  private final Map<String, Boolean> offloads = new HashMap<>();

  LinkOptions() {}

  /** The offloads that were switched, by their names; nothing here leaves any work to a card. */
  public Map<String, Boolean> offloads() {
    return Map.copyOf(offloads);
  }

  public void setOffload(String name, boolean on) {
    Caller.requireAdministrator();
    offloads.put(name, on);
  }

  /** Whether it asks for the addresses of its neighbours, and answers who asks for its own. */
  public boolean arp() {
    return arp;
  }

  public void setArp(boolean on) {
    Caller.requireAdministrator();
    arp = on;
  }

  public boolean multicast() {
    return multicast;
  }

  public void setMulticast(boolean on) {
    Caller.requireAdministrator();
    multicast = on;
  }

  /** Whether it takes what is addressed to others, which only those see who capture there. */
  public boolean promiscuous() {
    return promiscuous;
  }

  public void setPromiscuous(boolean on) {
    Caller.requireAdministrator();
    promiscuous = on;
  }

  public boolean allMulticast() {
    return allMulticast;
  }

  public void setAllMulticast(boolean on) {
    Caller.requireAdministrator();
    allMulticast = on;
  }

  /** In packets. */
  public int queueLength() {
    return queueLength;
  }

  public void setQueueLength(int packets) {
    Caller.requireAdministrator();
    queueLength = packets;
  }

  /** A number by which links are selected; 0 is called default. */
  public int group() {
    return group;
  }

  public void setGroup(int number) {
    Caller.requireAdministrator();
    group = number;
  }

  /** A text beside the name; empty if none was given. */
  public String alias() {
    return alias;
  }

  public void setAlias(String text) {
    Caller.requireAdministrator();
    alias = text;
  }
}
