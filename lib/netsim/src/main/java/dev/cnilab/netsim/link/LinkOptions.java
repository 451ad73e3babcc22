package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The settings of {@code ip link set} for a link, other than its addresses and state. */
public final class LinkOptions {
  private static final int QUEUE_LENGTH = 1000;

  /** Whether a link is dormant until a protocol above it lets it through (RFC 2863). */
  public enum Mode {
    DEFAULT,
    DORMANT
  }

  private final Link link;
  private boolean arp = true;
  private boolean multicast = true;
  private boolean promiscuous;
  private boolean allMulticast;
  private int queueLength = QUEUE_LENGTH;
  private int group;
  private Mode mode = Mode.DEFAULT;
  private String addressGeneration = "eui64";
  private String alias = "";
  private final Map<String, Boolean> offloads = new HashMap<>();
  private List<MacAddress> groups = List.of();

  LinkOptions(Link link) {
    this.link = link;
  }

  /** Reports settings that were changed. */
  public void changed() {
    link.announce();
  }

  /** Invalidates the link's neighbors' addresses after ARP was switched on or off. */
  public void arpChanged() {
    link.links().layer().linkChanged(link, LinkChange.ADDRESS_CHANGED);
  }

  /**
   * The offloads that were switched, by name; they have no effect, because no card does any work
   * here.
   */
  public Map<String, Boolean> offloads() {
    return Map.copyOf(offloads);
  }

  public void setOffload(String name, boolean on) {
    Caller.requireAdministrator();
    offloads.put(name, on);
  }

  /** Whether ARP is on: it resolves neighbors and answers requests for its own addresses. */
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

  /**
   * Whether it is promiscuous: it accepts frames for other hosts, which only captures on it see.
   */
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

  /** The transmit queue length, in packets. */
  public int queueLength() {
    return queueLength;
  }

  public void setQueueLength(int packets) {
    Caller.requireAdministrator();
    queueLength = packets;
  }

  /** The multicast addresses that an administrator added; {@code ip maddr}. */
  public List<MacAddress> groups() {
    return groups;
  }

  /** Adds a multicast address; nothing changes if it is there already. */
  public void addGroup(MacAddress group) {
    Caller.requireAdministrator();
    if (!groups.contains(group)) {
      List<MacAddress> more = new ArrayList<>(groups);
      more.add(group);
      groups = List.copyOf(more);
    }
  }

  /**
   * Removes a multicast address that an administrator added.
   *
   * @throws ErrnoException ENOENT if there is none
   */
  public void removeGroup(MacAddress group) {
    Caller.requireAdministrator();
    if (!groups.contains(group)) {
      throw new ErrnoException(Errno.ENOENT);
    }
    groups = groups.stream().filter(each -> !each.equals(group)).toList();
  }

  /** The group, a number to select links by; 0 is called default. */
  public int group() {
    return group;
  }

  public void setGroup(int number) {
    Caller.requireAdministrator();
    group = number;
  }

  /** Its mode; shown only, since no protocol here wakes a dormant link up. */
  public Mode mode() {
    return mode;
  }

  public void setMode(Mode newMode) {
    Caller.requireAdministrator();
    mode = newMode;
  }

  /** How it is to form IPv6 addresses, as {@code ip -d link} names it. */
  public String addressGeneration() {
    return addressGeneration;
  }

  public void setAddressGeneration(String mode) {
    Caller.requireAdministrator();
    addressGeneration = mode;
  }

  /** A description; empty if none was set. */
  public String alias() {
    return alias;
  }

  public void setAlias(String text) {
    Caller.requireAdministrator();
    alias = text;
  }
}
