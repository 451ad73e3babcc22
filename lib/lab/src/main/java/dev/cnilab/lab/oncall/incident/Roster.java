package dev.cnilab.lab.oncall.incident;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.fault.Ground;
import dev.cnilab.lab.fault.Outline;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** All incidents, one for each seed. */
public record Roster(List<Outline> faults, List<String> noise) {

  /** The highest seed; seeds from 1 to this are short, because people tell them to each other. */
  private static final int SEEDS = 9999;

  private static final int DRAWS = 5000;
  private static final int NOISES = 2;

  public Roster {
    faults = List.copyOf(faults);
    noise = List.copyOf(noise);
  }

  /** The roster of the catalogue. */
  public static Roster ofCatalogue() {
    return new Roster(Catalogue.outlines(), Noise.names());
  }

  /** The highest level of a fault. */
  public int hardest() {
    return faults.stream().mapToInt(Outline::level).max().orElse(1);
  }

  /**
   * The incident of a seed, which is always the same for the same catalogue. Consecutive seeds give
   * different incidents, unlike with {@link java.util.Random}.
   */
  public Incident incident(long seed) {
    Outline fault =
        faults.stream().max(Comparator.comparingLong(each -> lot(seed, each))).orElseThrow();
    return incident(seed, fault);
  }

  /**
   * A fault's lot for a seed; the highest one wins, so that a new fault takes few seeds from the
   * others.
   */
  private static long lot(long seed, Outline fault) {
    return new SplittableRandom(seed << Integer.SIZE ^ fault.name().hashCode()).nextLong();
  }

  /** The incident of a seed with a given fault. */
  public Incident incident(long seed, Outline fault) {
    return incident(seed, fault, new SplittableRandom(seed));
  }

  private Incident incident(long seed, Outline fault, RandomGenerator random) {
    String plugin = oneOf(fault.plugins(), random);
    List<String> some =
        random.ints(0, noise.size()).distinct().limit(NOISES).mapToObj(noise::get).toList();
    Ground ground = new Ground(plugin, oneOf(fault.proxies(), random));
    return new Incident(seed, fault, ground, some);
  }

  private static <T> T oneOf(List<T> all, RandomGenerator random) {
    return all.get(random.nextInt(all.size()));
  }

  /**
   * A random incident, every other time of a kind that was missed before.
   *
   * @param missed kinds of faults
   * @throws LabException if no incident is wanted
   */
  public Incident drawn(RandomGenerator random, Predicate<Incident> wanted, Set<String> missed) {
    Predicate<Incident> again = incident -> missed.contains(incident.fault().kind());
    Optional<Incident> second =
        missed.isEmpty() || random.nextBoolean()
            ? Optional.empty()
            : draws(random).filter(wanted.and(again)).findFirst();
    return second
        .or(() -> draws(random).filter(wanted).findFirst())
        .orElseThrow(
            () ->
                LabException.of(
                    "could not draw an incident",
                    "the catalogue has none of that level for that plugin",
                    Suggestions.LIST_FAULTS));
  }

  /** The level closest to a given one among the wanted incidents. */
  public int nearestLevel(RandomGenerator random, Predicate<Incident> wanted, int aim) {
    return draws(random)
        .filter(wanted)
        .map(incident -> incident.fault().level())
        .distinct()
        .min(Comparator.comparingInt(level -> Math.abs(level - aim)))
        .orElse(aim);
  }

  private Stream<Incident> draws(RandomGenerator random) {
    return Stream.generate(() -> incident(1 + random.nextInt(SEEDS))).limit(DRAWS);
  }
}
