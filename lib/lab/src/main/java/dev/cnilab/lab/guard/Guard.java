package dev.cnilab.lab.guard;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.ExecResult;
import dev.cnilab.lab.client.Json;
import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands before a real cluster. Until the learner has agreed, lines are run on nodes by a {@link
 * LookingShell}, and objects that are not the course's own are left alone. From then on each node
 * gets its {@link DeadMansSwitch} before the first line is run there.
 */
public final class Guard {

  /** Names the context whose nodes may be broken, where nobody can be asked. */
  static final String AGREED_BEFOREHAND = "CNILAB_MAY_BREAK";

  /** Set where even the embedded cluster, which is there to be broken, is to be asked for. */
  private static final boolean ASKS_ALWAYS = System.getenv("CNILAB_ASK_ALWAYS") != null;

  private final Cluster cluster;
  private final KeptObjects objects;
  private final Map<String, DeadMansSwitch> armed = new ConcurrentHashMap<>();
  private boolean agreed;

  /** Takes the cluster whose nodes it guards. */
  public Guard(Cluster cluster) {
    this.cluster = cluster;
    this.objects = new KeptObjects(cluster);
    this.agreed = cluster.context().equals(System.getenv(AGREED_BEFOREHAND));
  }

  /** Whether nothing may be changed yet: what is run on nodes may look only. */
  public boolean holdsBack() {
    return !agreed && guards();
  }

  /** Whether the nodes are to be guarded: those of any cluster but an embedded one. */
  public boolean guards() {
    return ASKS_ALWAYS || !cluster.servesLabGroup();
  }

  /** Called before a line is run on a node with all rights there, once the learner has agreed. */
  public void beforeChanging(String node, NodeShell shell) {
    if (!cluster.servesLabGroup()) {
      armed.computeIfAbsent(node, name -> DeadMansSwitch.arm(name, shell));
    }
  }

  /**
   * What to say of a line that was run on a node without the right to change it.
   *
   * @return empty if it did not miss that right
   */
  public Optional<String> offer(ExecResult result) {
    return Refusal.isIn(result.err())
        ? Optional.of(
            "This ran without the right to change the node, because "
                + notAgreed()
                + "\n"
                + suggestion())
        : Optional.empty();
  }

  /**
   * Lets an object of the cluster be changed, or not. On a real cluster it is kept as it was first.
   *
   * @param path where the API server has it; empty if the lab does not know its kind
   * @param object as the cluster has it, or as it will be if there is none yet
   * @throws LabException if it is not the course's own and the learner has not agreed
   */
  public void beforeChanging(String path, Json object) {
    if (isOwn(object)) {
      return;
    }
    if (holdsBack()) {
      String namespace = object.text("/metadata/namespace");
      throw LabException.of(
          "did not change "
              + typed(object)
              + (namespace.isEmpty() ? "" : " in namespace " + namespace),
          "it is not the course's own, and " + notAgreed(),
          suggestion());
    }
    boolean there = !object.text("/metadata/uid").isEmpty();
    if (there && !path.isEmpty() && !cluster.servesLabGroup()) {
      objects.keep(path, object);
    }
  }

  private boolean isOwn(Json object) {
    String namespace = object.text("/metadata/namespace");
    return namespace.equals(LabNamespace.NAME)
        || (namespace.equals(cluster.namespace()) && cluster.servesLabGroup())
        || typed(object).equals("namespace/" + LabNamespace.NAME)
        || LabNamespace.marks(object)
        || LabNamespace.holds(cluster, object);
  }

  /** As one types it: {@code daemonset/kube-proxy}. */
  private static String typed(Json object) {
    return object.text("/kind").toLowerCase(Locale.ROOT) + "/" + object.text("/metadata/name");
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
   * The learner agrees that nodes of this cluster may be broken.
   *
   * @param context its name, empty if it need not be named because it looks disposable
   * @return what was agreed, in words
   * @throws LabException if the name is another one's, or missing
   */
  public String agree(String context) {
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

  /** Puts the objects back that the lab has changed, whichever kernel has changed them. */
  public void restoreObjects() {
    if (!cluster.servesLabGroup()) {
      objects.restore();
    }
  }

  /** Which workload that was put back has not all its pods yet, in words. */
  public Optional<String> unsettled() {
    return cluster.servesLabGroup() ? Optional.empty() : objects.unsettled();
  }

  /** Puts back what a node had before the first change, whichever kernel has made it. */
  public void restore(NodeShell shell) {
    if (agreed && !cluster.servesLabGroup()) {
      shell.run(DeadMansSwitch.RESTORE);
    }
  }

  /** Takes the switch off a node, whichever kernel has armed it, with the copy that it kept. */
  public void standDown(String node, NodeShell shell) {
    Optional.ofNullable(armed.remove(node)).ifPresent(DeadMansSwitch::silence);
    shell.run(DeadMansSwitch.DISARM);
  }

  private String description() {
    return "'%s' (%s)".formatted(cluster.context(), cluster.server());
  }
}
