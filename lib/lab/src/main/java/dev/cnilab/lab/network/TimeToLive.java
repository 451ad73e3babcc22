package dev.cnilab.lab.network;

import java.util.stream.IntStream;

/**
 * What a received TTL means: senders start at 64 (Linux), 128 (Windows) or 255 (many routers), and
 * every router takes one off (RFC 791, section 3.2).
 *
 * @param seen on arrival, 1-255
 * @param start the value it most likely started with
 */
public record TimeToLive(int seen, int start) {

  public static TimeToLive of(int seen) {
    return new TimeToLive(
        seen, IntStream.of(64, 128, 255).filter(start -> start >= seen).findFirst().orElse(255));
  }

  /** How many routers forwarded the packet. */
  public int routers() {
    return start - seen;
  }

  @Override
  public String toString() {
    return "ttl "
        + seen
        + " = "
        + start
        + " − "
        + routers()
        + ": "
        + switch (routers()) {
          case 0 -> "no router on the way, only bridges and veth pairs";
          case 1 -> "one router forwarded it";
          default -> routers() + " routers forwarded it";
        };
  }
}
