package dev.cnilab.netsim.iptables.match;

import dev.cnilab.netsim.iptables.subject.MatchSubject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A condition on the packet rate or on chance. */
public sealed interface RateMatch extends Match
    permits RateMatch.Random,
        RateMatch.Nth,
        RateMatch.Limit,
        RateMatch.Remembering,
        RateMatch.Remembered {
  /** {@code -m statistic --mode random}, in units of 2^-31 as the kernel keeps it. */
  record Random(long threshold) implements RateMatch {
    private static final double UNIT = 1L << 31;

    public static Random of(double probability) {
      return new Random(Math.round(probability * UNIT));
    }

    @Override
    public boolean matches(MatchSubject subject) {
      return subject.surroundings().loop().random().nextInt(Integer.MAX_VALUE) < threshold;
    }

    @Override
    public String extension() {
      return "statistic";
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "--mode random --probability %.11f", threshold / UNIT);
    }

    @Override
    public String negated() {
      return toString().replace("--prob", "! --prob");
    }
  }

  /**
   * {@code -m statistic --mode nth}: matches one packet of every N, the one at index {@code
   * packet}, from 0.
   */
  final class Nth implements RateMatch {
    private final int every;
    private final int packet;
    private int seen;

    public Nth(int every, int packet) {
      this.every = every;
      this.packet = packet;
    }

    @Override
    public boolean matches(MatchSubject subject) {
      int number = seen;
      seen = (seen + 1) % every;
      return number == packet;
    }

    @Override
    public String extension() {
      return "statistic";
    }

    @Override
    public String toString() {
      return "--mode nth --every " + every + " --packet " + packet;
    }

    @Override
    public String negated() {
      return toString().replace("--every", "! --every");
    }
  }

  /** {@code -m limit}: a token bucket that is full at the start. */
  final class Limit implements RateMatch {
    private final int average;
    private final ChronoUnit per;
    private final int burst;
    private double tokens;
    private long filled = -1;

    /**
     * At most {@code average} packets in each {@code per}.
     *
     * @param per SECONDS, MINUTES, HOURS or DAYS
     * @param burst the size of the bucket
     */
    public Limit(int average, ChronoUnit per, int burst) {
      this.average = average;
      this.per = per;
      this.burst = burst;
      this.tokens = burst;
    }

    @Override
    public boolean matches(MatchSubject subject) {
      long now = subject.surroundings().loop().nanoTime();
      if (filled >= 0) {
        double gained = (double) (now - filled) * average / per.getDuration().toNanos();
        tokens = Math.min(burst, tokens + gained);
      }
      filled = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }

    @Override
    public String extension() {
      return "limit";
    }

    /** A bucket of this kind that is full. */
    Limit full() {
      return new Limit(average, per, burst);
    }

    /** The rate as {@code 1/min}. */
    public String rate() {
      return average
          + switch (per) {
            case SECONDS -> "/sec";
            case MINUTES -> "/min";
            case HOURS -> "/hour";
            default -> "/day";
          };
    }

    public int burst() {
      return burst;
    }

    @Override
    public String toString() {
      return "--limit " + rate() + (burst == 5 ? "" : " --limit-burst " + burst);
    }
  }

  /** {@code -m recent --set}: records the source. */
  record Remembering(RecentSources sources) implements RateMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      sources.note(subject.packet().source(), subject.surroundings().loop().nanoTime());
      return true;
    }

    @Override
    public String extension() {
      return "recent";
    }

    @Override
    public String toString() {
      return "--set --name " + sources.name() + " --mask 255.255.255.255 --rsource";
    }
  }

  /** {@code -m recent --rcheck --seconds … --reap}: the source was recorded within that time. */
  record Remembered(RecentSources sources, int seconds) implements RateMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      long now = subject.surroundings().loop().nanoTime();
      return sources.has(subject.packet().source(), now, Duration.ofSeconds(seconds));
    }

    @Override
    public String extension() {
      return "recent";
    }

    @Override
    public String toString() {
      return "--rcheck --seconds "
          + seconds
          + " --reap --name "
          + sources.name()
          + " --mask 255.255.255.255 --rsource";
    }
  }
}
