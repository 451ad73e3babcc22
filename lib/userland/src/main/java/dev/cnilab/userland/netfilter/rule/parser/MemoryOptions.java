package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.match.HeaderMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.MemoryMatch;
import dev.cnilab.netsim.iptables.match.MemoryMatch.RateByHost.Part;
import dev.cnilab.netsim.iptables.match.MemoryMatch.Recent.Action;
import dev.cnilab.netsim.iptables.match.RateMatch;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.IptablesWords;
import dev.cnilab.userland.netfilter.rule.RuleValues;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The options of string, quota, connlimit, hashlimit and recent, extensions whose conditions
 * consist of several options.
 */
final class MemoryOptions {
  private static final int DEFAULT_BURST = 5;
  private static final int ADDRESS_BITS = 32;

  private final Table table;
  private final Consumer<Match> conditions;

  private @Nullable String text;
  private boolean otherText;
  private String algorithm = "";
  private int from;
  private int to = HeaderMatch.Text.LAST;
  private boolean ignoresCase;

  private int connections = -1;
  private boolean moreConnections;
  private boolean ofDestination;
  private int length = ADDRESS_BITS;

  private @Nullable String rate;
  private boolean aboveRate;
  private int burst = DEFAULT_BURST;
  private List<Part> parts = List.of();
  private String hashName = "";

  private @Nullable Action action;
  private boolean otherAction;
  private String listName = "DEFAULT";
  private int seconds;
  private int hits;
  private boolean sameTtl;
  private boolean reap;

  /**
   * Parses the options of one rule.
   *
   * @param conditions receives each condition once it is complete
   */
  MemoryOptions(Table table, Consumer<Match> conditions) {
    this.table = table;
    this.conditions = conditions;
  }

  /**
   * Handles an option with its value.
   *
   * @param loaded the extensions that were named and have no condition yet
   * @param inverted whether an exclamation mark came before it
   * @return false if it is none of these
   * @throws ProgramException if its value is invalid
   */
  boolean take(String option, IptablesWords words, List<String> loaded, boolean inverted)
      throws ProgramException {
    return (loaded.contains("string") && takeString(option, words, inverted))
        || (loaded.contains("quota") && takeQuota(option, words))
        || (loaded.contains("connlimit") && takeConnections(option, words, inverted))
        || (loaded.contains("hashlimit") && takeRate(option, words, inverted))
        || (loaded.contains("recent") && takeRecent(option, words, inverted));
  }

  private boolean takeString(String option, IptablesWords words, boolean inverted)
      throws ProgramException {
    switch (option) {
      case "--string" -> text = words.valueOf(option);
      case "--hex-string" -> text = withBytes(words.valueOf(option));
      case "--algo" -> algorithm = words.valueOf(option);
      case "--from" -> from = number(option, words, HeaderMatch.Text.LAST);
      case "--to" -> to = number(option, words, HeaderMatch.Text.LAST);
      case "--icase" -> ignoresCase = true;
      default -> {
        return false;
      }
    }
    otherText |= inverted && option.endsWith("string");
    return true;
  }

  /** A text in which hexadecimal bytes stand between vertical bars. */
  private static String withBytes(String word) throws ProgramException {
    StringBuilder bytes = new StringBuilder();
    String[] pieces = word.split("\\|", -1);
    for (int i = 0; i < pieces.length; i++) {
      String digits = pieces[i].replace(" ", "");
      if (i % 2 == 0) {
        bytes.append(pieces[i]);
      } else if (!digits.matches("([0-9a-fA-F]{2})*")) {
        throw IptablesFailure.usage("string: Invalid hex block in string \"" + word + "\"\n");
      } else {
        for (int at = 0; at < digits.length(); at += 2) {
          bytes.append((char) Integer.parseInt(digits.substring(at, at + 2), 16));
        }
      }
    }
    return bytes.toString();
  }

  private boolean takeQuota(String option, IptablesWords words) throws ProgramException {
    if (!option.equals("--quota")) {
      return false;
    }
    String value = words.valueOf(option);
    if (!value.matches("\\d{1,18}")) {
      throw bad("quota", option, value);
    }
    conditions.accept(new MemoryMatch.Quota(Long.parseLong(value)));
    return true;
  }

  private boolean takeConnections(String option, IptablesWords words, boolean inverted)
      throws ProgramException {
    switch (option) {
      case "--connlimit-above", "--connlimit-upto" -> {
        connections = number(option, words, Integer.MAX_VALUE);
        moreConnections = option.endsWith("above") != inverted;
      }
      case "--connlimit-mask" -> length = number(option, words, ADDRESS_BITS);
      case "--connlimit-saddr" -> ofDestination = false;
      case "--connlimit-daddr" -> ofDestination = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean takeRate(String option, IptablesWords words, boolean inverted)
      throws ProgramException {
    switch (option) {
      case "--hashlimit-above", "--hashlimit-upto" -> {
        rate = words.valueOf(option);
        aboveRate = option.endsWith("above") != inverted;
      }
      case "--hashlimit-burst" -> burst = number(option, words, 10_000);
      case "--hashlimit-mode" -> parts = parts(option, words.valueOf(option));
      case "--hashlimit-name" -> hashName = words.valueOf(option);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static List<Part> parts(String option, String value) throws ProgramException {
    List<Part> parts = new ArrayList<>();
    for (String each : value.split(",", -1)) {
      parts.add(RuleValues.constant(Part.class, each, wording("hashlimit", option, value)));
    }
    return parts.stream().distinct().sorted().toList();
  }

  private boolean takeRecent(String option, IptablesWords words, boolean inverted)
      throws ProgramException {
    switch (option) {
      case "--set", "--rcheck", "--update", "--remove" -> {
        action = Action.valueOf(option.substring(2).toUpperCase(Locale.ROOT));
        otherAction = inverted;
      }
      case "--seconds" -> seconds = RuleValues.positive(words.valueOf(option), "recent", option);
      case "--hitcount" -> hits = number(option, words, Integer.MAX_VALUE);
      case "--rttl" -> sameTtl = true;
      case "--reap" -> reap = true;
      case "--name" -> listName = words.valueOf(option);
      case "--mask" -> length = RuleValues.prefix("0.0.0.0/" + words.valueOf(option)).length();
      case "--rsource" -> ofDestination = false;
      case "--rdest" -> ofDestination = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  private static int number(String option, IptablesWords words, int most) throws ProgramException {
    String value = words.valueOf(option);
    String extension = option.substring(2).replaceFirst("-.*", "");
    return RuleValues.number(value, most, wording(extension, option, value));
  }

  private static String wording(String extension, String option, String value) {
    return extension + ": Bad value for \"" + option + "\" option: \"" + value + "\"";
  }

  private static ProgramException bad(String extension, String option, String value) {
    return IptablesFailure.usage(wording(extension, option, value));
  }

  /**
   * Completes the conditions.
   *
   * @param loaded the extensions that were named and have no condition yet
   * @throws ProgramException if one lacks a required option
   */
  void finish(List<String> loaded) throws ProgramException {
    List<String> open = List.copyOf(loaded);
    if (open.contains("string")) {
      finishString();
    }
    if (open.contains("quota")) {
      throw missing("quota", "--quota");
    }
    if (open.contains("connlimit")) {
      if (connections < 0) {
        throw IptablesFailure.usage(
            "You must specify \"--connlimit-above\" or \"--connlimit-upto\".");
      }
      conditions.accept(
          new MemoryMatch.Connections(connections, moreConnections, length, ofDestination));
    }
    if (open.contains("hashlimit")) {
      finishRate();
    }
    if (open.contains("recent")) {
      finishRecent();
    }
  }

  private void finishString() throws ProgramException {
    String wanted = text;
    if (wanted == null) {
      throw IptablesFailure.usage("STRING match: You must specify `--string' or `--hex-string'");
    } else if (algorithm.isEmpty()) {
      throw missing("string", "--algo");
    } else if (!algorithm.equals("bm") && !algorithm.equals("kmp")) {
      throw IptablesFailure.noChain();
    }
    Match match = new HeaderMatch.Text(wanted, algorithm, from, to, ignoresCase);
    conditions.accept(otherText ? new Match.Not(match) : match);
  }

  private void finishRate() throws ProgramException {
    String wanted = rate;
    if (wanted == null) {
      throw missing("hashlimit", "--hashlimit-upto\" or \"--hashlimit-above");
    } else if (hashName.isEmpty()) {
      throw missing("hashlimit", "--hashlimit-name");
    }
    RateMatch.Limit limit = RateOptions.limit(wanted, burst);
    conditions.accept(new MemoryMatch.RateByHost(limit, aboveRate, parts, hashName));
  }

  private void finishRecent() throws ProgramException {
    Action wanted = action;
    if (wanted == null) {
      throw IptablesFailure.usage(
          "recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'");
    }
    Match match =
        new MemoryMatch.Recent(
            table.recent(listName),
            listName,
            wanted,
            seconds,
            hits,
            sameTtl,
            reap,
            ofDestination,
            length);
    conditions.accept(otherAction ? new Match.Not(match) : match);
  }

  private static ProgramException missing(String extension, String option) {
    return IptablesFailure.usage(extension + ": option \"" + option + "\" must be specified\n");
  }
}
