package dev.cnilab.lab.guard;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.client.message.Intention;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Protects a real cluster. Until the learner has agreed, lines on nodes run in a {@link
 * LookingShell}, and objects that the course does not own are left alone. Afterwards each node gets
 * its {@link DeadMansSwitch} before the first line runs there.
 */
public final class Guard {

  /** Names the context whose nodes may be broken when nobody can be asked. */
  static final String AGREED_BEFOREHAND = "CNILAB_MAY_BREAK";

  /** Whether even the embedded cluster, which is meant to be broken, requires agreement. */
  private static final boolean ASKS_ALWAYS = System.getenv("CNILAB_ASK_ALWAYS") != null;

  private final Cluster cluster;
  private final KeptObjects objects;
  private final Map<String, DeadMansSwitch> armed = new ConcurrentHashMap<>();
  private boolean agreed;

  /** Creates a guard for the nodes of a cluster. */
  public Guard(Cluster cluster) {
    this.cluster = cluster;
    this.objects = new KeptObjects(cluster);
    this.agreed = cluster.context().equals(System.getenv(AGREED_BEFOREHAND));
  }

  /** Whether nothing may be changed yet, so that lines on nodes are read-only. */
  public boolean holdsBack() {
    return !agreed && guards();
  }

  /** Whether the nodes are guarded: those of all clusters except embedded ones. */
  public boolean guards() {
    return ASKS_ALWAYS || !cluster.servesLabGroup();
  }

  /** Called before a line runs on a node with full privileges, after the learner has agreed. */
  public void beforeChanging(String node, NodeShell shell) {
    if (!cluster.servesLabGroup()) {
      armed.computeIfAbsent(node, name -> DeadMansSwitch.arm(name, shell));
    }
  }

  /**
   * The advice after a line on a node that lacked a privilege.
   *
   * @return empty if it did not
   */
  public Optional<String> offer(ExecResult result) {
    return MissingPrivilege.isIn(result.err())
        ? Optional.of(
            "This ran without the right to change the node, because "
                + notAgreed()
                + "\n"
                + suggestion())
        : Optional.empty();
  }

  /**
   * Checks whether an object of the cluster may be changed. On a real cluster its original state is
   * saved.
   *
   * @param path its API path; empty if the lab does not know its kind
   * @throws LabException if the course does not own it, or gives its pods power over a node, and
   *     the learner has not agreed
   */
  public void beforeChanging(String path, Intention intention) {
    Json object = intention.object();
    if (holdsBack()) {
      reason(object, intention.there(), intention.wanted())
          .ifPresent(reason -> refuse("did not change " + typed(object), reason));
    }
    boolean isKept = !intention.there().isAbsent() && !path.isEmpty();
    if (isKept && !cluster.servesLabGroup() && !isOwn(object)) {
      objects.keep(path, object);
    }
  }

  /**
   * Checks whether a command may run in a pod.
   *
   * @throws LabException if the course does not own it, or it has power over its node, and the
   *     learner has not agreed
   */
  public void beforeRunningIn(Json pod) {
    if (holdsBack()) {
      reason(pod, Json.ABSENT, pod)
          .ifPresent(reason -> refuse("did not run a command in " + typed(pod), reason));
    }
  }

  private Optional<String> reason(Json object, Json there, Json wanted) {
    if (!isOwn(object)) {
      return Optional.of("it is not the course's own");
    }
    return wanted.isAbsent()
        ? Optional.empty()
        : PodPower.of(there, wanted)
            .map(power -> "such pods can change their node (" + power + ")");
  }

  private void refuse(String tried, String reason) {
    throw LabException.of(tried, reason + ", and " + notAgreed(), suggestion());
  }

  /** Whether the course has created an object, or its namespace. */
  private boolean isOwn(Json object) {
    String namespace = object.text("/metadata/namespace");
    return namespace.equals(LabNamespace.NAME)
        || (namespace.equals(cluster.namespace()) && cluster.servesLabGroup())
        || isLabNamespace(object)
        || (isThere(object) && LabNamespace.marks(object))
        || LabNamespace.holds(cluster, object);
  }

  private static boolean isLabNamespace(Json object) {
    return object.text("/kind").equals("Namespace")
        && object.text("/metadata/name").equals(LabNamespace.NAME);
  }

  private static boolean isThere(Json object) {
    return !object.text("/metadata/uid").isEmpty();
  }

  /** The object as typed: {@code daemonset/kube-proxy in namespace kube-system}. */
  private static String typed(Json object) {
    String namespace = object.text("/metadata/namespace");
    return object.text("/kind").toLowerCase(Locale.ROOT)
        + "/"
        + object.text("/metadata/name")
        + (namespace.isEmpty() ? "" : " in namespace " + namespace);
  }

  private String notAgreed() {
    return "you have not agreed that "
        + description()
        + " may be broken. Before the first change a node keeps a copy of "
        + DeadMansSwitch.KEPT
        + "; if this kernel is gone for ten minutes, the node puts them back by itself.";
  }

  private String suggestion() {
    return Disposable.evidence(cluster).isPresent()
        ? Suggestions.AGREE
        : Suggestions.agreeBy(cluster.context());
  }

  /**
   * Records that the learner agrees that nodes of this cluster may be broken.
   *
   * @param context its name, empty if it need not be named because it looks disposable
   * @return a description of the agreement
   * @throws LabException if the name is wrong or missing
   */
  public String agree(String context) {
    if (!guards()) {
      return "This is an embedded cluster, there to be broken: it needs no agreement.";
    }
    Optional<String> evidence = Disposable.evidence(cluster);
    if (!context.equals(cluster.context()) && !(context.isEmpty() && evidence.isPresent())) {
      throw LabException.of(
          "did not take that as an agreement",
          context.isEmpty()
              ? "nothing shows that " + description() + " is there to be thrown away"
              : "you named '" + context + "', and this is " + description(),
          Suggestions.agreeBy(cluster.context()));
    }
    agreed = true;
    return "Nodes of %s may be changed (%s)."
        .formatted(description(), evidence.orElse("you named it"));
  }

  /** Restores the objects that the lab has changed, from any kernel. */
  public void restoreObjects() {
    if (!cluster.servesLabGroup()) {
      objects.restore();
    }
  }

  /** The restored workloads that do not have all their pods yet, in words. */
  public Optional<String> unsettled() {
    return cluster.servesLabGroup() ? Optional.empty() : objects.unsettled();
  }

  /** Restores a node's state from before the first change, from any kernel. */
  public void restore(NodeShell shell) {
    if (agreed && !cluster.servesLabGroup()) {
      shell.run(DeadMansSwitch.RESTORE);
    }
  }

  /** Removes the switch of any kernel from a node, with its copy. */
  public void standDown(String node, NodeShell shell) {
    Optional.ofNullable(armed.remove(node)).ifPresent(DeadMansSwitch::silence);
    shell.run(DeadMansSwitch.DISARM);
  }

  private String description() {
    return "'%s' (%s)".formatted(cluster.context(), cluster.server());
  }
}
