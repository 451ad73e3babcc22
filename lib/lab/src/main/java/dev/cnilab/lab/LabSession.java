package dev.cnilab.lab;

import dev.cnilab.lab.await.LongWork;
import dev.cnilab.lab.capability.Survey;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.client.KubeconfigFiles;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.kernel.LiveDisplay;
import dev.cnilab.lab.oncall.Handling;
import dev.cnilab.lab.oncall.Page;
import dev.cnilab.lab.oncall.incident.Incident;
import dev.cnilab.lab.oncall.incident.Prepared;
import dev.cnilab.lab.oncall.worth.Typed;
import dev.cnilab.lab.progress.ProgressFile;
import dev.cnilab.lab.view.View;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The learner's session: the cluster that the functions of a cell use, and the present incident.
 * Any thread may use it.
 */
final class LabSession {

  /** A path that every user may read in every cluster. */
  private static final String VERSION = "/version";

  /** The name of the cluster with an incident. */
  static final String ON_CALL = "on-call";

  /** A kernel or a {@code ./lab} command serves one learner. */
  private static final LabSession OF_PROCESS = new LabSession();

  private @Nullable Workbench home;
  private String kubeconfig = "";

  /** The workbenches of further clusters beside the environment's, by cluster name. */
  private final Map<String, Workbench> others = new HashMap<>();

  private @Nullable Wanted chosen;
  private @Nullable Handling handling;

  /** Whether the learner knows which cluster this kernel works on. */
  private boolean oriented;

  private LabSession() {}

  static LabSession ofProcess() {
    return OF_PROCESS;
  }

  /** What the functions of a cell work with now. */
  static Workbench bench() {
    return OF_PROCESS.current();
  }

  /** A further cluster: its name and its plugin. */
  private record Wanted(String name, String cni) {

    Further beside(Workbench home) {
      return LongWork.announced(
          "one more cluster", () -> home.cluster().further().get(name, Map.of("cni", cni)));
    }
  }

  /** The workbench of the cluster chosen last, or of the environment's if none was. */
  synchronized Workbench current() {
    Workbench there = home();
    Wanted wanted = chosen;
    if (wanted == null) {
      orient(there.cluster());
      return there;
    }
    Cluster other = wanted.beside(there).cluster();
    Workbench known = others.get(wanted.name());
    if (known == null || known.cluster() != other) {
      known = Workbench.on(other, ProgressFile.fromEnvironment());
      others.put(wanted.name(), known);
    }
    return known;
  }

  /** Says where a kernel works that was started again while a further cluster was in use. */
  private void orient(Cluster there) {
    if (oriented) {
      return;
    }
    oriented = true;
    List<String> beside = there.further().names();
    if (!beside.isEmpty()) {
      new LiveDisplay().show(Choice.beside(beside));
    }
  }

  /**
   * The workbench of the environment's cluster, opened on first use and again when the cluster has
   * been replaced.
   */
  synchronized Workbench home() {
    String now = KubeconfigFiles.text();
    Workbench open = home;
    if (open == null || !now.equals(kubeconfig)) {
      if (open != null) {
        open.cluster().close();
      }
      open = Workbench.on(Cluster.fromEnvironment(), ProgressFile.fromEnvironment());
      home = open;
      kubeconfig = now;
      chosen = null;
    }
    return open;
  }

  /**
   * Opens {@link #home} and a connection in the background; its first user finds it open, or waits.
   */
  void openAhead() {
    Thread.ofPlatform().daemon().name("open-session").start(this::tryToOpen);
  }

  private void tryToOpen() {
    try {
      home().cluster().find(VERSION);
    } catch (RuntimeException failed) {
      // The first function that needs it fails in the same way, where the learner sees it.
    }
  }

  /** Switches all functions to a further cluster with a plugin. */
  synchronized Choice choose(String cni) {
    return choose(new Wanted(cni, cni), cni);
  }

  /** The same with a plugin that the number selects and that is not disclosed. */
  synchronized Choice chooseUnlabelled(long number) {
    return choose(new Wanted(Survey.UNLABELLED, Survey.plugin(number)), "an undisclosed plugin");
  }

  private Choice choose(Wanted wanted, String what) {
    Choice choice = Choice.of(wanted.beside(home()), what);
    chosen = wanted;
    return choice;
  }

  /** Breaks a cluster and switches all functions to it. */
  synchronized Page page(Incident incident) {
    Workbench there = home();
    Handling begun =
        LongWork.announced(
            "an incident",
            () ->
                new Handling(
                    Prepared.on(there.cluster(), ON_CALL, incident).begin(),
                    InstantSource.system()));
    chosen = new Wanted(ON_CALL, incident.plugin());
    handling = begun;
    return Page.of(begun);
  }

  /** The incident that began last. */
  synchronized Handling handling() {
    if (handling == null) {
      throw LabException.of(
          "could not find the incident", "none has begun in this notebook", Suggestions.BE_ON_CALL);
    }
    return handling;
  }

  /** Records a result that was shown, if an incident is in hand. */
  synchronized void saw(View view) {
    if (handling != null && chosen != null && chosen.name().equals(ON_CALL)) {
      handling.did(Typed.shown(view));
    }
  }

  /** Switches all functions back to the environment's cluster. */
  synchronized Choice goHome() {
    chosen = null;
    oriented = true;
    return Choice.home(Objects.requireNonNullElse(System.getenv("KUBECONFIG"), ""));
  }
}
