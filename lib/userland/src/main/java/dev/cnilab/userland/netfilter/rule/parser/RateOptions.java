package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.RateMatch;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.IptablesWords;
import dev.cnilab.userland.netfilter.rule.RuleValues;
import dev.cnilab.userland.process.ProgramException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The options of limit and statistic, extensions whose conditions consist of several options. */
final class RateOptions {
  private static final int DEFAULT_BURST = 5;

  /** The most packets per second (XT_LIMIT_SCALE in the kernel). */
  private static final int FASTEST = 10_000;

  private final Consumer<Match> conditions;
  private final BooleanSupplier inverted;
  private String statisticMode = "";
  private int every;
  private boolean others;
  private String rate = "3/hour";
  private int burst = DEFAULT_BURST;

  /**
   * Parses the options of one rule.
   *
   * @param conditions receives each condition once it is complete
   * @param inverted says whether an exclamation mark came before the present option
   */
  RateOptions(Consumer<Match> conditions, BooleanSupplier inverted) {
    this.conditions = conditions;
    this.inverted = inverted;
  }

  /**
   * Handles an option with its value.
   *
   * @return false if it is none of these
   * @throws ProgramException if its value is invalid
   */
  boolean take(String option, IptablesWords words) throws ProgramException {
    switch (option) {
      case "--mode" -> statisticMode = mode(words.valueOf(option));
      case "--probability" ->
          conditions.accept(RateMatch.Random.of(RuleValues.probability(words.valueOf(option))));
      case "--every" -> {
        every = RuleValues.positive(words.valueOf(option), "statistic", option);
        others = inverted.getAsBoolean();
      }
      case "--packet" -> {
        int packet = RuleValues.number(words.valueOf(option), Integer.MAX_VALUE, "bad --packet");
        if (packet >= Math.max(1, every)) {
          throw IptablesFailure.usage("the --packet p must be 0 <= p <= n-1");
        }
        Match match = new RateMatch.Nth(Math.max(1, every), packet);
        conditions.accept(others ? new Match.Not(match) : match);
      }
      case "--limit" -> rate = words.valueOf(option);
      case "--limit-burst" ->
          burst = burst(RuleValues.number(words.valueOf(option), 10_000, "bad --limit-burst"));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** None is the usual one. */
  private static int burst(int given) {
    return given == 0 ? DEFAULT_BURST : given;
  }

  private static String mode(String word) throws ProgramException {
    if (!word.equals("random") && !word.equals("nth")) {
      throw IptablesFailure.usage("Bad mode \"" + word + "\"");
    }
    return word;
  }

  /**
   * A rate such as {@code 5/minute}.
   *
   * @param burst the size of the bucket
   * @throws ProgramException if it is not a rate
   */
  static RateMatch.Limit limit(String text, int burst) throws ProgramException {
    String[] parts = text.split("/", 2);
    String problem = "bad rate \"" + text + "\"'";
    int average = RuleValues.number(parts[0], Integer.MAX_VALUE, problem);
    if (average == 0) {
      throw IptablesFailure.usage(problem);
    }
    String unit = parts.length == 1 ? "second" : parts[1];
    Optional<ChronoUnit> per =
        Arrays.stream(
                new ChronoUnit[] {
                  ChronoUnit.SECONDS, ChronoUnit.MINUTES, ChronoUnit.HOURS, ChronoUnit.DAYS
                })
            .filter(
                each ->
                    each.name().toLowerCase(Locale.ROOT).startsWith(unit.toLowerCase(Locale.ROOT)))
            .findFirst();
    ChronoUnit time = per.orElseThrow(() -> IptablesFailure.usage(problem));
    if (average / time.getDuration().toSeconds() > FASTEST) {
      throw IptablesFailure.usage("Rate too fast \"" + text + "\"");
    }
    return new RateMatch.Limit(average, time, burst);
  }

  /**
   * Completes the conditions that need no further option.
   *
   * @param loaded the extensions that were named and have no condition yet
   * @throws ProgramException if one lacks a required option
   */
  void finish(List<String> loaded) throws ProgramException {
    if (loaded.contains("limit")) {
      conditions.accept(limit(rate, burst));
    }
    if (statisticMode.equals("nth") && loaded.contains("statistic")) {
      throw IptablesFailure.usage(
          every > 0
              ? "statistic: option \"--every\" also requires \"--packet\".\n"
              : "--every and --packet must be specified when using nth mode");
    }
  }
}
