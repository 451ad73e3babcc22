package dev.cnilab.lab;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.change.Changes;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.client.Kubeconfig;
import dev.cnilab.lab.course.Course;
import dev.cnilab.lab.health.Doctor;
import dev.cnilab.lab.health.Waits;
import dev.cnilab.lab.incident.Incidents;
import dev.cnilab.lab.network.Probes;
import dev.cnilab.lab.place.NodePods;
import dev.cnilab.lab.progress.ProgressFile;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.step.Steps;
import dev.cnilab.lab.trace.Tracer;
import dev.cnilab.lab.workload.Workloads;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything behind {@link Lab}, on one cluster. */
record Session(
    Scene scene,
    NodePods shells,
    Doctor doctor,
    Tracer tracer,
    Incidents incidents,
    Course course) {

  private static @Nullable Session home;
  private static String kubeconfig = "";

  /** The clusters beside the one of the environment, by the plugin they have. */
  private static final Map<String, Session> OTHERS = new HashMap<>();

  private static String chosen = "";

  /** The session on the cluster that was chosen last, else on that of the environment. */
  static synchronized Session current() {
    Session there = home();
    if (chosen.isEmpty()) {
      return there;
    }
    Cluster other = beside(there, chosen).cluster();
    Session known = OTHERS.get(chosen);
    if (known == null || known.cluster() != other) {
      known = on(other, ProgressFile.fromEnvironment());
      OTHERS.put(chosen, known);
    }
    return known;
  }

  /**
   * The session on the cluster of the environment, opened when it is first needed, and anew when
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
      chosen = "";
    }
    return open;
  }

  /**
   * Chooses the cluster that the words act on.
   *
   * @param cni of one more cluster; empty for that of the environment
   */
  static synchronized Choice choose(String cni) {
    Choice choice = cni.isEmpty() ? Choice.HOME : Choice.of(beside(home(), cni));
    chosen = cni;
    return choice;
  }

  private static Further beside(Session there, String cni) {
    return there.cluster().further().get(cni, Map.of("cni", cni));
  }

  static Session on(Cluster cluster, ProgressFile progress) {
    Waiter waiter = new Waiter(() -> ClusterClock.of(cluster));
    NodePods shells = new NodePods(cluster, waiter);
    Scene scene = Scene.on(cluster, shells, waiter);
    return new Session(
        scene,
        shells,
        new Doctor(scene.workloads()),
        new Tracer(cluster),
        new Incidents(scene),
        new Course(Steps.on(scene), progress));
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
