package dev.cnilab.lab.cli;

import static java.util.stream.Collectors.joining;

import dev.cnilab.lab.benchmark.Cases;
import dev.cnilab.lab.benchmark.ProgramLimits;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.fault.Ground;
import dev.cnilab.lab.fault.Outline;
import dev.cnilab.lab.oncall.incident.Incident;
import dev.cnilab.lab.oncall.incident.Roster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The arguments of {@code ./lab oncall}.
 *
 * @param names of faults; all if there are none
 * @param plugins all if there are none
 * @param proxies modes of kube-proxy; all if there are none
 * @param seed of the incident, or of the choice of faults to verify
 * @param level of the first incident, 1-5
 * @param agent the command of a program that is on call; empty for a person
 * @param seeds the number of incidents of each fault in a suite
 * @param budget of an agent for each incident
 * @param json the file for a suite's results; empty for none
 */
record OnCallArguments(
    Task task,
    List<String> names,
    List<String> plugins,
    List<String> proxies,
    OptionalLong seed,
    OptionalInt level,
    Set<Flag> flags,
    String agent,
    int seeds,
    ProgramLimits budget,
    String json) {

  private static final int ROUNDS = 3;

  enum Task {
    PLAY,
    LIST,
    VERIFY,
    RECORD,
    AGENT,
    SUITE
  }

  enum Flag {
    /** Without the diagnosis. */
    BLIND,
    /** Three incidents in a row. */
    SHIFT,
    /** One incident after another, until the user stops. */
    ENDLESS,
    /** On the given cluster, not on embedded ones. */
    ON_CLUSTER
  }

  OnCallArguments {
    names = List.copyOf(names);
    plugins = List.copyOf(plugins);
    proxies = List.copyOf(proxies);
    flags = Set.copyOf(flags);
  }

  /**
   * Parses the words of a command line.
   *
   * @throws LabException if one of them is unknown
   */
  static OnCallArguments of(List<String> words) {
    Task task = Task.PLAY;
    List<String> names = new ArrayList<>();
    List<String> plugins = new ArrayList<>();
    List<String> proxies = new ArrayList<>();
    OptionalLong seed = OptionalLong.empty();
    OptionalInt level = OptionalInt.empty();
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    String agent = "";
    int seeds = 1;
    Duration time = Duration.ofMinutes(10);
    int commands = ProgramLimits.UNLIMITED;
    String json = "";
    for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      switch (word) {
        case "--list" -> task = Task.LIST;
        case "--verify" -> task = Task.VERIFY;
        case "--record" -> task = Task.RECORD;
        case "--suite" -> task = Task.SUITE;
        case "--agent" -> {
          agent = value(word, rest);
          task = task == Task.SUITE ? task : Task.AGENT;
        }
        case "--cni" -> plugins.add(oneOf(Outline::plugins, word, value(word, rest)));
        case "--proxy" -> proxies.add(oneOf(Outline::proxies, word, value(word, rest)));
        case "--seed" -> seed = OptionalLong.of(number(word, value(word, rest), Long.MAX_VALUE));
        case "--level" -> level = OptionalInt.of((int) number(word, value(word, rest), 5));
        case "--seeds" -> seeds = (int) number(word, value(word, rest), 100);
        case "--commands" -> commands = (int) number(word, value(word, rest), 100_000);
        case "--seconds" -> time = Duration.ofSeconds(number(word, value(word, rest), 86_400));
        case "--json" -> json = value(word, rest);
        case "--blind" -> flags.add(Flag.BLIND);
        case "--shift" -> flags.add(Flag.SHIFT);
        case "--endless" -> flags.add(Flag.ENDLESS);
        case "--on-cluster" -> flags.add(Flag.ON_CLUSTER);
        default -> names.add(known(word));
      }
    }
    if (seed.isPresent() && (flags.contains(Flag.SHIFT) || flags.contains(Flag.ENDLESS))) {
      throw wrong("--seed " + seed.getAsLong(), "a seed is one incident, not several in a row");
    }
    boolean more =
        level.isPresent() || !plugins.isEmpty() || !proxies.isEmpty() || !names.isEmpty();
    if (seed.isPresent() && more && (task == Task.PLAY || task == Task.AGENT)) {
      throw wrong(
          "--seed " + seed.getAsLong(),
          "a seed says all of an incident; leave out what else chooses one");
    }
    if (seed.isPresent() && task == Task.SUITE) {
      throw wrong("--seed " + seed.getAsLong(), "a suite has the seeds from 1 to --seeds N");
    }
    for (String name : names) {
      requireGround(Catalogue.outline(name), plugins, proxies);
    }
    ProgramLimits budget = new ProgramLimits(time, commands);
    return new OnCallArguments(
        task, names, plugins, proxies, seed, level, flags, agent, seeds, budget, json);
  }

  /**
   * The levels of the coming incidents, in order: they rise during a shift.
   *
   * @param hardest the highest level
   * @return empty for any level
   */
  List<OptionalInt> levels(int hardest) {
    return flags.contains(Flag.SHIFT)
        ? IntStream.range(level.orElse(1), level.orElse(1) + ROUNDS)
            .map(each -> Math.min(each, hardest))
            .mapToObj(OptionalInt::of)
            .toList()
        : List.of(level);
  }

  /** Whether an incident fits the arguments and a level. */
  boolean fits(Incident incident, OptionalInt level) {
    return (plugins.isEmpty() || plugins.contains(incident.plugin()))
        && (proxies.isEmpty() || proxies.contains(incident.ground().proxy()))
        && (names.isEmpty() || names.contains(incident.fault().name()))
        && level.orElse(incident.fault().level()) == incident.fault().level();
  }

  /** The incidents of a suite for these arguments. */
  Cases cases(Roster roster) {
    return Cases.of(
        roster,
        roster.faults().stream()
            .filter(fault -> names.isEmpty() || names.contains(fault.name()))
            .filter(fault -> level.orElse(fault.level()) == fault.level())
            .map(fault -> fault.on(plugins, proxies))
            .toList(),
        seeds);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw wrong(option, "nothing follows it");
    }
    return rest.next();
  }

  private static long number(String option, String text, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // Reported below, like a number that is out of range.
    }
    throw wrong(option + " " + text, "it takes a whole number from 1 to " + most);
  }

  /** A word that must occur in faults of the catalogue. */
  private static String oneOf(Function<Outline, List<String>> kind, String option, String value) {
    Set<String> known =
        Catalogue.outlines().stream()
            .flatMap(fault -> kind.apply(fault).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    if (!known.contains(value)) {
      throw wrong(option + " " + value, "faults are made with " + String.join(", ", known));
    }
    return value;
  }

  private static void requireGround(Outline fault, List<String> plugins, List<String> proxies) {
    if (fault.on(plugins, proxies).grounds().isEmpty()) {
      throw wrong(
          fault.name(),
          "it cannot be made on %s, but on %s"
              .formatted(
                  String.join(" ", Stream.concat(plugins.stream(), proxies.stream()).toList()),
                  fault.grounds().stream().map(Ground::toString).collect(joining(" "))));
    }
  }

  private static String known(String name) {
    if (!Catalogue.names().contains(name)) {
      throw wrong(name, "it is neither an option nor a fault of the catalogue");
    }
    return name;
  }

  private static LabException wrong(String word, String why) {
    return LabException.of("could not understand " + word, why, Suggestions.LIST_FAULTS);
  }
}
