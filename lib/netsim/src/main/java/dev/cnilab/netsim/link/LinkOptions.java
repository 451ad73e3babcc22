package dev.cnilab.netsim.link;

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

  LinkOptions() {}

  /** Whether it asks for the addresses of its neighbours, and answers who asks for its own. */
  public boolean arp() {
    return arp;
  }

  public void setArp(boolean on) {
    arp = on;
  }

  public boolean multicast() {
    return multicast;
  }

  public void setMulticast(boolean on) {
    multicast = on;
  }

  /** Whether it takes what is addressed to others, which only those see who capture there. */
  public boolean promiscuous() {
    return promiscuous;
  }

  public void setPromiscuous(boolean on) {
    promiscuous = on;
  }

  public boolean allMulticast() {
    return allMulticast;
  }

  public void setAllMulticast(boolean on) {
    allMulticast = on;
  }

  /** In packets. */
  public int queueLength() {
    return queueLength;
  }

  public void setQueueLength(int packets) {
    queueLength = packets;
  }

  /** A number by which links are selected; 0 is called default. */
  public int group() {
    return group;
  }

  public void setGroup(int number) {
    group = number;
  }

  /** A text beside the name; empty if none was given. */
  public String alias() {
    return alias;
  }

  public void setAlias(String text) {
    alias = text;
  }
}
