package dev.cnilab.cluster.apiserver.storage.selection;

import dev.cnilab.cluster.apiserver.validation.SelectorRules;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which objects of a type a request asks for.
 *
 * @param namespace "" for all
 */
public record Selection(
    ResourceType type, String namespace, LabelSelector labels, FieldSelector fields) {
  /** What a selector matches. */
  public static Selection of(ResourceType type, String namespace, LabelSelector labels) {
    return new Selection(type, namespace, labels, new FieldSelector(List.of()));
  }

  /**
   * Parses the selectors of a request.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if one can't be parsed
   */
  public static Selection of(
      ResourceType type, String namespace, String labelSelector, String fieldSelector) {
    return of(type, namespace, labelSelector, fieldSelector, Set.of());
  }

  /**
   * The same for a custom type.
   *
   * @param declared the fields that its definition declares selectable
   */
  public static Selection of(
      ResourceType type,
      String namespace,
      String labelSelector,
      String fieldSelector,
      Set<String> declared) {
    try {
      LabelSelector labels = LabelSelector.parse(labelSelector);
      SelectorRules.requireValid(labels);
      return new Selection(
          type, namespace, labels, FieldSelector.parse(fieldSelector, type, declared));
    } catch (IllegalArgumentException unreadable) {
      throw ApiErrors.badRequest(String.valueOf(unreadable.getMessage()));
    }
  }

  /** Whether it excludes nothing, apart from other namespaces. */
  public boolean isWholeTable() {
    return labels.requirements().isEmpty() && fields.terms().isEmpty();
  }

  /** The only name that it matches, if there is one. */
  public Optional<String> named() {
    return fields.required("metadata.name");
  }

  /** Whether no two of its objects can have the same name. */
  public boolean isOfOneNamespace() {
    return !namespace.isEmpty() || !type.namespaced();
  }

  /** The only node whose pods it matches, if there is one. */
  public Optional<String> onNode() {
    return fields.required("spec.nodeName");
  }

  public boolean contains(KubeObject object) {
    return (namespace.isEmpty() || object.namespace().equals(namespace))
        && labels.matches(object.labels())
        && fields.matches(object);
  }
}
