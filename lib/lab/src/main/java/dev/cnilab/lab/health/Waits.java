package dev.cnilab.lab.health;

import dev.cnilab.lab.await.Look;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.kubectl.ObjectChanges;
import dev.cnilab.lab.service.Rules;
import dev.cnilab.lab.service.Services;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.workload.Event;
import dev.cnilab.lab.workload.Events;
import dev.cnilab.lab.workload.Logs;
import dev.cnilab.lab.workload.Pods;
import dev.cnilab.lab.workload.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Waits for pods and nodes; on a timeout it reports the cause, not only the time. */
public final class Waits {

  private static final int LOG_LINES = 10;

  /** Two agents start one after the other, each with images that may have to be pulled. */
  private static final Duration AGENT_LIMIT = Duration.ofMinutes(4);

  /** An agent becomes Ready as soon as it runs, a few seconds before it writes files and routes. */
  private static final int LOOKS_AFTERWARDS = 30;

  /** A ConfigMap takes up to a minute and a half to reach a pod; then the program has to notice. */
  private static final Duration LOG_LIMIT = Duration.ofMinutes(4);

  private final Workloads workloads;
  private final ObjectChanges changes;
  private final Doctor doctor;
  private final Waiter waiter;
  private final Duration limit;

  /**
   * Creates waits.
   *
   * @param limit the timeout of each wait, on the cluster's clock
   */
  public Waits(
      Workloads workloads, ObjectChanges changes, Doctor doctor, Waiter waiter, Duration limit) {
    this.workloads = workloads;
    this.changes = changes;
    this.doctor = doctor;
    this.waiter = waiter;
    this.limit = limit;
  }

  /** Waits until all these pods are Ready. */
  public Pods ready(String... names) {
    return pods("Ready", Pod::isReady, names);
  }

  /** Waits until all these pods run. */
  public Pods running(String... names) {
    return pods("Running", pod -> pod.isRunning(), names);
  }

  private Pods pods(String state, Predicate<Pod> reached, String... names) {
    List<String> wanted = List.of(names);
    return waiter.until(
        (wanted.size() == 1 ? "pod " : "pods ") + String.join(", ", wanted) + " to be " + state,
        limit,
        () -> {
          Pods all = workloads.pods();
          List<Pod> there = all.list().stream().filter(pod -> wanted.contains(pod.name())).toList();
          String sees =
              there.isEmpty()
                  ? "no such pod"
                  : there.stream().map(Pod::toString).collect(Collectors.joining("; "));
          return there.size() == wanted.size() && there.stream().allMatch(reached)
              ? Look.found(new Pods(there, all.kubectl(), all.printed()), sees)
              : Look.notYet(sees);
        },
        () -> why(reached, wanted));
  }

  private String why(Predicate<Pod> reached, List<String> wanted) {
    Pods now = workloads.pods();
    return wanted.stream()
        .filter(name -> now.find(name).filter(reached).isEmpty())
        .findFirst()
        .flatMap(now::find)
        .map(pod -> doctor.glance(pod).inWords())
        .orElse(Suggestions.LIST_PODS);
  }

  /** Waits until the node is Ready. */
  public Node nodeReady(String name) {
    return node(name, "Ready", Node::isReady);
  }

  /** Waits until the node is no longer Ready. */
  public Node nodeNotReady(String name) {
    return node(name, "NotReady", node -> !node.isReady());
  }

  private Node node(String name, String state, Predicate<Node> reached) {
    Supplier<Node> find = () -> workloads.nodes().find(name);
    return waiter.until(
        "node " + name + " to be " + state,
        limit,
        () -> {
          Node now = find.get();
          String sees = now.isReady() ? "Ready" : "NotReady, " + now.readyMessage();
          return reached.test(now) ? Look.found(now, sees) : Look.notYet(sees);
        },
        () -> doctor.examine(find.get()).inWords());
  }

  /**
   * Waits for an event of a pod with a reason or text.
   *
   * @param pod its name, or a label shared by several pods: {@code app=ip-hungry}
   * @param what a reason, or a part of a message
   */
  public Events event(String pod, String what) {
    return waiter.until(
        "event " + what + " of pod " + pod,
        limit,
        () -> {
          List<Events> all = called(pod).stream().map(workloads::events).toList();
          return all.stream()
              .flatMap(events -> events.about(what).stream().map(event -> seen(events, event)))
              .findFirst()
              .orElseGet(() -> Look.notYet("so far " + reasons(all)));
        },
        () -> doctor.glance(called(pod).getFirst()).inWords());
  }

  private List<Pod> called(String pod) {
    return pod.contains("=") ? workloads.labelled(pod).list() : List.of(workloads.pod(pod));
  }

  private static Look<Events> seen(Events events, Event event) {
    return Look.found(events, event.shortMessage());
  }

  private static List<String> reasons(List<Events> all) {
    return all.stream()
        .flatMap(events -> events.list().stream())
        .map(Event::reason)
        .distinct()
        .toList();
  }

  /** Waits until a label has this number of Ready pods. */
  public Pods readyPods(String label, int wanted) {
    return waiter.until(
        wanted + " Ready pods of " + label,
        limit,
        () -> {
          Pods all = workloads.labelled(label);
          long ready = all.list().stream().filter(Pod::isReady).count();
          String sees = ready + " of " + all.list().size() + " are Ready";
          return ready >= wanted ? Look.found(all, sees) : Look.notYet(sees);
        },
        () ->
            workloads.labelled(label).list().stream()
                .filter(pod -> !pod.isReady())
                .findFirst()
                .map(pod -> doctor.glance(pod).inWords())
                .orElse(Suggestions.LIST_PODS));
  }

  /** Waits until a pod is Ready, or a warning says why it is not. */
  public Pod startedOrWarned(String pod) {
    return waiter.until(
        "pod " + pod + " to start, or to say why not",
        limit,
        () -> {
          Pod now = workloads.pod(pod);
          return now.isReady() || workloads.events(now).latestWarning().isPresent()
              ? Look.found(now, now.state())
              : Look.notYet(now.state());
        },
        () -> doctor.glance(workloads.pod(pod)).inWords());
  }

  /** Waits until kube-proxy has written a Service's rules on the node, for all its endpoints. */
  public Rules rules(Node node, Services services, String namespace, String service) {
    return waiter.until(
        "the rules of Service " + service + " on " + node.name(),
        limit,
        () -> {
          List<String> wanted = services.expected(service);
          Rules now = Rules.of(node, namespace, service);
          return !now.list().isEmpty() && now.destinations().equals(wanted)
              ? Look.found(now, wanted.toString())
              : Look.notYet(now.destinations() + " in place of " + wanted);
        },
        () -> Suggestions.LOOK_AT_KUBE_PROXY);
  }

  /** Waits until a pod with a selector has logged some text. */
  public Logs log(String namespace, String selector, String words) {
    return waiter.until(
        "'" + words + "' in the log of " + selector,
        LOG_LIMIT,
        () -> {
          Logs now = workloads.logs(namespace, selector, LOG_LINES);
          return now.text().contains(words)
              ? Look.found(now, "written")
              : Look.notYet("not yet written");
        },
        () -> Suggestions.LIST_PODS);
  }

  /** Waits until a Deployment has the desired number of Ready pods, and no others. */
  public Pods rolledOut(String namespace, String selector, int wanted) {
    return waiter.until(
        wanted + " Ready pods of " + selector,
        limit,
        () -> {
          Pods now = workloads.pods(namespace, selector);
          boolean ready = now.list().stream().allMatch(Pod::isReady);
          return ready && now.list().size() == wanted
              ? Look.found(now, now.names().toString())
              : Look.notYet(now.list().toString());
        },
        () ->
            workloads.pods(namespace, selector).list().stream()
                .filter(pod -> !pod.isReady())
                .findFirst()
                .map(pod -> doctor.glance(pod).inWords())
                .orElse(Suggestions.LIST_PODS));
  }

  /**
   * Waits until the workers are healthy, or are broken in a way that does not pass.
   *
   * @param broken what is wrong with them, in words
   * @param passes whether something in progress will fix it
   * @param mayPass whether it may still pass, for a moment afterwards
   * @return what does not pass; empty if they are healthy
   */
  public Optional<String> healthy(
      Supplier<Optional<String>> broken, BooleanSupplier passes, BooleanSupplier mayPass) {
    AtomicInteger left = new AtomicInteger(LOOKS_AFTERWARDS);
    return waiter.until(
        "the nodes to be healthy",
        AGENT_LIMIT,
        () -> {
          Optional<String> found = broken.get();
          boolean waits =
              found.isPresent()
                  && (passes.getAsBoolean()
                      || (mayPass.getAsBoolean() && left.getAndDecrement() > 0));
          return waits ? Look.notYet(found.get()) : Look.found(found, found.orElse("they are"));
        },
        () -> Suggestions.LOOK_AT_AGENT);
  }

  /** Waits until a namespace has no pods. */
  public Pods noPods(String namespace) {
    return waiter.until(
        "the last pod of namespace " + namespace + " to be gone",
        limit,
        () -> {
          Pods left = workloads.pods(namespace, "");
          return left.list().isEmpty()
              ? Look.found(left, "none left")
              : Look.notYet("still there: " + left.names());
        },
        () -> Suggestions.FINALIZERS);
  }

  /** Waits until none of these exists; named as in {@link ObjectChanges#delete(String...)}. */
  public void gone(String... resources) {
    List<String> unwanted = List.of(resources);
    waiter.until(
        String.join(", ", unwanted) + " to be gone",
        limit,
        () -> {
          List<String> left = unwanted.stream().filter(changes::exists).toList();
          return left.isEmpty() ? Look.found(left, "gone") : Look.notYet("still there: " + left);
        },
        () -> Suggestions.FINALIZERS);
  }
}
