package dev.cnilab.lab;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.await.LongWork;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.begun.Remembered;
import dev.cnilab.lab.capability.Survey;
import dev.cnilab.lab.change.Changes;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.client.Kubeconfig;
import dev.cnilab.lab.course.Course;
import dev.cnilab.lab.duty.Handling;
import dev.cnilab.lab.duty.Page;
import dev.cnilab.lab.duty.incident.Incident;
import dev.cnilab.lab.duty.incident.Prepared;
import dev.cnilab.lab.health.Doctor;
import dev.cnilab.lab.health.Waits;
import dev.cnilab.lab.incident.Incidents;
import dev.cnilab.lab.network.Probes;
import dev.cnilab.lab.place.NodeShells;
import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import dev.cnilab.lab.progress.ProgressFile;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.step.Steps;
import dev.cnilab.lab.trace.Tracer;
import dev.cnilab.lab.workload.Workloads;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Everything behind {@link Lab}, on one cluster. */
record Session(
    Scene scene,
    NodeShells shells,
    Doctor doctor,
    Tracer tracer,
    Incidents incidents,
    Survey survey,
    Remembered remembered,
    Course course) {

  /** What anybody may ask of any cluster. */
  private static final String VERSION = "/version";

  private static @Nullable Session home;
  private static String kubeconfig = "";

  /** The clusters beside the one of the environment, by name. */
  private static final Map<String, Session> OTHERS = new HashMap<>();

  private static @Nullable Wanted chosen;

  /** The cluster in which something is wrong. */
  private static final String ON_CALL = "on-call";

  private static @Nullable Handling handling;

  /** One more cluster: its name, and the plugin it has. */
  private record Wanted(String name, String cni) {

    Further beside(Session home) {
      return LongWork.announced(
          "one more cluster", () -> home.cluster().further().get(name, Map.of("cni", cni)));
    }
  }

  /** The session on the cluster that was chosen last, else on that of the environment. */
  static synchronized Session current() {
    Session there = home();
    Wanted wanted = chosen;
    if (wanted == null) {
      return there;
    }
    Cluster other = wanted.beside(there).cluster();
    Session known = OTHERS.get(wanted.name());
    if (known == null || known.cluster() != other) {
      known = on(other, ProgressFile.fromEnvironment());
      OTHERS.put(wanted.name(), known);
    }
    return known;
  }

  /**
   * The session on the cluster of the environment, opened when it is first needed, and again when
   * the cluster is another one.
   */
  static synchronized Session home() {
    String now = Kubeconfig.text();
    Session open = home;
    if (open == null || !now.equals(kubeconfig)) {
      if (open != null) {
        open.cluster().close();
      }
      open = on(Cluster.fromEnvironment(), ProgressFile.fromEnvironment());
      home = open;
      kubeconfig = now;
      chosen = null;
    }
    return open;
  }

  /**
   * Opens {@link #home} in the background, with a connection to the cluster: its first user finds
   * it open, or waits.
   */
  static void openAhead() {
    Thread.ofPlatform().daemon().name("open-session").start(Session::tryToOpen);
  }

  private static void tryToOpen() {
    try {
      home().cluster().find(VERSION);
    } catch (RuntimeException failed) {
      // The first word that needs it fails in the same way, where its learner reads it.
    }
  }

  /** From now on the words act on one more cluster, with a plugin. */
  static synchronized Choice choose(String cni) {
    return choose(new Wanted(cni, cni), cni);
  }

  /** The same, and its plugin is not told. */
  static synchronized Choice chooseUnlabelled(long number) {
    return choose(new Wanted(Survey.UNLABELLED, Survey.plugin(number)), "an undisclosed plugin");
  }

  private static Choice choose(Wanted wanted, String what) {
    Choice choice = Choice.of(wanted.beside(home()), what);
    chosen = wanted;
    return choice;
  }

  /** Breaks a cluster, on which the words act from now on. */
  static synchronized Page page(Incident incident) {
    Session there = home();
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
  static synchronized Handling handling() {
    if (handling == null) {
      throw LabException.of(
          "could not find the incident", "none has begun in this notebook", Suggestions.BE_ON_CALL);
    }
    return handling;
  }

  /** From now on the words act on the cluster of the environment. */
  static synchronized Choice goHome() {
    chosen = null;
    return Choice.home(Objects.requireNonNullElse(System.getenv("KUBECONFIG"), ""));
  }

  static Session on(Cluster cluster, ProgressFile progress) {
    Waiter waiter = new Waiter(() -> ClusterClock.of(cluster));
    NodeShells shells = new NodeShells(cluster, waiter);
    Scene scene = Scene.on(cluster, shells, waiter);
    Survey survey = new Survey(cluster.further());
    Remembered remembered = new Remembered(scene, progress.beside("begun.json"));
    return new Session(
        scene,
        shells,
        new Doctor(scene.workloads()),
        new Tracer(cluster),
        new Incidents(scene),
        survey,
        remembered,
        new Course(Steps.on(scene, survey), progress, remembered));
  }

  Cluster cluster() {
    return scene.cluster();
  }

  Workloads workloads() {
    return scene.workloads();
  }

  Changes changes() {
    return scene.changes();
  }

  Probes probes() {
    return scene.probes();
  }

  Waits waits() {
    return scene.waits();
  }
}
