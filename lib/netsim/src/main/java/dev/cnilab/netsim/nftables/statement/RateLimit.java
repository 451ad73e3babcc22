package dev.cnilab.netsim.nftables.statement;

import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.netsim.nftables.expression.Subject;
import java.time.temporal.ChronoUnit;

/** {@code limit rate}: matches a number of packets per unit of time, and no more. */
public final class RateLimit implements Statement {
  /** The default burst, which is not printed. */
  public static final int USUAL_BURST = 5;

  /** Whether it matches packets within the rate or those beyond it. */
  public enum Side {
    UNTIL(""),
    OVER("over ");

    private final String word;

    Side(String word) {
      this.word = word;
    }
  }

  private final Side side;
  private final int rate;
  private final ChronoUnit per;
  private final int burst;
  private double tokens;
  private long filled = -1;

  /**
   * Creates a limit.
   *
   * @param rate packets per unit of time
   * @param burst packets at once
   */
  public RateLimit(Side side, int rate, ChronoUnit per, int burst) {
    this.side = side;
    this.rate = rate;
    this.per = per;
    this.burst = burst;
    this.tokens = burst;
  }

  @Override
  public Result run(Subject subject) {
    long now = subject.surroundings().loop().nanoTime();
    if (filled >= 0) {
      double gained = (double) (now - filled) * rate / per.getDuration().toNanos();
      tokens = Math.min(burst, tokens + gained);
    }
    filled = now;
    boolean within = tokens >= 1;
    if (within) {
      tokens--;
    }
    return within == (side == Side.UNTIL) ? Result.NEXT : Result.BREAK;
  }

  @Override
  public String text(Style style) {
    String unit =
        switch (per) {
          case SECONDS -> "second";
          case MINUTES -> "minute";
          case HOURS -> "hour";
          case DAYS -> "day";
          default -> "week";
        };
    return "limit rate "
        + side.word
        + (rate + "/" + unit)
        + (burst == USUAL_BURST ? "" : " burst " + burst + " packets");
  }
}
