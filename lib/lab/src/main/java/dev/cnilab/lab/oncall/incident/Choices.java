package dev.cnilab.lab.oncall.incident;

import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.fault.Culprit;
import dev.cnilab.lab.fault.Fault;
import dev.cnilab.lab.fault.FaultPlaceholders;
import dev.cnilab.lab.fault.Outline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The possible answers to what is wrong and where: the right one among plausible ones.
 *
 * @param what in words
 * @param where in words
 */
public record Choices(List<String> what, List<String> where) {

  private static final String NOTHING = "Nothing is wrong: it works as it has to";

  /** The place if nothing is wrong. */
  public static final String NOWHERE = "nowhere";

  private static final int MOST = 6;

  public Choices {
    what = List.copyOf(what);
    where = List.copyOf(where);
  }

  /** The choices for an incident; the same for equal seeds. */
  public static Choices of(Case here) {
    Fault fault = here.fault();
    String plugin = here.prepared().incident().plugin();
    FaultPlaceholders setting = here.stage().setting();
    RandomGenerator random = new SplittableRandom(here.prepared().incident().seed());
    List<Fault> others =
        new ArrayList<>(
            Catalogue.outlines().stream()
                .filter(each -> each.plugins().contains(plugin) && !each.causes().isEmpty())
                .filter(each -> !Set.copyOf(each.causes()).equals(causes(fault)))
                .map(Outline::name)
                .map(name -> Catalogue.fault(name, setting))
                .toList());
    Collections.shuffle(others, random);
    return new Choices(
        chosen(what(fault), NOTHING, others.stream().map(Choices::what).toList(), random),
        chosen(where(fault), NOWHERE, others.stream().map(Choices::where).toList(), random));
  }

  /** The option that was typed: its letter, as {@code B} or {@code b)} too, or its words. */
  public static Optional<String> meant(List<String> options, String typed) {
    String plain = typed.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s).]+$", "");
    int index = plain.length() == 1 ? plain.charAt(0) - 'a' : -1;
    return index >= 0 && index < options.size()
        ? Optional.of(options.get(index))
        : options.stream().filter(each -> each.equalsIgnoreCase(typed.strip())).findFirst();
  }

  /** Whether an answer says that nothing is wrong, which has no place. */
  public static boolean isNothing(String what) {
    return what.equals(NOTHING);
  }

  private static Set<String> causes(Fault fault) {
    return fault.culprits().stream().map(Culprit::cause).collect(Collectors.toSet());
  }

  public static String what(Fault fault) {
    return fault.isNothing() ? NOTHING : fault.title();
  }

  public static String where(Fault fault) {
    return fault.isNothing()
        ? NOWHERE
        : fault.culprits().stream()
            .map(Culprit::where)
            .distinct()
            .collect(Collectors.joining(" and "));
  }

  private static List<String> chosen(
      String right, String always, List<String> others, RandomGenerator random) {
    Set<String> some = new LinkedHashSet<>(List.of(right));
    some.add(always);
    others.stream().distinct().limit(MOST).forEach(some::add);
    List<String> all = new ArrayList<>(some.stream().limit(MOST).toList());
    Collections.shuffle(all, random);
    return all;
  }
}
