package dev.cnilab.netsim.link;

/**
 * A token bucket before a link's driver: frames leave at a rate, up to a burst at once (sch_tbf.c).
 */
public final class Tbf extends Qdisc {
  private static final double NANOS_A_BYTE_AT_ONE_BIT = 8e9;

  private final TbfSettings settings;

  /** The tokens in bytes at the time {@link #counted}. */
  private double tokens;

  private double counted;

  Tbf(Link link, int handle, TbfSettings settings) {
    super(link, handle);
    this.settings = settings;
    this.tokens = settings.burst();
    this.counted = link.loop().nanoTime();
  }

  public TbfSettings settings() {
    return settings;
  }

  @Override
  public String kind() {
    return "tbf";
  }

  @Override
  void enqueue(Skb skb) {
    int length = skb.frameLength();
    if (length > settings.burst()) {
      drop(skb, "a frame of " + length + " bytes is longer than the burst");
    } else if (waitingBytes() + length > settings.limit()) {
      drop(skb, "the queue holds " + settings.limit() + " bytes");
    } else {
      hold(skb, delay(length));
    }
  }

  /**
   * The nanoseconds until there are tokens for that many bytes more, after the frames in the queue.
   */
  private long delay(int length) {
    long now = link().loop().nanoTime();
    double nanosAByte = NANOS_A_BYTE_AT_ONE_BIT / settings.rate();
    double from = Math.max((double) now, counted);
    tokens = Math.min((double) settings.burst(), tokens + (from - counted) / nanosAByte);
    counted = from;
    if (tokens < length) {
      countOverlimit();
      counted += Math.ceil((length - tokens) * nanosAByte);
      tokens = length;
    }
    tokens -= length;
    return (long) counted - now;
  }
}
