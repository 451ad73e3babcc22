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
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** {@code ./lab oncall --verify [FAULT…]}: proves faults, each on each of its plugins. */
final class VerifyCommand {

  private static final String NAME = "stage";

  /** How many a seed chooses. */
  private static final int SAMPLE = 8;

  private final Cluster home;
  private final PrintStream out;

  VerifyCommand(Cluster home, PrintStream out) {
    this.home = home;
    this.out = out;
  }

  /** A fault on a plugin. */
  private record Pairing(String fault, String plugin) {}

  /**
   * Prints a line a fault and plugin, and how many hold.
   *
   * @param wanted which of them
   * @return whether all hold
   */
  boolean run(Wanted wanted) {
    List<Pairing> all = pairings(wanted);
    long held = all.stream().filter(this::verify).count();
    out.printf("%d of %d faults hold%n", held, all.size());
    return held == all.size();
  }

  private static List<Pairing> pairings(Wanted wanted) {
    List<Pairing> all = new ArrayList<>();
    for (String name : wanted.names().isEmpty() ? Catalogue.names() : wanted.names()) {
      Catalogue.plugins(name).stream()
          .filter(plugin -> wanted.plugins().isEmpty() || wanted.plugins().contains(plugin))
          .forEach(plugin -> all.add(new Pairing(name, plugin)));
    }
    wanted.seed().ifPresent(seed -> Collections.shuffle(all, new Random(seed)));
    return wanted.seed().isPresent() ? all.subList(0, Math.min(SAMPLE, all.size())) : all;
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

  /** Which worker is hit: as good as any, and always the same. */
  private static int victim(String name) {
    return 1 + Math.floorMod(name.hashCode(), 2);
  }
}
