package dev.cnilab.userland.net.traceroute;

import dev.cnilab.netsim.address.Ipv4Address;
import org.jspecify.annotations.Nullable;

/** A probe and its outcome. */
final class Probe {
  /** Its TTL. */
  final int ttl;

  /** Its index among the probes of this TTL, from 0. */
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
   * Records an answer.
   *
   * @param what an error, as traceroute prints it; may be empty
   * @param end whether it is the last hop
   */
  void answered(Ipv4Address by, long now, String what, boolean end) {
    from = by;
    received = now;
    note = what;
    last = end;
    done = true;
  }

  /** Records that no answer came in time. */
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

  /** The round-trip time in nanoseconds; 0 without an answer. */
  long took() {
    return received < 0 ? 0 : received - sent;
  }
}
