package dev.cnilab.netsim.link;

/**
 * How long an address exists, and how long it is preferred (struct ifa_cacheinfo). Both are times
 * of the event loop in nanoseconds.
 *
 * @param valid when it is removed
 * @param preferred from when on it is deprecated
 */
public record AddressLifetime(long valid, long preferred) {
  /** No end. */
  public static final long NEVER = Long.MAX_VALUE;

  public static final AddressLifetime FOREVER = new AddressLifetime(NEVER, NEVER);

  /** Whether it is never removed. */
  public boolean isPermanent() {
    return valid == NEVER;
  }

  /** Whether it should not be used for new connections at that time. */
  public boolean isDeprecated(long now) {
    return preferred <= now;
  }
}
