package dev.cnilab.cluster.apiserver.storage;

import dev.cnilab.cluster.apiserver.validation.SelectorRules;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
import java.util.Optional;

/**
 * Which objects of a type a request is about.
 *
 * @param namespace "" for all
 */
public record Selection(
    ResourceType type, String namespace, LabelSelector labels, FieldSelector fields) {
  /**
   * Reads the selectors of a request.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if one can't be read
   */
  public static Selection of(
      ResourceType type, String namespace, String labelSelector, String fieldSelector) {
    try {
      LabelSelector labels = LabelSelector.parse(labelSelector);
      SelectorRules.requireValid(labels);
      return new Selection(type, namespace, labels, FieldSelector.parse(fieldSelector, type));
    } catch (IllegalArgumentException unreadable) {
      throw ApiErrors.badRequest(String.valueOf(unreadable.getMessage()));
    }
  }

  /** Whether it leaves out nothing but other namespaces. */
  public boolean isWholeTable() {
    return labels.requirements().isEmpty() && fields.terms().isEmpty();
  }

  /** The one name that an object must have, if there is one. */
  Optional<String> named() {
    return fields.required("metadata.name");
  }

  /** Whether no two objects of it can have the same name. */
  boolean isOfOneNamespace() {
    return !namespace.isEmpty() || !type.namespaced();
  }

  /** The one node whose pods it is about, if it is. */
  Optional<String> onNode() {
    return fields.required("spec.nodeName");
  }

  public boolean contains(KubeObject object) {
    return (namespace.isEmpty() || object.namespace().equals(namespace))
        && labels.matches(object.labels())
        && fields.matches(object);
  }
}
