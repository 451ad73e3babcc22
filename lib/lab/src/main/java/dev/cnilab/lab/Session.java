package dev.cnilab.lab;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.change.Changes;
import dev.cnilab.lab.client.Cluster;
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
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Everything behind {@link Lab}, on one cluster. */
record Session(
    Cluster cluster,
    NodePods shells,
    Workloads workloads,
    Changes changes,
    Probes probes,
    Doctor doctor,
    Waits waits,
    Tracer tracer,
    Incidents incidents,
    Course course) {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static @Nullable Session current;
  private static String kubeconfig = "";

  /**
   * The session on the cluster of the environment, opened when it is first needed, and anew when
   * the cluster is another one.
   */
  static synchronized Session current() {
    String now = Kubeconfig.text();
    Session open = current;
    if (open == null || !now.equals(kubeconfig)) {
      if (open != null) {
        open.cluster().close();
      }
      open = on(Cluster.fromEnvironment(), ProgressFile.fromEnvironment());
      current = open;
      kubeconfig = now;
    }
    return open;
  }

  static Session on(Cluster cluster, ProgressFile progress) {
    Waiter waiter = new Waiter(() -> ClusterClock.of(cluster));
    NodePods shells = new NodePods(cluster, waiter);
    Workloads workloads = new Workloads(cluster, shells);
    Probes probes = new Probes(workloads);
    Doctor doctor = new Doctor(workloads);
    Changes changes = new Changes(cluster);
    Waits waits = new Waits(workloads, changes, doctor, waiter, PATIENCE);
    Scene scene = new Scene(cluster, workloads, changes, probes, waits);
    return new Session(
        cluster,
        shells,
        workloads,
        changes,
        probes,
        doctor,
        waits,
        new Tracer(cluster),
        new Incidents(scene),
        new Course(Steps.on(scene), progress));
  }
}
