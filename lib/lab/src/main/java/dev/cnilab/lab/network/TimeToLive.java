package dev.cnilab.lab.network;

import java.util.stream.IntStream;

/**
 * What a received TTL means: senders start at 64 (Linux), 128 (Windows) or 255 (many routers), and
 * every router subtracts one (RFC 791, section 3.2).
 *
 * @param seen the TTL on arrival, 1-255
 * @param start the most likely initial TTL
 */
public record TimeToLive(int seen, int start) {

  public static TimeToLive of(int seen) {
    return new TimeToLive(
        seen, IntStream.of(64, 128, 255).filter(start -> start >= seen).findFirst().orElse(255));
  }

  /** The number of routers that forwarded the packet. */
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
