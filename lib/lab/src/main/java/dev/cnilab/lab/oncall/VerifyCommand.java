package dev.cnilab.lab.oncall;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.fault.Catalogue;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** {@code ./lab oncall --verify [FAULT…]}: proves faults, each on each of its plugins. */
public final class VerifyCommand {

  private static final String NAME = "stage";

  /** How many a seed chooses. */
  private static final int SAMPLE = 8;

  private final Cluster home;
  private final PrintStream out;

  public VerifyCommand(Cluster home, PrintStream out) {
    this.home = home;
    this.out = out;
  }

  /** A fault on a plugin. */
  private record Pairing(String fault, String plugin) {}

  /**
   * Prints a line a fault and plugin, and how many hold.
   *
   * @param names of faults; all if there are none
   * @param plugins all if there are none
   * @param seed chooses some of them
   * @return whether all hold
   */
  public boolean run(List<String> names, List<String> plugins, OptionalLong seed) {
    List<Pairing> all = pairings(names, plugins, seed);
    long held = all.stream().filter(this::verify).count();
    out.printf("%d of %d faults hold%n", held, all.size());
    return held == all.size();
  }

  private static List<Pairing> pairings(
      List<String> names, List<String> plugins, OptionalLong seed) {
    List<Pairing> all = new ArrayList<>();
    for (String name : names.isEmpty() ? Catalogue.names() : names) {
      Catalogue.outline(name).plugins().stream()
          .filter(plugin -> plugins.isEmpty() || plugins.contains(plugin))
          .forEach(plugin -> all.add(new Pairing(name, plugin)));
    }
    seed.ifPresent(number -> Collections.shuffle(all, new Random(number)));
    return seed.isPresent() ? all.subList(0, Math.min(SAMPLE, all.size())) : all;
  }

  private boolean verify(Pairing pairing) {
    long begun = System.nanoTime();
    Optional<String> wrong = on(pairing.fault(), pairing.plugin());
    out.printf(
        "%-4s %-28s %-8s %5.1f s%n",
        wrong.isEmpty() ? "ok" : "FAIL",
        pairing.fault(),
        pairing.plugin(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) / 1000.0);
    wrong.ifPresent(found -> out.println("     " + found.replace("\n", "\n     ")));
    out.flush();
    return wrong.isEmpty();
  }

  private Optional<String> on(String name, String plugin) {
    Further further = home.further().get(NAME, Map.of("cni", plugin));
    try {
      return Verification.of(name, Stage.build(further.cluster(), plugin, victim(name)));
    } finally {
      home.further().end(NAME);
    }
  }

  /** Which worker a fault hits: as good as any, and always the same. */
  public static int victim(String name) {
    return 1 + Math.floorMod(name.hashCode(), 2);
  }
}
