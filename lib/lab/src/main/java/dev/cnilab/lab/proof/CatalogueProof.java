package dev.cnilab.lab.proof;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.stage.ProofResult;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** {@code ./lab oncall --verify [FAULT…]}: proves faults, each with each of its plugins. */
public final class CatalogueProof {

  /** The number of faults that a seed selects. */
  private static final int SAMPLE = 8;

  private final Site site;
  private final PrintStream out;

  public CatalogueProof(Site site, PrintStream out) {
    this.site = site;
    this.out = out;
  }

  /**
   * Prints a line per fault and ground, and the number that hold.
   *
   * @param names of faults; all if empty
   * @param plugins all if empty
   * @param proxies modes of kube-proxy; all if empty
   * @param seed selects some of them
   * @param file the file for the results, as JSON; empty for none
   * @return whether all hold; false if there is none to prove
   */
  public boolean run(
      List<String> names,
      List<String> plugins,
      List<String> proxies,
      OptionalLong seed,
      String file) {
    Map<FaultOnGround, ProofResult> all = new LinkedHashMap<>();
    pairings(names, plugins, proxies, seed).stream()
        .takeWhile(each -> !site.isLeft())
        .forEach(
            each ->
                site.lacks(each.fault())
                    .ifPresentOrElse(why -> skip(each, why), () -> all.put(each, verify(each))));
    names.stream()
        .filter(name -> Catalogue.outline(name).on(plugins, proxies).grounds().isEmpty())
        .forEach(name -> out.printf("skip %-28s it cannot be made there%n", name));
    long held = all.values().stream().filter(ProofResult::holds).count();
    out.printf("%d of %d faults hold%n", held, all.size());
    if (!file.isEmpty()) {
      List<Map<String, Object>> pairs = new ArrayList<>();
      all.forEach((pairing, proven) -> pairs.add(pairing.fields(proven)));
      Json.of(Map.of("pairs", pairs)).write(Path.of(file));
    }
    return held == all.size() && held > 0 && !site.isLeft();
  }

  private static List<FaultOnGround> pairings(
      List<String> names, List<String> plugins, List<String> proxies, OptionalLong seed) {
    List<FaultOnGround> all = new ArrayList<>();
    for (String name : names.isEmpty() ? Catalogue.names() : names) {
      Catalogue.outline(name)
          .on(plugins, proxies)
          .grounds()
          .forEach(ground -> all.add(new FaultOnGround(name, ground)));
    }
    seed.ifPresent(number -> Collections.shuffle(all, new Random(number)));
    return seed.isPresent() ? all.subList(0, Math.min(SAMPLE, all.size())) : all;
  }

  private ProofResult verify(FaultOnGround pairing) {
    long begun = System.nanoTime();
    ProofResult proven = site.prove(pairing.fault(), pairing.ground());
    out.printf(
        "%-4s %-28s %-16s %5.1f s%n",
        proven.holds() ? "ok" : "FAIL",
        pairing.fault(),
        pairing.ground(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) / 1000.0);
    if (!proven.holds()) {
      out.println("     " + proven.complaint().replace("\n", "\n     "));
    }
    out.flush();
    return proven;
  }

  private void skip(FaultOnGround pairing, String why) {
    out.printf("skip %-28s %-16s %s%n", pairing.fault(), pairing.ground(), why);
  }
}
