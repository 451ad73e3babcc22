package dev.cnilab.lab.begun;

import dev.cnilab.lab.begun.BegunFile.Begun;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Leeway;
import dev.cnilab.lab.course.Outside;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Pod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compares the cluster with the state that {@code begin} left. */
public final class Remembered implements Outside {

  private static final int MOST_NAMED = 3;

  private final Scene scene;
  private final BegunFile file;

  /**
   * Watches a scene for changes outside a step's repair.
   *
   * @param file the file for the initial state of a step
   */
  public Remembered(Scene scene, Path file) {
    this.scene = scene;
    this.file = new BegunFile(file);
  }

  @Override
  public void remember(String step) {
    file.write(new Begun(step, cluster(), state(looks()), Map.of()));
  }

  private String cluster() {
    return scene
        .cluster()
        .find("/api/v1/namespaces/kube-system")
        .orElse(Json.ABSENT)
        .text("/metadata/uid");
  }

  /** The step in progress on this cluster; empty if the cluster was restarted since. */
  private Optional<Begun> begun() {
    return file.read().filter(each -> each.cluster().equals(cluster()));
  }

  /**
   * An object's manifest as the step in progress first saw it. It is stored in a file, so it
   * survives the kernel, and later damage does not replace it.
   *
   * @param resource as kubectl names it: {@code kube-system/configmap/coredns}
   */
  public String save(String resource) {
    Optional<Begun> begun = begun();
    Optional<String> kept = begun.map(each -> each.saved().get(resource));
    if (kept.isPresent()) {
      return kept.get();
    }
    String manifest = scene.changes().manifest(resource);
    begun.ifPresent(each -> file.write(each.with(resource, manifest)));
    return manifest;
  }

  private List<NodeLook> looks() {
    return scene.workloads().nodes().list().stream().map(NodeLook::at).toList();
  }

  private State state(List<NodeLook> looks) {
    Map<String, String> things = new TreeMap<>(new ObjectLook(scene.cluster()).things());
    looks.forEach(look -> things.putAll(look.things()));
    for (Pod pod : scene.workloads().pods().list()) {
      things.put(
          "%s pod/%s".formatted(pod.namespace(), pod.name()),
          (pod.isReady() ? "Ready on " : "not Ready on ") + pod.nodeName());
    }
    return new State(things);
  }

  @Override
  public Optional<String> notBegun(Step step) {
    String last = begun().map(Begun::step).orElse("");
    return last.equals(step.number())
        ? Optional.empty()
        : Optional.of(
            last.isEmpty()
                ? "no step has begun on this cluster"
                : "the step that began last on this cluster is " + last);
  }

  @Override
  public Finding untouched(Step step) {
    Begun begun = begun().orElseThrow();
    List<NodeLook> looks = looks();
    List<String> faults = new ArrayList<>();
    faults.addAll(PodAddresses.of(scene.workloads().everywhere().list(), looks).faults());
    faults.addAll(begun.state().differences(state(looks), leeway(step, looks)));
    return faults.isEmpty()
        ? Finding.met("as begin(\"" + step.number() + "\") left it")
        : Finding.missed(inWords(faults), Suggestions.beginAgain(step.number()));
  }

  /**
   * The step's leeway; pods, Services and Deployments may always be added, and a node's first pod
   * adds the bridge.
   */
  private Leeway leeway(Step step, List<NodeLook> looks) {
    return step.leeway()
        .adds(scene.cluster().namespace() + " *")
        .adds(looks.stream().map(NodeLook::bridge).toArray(String[]::new));
  }

  private static String inWords(List<String> faults) {
    String named = String.join("; ", faults.subList(0, Math.min(MOST_NAMED, faults.size())));
    return faults.size() > MOST_NAMED
        ? named + "; and %d more".formatted(faults.size() - MOST_NAMED)
        : named;
  }
}
