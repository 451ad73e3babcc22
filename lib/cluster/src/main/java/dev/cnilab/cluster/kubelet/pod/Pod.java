package dev.cnilab.cluster.kubelet.pod;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.QosClass;
import dev.cnilab.cluster.record.ObjectReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pod that is bound to this node, from the API server or from a manifest. */
public record Pod(KubeObject object) {
  public static final String CONFIG_SOURCE = "kubernetes.io/config.source";
  public static final String CONFIG_HASH = "kubernetes.io/config.hash";
  public static final String CONFIG_MIRROR = "kubernetes.io/config.mirror";
  public static final String CONFIG_SEEN = "kubernetes.io/config.seen";
  private static final long DEFAULT_GRACE_SECONDS = 30;

  public String uid() {
    return object.uid();
  }

  public String name() {
    return object.name();
  }

  public String namespace() {
    return object.namespace();
  }

  /** {@code namespace/name}, as log lines name it. */
  public String key() {
    return namespace() + "/" + name();
  }

  /** {@code name_namespace(uid)}, as messages name it. */
  public String longName() {
    return name() + "_" + namespace() + "(" + uid() + ")";
  }

  public List<ContainerSpec> containers() {
    return containers(ContainerSpec.Kind.REGULAR);
  }

  public List<ContainerSpec> initContainers() {
    return containers(ContainerSpec.Kind.INIT);
  }

  public List<ContainerSpec> ephemeralContainers() {
    return containers(ContainerSpec.Kind.EPHEMERAL);
  }

  /** The container of that name, in any of the lists. */
  public Optional<ContainerSpec> container(String name) {
    return everyContainer().stream().filter(container -> container.name().equals(name)).findFirst();
  }

  /** The containers of all three lists. */
  public List<ContainerSpec> everyContainer() {
    List<ContainerSpec> all = new ArrayList<>(containers());
    all.addAll(initContainers());
    all.addAll(ephemeralContainers());
    return all;
  }

  public boolean isHostNetwork() {
    return object.at("/spec/hostNetwork").asBoolean();
  }

  public String restartPolicy() {
    String policy = object.text("/spec/restartPolicy");
    return policy.isEmpty() ? "Always" : policy;
  }

  /** Whether a failed container is restarted. */
  public boolean restartsOnFailure() {
    return !restartPolicy().equals("Never");
  }

  public boolean isDeleted() {
    return object.isTerminating();
  }

  /** Whether it comes from a manifest file. */
  public boolean isStatic() {
    return object.annotations().getOrDefault(CONFIG_SOURCE, "api").equals("file");
  }

  /** Whether it is the mirror of a static pod in the API. */
  public boolean isMirror() {
    return object.annotations().containsKey(CONFIG_MIRROR);
  }

  /** The grace period of its containers, in seconds. */
  public long gracePeriodSeconds() {
    return object
        .at("/metadata/deletionGracePeriodSeconds")
        .asLong(object.at("/spec/terminationGracePeriodSeconds").asLong(DEFAULT_GRACE_SECONDS));
  }

  /** Whether its phase is final. */
  public boolean isTerminal() {
    return isTerminal(object.text("/status/phase"));
  }

  public static boolean isTerminal(String phase) {
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  /**
   * Its QoS class, by {@code GetPodQOS}: from its status if the API server has set it there, as it
   * takes going through all containers.
   */
  public String qosClass() {
    String known = object.text("/status/qosClass");
    return known.isEmpty() ? QosClass.of(object.at("/spec")) : known;
  }

  public ObjectReference reference() {
    return ObjectReference.of(object);
  }

  public ObjectReference reference(ContainerSpec container) {
    return reference().field(container.fieldPath());
  }

  private List<ContainerSpec> containers(ContainerSpec.Kind kind) {
    List<ContainerSpec> containers = new ArrayList<>();
    object
        .at("/spec/" + kind.list())
        .forEach(container -> containers.add(new ContainerSpec(container, kind)));
    return containers;
  }
}
