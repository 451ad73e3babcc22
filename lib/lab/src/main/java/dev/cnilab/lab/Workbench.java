package dev.cnilab.lab;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.begun.Remembered;
import dev.cnilab.lab.brokenworker.BrokenWorkers;
import dev.cnilab.lab.capability.Survey;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.course.Course;
import dev.cnilab.lab.health.Doctor;
import dev.cnilab.lab.health.Waits;
import dev.cnilab.lab.kubectl.ObjectChanges;
import dev.cnilab.lab.network.Probes;
import dev.cnilab.lab.progress.ProgressFile;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.service.Services;
import dev.cnilab.lab.shell.NodeShells;
import dev.cnilab.lab.step.Steps;
import dev.cnilab.lab.trace.Tracer;
import dev.cnilab.lab.workload.Workloads;

/** What the functions of a cell need on one cluster. */
record Workbench(
    Scene scene,
    NodeShells shells,
    Doctor doctor,
    Tracer tracer,
    BrokenWorkers brokenWorkers,
    Survey survey,
    Remembered remembered,
    Course course) {

  static Workbench on(Cluster cluster, ProgressFile progress) {
    Waiter waiter = new Waiter(() -> ClusterClock.of(cluster));
    NodeShells shells = new NodeShells(cluster, waiter);
    Scene scene = Scene.on(cluster, shells, waiter);
    Survey survey = new Survey(cluster.further());
    Remembered remembered = new Remembered(scene, progress.beside("begun.json"));
    return new Workbench(
        scene,
        shells,
        new Doctor(scene.workloads()),
        new Tracer(cluster),
        new BrokenWorkers(scene),
        survey,
        remembered,
        new Course(Steps.on(scene, survey), progress, remembered));
  }

  Cluster cluster() {
    return scene.cluster();
  }

  Services services() {
    return new Services(cluster(), scene.workloads());
  }

  Workloads workloads() {
    return scene.workloads();
  }

  ObjectChanges changes() {
    return scene.changes();
  }

  Probes probes() {
    return scene.probes();
  }

  Waits waits() {
    return scene.waits();
  }
}
