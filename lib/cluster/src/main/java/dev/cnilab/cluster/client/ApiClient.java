package dev.cnilab.cluster.client;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A client of the Kubernetes API for one user. On the loop only; every call returns at once,
 * without blocking. A namespace is "" for types that have none and, in {@link #list} and {@link
 * #watch}, for all of them. Every method throws {@link ApiException} where a real server answers
 * with a failure.
 */
public interface ApiClient {
  KubeObject get(ResourceType type, String namespace, String name);

  /** Like {@link #get}, but empty if there is no such object. */
  Optional<KubeObject> find(ResourceType type, String namespace, String name);

  /**
   * Like {@link #find}, but from the view of an informer that lists and watches all of the type.
   */
  Optional<KubeObject> findListed(ResourceType type, String namespace, String name);

  /** The objects in order of namespace and name. */
  List<KubeObject> list(ResourceType type, String namespace, ListOptions options);

  /** The objects of a namespace that a selector matches, in order of their names. */
  List<KubeObject> listMatching(ResourceType type, String namespace, LabelSelector selector);

  /**
   * The objects of a namespace that an owner controls, in order of their names, as from an
   * informer's index by controller.
   */
  List<KubeObject> listControlledBy(ResourceType type, String namespace, String uid);

  /**
   * The objects of a namespace that nothing controls and a selector matches, in order of their
   * names.
   */
  List<KubeObject> listOrphans(ResourceType type, String namespace, LabelSelector selector);

  /**
   * The objects of a type whose {@code spec.selector} matches an object of their namespace, in
   * order of their names.
   */
  List<KubeObject> listSelecting(ResourceType type, KubeObject object);

  /** The pods that mount a claim of their namespace, in order of their names. */
  List<KubeObject> listMounting(KubeObject claim);

  /** The types that the server serves now, including those of CustomResourceDefinitions. */
  List<ResourceType> types();

  /** All objects of a type in all namespaces. */
  default List<KubeObject> list(ResourceType type) {
    return list(type, "", ListOptions.everything());
  }

  /** Creates an object in the namespace its metadata names. */
  KubeObject create(ResourceType type, KubeObject object);

  /** Replaces an object; its resourceVersion, if it has one, must be the current one. */
  KubeObject update(ResourceType type, KubeObject object);

  /** Replaces an object's status only. */
  KubeObject updateStatus(ResourceType type, KubeObject object);

  /** Replaces what a subresource such as {@code finalize} covers, and nothing else. */
  KubeObject updateSubresource(ResourceType type, KubeObject object, String subresource);

  KubeObject patch(ResourceType type, String namespace, String name, Patch patch);

  void delete(ResourceType type, String namespace, String name, DeleteOptions options);

  /** POSTs to a subresource such as {@code binding}, {@code eviction} or {@code token}. */
  KubeObject createSubresource(
      ResourceType type, String namespace, String name, String subresource, KubeObject body);

  /**
   * Delivers every existing object (as ADDED), unless the options name a resourceVersion to start
   * after, and then every change, in order. Each event is a separate event of the loop, never part
   * of a call.
   */
  Watch watch(
      ResourceType type, String namespace, ListOptions options, Consumer<WatchEvent> listener);
}
