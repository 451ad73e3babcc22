package dev.cnilab.cluster.controller.replica;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.controller.work.Reading;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The dependents of a workload: those that it controls and its selector matches. Matching ones
 * without a controller are adopted, controlled ones that no longer match are released.
 */
public final class PodClaims {
  private final ApiClient client;
  private final ResourceType type;
  private final BiPredicate<KubeObject, KubeObject> canBelong;

  public PodClaims(ApiClient client, ResourceType type) {
    this(client, type, (owner, object) -> true);
  }

  /**
   * Claims only some of the objects that a selector matches.
   *
   * @param canBelong whether the owner, the first argument, takes an object whose labels match
   */
  public PodClaims(
      ApiClient client, ResourceType type, BiPredicate<KubeObject, KubeObject> canBelong) {
    this.client = client;
    this.type = type;
    this.canBelong = canBelong;
  }

  /**
   * Which objects a workload's selector matches; can be reused as long as the selector is the same.
   */
  public static Reading<Boolean> matching(KubeObject owner) {
    LabelSelector selector = LabelSelector.of(owner);
    return new Reading<>(object -> selector.matches(object.labels()));
  }

  /** The dependents of {@code owner}, in order of their names. */
  public List<KubeObject> of(KubeObject owner) {
    return of(owner, matching(owner));
  }

  /** Like {@link #of(KubeObject)}, without checking the labels of unchanged objects again. */
  public List<KubeObject> of(KubeObject owner, Reading<Boolean> matching) {
    List<KubeObject> present = client.listControlledBy(type, owner.namespace(), owner.uid());
    Iterator<Boolean> matches = matching.of(present).iterator();
    List<KubeObject> claimed = new ArrayList<>(present.size());
    for (KubeObject own : present) {
      if (matches.next() && canBelong.test(owner, own)) {
        claimed.add(own);
      } else if (!owner.isTerminating()) {
        release(own, owner);
      }
    }
    List<KubeObject> adopted = adopted(owner, LabelSelector.of(owner));
    if (!adopted.isEmpty()) {
      claimed.addAll(adopted);
      claimed.sort(Comparator.comparing(KubeObject::name));
    }
    return claimed;
  }

  private List<KubeObject> adopted(KubeObject owner, LabelSelector selector) {
    if (owner.isTerminating()) {
      return List.of();
    }
    return client.listOrphans(type, owner.namespace(), selector).stream()
        .filter(orphan -> !orphan.isTerminating() && canBelong.test(owner, orphan))
        .flatMap(orphan -> adopt(orphan, owner).stream())
        .toList();
  }

  private Optional<KubeObject> adopt(KubeObject object, KubeObject owner) {
    ArrayNode owners = Json.array();
    OwnerReference.of(object).forEach(reference -> owners.add(reference.toJson()));
    return patchOwners(object, owners.add(OwnerReference.controlledBy(owner).toJson()));
  }

  private void release(KubeObject object, KubeObject owner) {
    ArrayNode owners = Json.array();
    OwnerReference.of(object).stream()
        .filter(reference -> !reference.uid().equals(owner.uid()))
        .forEach(reference -> owners.add(reference.toJson()));
    patchOwners(object, owners);
  }

  private Optional<KubeObject> patchOwners(KubeObject object, ArrayNode owners) {
    ObjectNode change = Json.object();
    change.putObject("metadata").put("uid", object.uid()).set("ownerReferences", owners);
    try {
      return Optional.of(
          client.patch(type, object.namespace(), object.name(), Patch.merge(change)));
    } catch (ApiException refused) {
      if (refused.isNotFound() || refused.isConflict()) {
        return Optional.empty();
      }
      throw refused;
    }
  }
}
