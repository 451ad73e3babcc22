package dev.cnilab.lab.cli;

import dev.cnilab.lab.benchmark.Cases;
import dev.cnilab.lab.benchmark.OnCallProgram;
import dev.cnilab.lab.benchmark.Suite;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.fault.Ground;
import dev.cnilab.lab.oncall.Bash;
import dev.cnilab.lab.oncall.Interrupts;
import dev.cnilab.lab.oncall.OnCallTerminal;
import dev.cnilab.lab.oncall.Shift;
import dev.cnilab.lab.oncall.incident.Incident;
import dev.cnilab.lab.oncall.incident.Roster;
import dev.cnilab.lab.oncall.logbook.Logbook;
import dev.cnilab.lab.oncall.logbook.Practice;
import dev.cnilab.lab.proof.CatalogueProof;
import dev.cnilab.lab.proof.FreshClusters;
import dev.cnilab.lab.proof.GivenCluster;
import dev.cnilab.lab.proof.Leash;
import dev.cnilab.lab.proof.Site;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code ./lab oncall}: incidents for people and for programs, and the catalogue of faults. */
public final class OnCallCommand {

  private OnCallCommand() {}

  /**
   * Exits with 0, or with 1 if something failed its verification, was not repaired or could not be
   * done.
   */
  public static void main(String[] arguments) throws IOException {
    new ProgramExit(1).after(() -> run(OnCallArguments.of(List.of(arguments))) ? 0 : 1);
  }

  private static boolean run(OnCallArguments wanted) {
    return switch (wanted.task()) {
      case LIST -> list();
      case RECORD -> {
        System.out.println(Logbook.fromEnvironment().chart());
        yield true;
      }
      case VERIFY -> {
        try (Cluster home = Cluster.fromEnvironment()) {
          yield wanted.flags().contains(OnCallArguments.Flag.ON_CLUSTER)
              ? verifyOn(home, wanted)
              : verify(new FreshClusters(home), wanted.plugins(), wanted.proxies(), wanted);
        }
      }
      case PLAY -> {
        try (Cluster home = Cluster.fromEnvironment()) {
          yield play(home, wanted);
        }
      }
      case AGENT -> {
        try (Cluster home = Cluster.fromEnvironment()) {
          yield suite(home, wanted).run(Cases.of(incidents(wanted, Set.of())), wanted.json());
        }
      }
      case SUITE -> {
        try (Cluster home = Cluster.fromEnvironment()) {
          yield suite(home, wanted).run(wanted.cases(Roster.ofCatalogue()), wanted.json());
        }
      }
    };
  }

  private static boolean verifyOn(Cluster cluster, OnCallArguments wanted) {
    try (GivenCluster given = GivenCluster.of(cluster, Leash.of(System.in))) {
      Ground ground = given.ground();
      return verify(given, List.of(ground.plugin()), List.of(ground.proxy()), wanted);
    }
  }

  private static boolean verify(
      Site site, List<String> plugins, List<String> proxies, OnCallArguments wanted) {
    return new CatalogueProof(site, System.out)
        .run(wanted.names(), plugins, proxies, wanted.seed(), wanted.json());
  }

  private static Suite suite(Cluster home, OnCallArguments wanted) {
    return new Suite(home, System.out, new OnCallProgram(wanted.agent(), wanted.budget()));
  }

  private static boolean list() {
    Catalogue.outlines()
        .forEach(
            fault ->
                System.out.printf(
                    "%-28s %d  %s%n", fault.name(), fault.level(), words(fault.grounds())));
    return true;
  }

  private static String words(List<Ground> grounds) {
    return grounds.stream().map(Ground::toString).collect(Collectors.joining(" "));
  }

  private static boolean play(Cluster home, OnCallArguments wanted) {
    OnCallTerminal terminal =
        new OnCallTerminal(
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
            System.out,
            InstantSource.system(),
            new Bash(System.out));
    Interrupts.to(terminal::interrupt);
    Logbook logbook = Logbook.fromEnvironment();
    return new Shift(home, terminal, logbook, wanted.flags().contains(OnCallArguments.Flag.BLIND))
        .play(
            wanted.flags().contains(OnCallArguments.Flag.ENDLESS)
                ? endless(wanted, logbook)
                : incidents(wanted, logbook.missed()).iterator());
  }

  /** Keeps the level if one is given. */
  private static Iterator<Incident> endless(OnCallArguments wanted, Logbook logbook) {
    return new Practice(
        Roster.ofCatalogue(),
        logbook,
        new Random(),
        incident -> wanted.fits(incident, wanted.level()));
  }

  /** Determined entirely by the seed if one is given. */
  private static List<Incident> incidents(OnCallArguments wanted, Set<String> missed) {
    Roster roster = Roster.ofCatalogue();
    if (wanted.seed().isPresent()) {
      return List.of(roster.incident(wanted.seed().getAsLong()));
    }
    Random random = new Random();
    return wanted.levels(roster.hardest()).stream()
        .map(level -> roster.drawn(random, incident -> wanted.fits(incident, level), missed))
        .toList();
  }
}
