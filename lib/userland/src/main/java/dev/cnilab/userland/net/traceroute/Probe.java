package dev.cnilab.userland.net.traceroute;

import dev.cnilab.netsim.address.Ipv4Address;
import org.jspecify.annotations.Nullable;

/** A packet on its way, and what came of it. */
final class Probe {
  /** How many hops it may go. */
  final int ttl;

  /** Its place among the probes of that many hops, from 0 on. */
  final int place;

  private long sent = -1;
  private long received = -1;
  private @Nullable Ipv4Address from;
  private String note = "";
  private boolean done;
  private boolean last;

  Probe(int ttl, int place) {
    this.ttl = ttl;
    this.place = place;
  }

  void sent(long now) {
    sent = now;
  }

  long sentAt() {
    return sent;
  }

  boolean isSent() {
    return sent >= 0;
  }

  /**
   * An answer came.
   *
   * @param what is wrong with it, as traceroute notes it; may be empty
   * @param end whether nothing lies beyond
   */
  void answered(Ipv4Address by, long now, String what, boolean end) {
    from = by;
    received = now;
    note = what;
    last = end;
    done = true;
  }

  /** Nobody answered in time. */
  void expire() {
    done = true;
  }

  boolean isDone() {
    return done;
  }

  boolean isLast() {
    return last;
  }

  @Nullable Ipv4Address from() {
    return from;
  }

  String note() {
    return note;
  }

  /** The time it took in nanoseconds; 0 if no answer came. */
  long took() {
    return received < 0 ? 0 : received - sent;
  }
}
